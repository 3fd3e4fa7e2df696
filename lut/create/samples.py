"""What a pair says about colors: areas that are flat in both pictures, gathered by color."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from ..color.space import Floats

FLAT = 6 / 255  # root mean square of what is within an area and around it, at which it counts a quarter
CLIPPED = 1 - 1.5 / 255  # code from which on a channel of the picture before may have been anything
CLIPPED_WEIGHT = 0.05
LEAST_WEIGHT = 0.003  # of all samples of a color together
CELLS = 32  # a side, in which samples are gathered


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


def blocks(plane: NDArray[Any], side: int) -> NDArray[Any]:
    """(H, W, …) as (H / side, side, W / side, side, …), without the rest at the right and at the bottom."""
    rows, columns = (length // side for length in plane.shape[:2])
    return plane[: rows * side, : columns * side].reshape(rows, side, columns, side, *plane.shape[2:])


def block_means(plane: Floats, side: int) -> Floats:
    """(H / side, W / side, …)"""
    return plane if side == 1 else block_sums(plane, side, np.float32) * np.float32(1 / side**2)


def block_sums(plane: NDArray[Any], side: int, kind: DTypeLike) -> Floats:
    """(H / side, W / side, …), added up as numbers of that kind; in this order it's all long passes over memory."""
    parts = blocks(plane, side)
    rows = parts[:, 0].astype(kind)
    for i in range(1, side):
        np.add(rows, parts[:, i], out=rows)
    total = rows[:, :, 0].copy()
    for i in range(1, side):
        np.add(total, rows[:, :, i], out=total)
    return total.astype(np.float32, copy=False)


def areas(before: Floats, after: Floats, valid: NDArray[np.bool_], side: int) -> tuple[Floats, Floats, Floats]:
    """Means (h, w, 3) of both pictures over squares, and each square's weight (h, w).

    A LUT takes the mean of an area to the mean of its colors only where these are much the same; a JPEG's chroma comes
    from the neighborhood; what is a pixel beside its place shows at edges.  So only flat areas say anything: weights
    fall with the fourth power of the differences in them and to those around them.
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


def gathered(before: Floats, after: Floats, weight: Floats, cells: int = CELLS) -> Samples:
    """One sample per occupied cell of color: the weighted means of what is in it.  All (P, …)."""
    index = np.minimum((before * np.float32(cells)).astype(np.intp), cells - 1) @ np.array([cells**2, cells, 1])
    total = np.bincount(index, weight, cells**3).astype(np.float64)
    used = np.flatnonzero(total > LEAST_WEIGHT)
    sums = [
        np.stack([np.bincount(index, weight * colors[:, i], cells**3)[used] for i in range(3)], axis=1)
        for colors in (before, after)
    ]
    first, second = ((part / total[used, None]).astype(np.float32) for part in sums)
    return Samples(first, second, total[used])
