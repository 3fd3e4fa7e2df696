"""sRGB, the coding of photographs: IEC 61966-2-1:1999.

A power of 2.4 with a straight toe below 0.0031308 of linear light.  Values outside 0..1 go through
the same curves, mirrored at 0, so that nothing is lost on the way there and back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .space import Floats, as_floats

EXPONENT = 2.4
OFFSET = 0.055
SLOPE = 12.92
TOE_CODE = 0.04045
TOE_LINEAR = 0.0031308


def srgb_to_linear(codes: ArrayLike) -> Floats:
    """Decode (..., 3) sRGB codes, 0..1, into linear light."""
    codes = as_floats(codes)
    size = np.abs(codes)
    power = ((size + np.float32(OFFSET)) / np.float32(1 + OFFSET)) ** np.float32(EXPONENT)
    return np.copysign(np.where(size <= TOE_CODE, size / np.float32(SLOPE), power), codes)


def linear_to_srgb(linear: ArrayLike) -> Floats:
    """Encode (..., 3) linear light, 0..1, as sRGB codes."""
    linear = as_floats(linear)
    size = np.abs(linear)
    power = np.float32(1 + OFFSET) * size ** np.float32(1 / EXPONENT) - np.float32(OFFSET)
    return np.copysign(np.where(size <= TOE_LINEAR, size * np.float32(SLOPE), power), linear)
