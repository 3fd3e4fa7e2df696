"""More than 8 bits per channel: PNG through imagecodecs, TIFF through tifffile.

Pillow opens a 16-bit RGB file as 8 bits without a word.  These two don't, and were chosen over others because they take
bytes and give arrays, raise on any damage, know every kind of TIFF (strips, tiles, planes, BigTIFF, floating point, all
compressions), are the fastest of what was measured, and come as wheels for all systems, of 13 to 42 MB.  OpenImageIO
(8 MB, and in Debian) takes twice the time, works on named files only, and writes to standard error by itself; libvips
(8 MB) has no wheel of its Python side; OpenCV (40 to 60 MB) makes four channels of two.  The GPL admits them all.

Only this file imports them, and only when a file needs it: without them, such a file is refused in one sentence.
"""

from __future__ import annotations

import importlib  # noqa: TID251  (of two names)
import io
import logging
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..language import _

PACKAGES = ("imagecodecs", "tifffile")
PNG_PAETH, PNG_RLE = 128, 3  # filter and strategy: a photograph as small as by trying them all, in a third of the time
ROWS = 64  # of a strip of a compressed TIFF
SEPARATE = 2
MIN_IS_WHITE, MIN_IS_BLACK, RGB = 0, 1, 2
ASSOCIATED_ALPHA, UNASSOCIATED_ALPHA = 1, 2
INTEGER, FLOAT = 1, 3
TYPES = {(INTEGER, 8): "uint8", (INTEGER, 16): "uint16", **{(FLOAT, bits): "float32" for bits in (16, 32, 64)}}

COLORS = {5: "CMYK", 6: "YCbCr", 8: "CIELAB", 9: "CIELAB", 10: "CIELAB"}


def library(name: str) -> Any:
    """imagecodecs or tifffile.  Raises LutFormatError without both: tifffile alone lacks half of the compressions."""
    try:
        for package in PACKAGES:
            importlib.import_module(package)
    except ImportError as error:
        sentence = _(
            "has more than 8 bits per channel, for which {python} lacks {name}; run: python -m pip install {packages}"
        ).format(python=sys.executable, name=error.name, packages=" ".join(PACKAGES))
        raise LutFormatError("", None, sentence) from None
    logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # of oddities in metadata that nobody asked about
    return sys.modules[name]


def png_samples(data: bytes) -> NDArray[np.uint16]:
    """(H, W, 1…4) of a 16-bit PNG; a color that stands for transparency has become alpha."""
    samples: NDArray[np.uint16] = library("imagecodecs").png_decode(data)
    return samples if samples.ndim == 3 else samples[..., None]


def png(samples: NDArray[np.uint16]) -> bytes:
    """A PNG of (H, W, 1…4) samples and nothing else."""
    flat = np.ascontiguousarray(samples[..., 0] if samples.shape[2] == 1 else samples)
    return bytes(library("imagecodecs").png_encode(flat, filter=PNG_PAETH, strategy=PNG_RLE))


class Tiff:
    """A TIFF file whose directory is read."""

    def __init__(self, data: bytes) -> None:
        pages = library("tifffile").TiffFile(io.BytesIO(data)).pages
        self.count = len(pages)
        self.page: Any = pages[0]
        self.size: tuple[int, int] = (self.page.imagewidth, self.page.imagelength)

    @property
    def type(self) -> str | None:
        """That of the samples as they are given, None for those that are not."""
        return TYPES.get((self.page.sampleformat, self.page.bitspersample))

    @property
    def pixel_bytes(self) -> int:
        """Of a pixel as RGB, with alpha where there is a sample more than colors."""
        colors = 3 if self.page.photometric == RGB else 1
        channels = 4 if self.page.samplesperpixel > colors else 3
        return channels * np.dtype(self.type or "float32").itemsize

    def refusal(self) -> str:
        """Why the samples are not those of a photograph; empty where they are."""
        page, other = self.page, _("expected RGB or gray, found {mode}; convert it to RGB first")
        if page.photometric not in (MIN_IS_WHITE, MIN_IS_BLACK, RGB):
            space = int(page.photometric)
            known = {3: _("a palette"), 32803: _("a camera's raw data"), **COLORS}
            return other.format(mode=known.get(space) or _("the color space {number}").format(number=space))
        if ASSOCIATED_ALPHA in page.extrasamples:
            return other.format(mode=_("premultiplied alpha"))
        colors = 3 if page.photometric == RGB else 1
        if page.imagedepth != 1 or page.samplesperpixel not in (colors, colors + 1):
            return _("expected RGB or gray, and alpha, found {count} channels").format(count=page.samplesperpixel)
        if self.type is None:
            kinds = {INTEGER: _("integers"), 2: _("signed integers"), FLOAT: _("floating-point numbers")}
            sentence = _("expected 8 or 16 bits per channel, or floating point, found {bits}-bit {numbers}")
            return sentence.format(bits=page.bitspersample, numbers=kinds.get(int(page.sampleformat), _("numbers")))
        if self.type == "float32" and page.photometric == MIN_IS_WHITE:
            return _("expected 8 or 16 bits per channel, or floating point, found floating point with white at 0")
        return ""

    def samples(self) -> NDArray[Any]:
        """(H, W, 1…4) uint8, uint16 or float32."""
        width, height = self.size
        if not all(self.page.databytecounts):
            raise ValueError("pixels are missing")  # which tifffile takes for black
        samples = self.page.asarray(maxworkers=1)
        if self.page.planarconfig == SEPARATE and self.page.samplesperpixel > 1:
            samples = np.moveaxis(samples, 0, 2)
        samples = np.ascontiguousarray(samples.reshape(height, width, self.page.samplesperpixel), dtype=self.type)
        if self.page.photometric == MIN_IS_WHITE:
            samples[..., 0] = np.iinfo(samples.dtype).max - samples[..., 0]
        return samples


def tiff(samples: NDArray[Any], compressed: bool) -> bytes:
    """A TIFF of (H, W, 1…4) samples and nothing else, little-endian; compressed without loss (Deflate), or not."""
    file = io.BytesIO()
    channels = samples.shape[2]
    how: dict[str, Any] = {"compression": "zlib", "predictor": True, "rowsperstrip": ROWS} if compressed else {}
    library("tifffile").imwrite(
        file,
        samples[..., 0] if channels == 1 else samples,
        byteorder="<",
        photometric="rgb" if channels > 2 else "minisblack",
        planarconfig="contig" if channels > 1 else None,
        extrasamples=("unassalpha",) if channels in (2, 4) else None,
        metadata=None,
        software=False,
        maxworkers=1,
        **how,
    )
    return file.getvalue()
