"""Raw files of cameras and phones, read through LibRaw: DNG, NEF, ARW, CR2, CR3, ORF, RW2, RAF and more.

They are told apart by content: a TIFF with a page of raw data (DNG 1.7.1, chapter 2; TIFF/EP), or a maker's signature.
raw_development.py says how they are developed.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from numpy.typing import NDArray

from . import raw_development, raw_metadata
from .picture import Deep, PictureFormat
from .raw_formats import EXTENSIONS, NAME


def open_deep(data: bytes) -> Deep:
    """Open a raw file's header.  Raises LutFormatError where LibRaw is missing, or does not know the file."""
    header = raw_development.measure_raw(data)
    notes: list[str] = []

    def develop(half: bool) -> NDArray[Any]:
        samples, notes[:] = raw_development.develop_raw(data, half)
        return samples

    how = partial(develop, False), partial(develop, True)
    return Deep(header.size, 2 * header.channels, how[0], upright=True, half=how[1], notes=notes)


FORMAT = PictureFormat(NAME, EXTENSIONS, raw_metadata.read_metadata, None, carries=frozenset(), copies=6)
