"""Color spaces of HEIF and JPEG XL pictures: code points (nclx), or an ICC profile.

ISO/IEC 14496-12:2022, section 12.1.5 (colr).  The matrix and the range of an nclx box are for the codec's YCbCr:
decoders have applied them, and give RGB of full range.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import cicp
from .color_tags import Declared
from .heif_items import Item
from .icc_profile import HDR, HdrError

CODE_POINTS = b"nclx"  # key of ColorTags.content: the four bytes of cicp.CodePoints, for RGB
PROFILES = (b"prof", b"rICC")


def read_tags(item: Item) -> tuple[bytes, dict[bytes, bytes]]:
    """Return the ICC profile of an item, empty without one, and its code points; a file may have both."""
    icc, tags = b"", dict[bytes, bytes]()
    for name, content in item.properties:
        if name != b"colr":
            continue
        if content[:4] in PROFILES:
            icc = icc or content[4:]
        elif content[:4] == CODE_POINTS and len(content) >= 8:
            tags.setdefault(CODE_POINTS, bytes((content[5], content[7], 0, 1)))  # 16-bit numbers, all below 256
    return icc, {name: content for name, content in tags.items() if set(content[:2]) != {cicp.UNSPECIFIED}}


def find_meaning(tags: Mapping[bytes, bytes], icc: bytes) -> Declared | None:
    """Return the space of the profile, else of the code points; None if neither says one.

    HDR in either counts: a profile beside PQ or HLG is for programs that know neither.  Raises ProfileError.
    """
    points = cicp.parse_chunk(tags[CODE_POINTS]) if CODE_POINTS in tags else None
    if points and points.transfer in HDR:
        raise HdrError(HDR[points.transfer], points.primaries)
    if icc:
        return Declared(icc)
    return Declared(points.profile()) if points else None
