"""Find the raw data in raw files that are TIFFs (DNG 1.7.1, chapter 2; TIFF/EP; most makers' own)."""

from __future__ import annotations

import struct

from ..errors import LutFormatError
from ..language import _
from .tiff_pages import (
    HEIGHT,
    REDUCED,
    WIDTH,
    Page,
    read_first_page,
    read_pages,
)

DNG_VERSION, BASELINE_EXPOSURE = 50706, 50730
SRATIONAL = 10
STRIPS, TILES = (273, 279), (324, 325)  # offsets and bytes


def is_dng(data: bytes) -> bool:
    page = read_first_page(data)
    return page is not None and DNG_VERSION in page.entries


def find_raw_page(data: bytes) -> Page | None:
    """Return the largest page of raw data; None where the file is no TIFF, or does not say which page that is."""
    top, below = read_pages(data)
    found = [page for page in (*top, *below) if page.is_raw and not page.flags & REDUCED]
    return max(found, key=count_pixels, default=None)


def find_rendering_page(data: bytes) -> Page | None:
    """Return the largest page that is a reduced, developed copy; None where there is none, or no TIFF."""
    top, below = read_pages(data)
    found = [page for page in (*top, *below) if page.flags == REDUCED and not page.is_raw and page.has_pixels]
    return max(found, key=count_pixels, default=None)


def count_pixels(page: Page) -> int:
    return page.number(WIDTH) * page.number(HEIGHT)


def check_complete(data: bytes) -> None:
    """Raise LutFormatError where raw data lie outside the file: LibRaw would make some of them up."""
    page = find_raw_page(data)
    if page is None:
        return
    for offsets, counts in (STRIPS, TILES):
        ends = [at + count for at, count in zip(page.numbers(offsets), page.numbers(counts), strict=False)]
        if max(ends, default=0) > len(data):
            sentence = _("expected a complete raw file of at least {expected:,} bytes, found {found:,}")
            raise LutFormatError("", None, sentence.format(expected=max(ends), found=len(data)))


def read_baseline_exposure(data: bytes) -> float:
    """Read the stops by which a DNG is brighter than its raw data; 0 where it does not say, NaN for a division by 0."""
    page = read_first_page(data)
    if page is None or BASELINE_EXPOSURE not in page.entries:
        return 0.0
    kind, values = page.value(BASELINE_EXPOSURE) or (0, b"")
    if kind != SRATIONAL or len(values) != 8:
        return float("nan")
    numerator, denominator = struct.unpack("<ii", values)
    return numerator / denominator if denominator else float("nan")
