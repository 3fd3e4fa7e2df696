"""Parse and write TIFF directories without interpreting their values.

An EXIF block and a TIFF file have the same structure (TIFF 6.0, section 2): byte order, 42, the offset of
a directory; a directory has 12-byte entries, each with a tag, a type, a count and the values or their
offset.  Pillow decodes and encodes texts and nested directories on the way, and loses some.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

# Bytes of each type (BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE … IFD), and of the numbers in it that have an order.
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
NUMBERS = {**SIZES, 5: 4, 10: 4}
WHOLE = {1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8}  # the unsigned ones
BIG_ONLY = (16, 17, 18)  # offsets and counts of BigTIFF, which say nothing about the picture
BYTE, SHORT, LONG, RATIONAL, UNDEFINED = 1, 3, 4, 5, 7
NESTED = (0x8769, 0x8825, 0xA005)  # Exif, GPS, interoperability
MAX_NESTING = 3
MAX_ENTRIES = 1024  # of a directory: five times what any has
MAX_NUMBERS = 1024  # of a tag, for those that are looked at

Value = tuple[int, bytes]  # type, values in little-endian order
Directory = dict[int, "Value | Directory"]


class Form(NamedTuple):
    """Layout of directories: the order of bytes, struct's letters for the number of entries and for offsets, and where
    the offset of the first directory is.
    """

    order: str
    entries: str
    offset: str
    first: int


FORMS = {
    b"II*\0": Form("<", "H", "I", 4),
    b"MM\0*": Form(">", "H", "I", 4),
    b"II+\0": Form("<", "Q", "Q", 8),  # BigTIFF
    b"MM\0+": Form(">", "Q", "Q", 8),
}


def offset_bytes(form: Form) -> int:
    """Return the bytes of an offset, which is also the room for values in an entry."""
    return struct.calcsize("=" + form.offset)


def parse_block(data: bytes, without: Iterable[int] = ()) -> Directory:
    """Parse the first directory and those nested in it; empty where there is none that can be understood."""
    form = FORMS.get(data[:4])
    if form is None:
        return {}
    try:
        (offset,) = struct.unpack_from(form.order + form.offset, data, form.first)
        return read_directory(data, form, offset, frozenset(without))
    except (struct.error, OverflowError):  # an offset outside, or beyond what Python can index
        return {}


def read_entries(data: bytes, form: Form, offset: int) -> tuple[list[bytes], int]:
    """Return a directory's entries as they lie in the file, and the offset of the next directory (0: there is none).

    Raises struct.error where the directory lies outside the file.
    """
    (count,) = struct.unpack_from(form.order + form.entries, data, offset)
    start, step = offset + struct.calcsize("=" + form.entries), 4 + 2 * offset_bytes(form)
    end = start + step * count
    if count > MAX_ENTRIES or end > len(data):
        raise struct.error("a directory that ends outside the file")
    following = data[end : end + offset_bytes(form)]
    place = struct.unpack(form.order + form.offset, following)[0] if len(following) == offset_bytes(form) else 0
    return [data[at : at + step] for at in range(start, end, step)], place


def read_tag(entry: bytes, form: Form) -> int:
    return int(struct.unpack_from(form.order + "H", entry)[0])


def read_value(entry: bytes, data: bytes, form: Form, most: int | None = None) -> Value | None:
    """Read an entry's value; None for an unknown type, no values, and values that lie outside the file.

    most: values at most.
    """
    room = offset_bytes(form)
    kind, number = struct.unpack_from(form.order + "H" + form.offset, entry, 2)
    each = SIZES.get(kind, 0)
    size = each * number
    wanted = size if most is None else min(size, each * most)
    values = entry[-room:][:wanted]
    if size > room:
        (place,) = struct.unpack_from(form.order + form.offset, entry, len(entry) - room)
        values = data[place : place + wanted] if place + size <= len(data) else b""
    if not values:
        return None
    if form.order == ">":
        values = np.frombuffer(values, f">u{NUMBERS[kind]}").byteswap().tobytes()
    return kind, values


def contains_any(entry: bytes, data: bytes, form: Form, parts: Iterable[bytes]) -> bool:
    """Return True if one of the parts is in an entry's values, which lie elsewhere and may be too many to copy."""
    room = offset_bytes(form)
    kind, number = struct.unpack_from(form.order + "H" + form.offset, entry, 2)
    (place,) = struct.unpack_from(form.order + form.offset, entry, len(entry) - room)
    return any(data.find(part, place, place + SIZES.get(kind, 0) * number) >= 0 for part in parts)


def read_whole_numbers(value: Value | Directory | None) -> tuple[int, ...]:
    """Return a tag's whole numbers; none where it is missing or something else."""
    kind, values = value if isinstance(value, tuple) else (0, b"")
    width = WHOLE.get(kind)
    return tuple(int(number) for number in np.frombuffer(values, f"<u{width}")) if width else ()


def read_directory(data: bytes, form: Form, offset: int, without: frozenset[int], nesting: int = 0) -> Directory:
    result: Directory = {}
    held = 0
    for entry in read_entries(data, form, offset)[0]:
        tag = read_tag(entry, form)
        value = None if tag in without else read_value(entry, data, form)
        if value is None or (value[0] in BIG_ONLY and tag not in NESTED):
            continue
        held += len(value[1])
        if held > len(data):
            raise struct.error("values that overlap")
        if tag not in NESTED:
            result[tag] = value
        elif nesting < MAX_NESTING and len(value[1]) in (4, offset_bytes(form)):
            result[tag] = read_directory(data, form, int.from_bytes(value[1], "little"), without, nesting + 1)
    return result


def serialize_directory(entries: Directory, offset: int = 8) -> bytes:
    """Serialize a directory for that offset (even), then its values and nested directories; little-endian."""
    head = [struct.pack("<H", len(entries))]
    body: list[bytes] = []
    place = offset + 2 + 12 * len(entries) + 4
    for tag, value in sorted(entries.items()):
        if isinstance(value, dict):
            kind, count, content = LONG, 1, serialize_directory(value, place)
            head.append(struct.pack("<HHII", tag, kind, count, place))
        else:
            kind, content = value
            head.append(struct.pack("<HHI", tag, kind, len(content) // SIZES[kind]))
            head.append(content.ljust(4, b"\0") if len(content) <= 4 else struct.pack("<I", place))
            content = content if len(content) > 4 else b""
        content += bytes(len(content) % 2)
        body.append(content)
        place += len(content)
    return b"".join([*head, bytes(4), *body])


def make_block(entries: Directory) -> bytes:
    """Make an EXIF block (or a TIFF without pixels); empty for no entries."""
    return struct.pack("<2sHI", b"II", 42, 8) + serialize_directory(entries) if entries else b""


def append_directory(file: bytes, entries: Directory) -> bytes:
    """Append another directory to a little-endian TIFF and make it the first."""
    offset = len(file) + len(file) % 2
    if offset > 0xF0000000:
        raise ValueError("a TIFF holds at most 4 gigabytes")
    rest = memoryview(file)[8:]  # not copied twice: it may be of gigabytes
    return b"".join(
        [file[:4], struct.pack("<I", offset), rest, bytes(len(file) % 2), serialize_directory(entries, offset)]
    )


def shorts(*numbers: int) -> Value:
    return SHORT, struct.pack(f"<{len(numbers)}H", *numbers)


def longs(*numbers: int) -> Value:
    return LONG, struct.pack(f"<{len(numbers)}I", *numbers)
