"""What look-up profiles are made of: curves, a matrix, a grid.  Each takes (P, 3) float64 and returns (P, 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..table import Floats

Doubles = NDArray[np.float64]
Curve = Callable[[Doubles], Doubles]


@dataclass(frozen=True, eq=False)
class Table:
    """A curve of (M,) values evenly spaced over 0..1, linear in between, clamped outside."""

    values: Doubles

    def __call__(self, x: Doubles) -> Doubles:
        return np.interp(x, np.linspace(0, 1, len(self.values)), self.values)

    @property
    def is_identity(self) -> bool:
        return bool(np.abs(self.values - np.linspace(0, 1, len(self.values))).max() < 0.5 / 65535)


@dataclass(frozen=True)
class Formula:
    """ICC's parametricCurveType: (a·x + b)^g + e from d on, c·x + f below, clipped to 0..1."""

    g: float
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, x: Doubles) -> Doubles:
        x = np.clip(x, 0, 1)
        base = np.maximum(self.a * x + self.b, 0)
        with np.errstate(all="ignore"):  # what overflows is clipped
            power = base**self.g + self.e
        return np.asarray(np.clip(np.nan_to_num(np.where(x >= self.d, power, self.c * x + self.f)), 0, 1))

    @property
    def is_identity(self) -> bool:
        x = np.linspace(0, 1, 1025)
        return bool(np.abs(self(x) - x).max() < 0.5 / 65535)


@dataclass(frozen=True, eq=False)
class Curves:
    """One curve for each channel."""

    curves: tuple[Table | Formula, ...]

    def __call__(self, colors: Doubles) -> Doubles:
        return np.stack([curve(colors[:, channel]) for channel, curve in enumerate(self.curves)], axis=1)

    @property
    def is_identity(self) -> bool:
        return all(curve.is_identity for curve in self.curves)


@dataclass(frozen=True, eq=False)
class Matrix:
    """matrix (3, 3) · color + offset (3,)."""

    matrix: Doubles
    offset: Doubles

    def __call__(self, colors: Doubles) -> Doubles:
        return np.asarray(colors @ self.matrix.T + self.offset)

    @property
    def is_identity(self) -> bool:
        return bool(np.abs(self.matrix - np.eye(3)).max() < 1e-5 and np.abs(self.offset).max() < 1e-5)


@dataclass(frozen=True, eq=False)
class Grid:
    """points (R, G, B, 3) float32, as many along each axis as it likes; colors outside 0..1 clamp.

    trilinear: mix all eight corners of a cell, not the four of a tetrahedron: what tables indexed by CIELAB want,
    whose gray axis is no diagonal of the cells.
    """

    points: Floats
    trilinear: bool = False

    is_identity = False

    @property
    def shape(self) -> tuple[int, ...]:
        return self.points.shape[:3]

    def __call__(self, colors: Doubles) -> Doubles:
        top = np.array(self.shape) - 1
        position = np.clip(colors, 0, 1) * top
        cell = np.minimum(position.astype(np.intp), top - 1)
        fraction = position - cell
        rows = self.points.reshape(-1, 3)
        steps = np.array([self.shape[1] * self.shape[2], self.shape[2], 1])
        dark = cell @ steps
        if self.trilinear:
            result = np.zeros(colors.shape)
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


Stage = Curves | Matrix | Grid
