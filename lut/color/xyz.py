"""CIE 1931 XYZ under D65, Y = 1 for white."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .space import Floats, as_floats, transpose_matrix

# From sRGB's primaries and the white point x = 0.3127, y = 0.3290 (IEC 61966-2-1), with white as R = G = B = 1.
RGB_TO_XYZ = (
    (0.41239079926595934, 0.357584339383878, 0.1804807884018343),
    (0.21263900587151027, 0.715168678767756, 0.07219231536073371),
    (0.01933081871559182, 0.11919477979462598, 0.9505321522496607),
)
WHITE = (0.9504559270516716, 1.0, 1.0890577507598784)

FROM_LINEAR = transpose_matrix(RGB_TO_XYZ)
TO_LINEAR = transpose_matrix(np.linalg.inv(RGB_TO_XYZ))
LUMINANCE = np.array(RGB_TO_XYZ[1], dtype=np.float32)


def linear_to_xyz(linear: ArrayLike) -> Floats:
    return as_floats(linear) @ FROM_LINEAR


def xyz_to_linear(xyz: ArrayLike) -> Floats:
    return as_floats(xyz) @ TO_LINEAR


def luminance(linear: ArrayLike) -> Floats:
    """Return the relative luminance Y, (...), of (..., 3) linear light."""
    result: Floats = as_floats(linear) @ LUMINANCE
    return result
