"""Resample curves and grids of any spacing to the even ones of a LUT: exactly, where those hold the same points."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..color.difference import relative_error
from ..errors import LutError
from ..lattice import MAX_SHAPER_SIZE, Floats, Shaper, check_domain
from ..table import Lut

Doubles = NDArray[np.float64]
Curve = Callable[[Doubles], NDArray[Any]]

SIZES = (2, 257, 1025, 4097, 16385, 32769, MAX_SHAPER_SIZE)  # powers of two apart, so that halves, quarters … are met
CLOSE = 1e-6  # no need for a longer curve
EXACT = 1e-5  # rounding to 16 bits: no need for a note
CHUNK = 1 << 18  # numbers that are compared at once
MAX_EXACT_GRID = 65  # points a side that a lattice may grow to, to hold all planes of one that is no cube
MAX_UNEVEN_GRID = 129  # points along the longest axis of such a one


def fit_shaper(curves: Sequence[Curve], domain: ArrayLike, probes: Sequence[Doubles]) -> tuple[Shaper, float]:
    """Find the shortest shaper that holds a curve per channel, else the most accurate; and its error.

    domain: (2, 3), where the curves begin and end.  probes: the inputs per channel at which they are compared:
    all knots, for straight lines between knots.  Above 1, the error is relative.
    """
    checked = check_domain(domain)
    low, high = checked.astype(np.float64)
    longest = max(map(len, probes))
    padded = [np.pad(probe, (0, longest - len(probe)), mode="edge") for probe in probes]
    inputs = np.stack(padded, axis=1).astype(np.float32)
    expected = apply_curves(curves, inputs)
    best, smallest = None, math.inf
    for size in SIZES:
        shaper = Shaper(apply_curves(curves, np.linspace(low, high, size)).astype(np.float32), checked)
        error = largest_error(shaper(inputs), expected)
        if error < smallest or best is None:
            best, smallest = shaper, error
        if error <= CLOSE:
            break
    assert best is not None
    return best, smallest


def apply_curves(curves: Sequence[Curve], inputs: NDArray[Any]) -> Doubles:
    """Apply a curve per channel to (P, 3) inputs."""
    columns = zip(curves, inputs.T.astype(np.float64), strict=True)
    return np.stack([np.asarray(curve(column), np.float64) for curve, column in columns], axis=1)


def make_polyline(inputs: Doubles, outputs: Doubles) -> Curve:
    """Make a curve of straight lines between points (K,), clamped outside."""
    return lambda x: np.interp(x, inputs, outputs)


def largest_error(found: NDArray[Any], expected: NDArray[Any]) -> float:
    """Return the largest ``relative_error``."""
    step = max(1, CHUNK * len(expected) // max(1, expected.size))
    starts = range(0, len(expected), step)
    parts = (relative_error(found[start : start + step], expected[start : start + step]) for start in starts)
    return max((float(part.max(initial=0)) for part in parts), default=0.0)


def describe_resampling(what: str, error: float) -> tuple[str, ...]:
    """List a LUT's notes on a curve or grid that could not be held exactly; none if it is exact."""
    return (f"{what} resampled on an even grid: off by at most {error:.2g}",) if error > EXACT else ()


def make_cube(grid: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Make a table (N, N, N, 3) of a grid (R, G, B, 3), and the notes that a LUT of it should have.

    Trilinear look-ups stay what they are where the finer lattice contains the grid's planes; tetrahedral ones
    always change a little, since a tetrahedron belongs to its cell.
    """
    sizes = grid.shape[:3]
    if len(set(sizes)) == 1:
        return grid, ()
    if max(sizes) > MAX_UNEVEN_GRID:
        shape = "×".join(map(str, sizes))
        raise LutError(f"expected at most {MAX_UNEVEN_GRID} points a side in a grid that is no cube, found {shape}")
    common = math.lcm(*(size - 1 for size in sizes)) + 1
    size = common if common <= max(MAX_EXACT_GRID, *sizes) else max(sizes)
    table = grid
    for axis in range(3):
        table = resample_axis(table, axis, size)
    back = table
    for axis, points in enumerate(sizes):
        back = resample_axis(back, axis, points)
    error = largest_error(back, grid)
    changed = f"off by at most {error:.2g} at its points" if error > EXACT else "the same at all its points"
    return table, (f"its grid of {'×'.join(map(str, sizes))} points resampled to {size}³: {changed}",)


def resample_axis(grid: Floats, axis: int, size: int) -> Floats:
    """Give a grid another number of points along an axis, in straight lines between the old ones."""
    last = grid.shape[axis] - 1
    place = np.arange(size) * last  # in whole numbers, so that points that stay are not rounded
    cell = np.minimum(place // (size - 1), last - 1)
    shape = [1, 1, 1, 1]
    shape[axis] = size
    fraction = ((place - cell * (size - 1)) / (size - 1)).astype(np.float32).reshape(shape)
    result: Floats = np.take(grid, cell, axis)
    above = np.take(grid, cell + 1, axis)
    result *= 1 - fraction
    above *= fraction
    result += above
    return result


def reorder_rows(rows: Floats, sizes: Sequence[int]) -> Floats:
    """Reorder rows (R·G·B, 3) of which red varies fastest to a grid (R, G, B, 3)."""
    red, green, blue = sizes
    return rows.reshape(blue, green, red, 3).transpose(2, 1, 0, 3)


def make_curves_lut(curves: Floats, domain: ArrayLike, title: str = "") -> Lut:
    """Make a LUT of nothing but curves (M, 3), or a single one (M, 1) for all channels."""
    return Lut.from_shaper(Shaper(np.broadcast_to(curves, (len(curves), 3)), check_domain(domain)), title)
