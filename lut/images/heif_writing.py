"""Write the boxes of an AVIF anew, with color profile, EXIF and XMP: ISO/IEC 14496-12:2022, section 8.11.

The coded pixels and what describes them are taken over from a file without metadata.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from .heif_color import CODE_POINTS
from .heif_items import EXIF, MIME, XMP_TYPE, Item, Items
from .iso_boxes import make_box

ESSENTIAL = frozenset({b"av1C", b"irot", b"imir", b"clap", b"lsel", b"a1op"})  # of these, none may be ignored
SRGB_POINTS = (1, 13)  # primaries and transfer of ITU-T H.273
UNSPECIFIED_POINTS = (2, 2)
Property = tuple[bytes, bytes]


def rewrite_file(file: bytes, icc: bytes, exif: bytes, xmp: bytes) -> bytes:
    """Return the file with that metadata.  icc: empty for sRGB.  exif: a TIFF structure."""
    items = Items(file)
    primary = items.primary
    primary.properties = describe_color(primary.properties, icc)
    held = [(item, items.content(item)) for item in items.items.values()]
    references = list(items.references)
    number = max(items.items)
    for kind, content_type, content in ((EXIF, b"", exif and bytes(4) + exif), (MIME, XMP_TYPE, xmp)):
        if content:
            number += 1
            held.append((Item(number, kind, content_type), content))
            references.append((b"cdsc", number, primary.number))
    head = file[: int.from_bytes(file[:4], "big")]  # ftyp
    meta = make_meta(primary.number, held, references, 0)
    return b"".join(
        [
            head,
            make_meta(primary.number, held, references, len(head) + len(meta) + 8),
            make_box(b"mdat", b"".join(content for _item, content in held)),
        ]
    )


def describe_color(properties: Sequence[Property], icc: bytes) -> list[Property]:
    """Set the color space of a picture, and keep its codec's matrix and range."""
    points = UNSPECIFIED_POINTS if icc else SRGB_POINTS
    codec = next((content[8:11] for name, content in properties if name == b"colr" and content[:4] == CODE_POINTS), b"")
    found = [(name, content) for name, content in properties if name != b"colr"]
    if icc:
        found.insert(0, (b"colr", b"prof" + icc))
    found.insert(0, (b"colr", CODE_POINTS + struct.pack(">HH", *points) + (codec or b"\0\6\x80")))
    return found


def make_full_box(name: bytes, content: bytes, version: int = 0, flags: int = 0) -> bytes:
    return make_box(name, (version << 24 | flags).to_bytes(4, "big") + content)


def make_meta(
    primary: int, held: Sequence[tuple[Item, bytes]], references: Sequence[tuple[bytes, int, int]], offset: int
) -> bytes:
    """Make the meta box.  held: items with their bytes, which follow each other from that offset on."""
    infos, places = b"", b""
    for item, content in held:
        words = b"\0" + (item.content_type + b"\0" if item.type == MIME else b"")
        entry = struct.pack(">HH4s", item.number, 0, item.type) + words
        infos += make_full_box(b"infe", entry, version=2, flags=int(item.hidden))
        places += struct.pack(">HHHII", item.number, 0, 1, offset, len(content))
        offset += len(content)
    known = list(dict.fromkeys(each for item, _content in held for each in item.properties))
    associations = b""
    for item, _content in held:
        if item.properties:
            marks = [known.index(each) + 1 | (0x80 if each[0] in ESSENTIAL else 0) for each in item.properties]
            associations += struct.pack(">HB", item.number, len(marks)) + bytes(marks)
    described = sum(bool(item.properties) for item, _content in held)
    grouped: dict[tuple[bytes, int], list[int]] = {}
    for kind, source, target in references:
        grouped.setdefault((kind, source), []).append(target)
    links = b"".join(
        make_box(kind, struct.pack(f">HH{len(targets)}H", source, len(targets), *targets))
        for (kind, source), targets in grouped.items()
    )
    return make_full_box(
        b"meta",
        make_full_box(b"hdlr", bytes(4) + b"pict" + bytes(12) + b"\0")
        + make_full_box(b"pitm", struct.pack(">H", primary))
        + make_full_box(b"iloc", struct.pack(">HH", 0x4400, len(held)) + places)
        + make_full_box(b"iinf", struct.pack(">H", len(held)) + infos)
        + (make_full_box(b"iref", links) if links else b"")
        + make_box(
            b"iprp",
            make_box(b"ipco", b"".join(make_box(*each) for each in known))
            + make_full_box(b"ipma", struct.pack(">I", described) + associations),
        ),
    )
