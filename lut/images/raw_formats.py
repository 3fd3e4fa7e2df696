"""Recognize raw files by their content."""

from __future__ import annotations

from ..shared import photo_files
from .tiff_pages import read_pages

NAME = "RAW"
EXTENSIONS = photo_files.RAW
# Fujifilm, Panasonic, Olympus (three), Sigma, Minolta, Canon's CRW.
SIGNATURES = (b"FUJIFILMCCD-RAW", b"IIU\0", b"IIRO", b"IIRS", b"MMOR", b"FOVb", b"\0MRM", b"II\x1a\0\0\0HEAPCCDR")
CANON_RAW_2 = b"\x10\0\0\0CR\2\0"  # the offset of the first directory, and a mark
CANON_RAW_3 = b"ftypcrx "
# The first bytes of makers' TIFFs, and of the TIFF that each is.
TIFF_MARKS = {
    **{mark: mark for mark in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")},
    **dict.fromkeys((b"IIU\x00", b"IIRO", b"IIRS"), b"II*\x00"),
    b"MMOR": b"MM\0*",
}


def is_raw(data: bytes, extension: str = "") -> bool:
    """Return True for a camera's raw file.

    A developed TIFF is none, whatever tags a converter copied to it.  extension: of its name, in lower case; some
    makers' TIFFs say nowhere that they hold raw data.
    """
    if data.startswith(SIGNATURES) or data[4:12] in (CANON_RAW_2, CANON_RAW_3):
        return True
    if data[:4] not in TIFF_MARKS:
        return False
    if extension in EXTENSIONS and extension != ".dng":
        return True
    top, below = read_pages(data)
    return any(page.is_raw for page in (*top, *below))
