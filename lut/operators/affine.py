"""Matrix and offset."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Affine:
    """matrix · color + offset; matrix: (3, 3), a row for each result.  offset: (3,)."""

    matrix: Doubles
    offset: Doubles

    @classmethod
    def diagonal(cls, scale: ArrayLike, offset: ArrayLike = 0.0) -> Affine:
        """Make scale · x + offset in each channel; both are numbers, or three."""
        scales, offsets = (np.zeros(3) + np.asarray(given, np.float64) for given in (scale, offset))
        return cls(np.diag(scales), offsets)

    @property
    def separable(self) -> bool:
        return np.array_equal(self.matrix, np.diag(self.scale))

    @property
    def scale(self) -> Doubles:
        return np.diagonal(self.matrix)

    @property
    def is_identity(self) -> bool:
        return np.array_equal(self.matrix, np.eye(3)) and not self.offset.any()

    def __call__(self, rgb: Doubles) -> Doubles:
        if self.separable:
            return np.asarray(rgb * self.scale + self.offset)
        result = np.empty_like(rgb)
        for row, offset, channel in zip(self.matrix, self.offset, result.T, strict=True):
            # Not `matrix @ rgb`, whose last bits depend on how many colors there are.
            np.multiply(rgb[:, 0], row[0], out=channel)
            channel += rgb[:, 1] * row[1]
            channel += rgb[:, 2] * row[2]
            channel += offset
        return result

    def then(self, other: Affine) -> Affine:
        return Affine(other.matrix @ self.matrix, other.matrix @ self.offset + other.offset)

    @property
    def domain(self) -> Doubles | None:
        """The colors (2, 3) that go to 0 and to 1; None unless each channel rises, and goes its own way."""
        if not self.separable or not (self.scale > 0).all():
            return None
        return np.stack([-self.offset, 1 - self.offset]) / self.scale
