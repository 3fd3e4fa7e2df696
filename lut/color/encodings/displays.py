"""Spaces of pictures as displays show them, coded and linear: light from 0, black, to 1, the display's white.

Rec.709 has three curves.  ``rec709`` is BT.709's own, the camera's, undone: as color management decodes the profile
"HDTV (Rec. 709)".  It puts middle gray (0.18) at 0.409, where video cameras and makers' conversions from log have it.
``rec709-2.4`` is the light of a reference monitor in a dim room (BT.1886 with a black of 0), and ``rec709-2.2`` that of
a computer's screen: they show the same codes darker.
"""

from __future__ import annotations

from ..chromaticities import ADOBE_RGB, BT2020, DISPLAY_P3, PROPHOTO, SRGB
from .curve import LINEAR, power_curve, power_with_toe
from .encoding import Encoding

SRGB_CURVE = power_with_toe(2.4, 0.055, 12.92, 0.0031308, 0.04045)
BT709_CURVE = power_with_toe(1 / 0.45, 0.099, 4.5, 0.018, 1.099 * 0.018**0.45 - 0.099)
ROMM_CURVE = power_with_toe(1.8, 0.0, 16.0, 16 ** (1.8 / (1 - 1.8)), 16 * 16 ** (1.8 / (1 - 1.8)))

CODED = (
    Encoding("srgb", "sRGB", SRGB, SRGB_CURVE, "IEC 61966-2-1:1999, section 5.2"),
    Encoding(
        "rec709", "Rec.709", SRGB, BT709_CURVE, "ITU-R BT.709-6 (2015), items 1.2 to 1.4: the camera's curve, undone"
    ),
    Encoding(
        "rec709-2.4", "Rec.709, display 2.4", SRGB, power_curve(2.4), "ITU-R BT.709-6 (2015); BT.1886 (2011), annex 1"
    ),
    Encoding(
        "rec709-2.2", "Rec.709, display 2.2", SRGB, power_curve(2.2), "ITU-R BT.709-6 (2015), on a display of gamma 2.2"
    ),
    Encoding(
        "display-p3", "Display P3", DISPLAY_P3, SRGB_CURVE, "SMPTE EG 432-1:2010 with D65; curve: IEC 61966-2-1:1999"
    ),
    Encoding(
        "adobe-rgb",
        "Adobe RGB (1998)",
        ADOBE_RGB,
        power_curve(563 / 256),
        "Adobe RGB (1998) Color Image Encoding (2005), section 4.3",
    ),
    Encoding("prophoto", "ProPhoto RGB", PROPHOTO, ROMM_CURVE, "ISO 22028-2:2013 (ROMM RGB); ANSI/I3A IT10.7666:2003"),
    Encoding("rec2020", "Rec.2020", BT2020, BT709_CURVE, "ITU-R BT.2020-2 (2015), table 4: the camera's curve, undone"),
)
LINEAR_LIGHT = tuple(
    Encoding(identifier, f"{name}, linear", space, LINEAR, "linear light of the space of that name")
    for identifier, name, space in (
        ("linear-srgb", "sRGB", SRGB),
        ("linear-p3", "Display P3", DISPLAY_P3),
        ("linear-adobe-rgb", "Adobe RGB (1998)", ADOBE_RGB),
        ("linear-prophoto", "ProPhoto RGB", PROPHOTO),
        ("linear-rec2020", "Rec.2020", BT2020),
    )
)
DISPLAYS = (*CODED, *LINEAR_LIGHT)
