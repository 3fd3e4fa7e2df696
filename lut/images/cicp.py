"""Color spaces by number: PNG's cICP chunk, with the code points of video (ITU-T H.273, 2024).

The chunk has four bytes: primaries, transfer characteristics, matrix coefficients (0, since a PNG is RGB) and whether
codes have the full range (PNG third edition, section 11.3.2.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ..color.chromaticities import BT2020, DISPLAY_P3, SRGB, WHITE_C, WHITE_D65, WHITE_DCI, WHITE_E, Chromaticities
from ..language import _
from .icc_profile import HDR, HdrError, ProfileError
from .matrix_profile import POINTS, SRGB_CURVE, matrix_profile, parametric_curve, power_curve, table_curve

UNSPECIFIED = 2
USUAL_PRIMARIES, USUAL_TRANSFER = 1, 13  # sRGB's, for one that is not specified

# H.273, table 2.
NTSC = Chromaticities((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), WHITE_D65)
PRIMARIES: Mapping[int, tuple[str, Chromaticities]] = {
    1: ("BT.709", SRGB),
    4: ("BT.470 M", Chromaticities((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), WHITE_C)),
    5: ("BT.601 625", Chromaticities((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), WHITE_D65)),
    6: ("BT.601 525", NTSC),
    7: ("SMPTE 240M", NTSC),
    8: ("Generic film", Chromaticities((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), WHITE_C)),
    9: ("BT.2020", BT2020),
    10: ("CIE XYZ", Chromaticities((1.0, 0.0), (0.0, 1.0), (0.0, 0.0), WHITE_E)),
    11: ("DCI-P3", Chromaticities((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), WHITE_DCI)),
    12: ("Display P3", DISPLAY_P3),
    22: ("EBU 3213", Chromaticities((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), WHITE_D65)),
}


def power_with_toe(alpha: float, beta: float, slope: float) -> bytes:
    """code = alpha · light ** 0.45 - (alpha - 1) from beta on, slope · light below."""
    return parametric_curve(1 / 0.45, 1 / alpha, (alpha - 1) / alpha, 1 / slope, slope * beta)


def logarithm(decades: float) -> bytes:
    """code = 1 + log10(light) / decades, 0 for no light."""
    codes = np.linspace(0, 1, POINTS)
    return table_curve(np.where(codes > 0, 10 ** ((codes - 1) * decades), 0))


# H.273, table 3: the light of a code, by the functions that stand there.  For 1, 6, 14 and 15 that is a camera's, where
# players of video take a display's gamma of 2.4 (BT.1886).  17 is for cinemas, and goes on beyond white.
BT709 = power_with_toe(1.099296826809442, 0.018053968510807, 4.5)
TRANSFERS: Mapping[int, bytes] = {
    **dict.fromkeys((1, 6, 14, 15), BT709),
    4: power_curve(2.2),
    5: power_curve(2.8),
    7: power_with_toe(1.1115, 0.0228, 4),
    8: power_curve(1),
    9: logarithm(2),
    10: logarithm(2.5),
    **dict.fromkeys((11, 12), BT709),  # xvYCC and BT.1361 differ below 0 and above 1 only
    13: parametric_curve(*SRGB_CURVE),
}


class CodePoints(NamedTuple):
    """The content of a cICP chunk."""

    primaries: int
    transfer: int
    matrix: int
    full_range: int

    @property
    def is_specified(self) -> bool:
        return UNSPECIFIED not in (self.primaries, self.transfer)

    def profile(self) -> bytes:
        """Make the ICC profile of the space.  Raises ProfileError where there is none."""
        primaries = USUAL_PRIMARIES if self.primaries == UNSPECIFIED else self.primaries
        transfer = USUAL_TRANSFER if self.transfer == UNSPECIFIED else self.transfer
        told = "/".join(str(number) for number in self)
        if transfer in HDR:
            raise HdrError(HDR[transfer], self.primaries)
        if self.matrix or self.full_range > 1 or primaries not in PRIMARIES or transfer not in TRANSFERS:
            sentence = _("its color code points are {told}, which is no RGB color space that can be converted")
            raise ProfileError(sentence.format(told=told))
        name, space = PRIMARIES[primaries]
        if transfer != USUAL_TRANSFER:
            name += f", transfer {transfer} of H.273"
        return matrix_profile(name, space, [TRANSFERS[transfer]])

    def ends(self, bits: int) -> tuple[float, float]:
        """Black and white as shares of the largest code (H.273, section 8.3)."""
        if self.full_range:
            return 0.0, 1.0
        step, largest = 1 << (bits - 8), (1 << bits) - 1
        return 16 * step / largest, 235 * step / largest


def parse_chunk(content: bytes) -> CodePoints:
    if len(content) != 4:
        raise ProfileError(_("its cICP chunk has {count} bytes; expected 4").format(count=len(content)))
    return CodePoints(*content)
