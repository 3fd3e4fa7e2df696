"""A color space: its conversions from linear light and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Conversion = Callable[[ArrayLike], Floats]


@dataclass(frozen=True)
class Space:
    """A space of three coordinates, reached through linear light with sRGB's primaries.

    Conversions take (..., 3) numbers and return (..., 3) float32.  They do not clip: colors outside
    sRGB's gamut pass through and come back.
    """

    name: str
    from_linear: Conversion
    to_linear: Conversion


def as_floats(colors: ArrayLike) -> Floats:
    return np.asarray(colors, dtype=np.float32)


def transpose_matrix(matrix: ArrayLike) -> Floats:
    """Return a 3 × 3 matrix for ``colors @ matrix``, where colors are rows."""
    return np.ascontiguousarray(np.asarray(matrix, dtype=np.float64).T.astype(np.float32))
