"""What is inside an ICC profile: its tags, and the tables, curves and matrices in them.

Profiles come from anywhere: every offset, size and count is checked before it is used.  ICC.1:2022, sections 7.2
(header), 7.3 (tag table), 10.6 (curveType), 10.10 to 10.12 (lut16Type, lut8Type, lutAToBType), 10.15
(multiLocalizedUnicodeType), 10.18 (parametricCurveType).  All numbers are big-endian; s15Fixed16 is a 32-bit
integer over 65536.
"""

from __future__ import annotations

import struct
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..table import Floats
from .format import shown
from .stages import Curves, Doubles, Formula, Grid, Matrix, Stage, Table

HEADER_BYTES = 128
MAX_TAGS = 1000
MAX_ENTRIES = 4096  # of the curves of a lut16Type, by the specification
PARAMETERS = (1, 3, 4, 5, 7)  # of each parametric function type


def refused(sentence: str) -> LutFormatError:
    return LutFormatError("", None, sentence)


class Block:
    """Bytes of a profile with a name for messages; reading beyond their end raises."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name

    def bytes(self, start: int, count: int) -> bytes:
        if start + count > len(self.data):
            expected = f"expected {start + count:,} bytes in the {self.name}"
            raise refused(f"{expected}, found {len(self.data):,}: the profile is damaged or cut short")
        return self.data[start : start + count]

    def text(self, start: int) -> str:
        """A four-letter signature."""
        return self.bytes(start, 4).decode("latin-1")

    def number(self, start: int, code: str = "I") -> int:
        """One integer: I, H or B as ``struct`` has them."""
        return int(struct.unpack(f">{code}", self.bytes(start, struct.calcsize(code)))[0])

    def integers(self, start: int, count: int, size: int) -> NDArray[np.unsignedinteger]:
        """Unsigned integers of 1 or 2 bytes."""
        return np.frombuffer(self.bytes(start, count * size), f">u{size}")

    def shares(self, start: int, count: int, size: int) -> Doubles:
        """The same as parts of the largest."""
        return self.integers(start, count, size) / (256.0**size - 1)

    def fixed(self, start: int, count: int) -> Doubles:
        """s15Fixed16 numbers."""
        return np.frombuffer(self.bytes(start, count * 4), ">i4") / 65536.0

    def rest(self, start: int) -> Block:
        return Block(self.data[start:], self.name)


class Profile:
    """A profile's header and tags.  kind, space, connection: signatures, for example ``link``, ``RGB ``, ``RGB ``."""

    def __init__(self, data: bytes) -> None:
        whole = Block(data, "profile")
        if whole.text(36) != "acsp":
            raise refused("expected an ICC profile, found none: its signature 'acsp' is missing")
        size, count = whole.number(0), whole.number(HEADER_BYTES)
        if size > len(data):
            raise refused(f"expected a profile of {size:,} bytes, as it says, found {len(data):,}: it is cut short")
        if count > MAX_TAGS:
            raise refused(f"expected at most {MAX_TAGS} tags in the profile, found {count:,}")
        self.kind, self.space, self.connection = (whole.text(start) for start in (12, 16, 20))
        self.tags: dict[str, Block] = {}
        for start in range(HEADER_BYTES + 4, HEADER_BYTES + 4 + 12 * count, 12):
            name, offset, length = whole.text(start), whole.number(start + 4), whole.number(start + 8)
            self.tags[name] = Block(whole.bytes(offset, length), f"tag {name}")

    @cached_property
    def title(self) -> str:
        """The profile's description, empty where there is none that can be read."""
        tag = self.tags.get("desc")
        try:
            if tag is None:
                return ""
            if tag.text(0) == "mluc":
                tag.bytes(0, 28)
                return tag.bytes(tag.number(24), tag.number(20)).decode("utf-16-be", "replace").strip("\0")
            return tag.bytes(12, tag.number(8)).split(b"\0")[0].decode("latin-1") if tag.text(0) == "desc" else ""
        except LutFormatError:  # a name is not worth a refusal
            return ""


def stages(tag: Block) -> list[Stage]:
    """What a look-up tag of three channels does, in order, from numbers in 0..1 to numbers in 0..1."""
    kind, inputs, outputs = tag.text(0), tag.number(8, "B"), tag.number(9, "B")
    if kind not in ("mft1", "mft2", "mAB "):
        raise refused(f"expected a table (mft1, mft2 or mAB) as {tag.name}, found {shown(kind)}")
    if (inputs, outputs) != (3, 3):
        raise refused(f"expected 3 channels in and 3 out in {tag.name}, found {inputs} in and {outputs} out")
    found = multi_part(tag) if kind == "mAB " else classic(tag, 1 if kind == "mft1" else 2)
    return [stage for stage in found if not stage.is_identity]


