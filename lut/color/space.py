"""Shared by color spaces: arrays of colors, (..., 3) float32, and matrices.

Spaces convert from and to linear light with sRGB's primaries.  They do not clip: colors outside sRGB's gamut pass
through and come back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]


def as_floats(colors: ArrayLike) -> Floats:
    return np.asarray(colors, dtype=np.float32)


def transpose_matrix(matrix: ArrayLike) -> Floats:
    """Return a 3 × 3 matrix for ``colors @ matrix``, where colors are rows."""
    return np.ascontiguousarray(np.asarray(matrix, dtype=np.float64).T.astype(np.float32))
