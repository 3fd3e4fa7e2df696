"""Interpolation between lattice points, and nothing else: no alpha, no dtype, no domain.

Every interpolator takes table (N, N, N, 3) float32 indexed ``[r, g, b]`` and rgb (P, 3) float32
in [0, 1], and returns (P, 3) float32, exact at lattice points.  Values outside clamp; NaN is
looked up as 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .errors import LutError

Floats = NDArray[np.float32]
Interpolator = Callable[[Floats, Floats], Floats]


def lattice(size: int) -> Floats:
    """(N, N, N, 3) colours of an N-point lattice over 0..1: the identity table."""
    steps = np.linspace(0.0, 1.0, size, dtype=np.float32)
    return np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)


def normalized(rgb: Floats, domain: Floats) -> Floats:
    """Scale (P, 3) colours so that the domain (2, 3) becomes 0..1, clamp, and turn NaN into 0."""
    low, high = domain
    scaled = (rgb - low) / (high - low)
    return np.fmin(np.fmax(scaled, np.float32(0)), np.float32(1))  # fmax(NaN, 0) is 0


def linear(curves: Floats, rgb: Floats) -> Floats:
    """Interpolate per channel in curves (M, 3), evenly spaced over 0..1; rgb (P, 3) in [0, 1]."""
    position = rgb * np.float32(len(curves) - 1)
    low = np.minimum(position.astype(np.intp), len(curves) - 2)
    fraction = position - low
    channel = np.arange(3)
    start = curves[low, channel]
    return start + fraction * (curves[low + 1, channel] - start)


def cell(table: Floats, rgb: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The lattice cell each colour lies in, (P, 3) integers, and where in it, (P, 3) in [0, 1]."""
    position = np.fmin(np.fmax(rgb, np.float32(0)), np.float32(1)) * np.float32(len(table) - 1)
    low = np.minimum(position.astype(np.intp), len(table) - 2)
    return low, position - low


def tetrahedral(table: Floats, rgb: Floats) -> Floats:
    """Interpolate inside the tetrahedron around each colour (Kasson et al., 1995).

    The walk from a cell's dark corner to its bright one takes the axes in descending order of
    their fraction; the four corners on that path are mixed.
    """
    low, fraction = cell(table, rgb)
    order = np.argsort(-fraction, axis=1, kind="stable")
    corner = low.copy()
    rows = np.arange(len(rgb))
    result = table[tuple(corner.T)].copy()
    for step in range(3):
        axis = order[:, step]
        previous = table[tuple(corner.T)]
        corner[rows, axis] += 1
        result += fraction[rows, axis, None] * (table[tuple(corner.T)] - previous)
    return result


def trilinear(table: Floats, rgb: Floats) -> Floats:
    """Mix the eight corners of the cell around each colour."""
    low, fraction = cell(table, rgb)
    result = np.zeros((len(rgb), 3), dtype=np.float32)
    for corner in np.ndindex(2, 2, 2):
        weight = np.where(np.array(corner), fraction, 1 - fraction).prod(axis=1)
        result += weight[:, None] * table[tuple((low + corner).T)]
    return result


def nearest(table: Floats, rgb: Floats) -> Floats:
    """Take the closest lattice point, the upper one half-way."""
    low, fraction = cell(table, rgb)
    return table[tuple((low + (fraction >= 0.5)).T)]


INTERPOLATORS: dict[str, Interpolator] = {"tetrahedral": tetrahedral, "trilinear": trilinear, "nearest": nearest}


def named(interpolation: str) -> Interpolator:
    """The interpolator of that name, or a LutError that lists the names."""
    try:
        return INTERPOLATORS[interpolation]
    except KeyError:
        raise LutError(f"expected interpolation {', '.join(INTERPOLATORS)}; found {interpolation!r}") from None