def classic(tag: Block, size: int) -> list[Stage]:
    """lut8Type (size 1) and lut16Type (2): matrix, curves, grid, curves."""
    points = tag.number(10, "B")
    before, after, start = (256, 256, 48) if size == 1 else (tag.number(48, "H"), tag.number(50, "H"), 52)
    for count in (before, after):
        if not 2 <= count <= MAX_ENTRIES:
            raise refused(f"expected curves of 2 to {MAX_ENTRIES} entries in {tag.name}, found {count}")
    last = start + 3 * before * size
    grid = grid_of(tag, last, [points] * 3, size)
    end = last + 3 * points**3 * size
    matrix = Matrix(tag.fixed(12, 9).reshape(3, 3), np.zeros(3))
    return [matrix, tables(tag, start, before, size), grid, tables(tag, end, after, size)]


def tables(tag: Block, start: int, count: int, size: int) -> Curves:
    """Three curves of as many entries, one after another."""
    return Curves(tuple(Table(row) for row in tag.shares(start, 3 * count, size).reshape(3, count)))


def grid_of(tag: Block, start: int, shape: list[int], size: int) -> Grid:
    """A grid of ``shape`` points, red slowest, as the table has it too."""
    if min(shape) < 2:
        raise refused(f"expected at least 2 grid points a side in {tag.name}, found {min(shape)}")
    count = 3 * shape[0] * shape[1] * shape[2]
    points: Floats = tag.integers(start, count, size).astype(np.float32)
    points /= np.float32(256**size - 1)
    return Grid(points.reshape(*shape, 3))


def multi_part(tag: Block) -> list[Stage]:
    """lutAToBType: A curves, grid, M curves, matrix, B curves; all but the last may be missing."""
    last, matrix, middle, grid, first = (tag.number(start) for start in range(12, 32, 4))
    found: list[Stage] = []
    if grid:
        block = tag.rest(grid)
        size = block.number(16, "B")
        if size not in (1, 2):
            raise refused(f"expected numbers of 1 or 2 bytes in the grid of {tag.name}, found {size}")
        found.append(grid_of(block, 20, [int(points) for points in block.integers(0, 3, 1)], size))
        if first:
            found.insert(0, curves(tag.rest(first)))
    if middle:
        found.append(curves(tag.rest(middle)))
    if matrix:
        numbers = tag.rest(matrix).fixed(0, 12)
        found.append(Matrix(numbers[:9].reshape(3, 3), numbers[9:]))
    if not last:
        raise refused(f"expected B curves in {tag.name}, found none")
    return [*found, curves(tag.rest(last))]


def curves(block: Block) -> Curves:
    """Three curves, each padded to four bytes."""
    found = []
    for _ in range(3):
        curve, length = curve_of(block)
        found.append(curve)
        block = block.rest(length + -length % 4)
    return Curves(tuple(found))


def curve_of(block: Block) -> tuple[Table | Formula, int]:
    """A curve, and its length in bytes."""
    kind = block.text(0)
    if kind == "curv":
        count = block.number(8)
        if count == 0:
            return Formula(1.0), 12
        if count == 1:
            return Formula(block.number(12, "H") / 256), 14
        return Table(block.shares(12, count, 2)), 12 + 2 * count
    if kind != "para":
        raise refused(f"expected a curve (curv or para) in {block.name}, found {shown(kind)}")
    function = block.number(8, "H")
    if function >= len(PARAMETERS):
        raise refused(f"expected a parametric curve of type 0 to 4 in {block.name}, found {function}")
    count = PARAMETERS[function]
    return parametric(function, [float(number) for number in block.fixed(12, count)], block.name), 12 + 4 * count


def parametric(function: int, numbers: list[float], name: str) -> Formula:
    """The function types of ICC.1:2022, table 68, as the one formula that holds them all."""
    if function == 0:
        return Formula(numbers[0])
    if function >= 3:
        return Formula(*numbers)
    g, a, b, *offset = numbers
    if a == 0:
        raise refused(f"expected a slope other than 0 in the parametric curve of {name}, found 0")
    low = offset[0] if offset else 0.0
    return Formula(g, a, b, 0.0, -b / a, low, low)
