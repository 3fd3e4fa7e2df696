"""TIFF 6.0, and for reading BigTIFF: one picture a file, 8 and 16 bits, and 32-bit floating point.

The pixels are Pillow's and tifffile's; the tags that describe the picture go from file to file as they are.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..language import _
from . import codecs, directories
from .directories import BYTE, LONG, RATIONAL, SHORT, UNDEFINED, Directory, longs, shorts
from .picture import Deep, Metadata, Picture, PictureFormat, by_pillow

BITS, COMPRESSION, EXTRA_SAMPLES, SAMPLE_FORMAT, SUBFILE_TYPE = 258, 259, 338, 339, 254
X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT = 282, 283, 296
PREDICTOR, HORIZONTAL = 317, 2
XMP, IPTC, PHOTOSHOP, ICC, DNG_VERSION = 700, 33723, 34377, 34675, 50706
UNCOMPRESSED, UNASSOCIATED_ALPHA, FLOATING_POINT, REDUCED = 1, 2, 3, 1
BIG = (b"II+\0", b"MM\0+")
INCH, CENTIMETER = 2, 3
INCHES = {INCH: 1.0, CENTIMETER: 2.54}  # times pixels per unit

# Tags that say how the pixels are laid out, and Photoshop's layers (37724): they describe the file that was read.
LAYOUT = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 277, 278, 279, 280, 281, 284, 288, 289, 290, 291}
    | {292, 293, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 330, 332, 334, 336, 338, 339, 340, 341, 342}
    | {347, *range(512, 533), 37724}
)


def deep(data: bytes) -> Deep | None:
    tags = directories.parse(data)
    floating = FLOATING_POINT in numbers(tags, SAMPLE_FORMAT)
    if not (data[:4] in BIG or floating or max(numbers(tags, BITS), default=1) > 8):
        return None
    file = codecs.Tiff(data)
    several = _("expected one picture, found {count} in the file; save them one by one first")
    return Deep(
        file.size,
        file.pixel_bytes,
        file.samples,
        refusal=several.format(count=file.count) if file.count > 1 else file.refusal(),
    )


def is_raw(data: bytes) -> bool:
    """Whether a TIFF is what a camera saw, undeveloped, or a reduced copy of a picture."""
    tags = directories.parse(data)
    return DNG_VERSION in tags or bool(sum(numbers(tags, SUBFILE_TYPE)) & REDUCED) or data[8:10] == b"CR"


def numbers(tags: Directory, tag: int) -> tuple[int, ...]:
    """A tag's whole numbers; none where it is missing or something else."""
    value = tags.get(tag)
    kind, values = value if isinstance(value, tuple) else (0, b"")
    width = {BYTE: 1, SHORT: 2, LONG: 4}.get(kind)
    return tuple(int(number) for number in np.frombuffer(values, f"<u{width}")) if width else ()


def metadata(image: Any, data: bytes) -> Metadata:
    """A TIFF's own tags are its metadata: those that describe the picture become an EXIF block."""
    tags = directories.parse(data, without=LAYOUT)
    blocks = {tag: content(tags.pop(tag, None)) for tag in (XMP, IPTC, PHOTOSHOP, ICC)}
    if blocks[IPTC] and b"8BIM\x04\x04" not in blocks[PHOTOSHOP]:
        blocks[PHOTOSHOP] += image_resource(blocks[IPTC])
    return Metadata(
        exif=directories.block(tags),
        xmp=blocks[XMP],
        photoshop=blocks[PHOTOSHOP],
        icc=blocks[ICC],
        dpi=resolution(tags),
    )


def resolution(tags: Directory) -> tuple[float, float] | None:
    """Pixels per inch across and down."""
    inches = INCHES.get((*numbers(tags, RESOLUTION_UNIT), INCH)[0])
    pairs = [content(tags.get(tag)) for tag in (X_RESOLUTION, Y_RESOLUTION)]
    if inches is None or any(len(pair) != 8 or pair[4:] == bytes(4) for pair in pairs):
        return None
    (a, b), (c, d) = (struct.unpack("<2I", pair) for pair in pairs)
    return a / b * inches, c / d * inches


def content(value: directories.Value | Directory | None) -> bytes:
    return value[1] if isinstance(value, tuple) else b""


def image_resource(iptc: bytes) -> bytes:
    """IPTC records as the Photoshop image resource 0x0404, which every format but TIFF wants them in."""
    return struct.pack(">4sHHI", b"8BIM", 0x0404, 0, len(iptc)) + iptc + bytes(len(iptc) % 2)


def encoding(image: Any, data: bytes) -> dict[str, Any]:
    return {"compressed": numbers(directories.parse(data), COMPRESSION) not in ((), (UNCOMPRESSED,))}


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    """The file of (H, W, 1…4) samples, compressed without loss if the one that was read was compressed."""
    held = picture.metadata
    compressed = picture.format == "TIFF" and bool(picture.encoding.get("compressed"))
    if pixels.dtype == np.uint8:
        how = {"compression": "tiff_adobe_deflate", "tiffinfo": {PREDICTOR: HORIZONTAL}} if compressed else {}
        file = by_pillow(pixels, "TIFF", **how)
    else:
        file = codecs.tiff(pixels, compressed)
    tags = directories.parse(held.exif, without=LAYOUT)
    tags |= {tag: value for tag, value in directories.parse(file).items() if tag in LAYOUT}
    if pixels.shape[2] in (2, 4):
        tags[EXTRA_SAMPLES] = shorts(UNASSOCIATED_ALPHA)
    if held.dpi:
        across, down = (longs(round(number * 1000), 1000)[1] for number in held.dpi)
        tags |= {X_RESOLUTION: (RATIONAL, across), Y_RESOLUTION: (RATIONAL, down), RESOLUTION_UNIT: shorts(INCH)}
    blocks = {XMP: (BYTE, held.xmp), PHOTOSHOP: (BYTE, held.photoshop), ICC: (UNDEFINED, held.icc)}
    tags |= {tag: value for tag, value in blocks.items() if value[1]}
    return directories.with_directory(file, tags)


FORMAT = PictureFormat(
    "TIFF",
    (".tif", ".tiff"),
    metadata,
    encode,
    carries=frozenset({"exif", "xmp", "photoshop", "icc", "dpi"}),
    types=("uint8", "uint16", "float32"),
    deep=deep,
    encoding=encoding,
)
