"""Samples of a pair of pictures: areas that are flat in both, averaged and gathered by color."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from ..color.space import Floats
from ..errors import PixelError
from ..kernel.blending import CODE_MAX
from ..language import _

FLAT = 6 / 255  # root mean square of differences in and around an area, at which it counts a quarter
CLIPPED = 1 - 1.5 / 255  # code above which a channel of the picture before may be clipped
CLIPPED_WEIGHT = 0.05
LEAST_WEIGHT = 0.003  # of all areas of a color; less is no sample
CELLS = 32  # cells per axis of the color cube, in which areas are gathered

WORKING_PIXELS = 1_200_000  # more tell no more about colors; averaging them takes noise away
FEWEST_PIXELS = 256  # opaque ones
FLAT_RANGE = 2.5 / 255  # a picture whose codes differ less than this is of one color


@dataclass(frozen=True)
class Samples:
    """before, after: (P, 3) float32 sRGB codes, 0..1.  weight: (P,) how many flat areas speak for them."""

    before: Floats
    after: Floats
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weight)

    def chosen(self, which: NDArray[np.bool_]) -> Samples:
        return Samples(self.before[which], self.after[which], self.weight[which])


def split_blocks(plane: NDArray[Any], side: int) -> NDArray[Any]:
    """Reshape (H, W, …) to (H / side, side, W / side, side, …), without the rest at the right and at the bottom."""
    rows, columns = (length // side for length in plane.shape[:2])
    return plane[: rows * side, : columns * side].reshape(rows, side, columns, side, *plane.shape[2:])


def block_means(plane: Floats, side: int) -> Floats:
    """Average over squares: (H / side, W / side, …)."""
    return plane if side == 1 else block_sums(plane, side, np.float32) * np.float32(1 / side**2)


def block_sums(plane: NDArray[Any], side: int, kind: DTypeLike) -> Floats:
    """Sum over squares, (H / side, W / side, …), as numbers of that kind, in long passes over memory."""
    parts = split_blocks(plane, side)
    rows = parts[:, 0].astype(kind)
    for i in range(1, side):
        np.add(rows, parts[:, i], out=rows)
    total = rows[:, :, 0].copy()
    for i in range(1, side):
        np.add(total, rows[:, :, i], out=total)
    return total.astype(np.float32, copy=False)


def average_areas(before: Floats, after: Floats, valid: NDArray[np.bool_], side: int) -> tuple[Floats, Floats, Floats]:
    """Average both pictures over squares, (h, w, 3), and weigh each square, (h, w).

    Only flat areas count.  A LUT maps the mean of an area to the mean of its results only if its colors are much the
    same; a JPEG's chroma comes from the neighborhood; misplaced pixels show at edges.  Weights fall with the fourth
    power of the differences in an area and to the areas around it.
    """
    mean_before, mean_after = block_means(before, side), block_means(after, side)
    spread = np.zeros(mean_before.shape[:2], np.float32)
    if side > 1:
        squares = block_means((before**2).sum(axis=2), side)
        spread += np.maximum(squares - (mean_before**2).sum(axis=2), 0)
    for steps, found in ((mean_before, spread), (mean_before.swapaxes(0, 1), spread.T)):
        step = (np.diff(steps, axis=0) ** 2).sum(axis=2) / 16
        found[1:] += step
        found[:-1] += step
    weight = (1 + spread / np.float32(FLAT**2)) ** -2
    weight *= block_means(valid.astype(np.float32), side) == 1
    clipped = (mean_before >= CLIPPED).any(axis=2)
    weight[clipped] *= CLIPPED_WEIGHT
    return mean_before, mean_after, weight


def gather_by_color(before: Floats, after: Floats, weight: Floats, cells: int = CELLS) -> Samples:
    """Average areas by color: one sample per occupied cell.  All (P, …)."""
    index = np.minimum((before * np.float32(cells)).astype(np.intp), cells - 1) @ np.array([cells**2, cells, 1])
    total = np.bincount(index, weight, cells**3).astype(np.float64)
    used = np.flatnonzero(total > LEAST_WEIGHT)
    sums = [
        np.stack([np.bincount(index, weight * colors[:, i], cells**3)[used] for i in range(3)], axis=1)
        for colors in (before, after)
    ]
    first, second = ((part / total[used, None]).astype(np.float32) for part in sums)
    return Samples(first, second, total[used])


@dataclass(frozen=True)
class Plane:
    """A picture at working size.

    codes: (H, W, 3) float32, 1.0 is white, or (H, W); the mean of the picture where it is hidden.  valid: (H, W), what
    counts.  reduced: how many of the
    picture's own pixels each of these is wide and high.  frame: the picture's own height and width.
    """

    codes: Floats
    valid: NDArray[np.bool_]
    reduced: int
    frame: tuple[int, int]

    @property
    def shape(self) -> tuple[int, int]:
        height, width = self.codes.shape[:2]
        return height, width


def prepare_plane(pixels: NDArray[Any], name: str) -> Plane:
    """Check a picture and make it smaller.  name: what a message calls it.  Raises PixelError."""
    pixels = np.asarray(pixels)
    if pixels.dtype not in CODE_MAX or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        sentence = _(
            "expected the picture {name} as pixels (H, W, 3 or 4) of uint8, uint16 or float32, found {shape} of {type}"
        )
        raise PixelError(sentence.format(name=name, shape=pixels.shape, type=pixels.dtype))
    height, width = pixels.shape[:2]
    if height * width < FEWEST_PIXELS:
        sentence = _("expected a picture {name} of at least {fewest} pixels, found {width} × {height}")
        raise PixelError(sentence.format(name=name, fewest=FEWEST_PIXELS, width=width, height=height))
    if pixels.dtype == np.float32 and not np.isfinite(pixels).all():
        count = int((~np.isfinite(pixels)).any(axis=2).sum())
        sentence = _("expected finite numbers in the picture {name}, found NaN or infinity in {count:,} pixels")
        raise PixelError(sentence.format(name=name, count=count))
    factor = max(int(np.sqrt(height * width / WORKING_PIXELS)), 1)
    white = float(CODE_MAX[pixels.dtype])
    codes = np.clip(
        reduce_pixels(pixels[..., :3], factor, white), 0, 1
    )  # floats may lie outside: a LUT starts at its edge
    valid = np.ones(codes.shape[:2], bool)
    if pixels.shape[2] == 4:
        valid = reduce_pixels(pixels[..., 3:], factor, white)[..., 0] > 0.999
    count = int(valid.sum()) * factor * factor
    if count < FEWEST_PIXELS:
        sentence = _("expected at least {fewest} opaque pixels in the picture {name}, found {count}")
        raise PixelError(sentence.format(fewest=FEWEST_PIXELS, name=name, count=count))
    seen = codes[valid]
    codes[~valid] = seen.mean(axis=0)
    extent = float((np.percentile(seen, 99.5, axis=0) - np.percentile(seen, 0.5, axis=0)).max())
    if extent < FLAT_RANGE:
        sentence = _(
            "expected a picture {name} of many colors, found one of a single color: "
            "its codes differ by {extent:.1f} of 255"
        )
        raise PixelError(sentence.format(name=name, extent=255 * extent))
    return Plane(codes, valid, factor, (height, width))


def reduce_pixels(pixels: NDArray[Any], factor: int, white: float) -> Floats:
    """Average over squares of ``factor`` pixels a side, as float32 where white is 1."""
    if factor == 1:
        return pixels.astype(np.float32) / np.float32(white)
    if pixels.dtype == np.float32:
        return block_means(pixels, factor)
    kind = np.uint16 if pixels.dtype == np.uint8 and factor <= 16 else np.uint32  # that holds the sums
    return block_sums(pixels, factor, kind) * np.float32(1 / (white * factor**2))
