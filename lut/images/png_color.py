"""Find a PNG's color space: cICP, then iCCP, then sRGB, then cHRM and gAMA (PNG third edition, section 4.3)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from ..color.chromaticities import Chromaticities
from ..errors import LutError
from ..language import _
from . import cicp, matrix_profile
from .color_tags import Declared
from .icc_profile import HDR, BrokenProfile, HdrError, ProfileError

PROFILE = b"iCCP"
# mDCV and cLLI give the brightness of the mastering display; they are only kept.
CHUNKS = (b"cICP", PROFILE, b"sRGB", b"cHRM", b"gAMA", b"mDCV", b"cLLI")
PQ_PROFILE = b"ITUR_2100_PQ_FULL"  # profile name that means PQ (W3C note "BT.2100 PQ EOTF with PNG")
UNIT = 100_000
MAX_PROFILE = 1 << 24  # bytes; printers have such of 3 MB


def unpack_profile(chunks: Mapping[bytes, bytes]) -> bytes:
    """Return the profile in iCCP (section 11.3.2.3); empty without one, and if it cannot be unpacked."""
    _name, _end, rest = chunks.get(PROFILE, b"").partition(b"\0")
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(rest[1:], MAX_PROFILE) if rest[:1] == b"\0" else b""
    except zlib.error:
        return b""
    return b"" if unpacker.unconsumed_tail else profile


def find_meaning(chunks: Mapping[bytes, bytes], icc: bytes, bits: int) -> Declared | None:
    """Return the space of the first chunk in that order that is understood; None without one.

    chunks: content by name.  icc: the profile in iCCP, empty if it cannot be unpacked.  Raises ProfileError.
    """
    lower = any(name in chunks for name in (PROFILE, b"sRGB", b"cHRM", b"gAMA"))
    if b"cICP" in chunks:
        points = cicp.parse_chunk(chunks[b"cICP"])
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
        return Declared(matrix_profile.srgb_profile())
    return find_by_chromaticities(chunks)


def find_by_chromaticities(chunks: Mapping[bytes, bytes]) -> Declared | None:
    """Read cHRM and gAMA (sections 11.3.2.1 and 11.3.2.2); a missing one counts as sRGB's."""
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
