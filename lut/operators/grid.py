"""A grid of colors, of as many points along each axis as it likes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..apply_lut import interpolators
from ..kernel import interpolation as kernel
from ..lattice import Floats

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grid:
    """points (R, G, B, 3) float32 over 0..1, indexed [r, g, b]; colors outside clamp.

    interpolation: "tetrahedral", "trilinear" or "nearest".
    """

    points: Floats
    interpolation: str = "tetrahedral"
    separable = False
    is_identity = False

    @property
    def is_cube(self) -> bool:
        return len(set(self.points.shape[:3])) == 1

    def __call__(self, rgb: Doubles) -> Doubles:
        """Look (P, 3) colors up: a cube in float32, as a LUT's own table, any other grid in double precision."""
        if not self.is_cube:
            return interpolate_uneven(self.points, np.clip(rgb, 0, 1), self.interpolation)
        interpolate = interpolators.get(self, None, self.make_interpolator)
        colors = rgb.astype(np.float32)
        result = interpolate(colors, colors).astype(np.float64)
        if np.isnan(np.maximum.reduce(rgb, axis=None, initial=0)):
            result[np.isnan(rgb).any(axis=1)] = np.nan  # an overflow ahead of it, which is to be refused
        return result

    def make_interpolator(self) -> kernel.Interpolator:
        return kernel.find_interpolator(self.interpolation)(self.points, prepare=True)

    def interpolated(self, name: str) -> Grid:
        return replace(self, interpolation=name)


def interpolate_uneven(points: Floats, rgb: Doubles, name: str) -> Doubles:
    """Interpolate (P, 3) colors within 0..1 in a grid (R, G, B, 3)."""
    top = np.array(points.shape[:3]) - 1
    position = np.nan_to_num(rgb) * top
    if name == "nearest":
        place = np.floor(position + 0.5).astype(np.intp)
        return np.asarray(points[place[:, 0], place[:, 1], place[:, 2]], np.float64)
    cell = np.minimum(position.astype(np.intp), top - 1)
    fraction = position - cell
    rows = points.reshape(-1, 3)
    steps = np.array([points.shape[1] * points.shape[2], points.shape[2], 1])
    dark = cell @ steps
    if name == "trilinear":
        result = np.zeros(rgb.shape)
        for corner in np.ndindex(2, 2, 2):
            weight = np.where(corner, fraction, 1 - fraction).prod(axis=1, keepdims=True)
            result += weight * rows[dark + steps @ corner]
        return result
    # From the dark corner to the bright one along the axes, the one with the largest fraction first.
    order = np.argsort(-fraction, axis=1)
    shares = np.take_along_axis(fraction, order, axis=1)
    corner, result = dark, rows[dark] * (1 - shares[:, :1])
    for axis in range(3):
        corner = corner + steps[order[:, axis]]
        left = shares[:, axis] - (shares[:, axis + 1] if axis < 2 else 0)
        result = result + rows[corner] * left[:, None]
    return np.asarray(result)
