"""TIFF 6.0, and for reading BigTIFF: one picture a file, 8 and 16 bits, and 32-bit floating point.

The pixels are Pillow's and tifffile's; the tags that describe the picture go from file to file as they are.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..language import _
from . import codecs, photoshop, tiff_color, tiff_directories
from .color_tags import ColorTags
from .picture import NO_CREDENTIALS, Deep, Metadata, Picture, PictureFormat, encode_with_pillow, make_refused
from .tiff_channels import (
    COMPRESSION,
    DATA,
    EXTRA_SAMPLES,
    MIN_IS_BLACK,
    MIN_IS_WHITE,
    SAMPLE_FORMAT,
    STRAIGHT,
    UNDEFINED,
    Channels,
)
from .tiff_directories import BYTE, RATIONAL, Directory, longs, read_whole_numbers, shorts
from .tiff_pages import HEIGHT, LAYOUT, PHOTOMETRIC, WIDTH, find_picture_page, read_first_page

X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT = 282, 283, 296
PREDICTOR, HORIZONTAL = 317, 2
XMP, IPTC, PHOTOSHOP, ICC, PHOTOSHOP_LAYERS = 700, 33723, 34377, 34675, 37724
LAYER_KEYS = (b"Layr", b"ryaL", b"Lr16", b"61rL", b"Lr32", b"23rL")  # in both orders of bytes
CREDENTIALS = 52545  # C2PA 2.1, appendix A
TILE_WIDTH, TILE_HEIGHT = 322, 323
MAX_TILE = 1 << 20  # pixels, of a small picture: decoders make room for whole tiles
UNCOMPRESSED = 1
INCH, CENTIMETER = 2, 3
INCHES = {INCH: 1.0, CENTIMETER: 2.54}  # times pixels per unit

# Tags that say how to develop a raw file (TIFF/EP 5.2.x: the sensor's filters; DNG 1.7, chapter 4, but for the camera's
# names and numbers), which converters copy: of a developed picture they are not true.
RAW = frozenset(
    {33421, 33422, 50706, 50707, *range(50710, 50735), *range(50737, 50742), *range(50778, 50782), *range(50828, 50835)}
    | {
        50879,
        *range(50931, 50943),
        *range(50964, 50976),
        50981,
        50982,
        51008,
        51009,
        51022,
        51041,
        *range(51089, 51092),
    }
    | {*range(51107, 51115), 51125, *range(51177, 51183), *range(52525, 52555)}
)
NOT_DESCRIBING = LAYOUT | RAW


@dataclass(frozen=True, eq=False)
class View:
    """A file with one page: its own bytes, or those of a TIFF whose only page is the picture.

    channels: the samples of a TIFF.  notes: sentences about what is lost.
    """

    data: bytes
    channels: Channels | None = None
    notes: tuple[str, ...] = ()


def view_picture_page(data: bytes) -> View:
    """Return the file with the picture as its only page.

    Raises LutFormatError for a TIFF of several pictures, or none.
    """
    page, notes = find_picture_page(data)
    if page is None:
        return View(data)
    channels = Channels.from_page(page)
    changed: dict[int, bytes | None] = {}
    if channels.by_pillow and channels.extras and channels.declared != (STRAIGHT,):
        # Pillow would divide, or leave out, what it is not told to take as it is.
        changed[EXTRA_SAMPLES] = page.encode_short(EXTRA_SAMPLES, STRAIGHT)
    if UNDEFINED in page.numbers(SAMPLE_FORMAT):
        changed[SAMPLE_FORMAT] = None
    if channels.extras and not channels.declared:
        notes += (_("the file does not say what its last channel is; it was taken for transparency"),)
    if page.contains_any(PHOTOSHOP_LAYERS, LAYER_KEYS):
        notes += (_("the layers that Photoshop saved beside the picture are not kept"),)
    single = page.first and not page.following and not changed
    return View(data if single else page.extract(changed), channels, notes)


def open_deep(data: bytes) -> Deep | None:
    page = read_first_page(data)
    if page is None:
        return None
    channels = Channels.from_page(page)
    size = page.number(WIDTH), page.number(HEIGHT)
    tile = page.number(TILE_WIDTH), page.number(TILE_HEIGHT)
    if tile[0] * tile[1] > max(size[0] * size[1], MAX_TILE):
        sentence = _("expected tiles no larger than the picture, found one of {width} × {height} pixels")
        return make_refused(size, sentence.format(width=tile[0], height=tile[1]))
    refusal, kind = channels.explain_refusal(), channels.type
    if refusal or kind is None:
        return make_refused(size, refusal)
    if channels.by_pillow:
        return None
    codecs.import_library("tifffile", deep=channels.bits[0] > 8)
    return Deep(size, channels.pixel_bytes, lambda: codecs.decode_tiff(data, kind))


def read_metadata(image: Any, data: bytes) -> Metadata:
    """Read the metadata: the tags that describe the picture become an EXIF block."""
    tags = tiff_directories.parse_block(data, without=NOT_DESCRIBING.difference(tiff_color.TAGS))
    page = read_first_page(data)
    color = tiff_color.select_tags(tags, page is not None and page.number(PHOTOMETRIC, MIN_IS_BLACK) == MIN_IS_WHITE)
    tags = {tag: value for tag, value in tags.items() if tag not in NOT_DESCRIBING}
    blocks = {tag: value_bytes(tags.pop(tag, None)) for tag in (XMP, IPTC, PHOTOSHOP, ICC)}
    if blocks[IPTC] and photoshop.SIGNATURE + b"\x04\x04" not in blocks[PHOTOSHOP]:
        blocks[PHOTOSHOP] += photoshop.make_resource(photoshop.IPTC, blocks[IPTC])
    return Metadata(
        exif=tiff_directories.make_block(tags),
        xmp=blocks[XMP],
        photoshop=blocks[PHOTOSHOP],
        icc=blocks[ICC],
        dpi=read_resolution(tags),
        color=ColorTags(FORMAT.name, color) if color else None,
    )


def read_notes(image: Any, data: bytes) -> tuple[str, ...]:
    page = read_first_page(data)
    return (NO_CREDENTIALS,) if page is not None and CREDENTIALS in page.entries else ()


def read_resolution(tags: Directory) -> tuple[float, float] | None:
    """Return pixels per inch across and down; None where the tags do not say it."""
    inches = INCHES.get((*read_whole_numbers(tags.get(RESOLUTION_UNIT)), INCH)[0])
    pairs = [value_bytes(tags.get(tag)) for tag in (X_RESOLUTION, Y_RESOLUTION)]
    if inches is None or any(len(pair) != 8 or pair[4:] == bytes(4) for pair in pairs):
        return None
    (a, b), (c, d) = (struct.unpack("<2I", pair) for pair in pairs)
    return a / b * inches, c / d * inches


def value_bytes(value: tiff_directories.Value | Directory | None) -> bytes:
    return value[1] if isinstance(value, tuple) else b""


def read_encoding(image: Any, data: bytes) -> dict[str, Any]:
    page = read_first_page(data)
    return {"compressed": page is not None and page.number(COMPRESSION, UNCOMPRESSED) != UNCOMPRESSED}


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    """Encode (H, W, 1…4) samples, compressed without loss if the file that was read was compressed."""
    held = picture.metadata
    compressed = picture.format == "TIFF" and bool(picture.encoding.get("compressed"))
    extras = [STRAIGHT] * (pixels.shape[2] in (2, 4))
    if picture.beside is not None:
        pixels = np.concatenate([pixels, picture.beside], axis=2)
        extras += [DATA] * picture.beside.shape[2]
    if pixels.dtype == np.uint8 and len(extras) < 2:
        how = {"compression": "tiff_adobe_deflate", "tiffinfo": {PREDICTOR: HORIZONTAL}} if compressed else {}
        file = encode_with_pillow(pixels, "TIFF", **how)
    else:
        file = codecs.encode_tiff(pixels, len(extras), compressed)
    tags = tiff_directories.parse_block(held.exif, without=NOT_DESCRIBING)
    tags |= {tag: value for tag, value in tiff_directories.parse_block(file).items() if tag in LAYOUT}
    if held.color:
        tags |= tiff_color.resample_curves(held.color.content, 8 * pixels.itemsize)
    if extras:
        tags[EXTRA_SAMPLES] = shorts(*extras)
    if held.dpi:
        across, down = (longs(round(number * 1000), 1000)[1] for number in held.dpi)
        tags |= {X_RESOLUTION: (RATIONAL, across), Y_RESOLUTION: (RATIONAL, down), RESOLUTION_UNIT: shorts(INCH)}
    blocks = {XMP: (BYTE, held.xmp), PHOTOSHOP: (BYTE, held.photoshop), ICC: (tiff_directories.UNDEFINED, held.icc)}
    tags |= {tag: value for tag, value in blocks.items() if value[1]}
    return tiff_directories.append_directory(file, tags)


FORMAT = PictureFormat(
    "TIFF",
    (".tif", ".tiff"),
    read_metadata,
    encode,
    carries=frozenset({"exif", "xmp", "photoshop", "icc", "dpi"}),
    beside=True,
    types=("uint8", "uint16", "float32"),
    deep=open_deep,
    encoding=read_encoding,
    notes=read_notes,
)
