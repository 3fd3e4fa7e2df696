"""Primaries and white of an RGB space as CIE xy, and the matrix to XYZ.

ICC profiles, PNG's cICP and cHRM chunks and TIFF's colorimetry tags all name a space by these numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError
from ..language import _

Matrix = NDArray[np.float64]
Point = tuple[float, float]

D50 = (0.9642, 1.0, 0.8249)  # XYZ of ICC's white (ICC.1:2022, section 7.2.16)
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
LEAST = 1e-3  # y of a white and area of a triangle that can be reckoned with
SAME = 0.0015  # files round to three digits at least


class Chromaticities(NamedTuple):
    """CIE 1931 x and y of each."""

    red: Point
    green: Point
    blue: Point
    white: Point

    def is_near(self, other: Chromaticities) -> bool:
        """Return True if they differ by rounding only."""
        return bool(np.abs(np.subtract(self, other)).max() <= SAME)

    def matrix_to(self, other: Chromaticities) -> Matrix:
        """Return the matrix (3, 3) from this space's linear RGB to another's; white stays white."""
        return np.asarray(np.linalg.solve(other.to_xyz_d50(), self.to_xyz_d50()))

    def adaptation(self) -> Matrix:
        """Return the matrix (3, 3) from XYZ under this white to ICC's D50, by Bradford's (ICC.1:2022, annex E)."""
        cones = (BRADFORD @ D50) / (BRADFORD @ (xyz(self.white) / self.white[1]))
        return np.asarray(np.linalg.inv(BRADFORD) @ np.diag(cones) @ BRADFORD)

    def to_xyz_d50(self) -> Matrix:
        """Return the matrix (3, 3) from linear RGB to XYZ under D50.  Raises LutError where there is none."""
        columns = np.stack([xyz(point) for point in (self.red, self.green, self.blue)], axis=1)
        if not np.isfinite(self).all() or self.white[1] < LEAST or abs(np.linalg.det(columns)) < LEAST:
            raise LutError(
                _("{numbers} are no primaries and white of a color space").format(numbers=list_numbers(self))
            )
        shares = np.linalg.solve(columns, xyz(self.white) / self.white[1])
        return np.asarray(self.adaptation() @ (columns * shares))


def xyz(point: Point) -> NDArray[np.float64]:
    """Return X, Y and Z that add up to 1."""
    x, y = point
    return np.array([x, y, 1 - x - y])


def list_numbers(chromaticities: Chromaticities) -> str:
    return ", ".join(f"{x:g} {y:g}" for x, y in chromaticities)


WHITE_D65, WHITE_D50 = (0.3127, 0.3290), (0.3457, 0.3585)
WHITE_C, WHITE_E, WHITE_DCI = (0.310, 0.316), (1 / 3, 1 / 3), (0.314, 0.351)
SRGB = Chromaticities((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), WHITE_D65)  # IEC 61966-2-1, BT.709
ADOBE_RGB = Chromaticities((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), WHITE_D65)  # Adobe RGB (1998), section 4.2.1
PROPHOTO = Chromaticities((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001), WHITE_D50)  # ISO 22028-2 (ROMM RGB)
DISPLAY_P3 = Chromaticities((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), WHITE_D65)  # SMPTE EG 432-1 with D65
BT2020 = Chromaticities((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), WHITE_D65)  # ITU-R BT.2020
