"""gmz: G'MIC's file of pictures, in which it keeps color tables (CLUTs) compressed to keypoints.

    2 unsigned_char little_endian     how many pictures, of what numbers
    1 22 1 6 #110                     width, height, depth, channels; 110 bytes of zlib follow
    …
    1 8 1 1 #16                       the last one: "GMZ", then a name for each picture, a zero byte behind each
    …

CImg's .cimg and .cimgz are the same without names.  A picture's numbers lie channel by channel, x fastest.  A CLUT is

    keypoints      N × 1 or 1 × N, 6 channels: input red, green, blue, and the output; 4 channels: gray output
    a table        N × N × N, 3 channels: red along the width, green along the height, blue along the depth
    a Hald picture W × H, 3 channels, as many pixels as an N × N × N table has points

in codes of 0 to 255; above 1024 they are of 16 bits.  clut_keypoints.py rebuilds tables from keypoints.  Sources:
CImg's ``save_cimg``; G'MIC's ``compress_clut``, ``decompress_clut`` and ``input_clut``.  G'MIC and darktable read them.

Pictures of other kinds are left out, with a note.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..lattice import MIN_SIZE
from ..table import Lut, join_lines
from .clut_keypoints import rebuild_table
from .format import Format, Several, quote

TYPES = {  # CImg's names in files of any age
    **{"unsigned_char": "u1", "uchar": "u1", "uint8": "u1", "char": "i1", "int8": "i1"},
    **{"unsigned_short": "u2", "ushort": "u2", "uint16": "u2", "short": "i2", "int16": "i2"},
    **{"unsigned_int": "u4", "uint": "u4", "uint32": "u4", "int": "i4", "int32": "i4"},
    **{"unsigned_int64": "u8", "uint64": "u8", "int64": "i8"},
    **{"float": "f4", "float32": "f4", "double": "f8", "float64": "f8"},
}
HEAD = re.compile(rb"(\d{1,9}) ([a-z_0-9]{3,20})(?: (little|big)_endian)? ?\r?\n")
PICTURE = re.compile(rb"(\d{1,9}) (\d{1,9}) (\d{1,9}) (\d{1,9})(?: #(\d{1,9}))?\r?\n")
MARK = b"GMZ\0"
MAX_BYTES = 1 << 28
MAX_PICTURES = 10_000
MAX_NAMES = 1 << 20  # bytes
MAX_TABLE = 144  # points a side: the largest Hald picture that programs make, of level 12
MAX_UNPACKED = MAX_TABLE**3 * 3 * 4  # bytes of a picture: such a table in 32 bits
MAX_KEYPOINTS = 1 << 16
SMALLEST_HALD = 8  # pixels a side
WHITE, WHITE16 = 255, 65535
MAX_CODE = 1024  # of 8 bits; G'MIC takes larger ones for 16 bits


@dataclass(frozen=True)
class Stored:
    """A picture in a file, still packed.  shape: width, height, depth, channels.  kind: of its numbers."""

    shape: tuple[int, ...]
    kind: np.dtype[Any]
    data: bytes
    is_packed: bool

    @property
    def size(self) -> int:
        return math.prod(self.shape) * self.kind.itemsize

    def unpack(self, limit: int = MAX_UNPACKED) -> NDArray[Any]:
        """Return its numbers, indexed [channel, z, y, x].  Raises LutFormatError, for more than ``limit`` bytes too."""
        if self.size > limit:
            raise make_refusal(f"expected at most {limit:,} bytes in a picture, found {self.size:,}")
        data = self.data
        if self.is_packed:
            try:
                data = zlib.decompressobj().decompress(data, self.size + 1)
            except zlib.error:
                raise make_refusal("expected a picture that can be unpacked, found a damaged one") from None
        if len(data) != self.size:
            found = "more" if len(data) > self.size else f"{len(data):,}"
            raise make_refusal(f"expected {self.size:,} bytes in a picture, found {found}")
        return np.frombuffer(data, self.kind).reshape(self.shape[::-1])

    @property
    def is_keypoints(self) -> bool:
        width, height, depth, channels = self.shape
        return min(width, height) == depth == 1 and max(width, height) > 1 and channels in (4, 6)

    @property
    def is_table(self) -> bool:
        width, height, depth, channels = self.shape
        return channels in (1, 3) and width == height == depth and MIN_SIZE <= width <= MAX_TABLE

    @property
    def is_hald(self) -> bool:
        width, height, depth, channels = self.shape
        size = round((width * height) ** (1 / 3))
        fits = size**3 == width * height and size <= MAX_TABLE
        return fits and depth == 1 and channels in (1, 3) and min(width, height) >= SMALLEST_HALD

    @property
    def is_clut(self) -> bool:
        return self.is_keypoints or self.is_table or self.is_hald


def read(data: bytes) -> Lut:
    """Read the first CLUT of a file, with a note on the others."""
    cluts, _ = find_cluts(data)
    name, stored = next(iter(cluts.items()))
    lut = read_clut(stored, name)
    return lut if len(cluts) == 1 else lut.noted(f"this is the first CLUT, {name}, of {len(cluts):,} in the file")


def read_all(data: bytes) -> Several:
    """Read every CLUT by its name; the first has a note on the pictures that are none."""
    cluts, left_out = find_cluts(data)
    readers: dict[str, Callable[[], Lut]] = {name: partial(read_clut, each, name) for name, each in cluts.items()}
    if left_out:
        first = next(iter(readers))
        readers[first] = partial(read_noted, readers[first], f"left out, as no CLUT: {', '.join(left_out)}")
    return Several(readers)


def read_noted(read_one: Callable[[], Lut], note: str) -> Lut:
    return read_one().noted(note)


def find_cluts(data: bytes) -> tuple[dict[str, Stored], list[str]]:
    """Find the CLUTs of a file by name, still packed, and describe its other pictures.  Raises LutFormatError."""
    pictures = list(read_pictures(data))
    names: list[str] = []
    if pictures and is_names(pictures[-1]):
        listed = bytes(pictures.pop().unpack().ravel().astype(np.uint8))[len(MARK) :].split(b"\0")
        names = [join_lines(name.decode("utf-8", "replace")).replace("/", "-") for name in listed]
    cluts: dict[str, Stored] = {}
    left_out: list[str] = []
    for number, picture in enumerate(pictures):
        name = names[number] if number < len(names) and names[number] else f"CLUT {number + 1}"
        if picture.is_clut:
            cluts[name if name not in cluts else f"{name} ({number + 1})"] = picture
        else:
            left_out.append(f"{quote(name)} ({describe(picture)})")
    if not cluts:
        found = ", ".join(left_out[:3]) or "no pictures"
        raise make_refusal(f"expected CLUTs as keypoints or tables, found {found}")
    more = len(left_out) - 3
    return cluts, [*left_out[:3], *([f"and {more} more"] if more > 0 else [])]


def describe(picture: Stored) -> str:
    width, height, depth, channels = picture.shape
    return f"{width} × {height} × {depth} with {channels} channels"


def is_names(picture: Stored) -> bool:
    """Return True for the picture that holds the others' names."""
    width, height, depth, channels = picture.shape
    if not min(width, height) == depth == channels == 1 or not len(MARK) <= max(width, height) <= MAX_NAMES:
        return False
    numbers = picture.unpack(MAX_NAMES * picture.kind.itemsize).ravel()
    return bool((numbers[: len(MARK)] == list(MARK)).all())


