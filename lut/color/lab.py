"""CIELAB (CIE 15:2004, 8.2.1) against D65: L* 0..100, a* green to red, b* blue to yellow."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .chromaticities import D50
from .space import Floats, as_floats
from .srgb import srgb_to_linear
from .xyz import WHITE, linear_to_xyz, xyz_to_linear

# The cube root is joined at 6/29 to the straight line with the same value and slope there.
JOINT = 6 / 29
SLOPE = 1 / (3 * JOINT**2)
INTERCEPT = 4 / 29
D65_OVER_D50 = np.array(WHITE) / D50  # CIELAB knows colors only as parts of its white

Doubles = NDArray[np.float64]


def xyz_to_lab(xyz: ArrayLike) -> Floats:
    ratio = as_floats(xyz) / np.array(WHITE, dtype=np.float32)
    f = np.where(ratio > JOINT**3, np.cbrt(ratio), ratio * np.float32(SLOPE) + np.float32(INTERCEPT))
    fx, fy, fz = f[..., 0], f[..., 1], f[..., 2]
    return np.stack((116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)), axis=-1)


def lab_to_xyz(lab: ArrayLike) -> Floats:
    lab = as_floats(lab)
    fy = (lab[..., 0] + 16) / 116
    f = np.stack((fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200), axis=-1)
    ratio = np.where(f > JOINT, f**3, (f - np.float32(INTERCEPT)) / np.float32(SLOPE))
    return ratio * np.array(WHITE, dtype=np.float32)


def xyz_to_lab_d50(xyz: ArrayLike) -> Doubles:
    """Convert (..., 3) XYZ under D50, as ICC profiles have it, to CIELAB against that white."""
    return xyz_to_lab(np.asarray(xyz) * D65_OVER_D50).astype(np.float64)


def lab_to_xyz_d50(lab: ArrayLike) -> Doubles:
    """Convert (..., 3) CIELAB to XYZ under D50."""
    return lab_to_xyz(lab).astype(np.float64) / D65_OVER_D50


def linear_to_lab(linear: ArrayLike) -> Floats:
    return xyz_to_lab(linear_to_xyz(linear))


def srgb_to_lab(codes: ArrayLike) -> Floats:
    """Return (..., 3) CIELAB colors of sRGB codes."""
    return linear_to_lab(srgb_to_linear(codes))


def lab_to_linear(lab: ArrayLike) -> Floats:
    return xyz_to_linear(lab_to_xyz(lab))
