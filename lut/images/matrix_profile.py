"""Write small ICC profiles: three primaries, a white, and a curve for each channel.

What a picture's format says about its colors travels to other formats so, and is read by the one reader of profiles,
icc.py.  ICC.1:2022 (version 4.4), sections 7 (header), 8.4.3 (three-component matrix-based display profiles), 9 and 10.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..color.chromaticities import ADOBE_RGB, D50, SRGB, Chromaticities
from ..errors import LutError
from ..language import _

VERSION = 0x04400000
DATE = (2026, 1, 1, 0, 0, 0)  # the same for all, so that the same space makes the same profile
POWERS = 0.1, 10.0  # that photographs are coded with
POINTS = 4096  # of a curve that no function is known for
LICENSE = "No copyright, use freely"

SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
ADOBE_RGB_GAMMA = 563 / 256  # Adobe RGB (1998) Color Image Encoding, section 4.3.1.2


def encode_fixed(values: ArrayLike) -> bytes:
    """Encode s15Fixed16 numbers.  Raises LutError for those that are too large."""
    if not (np.abs(values) < 32768).all():
        raise LutError(_("a number is too large for a color profile"))
    return np.rint(np.asarray(values, np.float64) * 65536).astype(">i4").tobytes()


def power_curve(exponent: float) -> bytes:
    """light = code ** exponent."""
    return b"para\0\0\0\0" + struct.pack(">HH", 0, 0) + encode_fixed([exponent])


def parametric_curve(g: float, a: float, b: float, c: float, d: float) -> bytes:
    """light = (a · code + b) ** g from d on, c · code below (ICC.1:2022, table 68, function type 3)."""
    return b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + encode_fixed([g, a, b, c, d])


def table_curve(light: ArrayLike) -> bytes:
    """light of evenly spaced codes from 0 to 1."""
    values = np.asarray(light, np.float64)
    return b"curv\0\0\0\0" + struct.pack(">I", len(values)) + np.rint(values * 65535).astype(">u2").tobytes()


def encode_text(words: str) -> bytes:
    """Encode a multiLocalizedUnicodeType element, in American English."""
    content = words.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(content), 28) + content


def encode_xyz(values: ArrayLike) -> bytes:
    return b"XYZ \0\0\0\0" + encode_fixed(values)


def matrix_profile(name: str, space: Chromaticities, curves: Sequence[bytes]) -> bytes:
    """Write an ICC profile.  curves: elements for red, green and blue, or one for all.

    Raises LutError for chromaticities that make no space.
    """
    colorants = space.to_xyz_d50().T
    red, green, blue = curves if len(curves) == 3 else [curves[0]] * 3
    tags = {
        b"chad": b"sf32\0\0\0\0" + encode_fixed(space.adaptation()),
        **{b"rXYZ": encode_xyz(colorants[0]), b"gXYZ": encode_xyz(colorants[1]), b"bXYZ": encode_xyz(colorants[2])},
        **{b"rTRC": red, b"gTRC": green, b"bTRC": blue},
    }
    return write_profile(name, b"RGB ", tags)


def gray_profile(name: str, curve: bytes) -> bytes:
    return write_profile(name, b"GRAY", {b"kTRC": curve})


def write_profile(name: str, space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Write a profile for displays, of those tags and the ones that all have."""
    tags = {b"desc": encode_text(name), b"cprt": encode_text(LICENSE), b"wtpt": encode_xyz(D50), **tags}
    index, body, places = b"", b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for tag, element in tags.items():
        if element not in places:  # equal curves are there once
            places[element] = start + len(body)
            body += element + bytes(-len(element) % 4)
        index += tag + struct.pack(">II", places[element], len(element))
    header = struct.pack(">I4xI4s4s4s6H4s", start + len(body), VERSION, b"mntr", space, b"XYZ ", *DATE, b"acsp")
    header = header.ljust(68, b"\0") + encode_fixed(D50)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + body


def power_profile(name: str, space: Chromaticities | None, exponent: float | None) -> bytes:
    """Write the profile of chromaticities and a gamma; None stands for sRGB's, where a file does not say it.

    Files of sRGB say its primaries and the power that is nearest to its curve: they get the curve itself.
    Raises LutError for chromaticities that make no space, and for a gamma that no photograph has.
    """
    if exponent is not None and not POWERS[0] <= exponent <= POWERS[1]:
        raise LutError(_("a gamma of {gamma:g}").format(gamma=exponent))
    usual = exponent is None or abs(1 / exponent - 1 / 2.2) <= 0.01
    if usual and (space is None or space.is_near(SRGB)):
        return srgb_profile()
    curve = parametric_curve(*SRGB_CURVE) if exponent is None else power_curve(exponent)
    return matrix_profile(name, space or SRGB, [curve])


def srgb_profile() -> bytes:
    return matrix_profile("sRGB", SRGB, [parametric_curve(*SRGB_CURVE)])


def adobe_rgb_profile() -> bytes:
    return matrix_profile("Adobe RGB (1998) compatible", ADOBE_RGB, [power_curve(ADOBE_RGB_GAMMA)])
