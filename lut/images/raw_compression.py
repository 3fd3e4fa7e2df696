"""Decode raw data of a DNG that LibRaw does not: JPEG XL (DNG 1.7, iPhones since 2024), and whole numbers by Deflate.

The DNG is handed to LibRaw with the same raw data uncompressed; its other tags stay.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from . import codecs
from .raw_pages import STRIPS, TILES, find_raw_page, is_dng
from .tiff_pages import HEIGHT, NEW_SUBFILE_TYPE, SAMPLES_PER_PIXEL, SUB_DIRECTORIES, WIDTH, Page

BITS, COMPRESSION, ROWS_PER_STRIP, PREDICTOR, TILE_WIDTH, TILE_HEIGHT, SAMPLE_FORMAT = 258, 259, 278, 317, 322, 323, 339
UNCOMPRESSED, DEFLATE, JPEG_XL, FLOAT = 1, 8, (50002, 52546), 3
GONE = (NEW_SUBFILE_TYPE, SUB_DIRECTORIES)
OWN_BYTES = {"little": "<", "big": ">"}[sys.byteorder]


def find_compressed_page(data: bytes) -> Page | None:
    """Return the page of a DNG's raw data, if LibRaw does not decode them."""
    page = find_raw_page(data) if is_dng(data) else None
    if page is None or page.number(COMPRESSION, UNCOMPRESSED) not in (DEFLATE, *JPEG_XL):
        return None
    floats = page.number(COMPRESSION) == DEFLATE and FLOAT in page.numbers(SAMPLE_FORMAT)
    return None if floats else page


def decompress(data: bytes, decode: bool = True) -> bytes:
    """Return a file whose raw data LibRaw decodes: the same, or a DNG with the raw data uncompressed.

    decode: otherwise the raw data are left out, and LibRaw can read the header.  Raises whatever decoders do.
    """
    page = find_compressed_page(data)
    if page is None:
        return data
    bits = 8 if set(page.numbers(BITS)) == {8} else 16  # 10 to 15 become 16, with the same white level
    count = page.number(SAMPLES_PER_PIXEL, 1)
    samples, size = b"", page.number(WIDTH) * page.number(HEIGHT) * count * bits // 8
    if decode:
        decoded = codecs.decode_tiff(page.extract(dict.fromkeys(GONE)), f"uint{bits}")
        samples = (decoded if page.form.order == OWN_BYTES else decoded.byteswap()).tobytes()
    changed: dict[int, bytes | None] = dict.fromkeys((*GONE, PREDICTOR, TILE_WIDTH, TILE_HEIGHT, *TILES))
    end = len(data) + len(samples)
    listed, numbers = page.encode_shorts(BITS, [bits] * count, end)
    changed |= {BITS: listed, COMPRESSION: page.encode_short(COMPRESSION, UNCOMPRESSED)}
    places = {ROWS_PER_STRIP: page.number(HEIGHT), STRIPS[0]: len(data), STRIPS[1]: size}
    changed |= {tag: page.encode_long(tag, number) for tag, number in places.items()}
    return replace(page, data=b"".join([data, samples, numbers])).extract(changed)