def read_pictures(data: bytes) -> Iterator[Stored]:
    """Yield the pictures of a file, still packed.  Raises LutFormatError."""
    head = HEAD.match(data)
    if head is None or head[2].decode() not in TYPES:
        raise make_refusal(f"expected a number of pictures and their type, found {quote(repr(data[:30])[2:-1])}")
    count = int(head[1])
    if count > MAX_PICTURES:
        raise make_refusal(f"expected at most {MAX_PICTURES:,} pictures, found {count:,}")
    kind = np.dtype(TYPES[head[2].decode()]).newbyteorder(">" if head[3] == b"big" else "<")
    start = head.end()
    for number in range(1, count + 1):
        found = PICTURE.match(data, start)
        if found is None:
            raise make_refusal(f"expected picture {number} of {count}, found {len(data) - start:,} bytes of no picture")
        *shape, packed = (int(each or 0) for each in found.groups())
        stored = math.prod(shape) * kind.itemsize if found[5] is None else packed
        start = found.end() + stored
        if start > len(data):
            raise make_refusal(f"expected {stored:,} bytes in picture {number} of {count}, found an earlier end")
        yield Stored(tuple(shape), kind, data[found.end() : start], found[5] is not None)


def read_clut(stored: Stored, name: str) -> Lut:
    """Read a CLUT.  Raises LutFormatError."""
    numbers = stored.unpack()
    if not np.isfinite(numbers).all():
        raise make_refusal(f"expected finite numbers in {quote(name)}, found others")
    if stored.is_keypoints:
        return read_keypoints(numbers.reshape(stored.shape[3], -1).T.astype(np.float64), name)
    white = WHITE16 if numbers.max() > MAX_CODE else WHITE
    if stored.is_hald:
        size = round((stored.shape[0] * stored.shape[1]) ** (1 / 3))
        numbers = numbers.reshape(-1, size, size, size)
    table = (numbers.transpose(3, 2, 1, 0) / np.float32(white)).astype(np.float32)  # file: red varies fastest
    return Lut(table if table.shape[3] == 3 else table.repeat(3, axis=3), title=name)


def read_keypoints(points: NDArray[np.float64], name: str) -> Lut:
    """Rebuild a CLUT from its keypoints (N, 4 or 6).  Raises LutFormatError."""
    places, colors = points[:, :3], points[:, 3:]
    if len(points) > MAX_KEYPOINTS:
        raise make_refusal(f"expected at most {MAX_KEYPOINTS:,} keypoints in {quote(name)}, found {len(points):,}")
    if places.min() < 0 or places.max() > WHITE:
        found = f"{places.min():g} to {places.max():g}"
        raise make_refusal(f"expected keypoints from 0 to {WHITE} in {quote(name)}, found {found}")
    try:
        table = rebuild_table(places, colors if colors.shape[1] == 3 else colors.repeat(3, axis=1))
    except np.linalg.LinAlgError:
        raise make_refusal(f"expected keypoints at different places in {quote(name)}, found some twice") from None
    return Lut(table, title=name)


def make_refusal(sentence: str) -> LutFormatError:
    return LutFormatError("", None, sentence)


def sniff(head: bytes) -> bool:
    """Return True if a file begins as a list of CImg's pictures."""
    found = HEAD.match(head)
    return found is not None and found[2].decode() in TYPES and PICTURE.match(head, found.end()) is not None


FORMAT = Format("gmz", (".gmz",), read, None, sniff, MAX_BYTES, read_all, read_only=(".cimg", ".cimgz"))
