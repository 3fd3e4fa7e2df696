"""The kinds of picture files that are read and written."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from ..errors import LutFormatError
from . import avif, heif, jpeg, jxl, png, raw, tiff, webp
from .picture import PictureFormat

FORMATS: tuple[PictureFormat, ...] = (
    jpeg.FORMAT,
    png.FORMAT,
    tiff.FORMAT,
    webp.FORMAT,
    heif.FORMAT,
    avif.FORMAT,
    jxl.FORMAT,
    raw.FORMAT,
)
EXTENSIONS = frozenset(extension for kind in FORMATS for extension in kind.extensions)
READ_ONLY = frozenset(extension for kind in FORMATS if not kind.encode for extension in kind.extensions)
NAMES = "JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL or raw"
WRITTEN = "JPEG, PNG, TIFF, WebP, AVIF or JPEG XL"


def find_format(name: str) -> PictureFormat | None:
    """Find the format of that name (Pillow's), or None."""
    return next((kind for kind in FORMATS if kind.name == name), None)


def format_of_path(path: str | PathLike[str]) -> PictureFormat:
    """Return the format in which a file of that name is written.  Raises LutFormatError where there is none."""
    extension = Path(path).suffix.lower()
    for kind in FORMATS:
        if extension in kind.extensions and kind.encode:
            return kind
    found = f"the extension '{extension}'" + (", which is only read" if extension in EXTENSIONS else "")
    raise LutFormatError(path, None, f"expected a file name for {WRITTEN}, found {found}")
