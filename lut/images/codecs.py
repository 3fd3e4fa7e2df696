"""Decode and encode what Pillow cannot: 16-bit PNG (imagecodecs), TIFF of 16 bits, floats or rare kinds (tifffile).

Pillow opens a 16-bit RGB file as 8 bits without a word.  These two don't, and were chosen over others because they take
bytes and give arrays, raise on any damage, know every kind of TIFF (strips, tiles, planes, BigTIFF, floating point, all
compressions), are the fastest of what was measured, and come as wheels for all systems, of 13 to 42 MB.  OpenImageIO
(8 MB, and in Debian) takes twice the time, works on named files only, and writes to standard error by itself; libvips
(8 MB) has no wheel of its Python side; OpenCV (40 to 60 MB) makes four channels of two.  The GPL admits them all.

They are imported only when a file needs them: without them, such a file is refused in one sentence.
"""

from __future__ import annotations

import io
import logging
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..language import _
from .optional_packages import DEEP, import_package

PNG_PAETH, PNG_RLE = 128, 3  # filter and strategy: a photograph as small as by trying them all, in a third of the time
ROWS = 64  # of a strip of a compressed TIFF
SEPARATE = 2
MIN_IS_WHITE = 0


def import_library(name: str, deep: bool = True) -> Any:
    """Import imagecodecs or tifffile.

    deep: more than 8 bits per channel need it, as the error says.  Raises LutFormatError unless both are there.
    """
    library = import_package(name, _("has more than 8 bits per channel") if deep else _("is stored in a rare way"))
    for package in DEEP:
        logging.getLogger(package).setLevel(logging.CRITICAL)  # of oddities in metadata that nobody asked about
    return library


def decode_png(data: bytes) -> NDArray[np.uint16]:
    """Decode a 16-bit PNG to (H, W, 1…4); a color that stands for transparency becomes alpha."""
    samples: NDArray[np.uint16] = import_library("imagecodecs").png_decode(data)
    return samples if samples.ndim == 3 else samples[..., None]


def encode_png(samples: NDArray[np.uint16]) -> bytes:
    """Encode (H, W, 1…4) samples as a PNG without metadata."""
    flat = np.ascontiguousarray(samples[..., 0] if samples.shape[2] == 1 else samples)
    return bytes(import_library("imagecodecs").png_encode(flat, filter=PNG_PAETH, strategy=PNG_RLE))


def decode_tiff(data: bytes, dtype: str) -> NDArray[Any]:
    """Decode a TIFF's only page to (H, W, …), 0 being black."""
    page: Any = import_library("tifffile").TiffFile(io.BytesIO(data)).pages[0]
    if not all(page.databytecounts):
        raise ValueError("pixels are missing")  # which tifffile takes for black
    samples = page.asarray(maxworkers=1)
    if page.planarconfig == SEPARATE and page.samplesperpixel > 1:
        samples = np.moveaxis(samples, 0, 2)
    shape = page.imagelength, page.imagewidth, page.samplesperpixel
    samples = np.ascontiguousarray(samples.reshape(shape), dtype=dtype)
    if page.photometric == MIN_IS_WHITE:
        samples[..., 0] = np.iinfo(samples.dtype).max - samples[..., 0]
    return samples


def encode_tiff(samples: NDArray[Any], extras: int, compressed: bool) -> bytes:
    """Encode (H, W, …) samples as a little-endian TIFF without metadata; compressed without loss (Deflate), or not.

    extras: how many of the samples are no colors.
    """
    file = io.BytesIO()
    channels = samples.shape[2]
    how: dict[str, Any] = {"compression": "zlib", "predictor": True, "rowsperstrip": ROWS} if compressed else {}
    import_library("tifffile").imwrite(
        file,
        samples[..., 0] if channels == 1 else samples,
        byteorder="<",
        photometric="rgb" if channels - extras == 3 else "minisblack",
        planarconfig="contig" if channels > 1 else None,
        extrasamples=["unspecified"] * extras or None,
        metadata=None,
        software=False,
        maxworkers=1,
        **how,
    )
    return file.getvalue()
