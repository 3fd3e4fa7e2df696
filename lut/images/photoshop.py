"""Photoshop's image resources, in JPEG and TIFF files (Adobe Photoshop File Formats Specification, 2019)."""

from __future__ import annotations

import struct

SIGNATURE = b"8BIM"
IPTC = 0x0404
THUMBNAILS = (0x0409, 0x040C)  # of Photoshop 4, and of those since


def make_resource(number: int, content: bytes) -> bytes:
    """Make a resource without a name."""
    return struct.pack(">4sHHI", SIGNATURE, number, 0, len(content)) + content + bytes(len(content) % 2)


def remove_thumbnails(block: bytes) -> bytes:
    """Remove thumbnails, which show how the photograph looked before; what is not understood stays."""
    kept, at = [], 0
    while block[at : at + 4] == SIGNATURE and at + 12 <= len(block):
        (number,) = struct.unpack_from(">H", block, at + 4)
        named = at + 6 + (block[at + 6] + 2) // 2 * 2  # a text with its length before it, and even
        if named + 4 > len(block):
            break
        (size,) = struct.unpack_from(">I", block, named)
        end = named + 4 + size + size % 2
        if number not in THUMBNAILS:
            kept.append(block[at:end])
        at = end
    return b"".join([*kept, block[at:]])
