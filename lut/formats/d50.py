"""XYZ under D50, where ICC profiles and Adobe's tables meet: RGB spaces there, and CIELAB against that white.

A space whose white is not D50 gets there by the Bradford adaptation (ICC.1:2022, annex E).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..color import lab_to_xyz, xyz_to_lab
from ..color.xyz import WHITE as D65_WHITE

Doubles = NDArray[np.float64]

WHITE = (0.9642, 1.0, 0.8249)  # ICC.1:2022, 7.2.16
D65 = (0.3127, 0.3290)
D50 = (0.3457, 0.3585)
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])

# Chromaticities of red, green and blue, and white: IEC 61966-2-1, Adobe RGB (1998) 4.3.1, ISO 22028-2 (ROMM RGB),
# SMPTE EG 432-1 with D65 (Display P3), ITU-R BT.2020.
SRGB = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)), D65
ADOBE_RGB = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)), D65
PROPHOTO = ((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)), D50
DISPLAY_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)), D65
REC2020 = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)), D65

Space = tuple[tuple[tuple[float, float], ...], tuple[float, float]]


def xyz(x: float, y: float) -> Doubles:
    """A chromaticity's XYZ with Y = 1."""
    return np.array([x / y, 1, (1 - x - y) / y])


def to_xyz(space: Space) -> Doubles:
    """(3, 3), a space's linear RGB → XYZ; R = G = B = 1 is ``WHITE`` exactly."""
    primaries, white = space
    columns = np.stack([xyz(*primary) for primary in primaries], axis=1)
    cones = BRADFORD @ columns * np.linalg.solve(columns, xyz(*white))
    adapted = np.linalg.solve(BRADFORD, cones * ((BRADFORD @ WHITE) / cones.sum(axis=1))[:, None])
    return np.asarray(adapted * (WHITE / adapted.sum(axis=1))[:, None])


def between(source: Space, target: Space) -> Doubles:
    """(3, 3), linear RGB of one space → linear RGB of another; white stays white."""
    return np.asarray(np.linalg.solve(to_xyz(target), to_xyz(source)))


# lut.color has CIELAB against D65; it knows colors only as parts of its white.
SCALE = np.array(D65_WHITE) / WHITE


def xyz_to_lab_d50(colors: ArrayLike) -> Doubles:
    """(..., 3) XYZ under D50 → CIELAB."""
    return xyz_to_lab(np.asarray(colors) * SCALE).astype(np.float64)


def lab_to_xyz_d50(lab: ArrayLike) -> Doubles:
    """(..., 3) CIELAB → XYZ under D50."""
    return lab_to_xyz(lab).astype(np.float64) / SCALE
