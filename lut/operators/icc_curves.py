"""Curves in ICC profiles, as operators; of profiles with tables and of those that say what a picture's numbers mean.

Profiles come from anywhere: every offset, size and count is checked before it is used.  ICC.1:2022, sections 10.6
(curveType) and 10.18 (parametricCurveType).  All numbers are big-endian; s15Fixed16 is a 32-bit integer over 65536.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from .formulas import Parametric
from .tables import Channels, Table

Doubles = NDArray[np.float64]

PARAMETERS = (1, 3, 4, 5, 7)  # of each parametric function type


def make_refusal(sentence: str) -> LutFormatError:
    return LutFormatError("", None, sentence)


class Block:
    """Bytes of a profile with a name for messages; reading beyond their end raises."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name

    def bytes(self, start: int, count: int) -> bytes:
        if start + count > len(self.data):
            expected = f"expected {start + count:,} bytes in the {self.name}"
            raise make_refusal(f"{expected}, found {len(self.data):,}: the profile is damaged or cut short")
        return self.data[start : start + count]

    def text(self, start: int) -> str:
        """Read a four-letter signature."""
        return self.bytes(start, 4).decode("latin-1")

    def number(self, start: int, code: str = "I") -> int:
        """Read one integer: I, H or B as ``struct`` has them."""
        return int(struct.unpack(f">{code}", self.bytes(start, struct.calcsize(code)))[0])

    def integers(self, start: int, count: int, size: int) -> NDArray[np.unsignedinteger]:
        """Read unsigned integers of 1 or 2 bytes."""
        return np.frombuffer(self.bytes(start, count * size), f">u{size}")

    def shares(self, start: int, count: int, size: int) -> Doubles:
        """Read unsigned integers as parts of the largest."""
        return self.integers(start, count, size) / (256.0**size - 1)

    def fixed(self, start: int, count: int) -> Doubles:
        """Read s15Fixed16 numbers."""
        return np.frombuffer(self.bytes(start, count * 4), ">i4") / 65536.0

    def rest(self, start: int) -> Block:
        return Block(self.data[start:], self.name)


def read_curves(block: Block) -> Channels | Table:
    """Read three curves, each padded to four bytes."""
    found = []
    for _ in range(3):
        curve, length = read_curve(block)
        found.append(curve)
        block = block.rest(length + -length % 4)
    if (
        isinstance(found[0], Table)
        and len({len(curve.values) if isinstance(curve, Table) else 0 for curve in found}) == 1
    ):
        return Table(np.hstack([curve.values for curve in found if isinstance(curve, Table)]))
    return Channels(tuple(found))


def read_curve(block: Block) -> tuple[Table | Parametric, int]:
    """Read a curve, which takes (P, 1), and its length in bytes."""
    kind = block.text(0)
    if kind == "curv":
        count = block.number(8)
        if count == 0:
            return Parametric(1.0), 12
        if count == 1:
            return Parametric(block.number(12, "H") / 256), 14
        return Table(block.shares(12, count, 2)[:, None].astype(np.float32)), 12 + 2 * count
    if kind != "para":
        raise make_refusal(f"expected a curve (curv or para) in {block.name}, found {kind!r}")
    function = block.number(8, "H")
    if function >= len(PARAMETERS):
        raise make_refusal(f"expected a parametric curve of type 0 to 4 in {block.name}, found {function}")
    count = PARAMETERS[function]
    return make_parametric(function, [float(number) for number in block.fixed(12, count)], block.name), 12 + 4 * count


def make_parametric(function: int, numbers: list[float], name: str) -> Parametric:
    """Bring the function types of ICC.1:2022, table 68, to the one formula that holds them all."""
    if function == 0:
        return Parametric(numbers[0])
    if function >= 3:
        return Parametric(*numbers)
    g, a, b, *offset = numbers
    if a == 0:
        raise make_refusal(f"expected a slope other than 0 in the parametric curve of {name}, found 0")
    low = offset[0] if offset else 0.0
    return Parametric(g, a, b, 0.0, -b / a, low, low)
