"""Boxes of ISO media files: ISO/IEC 14496-12:2022, section 4.2. HEIF, AVIF and JPEG XL's container consist of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

FULL_HEADER = 4  # version and flags in front of a full box's content


class Box(NamedTuple):
    """name: its four bytes.  content: offsets of its first byte and of the one behind its last."""

    name: bytes
    begin: int
    end: int


def walk_boxes(data: bytes, begin: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes between two offsets.  One that reaches beyond the end is cut, and the last."""
    stop = len(data) if end is None else min(end, len(data))
    at = begin
    while at + 8 <= stop:
        size, header = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1 and at + 16 <= stop:
            size, header = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:  # to the end of the file
            size = stop - at
        if size < header:
            return
        yield Box(data[at + 4 : at + 8], at + header, min(at + size, stop))
        at += size


def make_box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def read_brands(data: bytes) -> tuple[bytes, ...]:
    """Return the brands of the file type box, the major one first; empty where a file does not begin with one."""
    if data[4:8] != b"ftyp":
        return ()
    end = min(int.from_bytes(data[:4], "big"), 4096)
    return (data[8:12], *(data[at : at + 4] for at in range(16, end, 4)))
