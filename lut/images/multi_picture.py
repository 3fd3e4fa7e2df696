"""Read and write MPF, the index of the pictures in a file (CIPA DC-007, Multi-Picture Format, section 5.2)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from . import tiff_directories
from .trailing_parts import PICTURE, PREVIEW

VERSION, NUMBER, ENTRIES = 0xB000, 0xB001, 0xB002
ENTRY_BYTES = 16
TYPE = 0xFFFFFF
PRIMARY, UNDEFINED = 0x030000, 0  # types of pictures: a gain map has none of its own
THUMBNAILS = (0x010001, 0x010002)  # "large thumbnail", in VGA and in full HD: previews for a screen


def read_index(block: bytes, offset: int) -> dict[int, str]:
    """Return the kinds of further pictures by their offset in the file.

    block: an MPF segment's TIFF structure.  offset: where that begins in the file; offsets count from there.
    """
    value = tiff_directories.parse_block(block).get(ENTRIES)
    content = value[1] if isinstance(value, tuple) else b""
    order = "<" if block.startswith(b"II") else ">"
    found = {}
    for attribute, _, at in struct.iter_unpack(order + "III4x", content[: len(content) // ENTRY_BYTES * ENTRY_BYTES]):
        if at:  # the first picture's is 0
            found[offset + at] = PREVIEW if attribute & TYPE in THUMBNAILS else PICTURE
    return found


def make_index(sizes: Sequence[int], offsets: Sequence[int]) -> bytes:
    """Make an MPF segment's TIFF structure, of the same length for any numbers.

    sizes: of the pictures, in bytes, the primary one first.  offsets: of those behind it, counted from the structure.
    """
    kinds = [PRIMARY, *(UNDEFINED for _ in offsets)]
    rows = zip(kinds, sizes, [0, *offsets], strict=True)
    entries = b"".join(struct.pack("<IIIHH", kind, size, offset, 0, 0) for kind, size, offset in rows)
    undefined = tiff_directories.UNDEFINED
    return tiff_directories.make_block(
        {
            VERSION: (undefined, b"0100"),
            NUMBER: tiff_directories.longs(len(sizes)),
            ENTRIES: (undefined, entries),
        }
    )
