"""Parse Samsung's trailer: blocks, then a directory that says how far before it each block begins.

A block is two zero bytes, a type, the length of its name, the name, and its data.  The directory is ``SEFH``, a
version, a count, and 12 bytes for each block (two zero bytes, type, offset, size); its length and ``SEFT`` end the
file.  All numbers are little-endian.  As ExifTool reads it (Image::ExifTool::Samsung, ProcessSamsung).
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Set
from dataclasses import dataclass
from itertools import accumulate

HEAD, FOOT = b"SEFH", b"SEFT"
ENTRY = struct.Struct("<HHII")
FIXED = struct.Struct("<HHI")  # a block's bytes before its name


@dataclass(frozen=True)
class Block:
    """A block's place in the file.

    entry: its place in the directory; None for bytes between blocks and for the directory itself.
    header: how many of its bytes come before its data.
    """

    start: int
    end: int
    name: str = ""
    header: int = 0
    entry: int | None = None
    directory: bool = False


def parse_trailer(data: bytes) -> list[Block]:
    """Return the blocks and the directory, by offset, without gaps; none where there is no such trailer."""
    foot = len(data) - 8
    size = int.from_bytes(data[foot : foot + 4], "little") if foot >= 0 and data.endswith(FOOT) else 0
    directory = foot - size
    if size < 12 or directory < 0 or not data.startswith(HEAD, directory):
        return []
    count = int.from_bytes(data[directory + 8 : directory + 12], "little")
    if 12 + ENTRY.size * count > size:
        return []
    entries = ENTRY.iter_unpack(data[directory + 12 : directory + 12 + ENTRY.size * count])
    spans = sorted((directory - offset, length, number) for number, (_, _, offset, length) in enumerate(entries))
    blocks: list[Block] = []
    for start, length, number in spans:
        end = blocks[-1].end if blocks else start
        if start < end or start < 0 or length < FIXED.size or start + length > directory:
            return []
        if start > end:
            blocks.append(Block(end, start))
        name = data[start + FIXED.size : start + min(length, FIXED.size + FIXED.unpack_from(data, start)[2])]
        blocks.append(
            Block(start, start + length, name.decode("ascii", "replace"), FIXED.size + len(name), entry=number)
        )
    end = blocks[-1].end if blocks else directory
    if end < directory:
        blocks.append(Block(end, directory))
    return [*blocks, Block(directory, len(data), directory=True)]


def remove_entries(directory: bytes, gone: Set[int]) -> bytes:
    """Remove the entries of these numbers, whose blocks are taken out; empty if none is left.

    The blocks before them come nearer to the directory.
    """
    count = int.from_bytes(directory[8:12], "little")
    entries = list(ENTRY.iter_unpack(directory[12 : 12 + ENTRY.size * count]))
    removed = sorted(entries[number][2:] for number in gone)
    before = [0, *accumulate(length for _, length in removed)]
    left = [entry for number, entry in enumerate(entries) if number not in gone]
    if not left:
        return b""
    parts = [directory[:8], struct.pack("<I", len(left))]
    for zero, kind, offset, size in left:
        nearer = before[bisect_left(removed, (offset, 0))]
        parts.append(ENTRY.pack(zero, kind, offset - nearer, size))
    result = b"".join(parts)
    return result + struct.pack("<I", len(result)) + FOOT
