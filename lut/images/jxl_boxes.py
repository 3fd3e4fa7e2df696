"""JPEG XL's container: boxes around a codestream (ISO/IEC 18181-2:2024)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .iso_boxes import make_box, walk_boxes

CODESTREAM = b"\xff\x0a"
SIGNATURE = make_box(b"JXL ", b"\r\n\x87\n")
FILE_TYPE = make_box(b"ftyp", b"jxl \0\0\0\0jxl ")
EXIF, XMP, COMPRESSED, LEVEL = b"Exif", b"xml ", b"brob", b"jxll"
PART_NUMBER = 4  # bytes in front of each part of a codestream in jxlp boxes


def is_jxl(data: bytes) -> bool:
    return data.startswith((CODESTREAM, SIGNATURE))


def read_boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of each box; of a bare codestream, one of that."""
    if data.startswith(CODESTREAM):
        yield b"jxlc", data
        return
    for box in walk_boxes(data):
        yield box.name, data[box.begin : box.end]


def join_boxes(boxes: Iterable[tuple[bytes, bytes]], exif: bytes, xmp: bytes) -> bytes:
    """Make a file of an encoder's boxes, with metadata in front of the pixels.

    exif: a TIFF structure.  The codestream's level comes before all else.
    """
    coded = [(name, content) for name, content in boxes if name not in (b"JXL ", b"ftyp", EXIF, XMP, COMPRESSED)]
    told = [(EXIF, bytes(4) + exif)] if exif else []
    told += [(XMP, xmp)] if xmp else []
    levels = [each for each in coded if each[0] == LEVEL]
    rest = [each for each in coded if each[0] != LEVEL]
    return b"".join([SIGNATURE, FILE_TYPE, *(make_box(*each) for each in (*levels, *told, *rest))])
