"""vf: the vector field of Foundry's Nuke, in the syntax of Open Inventor.

    #Inventor V2.1 ascii
    grid_size 2 2 2
    global_transform 0.5 0 0 0  0 0.5 0 0  0 0 0.5 0  0 0 0 1
    data
    0.00 0.00 0.00
    0.00 0.00 0.90
    0.05 1.00 0.00
    …

Blue varies fastest. The transform is a 4×4 matrix that colors go through ahead of the lattice over 0…1. Nuke writes
it divided by the grid's size, so the sample's is the identity. One that does more than scale each channel mixes
channels ahead of the lattice, which no table can hold, and is refused; as are words that place the grid otherwise.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from ..errors import LutFormatError
from ..lattice import UNIT, Floats, check_domain
from ..table import Lut
from .codes import decode_codes
from .format import Line, find_next_line, quote, split_lines, text_format
from .resampling import make_cube
from .rows import BLANK, Given, Part, parse_numbers, parse_sizes, read_rows

MAGIC = re.compile(r"#Inventor\b", re.IGNORECASE)
GRID = re.compile(r"^[ \t]*grid_size\b", re.MULTILINE)


def read(text: str) -> Lut:
    """Read a file's text."""
    if not MAGIC.match(text.lstrip(" \t\n")):
        raise LutFormatError("", 1, f"expected #Inventor V2.1 ascii, found {quote(text[:41].partition(chr(10))[0])}")
    given, sizes, transform, start = Given(), (0, 0, 0), None, len(text)
    for line in split_lines(text):
        word, _, rest = BLANK.sub(" ", line.text, count=1).partition(" ")
        if word == "grid_size":
            sizes = parse_sizes(rest, word, line.number)
        elif word == "global_transform":
            transform = Transform(parse_numbers(rest, 16, word, line.number), line)
        elif line.text != "data":
            known = "grid_size, global_transform or data"
            raise LutFormatError("", line.number, f"expected {known}, found {quote(line.text)}")
        given.once(word, line.number)
        if word == "data":
            start = find_next_line(text, line)
            break
    given.require("grid_size", "data")
    count = sizes[0] * sizes[1] * sizes[2]
    rows = read_rows(
        Part(text, start, len(text)), 3, count, f"{count:,} rows for grid_size {' '.join(map(str, sizes))}"
    )
    table, notes = make_cube(rows.reshape(*sizes, 3))  # file: blue varies fastest
    domain = transform.domain(sizes) if transform else check_domain(UNIT)
    return decode_codes(Lut(table, domain, notes=notes))


class Transform(NamedTuple):
    """The 16 numbers of a global_transform, and where they are."""

    numbers: tuple[float, ...]
    line: Line

    def domain(self, sizes: tuple[int, int, int]) -> Floats:
        """Find the colors that the transform takes to 0 and 1."""
        matrix = np.reshape(self.numbers, (4, 4))
        scale = np.diag(matrix)[:3] * sizes
        if not np.array_equal(matrix, np.diag([*np.diag(matrix)[:3], 1])) or not (scale > 0).all():
            expected = "a scale for each channel, above 0, as global_transform"
            raise LutFormatError("", self.line.number, f"expected {expected}, found {quote(self.line.text)}")
        return check_domain((np.zeros(3), 1 / scale))


def sniff(head: str) -> bool:
    """Return True if a file begins as Open Inventor's do, and has a grid."""
    return MAGIC.match(head.lstrip(" \t\n")) is not None and GRID.search(head) is not None


FORMAT = text_format("vf", (".vf",), read, None, sniff)
