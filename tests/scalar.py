"""One color at a time, in Python's own floats: what the kernel must agree with."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

Color = Sequence[float]


def located(table: np.ndarray, color: Color) -> tuple[list[int], list[float]]:
    """The cell that a color lies in, and where in it from 0 to 1 per channel."""
    top = len(table) - 1
    positions = [0.0 if math.isnan(value) else min(max(float(value), 0.0), 1.0) * top for value in color]
    cell = [min(int(position), top - 1) for position in positions]
    return cell, [position - low for position, low in zip(positions, cell, strict=True)]


def tetrahedral(table: np.ndarray, color: Color) -> np.ndarray:
    """From the cell's dark corner to its bright one, the axis with the larger fraction first."""
    corner, fraction = located(table, color)
    result = table[tuple(corner)].astype(float)
    for axis in sorted(range(3), key=lambda channel: -fraction[channel]):
        before = table[tuple(corner)].astype(float)
        corner[axis] += 1
        result += fraction[axis] * (table[tuple(corner)] - before)
    return result


def trilinear(table: np.ndarray, color: Color) -> np.ndarray:
    """Along blue, then green, then red."""
    (r, g, b), (x, y, z) = located(table, color)

    def mix(low: np.ndarray, high: np.ndarray, share: float) -> np.ndarray:
        return low + share * (high.astype(float) - low)

    red = []
    for i in (r, r + 1):
        green = [mix(table[i, j, b], table[i, j, b + 1], z) for j in (g, g + 1)]
        red.append(mix(green[0], green[1], y))
    return mix(red[0], red[1], x)


def nearest(table: np.ndarray, color: Color) -> np.ndarray:
    """The closest lattice point; half-way, the upper one."""
    cell, fraction = located(table, color)
    return table[tuple(low + (share >= 0.5) for low, share in zip(cell, fraction, strict=True))]


INTERPOLATIONS: dict[str, Callable[[np.ndarray, Color], np.ndarray]] = {
    "tetrahedral": tetrahedral,
    "trilinear": trilinear,
    "nearest": nearest,
}
