"""Read the tags of an ICC profile, and the tables, curves and matrices in them.

Profiles come from anywhere: every offset, size and count is checked before it is used.  ICC.1:2022, sections 7.2
(header), 7.3 (tag table), 10.6 (curveType), 10.10 to 10.12 (lut16Type, lut8Type, lutAToBType), 10.15
(multiLocalizedUnicodeType), 10.18 (parametricCurveType).  All numbers are big-endian; s15Fixed16 is a 32-bit
integer over 65536.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..errors import LutFormatError
from ..lattice import Floats
from ..operators import Affine, Channels, Grid, Table
from ..operators.icc_curves import Block, make_refusal, read_curves
from .format import quote

Stage = Affine | Channels | Grid | Table

HEADER_BYTES = 128
MAX_TAGS = 1000
MAX_ENTRIES = 4096  # of the curves of a lut16Type, by the specification


class Profile:
    """A profile's header and tags.  kind, space, connection: signatures, for example ``link``, ``RGB ``, ``RGB ``."""

    def __init__(self, data: bytes) -> None:
        whole = Block(data, "profile")
        if whole.text(36) != "acsp":
            raise make_refusal("expected an ICC profile, found none: its signature 'acsp' is missing")
        size, count = whole.number(0), whole.number(HEADER_BYTES)
        if size > len(data):
            raise make_refusal(
                f"expected a profile of {size:,} bytes, as it says, found {len(data):,}: it is cut short"
            )
        if count > MAX_TAGS:
            raise make_refusal(f"expected at most {MAX_TAGS} tags in the profile, found {count:,}")
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


def read_stages(tag: Block) -> list[Stage]:
    """Read a look-up tag of three channels: operators in order, from numbers in 0..1 to numbers in 0..1."""
    kind, inputs, outputs = tag.text(0), tag.number(8, "B"), tag.number(9, "B")
    if kind not in ("mft1", "mft2", "mAB "):
        raise make_refusal(f"expected a table (mft1, mft2 or mAB) as {tag.name}, found {quote(kind)}")
    if (inputs, outputs) != (3, 3):
        raise make_refusal(f"expected 3 channels in and 3 out in {tag.name}, found {inputs} in and {outputs} out")
    found = read_multi_part(tag) if kind == "mAB " else read_classic(tag, 1 if kind == "mft1" else 2)
    return [stage for stage in found if not changes_nothing(stage)]


def changes_nothing(stage: Stage) -> bool:
    """Return True if a stage is the identity to within the rounding of a profile's numbers."""
    if isinstance(stage, Affine):
        return bool(max(np.abs(stage.matrix - np.eye(3)).max(), np.abs(stage.offset).max()) < 1e-5)
    return stage.is_identity


def read_classic(tag: Block, size: int) -> list[Stage]:
    """Read lut8Type (size 1) or lut16Type (2): matrix, curves, grid, curves."""
    points = tag.number(10, "B")
    before, after, start = (256, 256, 48) if size == 1 else (tag.number(48, "H"), tag.number(50, "H"), 52)
    for count in (before, after):
        if not 2 <= count <= MAX_ENTRIES:
            raise make_refusal(f"expected curves of 2 to {MAX_ENTRIES} entries in {tag.name}, found {count}")
    last = start + 3 * before * size
    grid = read_grid(tag, last, [points] * 3, size)
    end = last + 3 * points**3 * size
    matrix = Affine(tag.fixed(12, 9).reshape(3, 3), np.zeros(3))
    return [matrix, read_tables(tag, start, before, size), grid, read_tables(tag, end, after, size)]


def read_tables(tag: Block, start: int, count: int, size: int) -> Table:
    """Read three curves of as many entries, one after another."""
    return Table(tag.shares(start, 3 * count, size).reshape(3, count).T.astype(np.float32))


def read_grid(tag: Block, start: int, shape: list[int], size: int) -> Grid:
    """Read a grid of ``shape`` points, red slowest, as the table has it too."""
    if min(shape) < 2:
        raise make_refusal(f"expected at least 2 grid points a side in {tag.name}, found {min(shape)}")
    count = 3 * shape[0] * shape[1] * shape[2]
    points: Floats = tag.integers(start, count, size).astype(np.float32)
    points /= np.float32(256**size - 1)
    return Grid(points.reshape(*shape, 3), "tetrahedral")


def read_multi_part(tag: Block) -> list[Stage]:
    """Read lutAToBType: A curves, grid, M curves, matrix, B curves; all but the last may be missing."""
    last, matrix, middle, grid, first = (tag.number(start) for start in range(12, 32, 4))
    found: list[Stage] = []
    if grid:
        block = tag.rest(grid)
        size = block.number(16, "B")
        if size not in (1, 2):
            raise make_refusal(f"expected numbers of 1 or 2 bytes in the grid of {tag.name}, found {size}")
        found.append(read_grid(block, 20, [int(points) for points in block.integers(0, 3, 1)], size))
        if first:
            found.insert(0, read_curves(tag.rest(first)))
    if middle:
        found.append(read_curves(tag.rest(middle)))
    if matrix:
        numbers = tag.rest(matrix).fixed(0, 12)
        found.append(Affine(numbers[:9].reshape(3, 3), numbers[9:]))
    if not last:
        raise make_refusal(f"expected B curves in {tag.name}, found none")
    return [*found, read_curves(tag.rest(last))]
