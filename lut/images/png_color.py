"""What a PNG says about its numbers: cICP before iCCP before sRGB before cHRM and gAMA (third edition, section 4.3)."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from ..errors import LutError
from ..language import _
from . import cicp, matrix_profile
from .chromaticities import Chromaticities
from .color_tags import Declared
from .icc import HDR, BrokenProfile, HdrError, ProfileError

PROFILE = b"iCCP"
# mDCV and cLLI say how bright a picture was mastered; they travel with the others.
CHUNKS = (b"cICP", b"sRGB", b"cHRM", b"gAMA", b"mDCV", b"cLLI")
PQ_PROFILE = b"ITUR_2100_PQ_FULL"  # name of a profile that stands for PQ (W3C, BT.2100 in PNG)
UNIT = 100_000


def declared(chunks: Mapping[bytes, bytes], icc: bytes, bits: int) -> Declared | None:
    """What the highest of the chunks that can be understood says; None where there is none.

    chunks: their contents.  icc: the profile in iCCP, empty if it can't be had.  Raises ProfileError.
    """
    lower = bool(icc) or any(name in chunks for name in (PROFILE, b"sRGB", b"cHRM", b"gAMA"))
    if b"cICP" in chunks:
        points = cicp.parse(chunks[b"cICP"])
        try:
            if points.transfer in HDR or points.is_specified or not lower:
                return Declared(points.profile(), *points.ends(bits))
        except HdrError:
            raise
        except ProfileError:
            if not lower:
                raise
    if chunks.get(PROFILE, b"").partition(b"\0")[0] == PQ_PROFILE:
        raise HdrError("PQ")
    if icc:
        return Declared(icc)
    if PROFILE in chunks:
        raise BrokenProfile(_("it cannot be unpacked"))
    if b"sRGB" in chunks:
        return Declared(matrix_profile.srgb())
    return by_chromaticities(chunks)


def by_chromaticities(chunks: Mapping[bytes, bytes]) -> Declared | None:
    """cHRM and gAMA (sections 11.3.2.1 and 11.3.2.2); sRGB's for the one that is missing."""
    try:
        numbers = [number / UNIT for number in struct.unpack(">8I", chunks[b"cHRM"])] if b"cHRM" in chunks else None
        gamma = struct.unpack(">I", chunks[b"gAMA"])[0] / UNIT if b"gAMA" in chunks else 0
    except struct.error:
        raise ProfileError(_("its cHRM or gAMA chunk has the wrong size")) from None
    if numbers is None and not gamma:  # a gamma of 0 is to be ignored
        return None
    space = None
    if numbers:
        white, red, green, blue = zip(numbers[::2], numbers[1::2], strict=True)
        space = Chromaticities(red, green, blue, white)
    try:
        return Declared(matrix_profile.power_profile("cHRM and gAMA of a PNG", space, 1 / gamma if gamma else None))
    except LutError as error:
        raise ProfileError(_("its cHRM or gAMA chunk is broken ({reason})").format(reason=error)) from error
