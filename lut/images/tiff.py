"""TIFF 6.0: one picture a file, 8 and 16 bits.  Written uncompressed, in one strip, little-endian."""

from __future__ import annotations

import struct
from typing import Any

from numpy.typing import NDArray

from . import directories
from .directories import BYTE, RATIONAL, UNDEFINED, Directory, longs, shorts
from .picture import Metadata, Picture, PictureFormat

WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIP_OFFSETS, SAMPLES, ROWS_PER_STRIP, STRIP_BYTES, PLANES, EXTRA_SAMPLES = 273, 277, 278, 279, 284, 338
X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT, INCH = 282, 283, 296, 2
XMP, IPTC, PHOTOSHOP, ICC = 700, 33723, 34377, 34675
UNCOMPRESSED, BLACK_IS_ZERO, RGB, CHUNKY, UNASSOCIATED_ALPHA = 1, 1, 2, 1, 2

# Tags that say how the pixels are laid out, and Photoshop's layers (37724): they describe the file that was read.
LAYOUT = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 277, 278, 279, 280, 281, 284, 288, 289, 290, 291}
    | {292, 293, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 330, 332, 334, 336, 338, 339, 340, 341, 342}
    | {347, *range(512, 533), 37724}
)


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
        dpi=image.info.get("dpi"),
    )


def content(value: directories.Value | Directory | None) -> bytes:
    return value[1] if isinstance(value, tuple) else b""


def image_resource(iptc: bytes) -> bytes:
    """IPTC records as the Photoshop image resource 0x0404, which every format but TIFF wants them in."""
    return struct.pack(">4sHHI", b"8BIM", 0x0404, 0, len(iptc)) + iptc + bytes(len(iptc) % 2)


def encode(pixels: NDArray[Any], picture: Picture, quality: int | None) -> bytes:
    """The file of (H, W, 1…4) samples of 8 or 16 bits."""
    held = picture.metadata
    height, width, channels = pixels.shape
    strip = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    tags = directories.parse(held.exif, without=LAYOUT)
    tags |= {
        WIDTH: longs(width),
        HEIGHT: longs(height),
        BITS: shorts(*[8 * pixels.dtype.itemsize] * channels),
        COMPRESSION: shorts(UNCOMPRESSED),
        PHOTOMETRIC: shorts(BLACK_IS_ZERO if channels < 3 else RGB),
        SAMPLES: shorts(channels),
        ROWS_PER_STRIP: longs(height),
        STRIP_OFFSETS: longs(8),
        STRIP_BYTES: longs(len(strip)),
        PLANES: shorts(CHUNKY),
    }
    if channels in (2, 4):
        tags[EXTRA_SAMPLES] = shorts(UNASSOCIATED_ALPHA)
    if held.dpi:
        across, down = (longs(round(number * 1000), 1000)[1] for number in held.dpi)
        tags |= {X_RESOLUTION: (RATIONAL, across), Y_RESOLUTION: (RATIONAL, down), RESOLUTION_UNIT: shorts(INCH)}
    blocks = {XMP: (BYTE, held.xmp), PHOTOSHOP: (BYTE, held.photoshop), ICC: (UNDEFINED, held.icc)}
    tags |= {tag: value for tag, value in blocks.items() if value[1]}
    strip += bytes(len(strip) % 2)
    offset = 8 + len(strip)
    if offset > 0xF0000000:
        raise ValueError("a TIFF holds at most 4 gigabytes")
    return struct.pack("<2sHI", b"II", 42, offset) + strip + directories.serialized(tags, offset)


FORMAT = PictureFormat(
    "TIFF",
    (".tif", ".tiff"),
    metadata,
    encode,
    carries=frozenset({"exif", "xmp", "photoshop", "icc", "dpi"}),
    deep=True,
)
