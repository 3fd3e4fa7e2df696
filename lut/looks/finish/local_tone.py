"""Local tone: less contrast between a picture's large parts, and as much as there was inside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from ...color.space import Floats
from ...kernel.blending import CODE_MAX
from ..parameter import Range
from .local_gain import LocalGain
from .pixel_strips import Pixels, check_thumbnail, gaussian_matrix, luma, row_blocks
from .surroundings import Surroundings, measure_surroundings

Doubles = NDArray[np.float64]

STRONGEST = 1.0  # stops, at an amount of 1
LEVELS = 12  # of the gain
# All that follows is luma, sRGB-coded, where equal steps look about equal.
SUBJECT = (0.46, 0.55)  # parts between are neither lifted nor held: 18 % gray, and half a stop more for skin
SAME = 0.002  # half a code of 8 bits is no difference
REACH = 0.5  # from where a part is lifted or held, to where by the most
STEEPEST = 6.0  # stops per unit of luma: see measure_local_tone
DETAIL = 0.08  # standard deviation around a part's mean of what still belongs to it
SPREAD = 0.06  # of the neighborhood that a part is measured in: standard deviation, as a share of the shorter side
WIDE_SPREAD = 0.25  # of the wide surroundings
BRIDGE = 0.05  # weight, in shares of a neighborhood, of a straight line between two parts


@dataclass(frozen=True)
class LocalTone:
    """Dark parts of a picture lifted, bright ones held, as phones do; details keep their contrast.

    amount: the share of all that follows.
    shadows, highlights: by which the darkest parts are lifted and the brightest held, at most.
    top: by which the upper edge gets brighter and the lower one darker, as a graduated filter does.
    detail: stops for a quarter of luma between a pixel and its part: contrast inside of parts.
    in_table: the share of shadows and highlights that the look's table has already, for each luma.
    contrast, wide_contrast: stops for what is two standard deviations brighter than its near, or wide, surroundings.
    curve: stops by a pixel's own luma of 0, a quarter, half, three quarters and 1, whatever is around it.
    """

    amount: Annotated[float, Range(0, 1)]
    shadows: Annotated[float, Range(-2, 2, "stops")] = STRONGEST
    highlights: Annotated[float, Range(-2, 2, "stops")] = STRONGEST
    top: Annotated[float, Range(-2, 2, "stops")] = 0.0
    detail: Annotated[float, Range(-1, 1, "stops")] = 0.0
    in_table: Annotated[float, Range(0, 1)] = 0.0
    contrast: Annotated[float, Range(-2, 2, "stops")] = 0.0
    wide_contrast: Annotated[float, Range(-2, 2, "stops")] = 0.0
    curve: Annotated[tuple[float, ...], Range(-2, 2, "stops", 5)] = (0.0,) * 5

    @property
    def strongest(self) -> float:
        """The largest gain, in stops."""
        most = max(STRONGEST, abs(self.shadows), abs(self.highlights))
        others = (self.top, self.contrast, self.wide_contrast, max(self.curve, key=abs))
        return most + sum(map(abs, others))

    def stops(self, parts: Parts) -> Doubles:
        """Return (rows, columns, LEVELS) gains in stops."""
        base, own = parts.base, np.linspace(0, 1, LEVELS)
        height = (1 - 2 * (np.arange(len(base)) + 0.5) / len(base))[:, None, None]
        low, high = min(parts.mean, SUBJECT[0]) - SAME, max(parts.mean, SUBJECT[1]) + SAME

        def lift(luma: Doubles) -> Doubles:
            return self.shadows * ease_out((low - luma) / REACH) - self.highlights * ease_out((luma - high) / REACH)

        stops = lift(base) - self.in_table * lift(own) + self.detail * 4 * (own - base) + self.top * height
        stops = stops + np.interp(own, np.linspace(0, 1, len(self.curve)), self.curve)
        contrasts = ((self.contrast, SPREAD), (self.wide_contrast, WIDE_SPREAD))
        return stops + sum(share * parts.surroundings(spread).contrast(own) for share, spread in contrasts if share)


@dataclass(frozen=True)
class Parts:
    """What a picture's gain is made from.

    light, weight: (H, W) luma, and how much each pixel counts.  base, count: as ``base_layer`` returns them.
    mean: the picture's luma.
    """

    light: Floats
    weight: Floats
    base: Doubles
    count: Doubles
    mean: float

    def surroundings(self, spread: float) -> Surroundings:
        """Measure the surroundings of the places of ``base``.  spread: as ``measure_surroundings`` takes it."""
        return measure_surroundings(self.light, self.weight, spread, self.base.shape[:2])


PLAIN = LocalTone(1)  # as dialogs have it: nothing but an amount


def measure_local_tone(thumbnail: Pixels, step: LocalTone = PLAIN) -> LocalGain:
    """Return the gain that evens out a picture's large parts, by up to a stop if not told otherwise.

    thumbnail: the whole picture after the look's table, (H, W, 3 or 4) uint8, uint16 or float32, sRGB-coded; some
    256 pixels across are plenty.  What is transparent does not count.  step: all of it but its amount, which
    ``apply_gain`` takes.

    Parts darker than the picture's mean, and than middle gray, are lifted; parts brighter than both are held.  So a
    portrait on black keeps its face and its background, and an even picture stays as it is.

    The gain falls by at most STEEPEST stops per unit of luma.  ``apply_gain`` adds it to log2(x / (1 - x)) of linear
    light x, which for grays rises by 7.7 or more: a brighter pixel at the same place stays the brighter one.
    """
    parts = measure_parts(*luma_and_weight(thumbnail))
    stops = limit_fall(step.stops(parts), parts.count)
    return LocalGain(np.clip(stops, -step.strongest, step.strongest).astype(np.float32))


def measure_parts(light: Floats, weight: Floats) -> Parts:
    """Measure the parts of a picture.  light, weight: (H, W) luma, and how much each pixel counts."""
    mean = float(np.average(light, weights=weight)) if weight.any() else SUBJECT[0]
    base, count = base_layer(light, weight, mean)
    return Parts(light, weight, base, count, mean)


def luma_and_weight(thumbnail: Pixels) -> tuple[Floats, Floats]:
    """Return (H, W) each: the luma of pixels, and their alpha."""
    check_thumbnail(thumbnail)
    light = luma(thumbnail)
    if thumbnail.shape[2] == 3:
        return light, np.ones_like(light)
    alpha = np.nan_to_num(thumbnail[..., 3].astype(np.float32) / np.float32(CODE_MAX[thumbnail.dtype]))
    return light, np.clip(alpha, 0, 1)


def base_layer(light: Floats, weight: Floats, mean: float) -> tuple[Doubles, Doubles]:
    """Return the luma of the part that a pixel belongs to, by its place and its own luma; and how many pixels tell it.

    light, weight: (H, W).  Returns (rows, columns, LEVELS) twice.

    At each place, the mean of the neighborhood's pixels of about that luma: what a bilateral filter gives.  Between
    the lumas of two parts there are hardly any pixels, but those of their common edge: there a straight line leads
    from one mean to the other, so that a soft edge does not get a contour.  This is the least sum, over a column of
    levels, of squares: base minus mean, weighted by count; and of steps between levels, weighted by BRIDGE.
    """
    spread = max(SPREAD * min(light.shape), 1)  # a pixel at least: thin pictures get no finer grid
    down, across = gaussian_matrix(light.shape[0], spread), gaussian_matrix(light.shape[1], spread)
    levels = np.linspace(0, 1, LEVELS, dtype=np.float32)[:, None]
    sums = np.empty((len(light), 2 * LEVELS * len(across)), dtype=np.float32)
    for part in row_blocks(light):  # in two large products, since BLAS takes long to begin one on a busy machine
        here = light[part, None]
        near = weight[part, None] * np.exp(np.float32(-0.5 / DETAIL**2) * (here - levels) ** 2)
        told = np.stack((near, near * here), axis=1)
        sums[part] = (told.reshape(-1, told.shape[-1]) @ across.T).reshape(len(told), -1)
    blurred = (down @ sums).reshape(len(down), 2, LEVELS, len(across)).astype(np.float64)
    count, total = np.moveaxis(blurred, (1, 2), (0, 3))
    nothing = 1e-6  # pixels of the picture's mean everywhere, for where there are none
    steps = np.diff(np.eye(LEVELS), axis=0)
    bridge = (BRIDGE * (down @ weight @ across.T) + nothing)[..., None, None] * (steps.T @ steps)
    matrix = bridge + (count + nothing)[..., None] * np.eye(LEVELS)
    base = np.linalg.solve(matrix, (total + nothing * mean)[..., None])[..., 0]
    return base.astype(np.float64, copy=False), count + nothing


def ease_out(t: Doubles) -> Doubles:
    """0 below 0, and from there to 1 at 1, flat at its end."""
    t = np.clip(t, 0, 1)
    return t * (2 - t)


def limit_fall(stops: Doubles, count: Doubles) -> Doubles:
    """Gains that fall no faster along the levels than STEEPEST, and are the same in the mean over all pixels."""
    steps = np.maximum(np.diff(stops, axis=-1), -STEEPEST / (LEVELS - 1))
    limited = np.cumsum(np.concatenate((stops[..., :1], steps), axis=-1), axis=-1)
    limited += np.average(stops - limited, axis=-1, weights=count)[..., None]
    return limited
