"""A pair of registered pictures, as areas whose colors correspond."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color.difference import srgb_delta_e2000
from ..color.space import Floats
from ..errors import PixelError
from ..language import _
from . import vignette_removal
from .placement import Placement, map_positions, sample_bilinear
from .register import register_pictures
from .samples import CELLS, Plane, Samples, average_areas, gather_by_color, prepare_plane
from .vignette_removal import Falloff

STILL = 0.12  # pixels at working size: smaller shifts are not undone, since interpolation blurs
SIDES = (
    (160_000, 4),
    (40_000, 2),
    (0, 1),
)  # pixels at working size, and the side of the areas that are averaged above it
LARGER_CELLS = (24, 18, 14, 10)
FEWEST_COLORS = 8
OUTLIER, LEAST_OUTLIER = 2.5, 2.0  # areas further off count less: in medians, and in ΔE2000
LEAST_STEEPNESS = 0.2  # slope of light after over light before, for a vignette in the picture before


@dataclass(frozen=True)
class Pair:
    """Areas of a pair; flat ones count more.  before, after: (P, 3) codes.  weight: (P,).

    r2: (P, 2) squared distance from the middle of the picture before and of the one after, 1 in the corners.
    shape: (h, w) of the grid that the areas lie on.  widths: of both pictures, in pixels.
    vignette: of both, found, and undone in the codes.
    """

    before: Floats
    after: Floats
    weight: Floats
    r2: Floats
    shape: tuple[int, int]
    placement: Placement
    widths: tuple[int, int]
    vignette: tuple[Falloff, Falloff] = (Falloff(), Falloff())

    def without(self, fall: Falloff, which: int) -> Pair:
        """Undo a vignette in the picture before (0) or after (1)."""
        before, after = self.vignette
        if which == 0:
            undone = fall.undone(self.before, self.r2[:, 0])
            return replace(self, before=undone, vignette=(before.and_then(fall), after))
        undone = fall.undone(self.after, self.r2[:, 1])
        return replace(self, after=undone, vignette=(before, after.and_then(fall)))

    def unvignetted(self, expected: Floats) -> Pair:
        """Undo the vignette that one of the pictures has, if any; expected: (P, 3) codes after."""
        fall, steepness = vignette_removal.find_falloff(self.before, self.after, expected, self.r2[:, 1], self.weight)
        if fall.loss >= 0 or steepness < LEAST_STEEPNESS:
            return self.without(fall, 1) if fall.loss > 0 else self
        fall, steepness = vignette_removal.find_falloff(self.before, self.after, expected, self.r2[:, 0], self.weight)
        return self.without(Falloff(-fall.second / steepness, -fall.fourth / steepness), 0)

    def trusted(self, residual: NDArray[np.float64]) -> Pair:
        """Trust areas less that don't follow the rest: what moved, a reflection, a caption."""
        used = self.weight > 0
        limit = max(OUTLIER * float(np.median(residual[used])) if used.any() else 0.0, LEAST_OUTLIER)
        return replace(self, weight=(self.weight / (1 + (residual / limit) ** 2) ** 2).astype(np.float32))


def match_pair(before: NDArray[Any], after: NDArray[Any]) -> Pair:
    """Register two pictures and average their areas.  Raises PixelError."""
    first, second = prepare_plane(before, _("before")), prepare_plane(after, _("after"))
    placement = register_pictures(first, second)
    y, x = map_positions(first, second, placement)
    codes, valid = (second.codes, second.valid) if is_still(first, second, y, x) else look_up_codes(second, y, x)
    side = next(side for least, side in SIDES if first.valid.size >= least)
    mean_before, mean_after, weight = average_areas(first.codes, codes, first.valid & valid, side)
    own_y, own_x = (np.arange(count, dtype=np.float32) for count in first.shape)
    r2 = [squared_radii(first, own_y[:, None], own_x[None, :]), squared_radii(second, y, x)]
    middles = np.stack([middle_values(each, side) for each in r2], axis=2)
    return Pair(
        mean_before.reshape(-1, 3),
        mean_after.reshape(-1, 3),
        weight.reshape(-1),
        middles.reshape(-1, 2),
        (weight.shape[0], weight.shape[1]),
        placement,
        (first.frame[1], second.frame[1]),
    )


def is_still(first: Plane, second: Plane, y: Floats, x: Floats) -> bool:
    """Return True if the pixels of both planes already lie on each other."""
    if first.shape != second.shape:
        return False
    rows, columns = (np.arange(count, dtype=np.float32) for count in first.shape)
    return max(float(np.abs(y - rows[:, None]).max()), float(np.abs(x - columns[None, :]).max())) < STILL


def look_up_codes(picture: Plane, y: Floats, x: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the codes of a picture at positions in its pixels, and where they are known."""
    stack = np.concatenate([picture.codes, picture.valid[..., None].astype(np.float32)], axis=2)
    found, inside = sample_bilinear(stack, y, x)
    return found[..., :3], inside & (found[..., 3] > 0.999)


def middle_values(values: Floats, side: int) -> Floats:
    """Values at the middle of each area."""
    rows, columns = (length // side for length in values.shape)
    result: Floats = values[side // 2 :: side, side // 2 :: side][:rows, :columns]
    return result


def squared_radii(picture: Plane, y: Floats, x: Floats) -> Floats:
    """Return (H, W) squared distance of positions, in a plane's pixels, from the picture's middle, 1 in its corners."""
    height, width = picture.frame
    down = (y + np.float32(0.5)) * np.float32(picture.reduced) - np.float32(height / 2)
    across = (x + np.float32(0.5)) * np.float32(picture.reduced) - np.float32(width / 2)
    result: Floats = (down * down + across * across) * np.float32(4 / (height * height + width * width))
    return result


def gather_samples(pairs: Sequence[Pair], most: int | None = None) -> Samples:
    """Gather all pairs' areas by color, in larger cells where there are more than ``most``.  Raises PixelError."""
    before = np.concatenate([each.before for each in pairs])
    after = np.concatenate([each.after for each in pairs])
    weight = np.concatenate([each.weight for each in pairs])
    samples = gather_by_color(before, after, weight, CELLS)
    for cells in LARGER_CELLS:
        if most is None or len(samples) <= most:
            break
        samples = gather_by_color(before, after, weight, cells)
    if len(samples) < FEWEST_COLORS:
        sentence = _("expected at least {fewest} colors in flat areas of the pair, found {count}")
        raise PixelError(sentence.format(fewest=FEWEST_COLORS, count=len(samples)))
    return samples


def mean_residual(look: Callable[[Floats], Floats], pairs: Sequence[Pair], weight: Sequence[Floats]) -> float:
    """Return the mean ΔE2000 that a look leaves of pairs' areas.  weight: (P,) of each pair."""
    errors = np.concatenate([srgb_delta_e2000(look(each.before), each.after) for each in pairs])
    return float(np.average(errors, weights=np.concatenate(weight)))
