"""Read what a raw file says about its photograph: EXIF, XMP and IPTC.

What describes the raw data, or the rendering inside the file, is left out: of the developed picture it is not true.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from . import exif, metadata, tiff
from .jpeg_segments import APP1, EXIF, Blocks
from .picture import Metadata
from .raw_formats import CANON_RAW_3, TIFF_MARKS
from .raw_library import extract_rendering
from .tiff_directories import Directory, make_block, parse_block, shorts

# Of the first directory: names, times, rating; orientation, resolution, and the directories of EXIF and GPS.
GPS = 0x8825
MODEL = 272  # TIFF 6.0, page 35
WORDS = frozenset({270, 271, 272, 305, 306, 315, 316, 33432, 18246, 18249, *range(40091, 40096)})
DESCRIBING = WORDS | {exif.ORIENTATION, 282, 283, 296, exif.EXIF_DIRECTORY, GPS}
# Notes of the maker on the raw data, with offsets that hold in that file only; and of another color space.
UNTRUE = (0x927C, exif.GAMMA, exif.INTEROPERABILITY_DIRECTORY)
DEVELOPMENT = "http://ns.adobe.com/camera-raw-settings/1.0/"  # for another program
CANON_DIRECTORIES = {b"CMT2": exif.EXIF_DIRECTORY, b"CMT4": GPS}  # of CR3: boxes with a TIFF each
CANON_HEAD = 1 << 16  # bytes in which they lie


def read_metadata(image: Any, data: bytes) -> Metadata:
    """Read the metadata that describe the photograph.  The developed picture is sRGB and upright."""
    held = Metadata()
    if data[:4] in TIFF_MARKS:
        held = tiff.read_metadata(image, mark_as_tiff(data))
    tags = {tag: value for tag, value in read_tags(data).items() if tag in DESCRIBING}
    nested = tags.get(exif.EXIF_DIRECTORY)
    if isinstance(nested, dict):
        kept = {tag: value for tag, value in nested.items() if tag not in UNTRUE}
        tags[exif.EXIF_DIRECTORY] = kept | {exif.COLOR_SPACE: shorts(exif.SRGB)}
    packet, _told = metadata.remove_namespace(held.xmp, DEVELOPMENT, "")
    return replace(held, exif=make_block(tags), xmp=packet, icc=b"", color=None)


def read_tags(data: bytes) -> Directory:
    """Read the first directory, with EXIF and GPS, of any kind of raw file."""
    if data[:4] in TIFF_MARKS:
        return parse_block(mark_as_tiff(data))
    if data[4:12] == CANON_RAW_3:
        return parse_box(data, b"CMT1") | {tag: parse_box(data, name) for name, tag in CANON_DIRECTORIES.items()}
    return parse_rendering(data)


def mark_as_tiff(data: bytes) -> bytes:
    """Return a maker's TIFF with the first bytes of a usual one."""
    mark = TIFF_MARKS[data[:4]]
    return data if data.startswith(mark) else mark + data[4:]


def parse_box(data: bytes, name: bytes) -> Directory:
    """Parse the directory in a box of a CR3."""
    at = data.find(name, 0, CANON_HEAD)
    return parse_block(data[at + 4 : at - 4 + int.from_bytes(data[at - 4 : at], "big")]) if at >= 4 else {}


def parse_rendering(data: bytes) -> Directory:
    """Parse the EXIF block of the rendering inside of a raw file (RAF, MRW, X3F)."""
    rendering = extract_rendering(data)
    blocks = Blocks(rendering).after(APP1, EXIF) if isinstance(rendering, bytes) else []
    return parse_block(blocks[0]) if blocks else {}


def read_model(data: bytes) -> str:
    """Read the camera's name in a raw file; empty without one."""
    found = read_tags(data).get(MODEL)
    return found[1].split(b"\0")[0].decode("ascii", "replace") if isinstance(found, tuple) else ""
