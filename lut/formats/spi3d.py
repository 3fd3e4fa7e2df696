"""spi3d: Sony Pictures Imageworks' text format for a lattice over 0…1.

    SPILUT 1.0
    3 3
    2 2 2
    0 0 0  0.00 0.00 0.00
    0 0 1  0.00 0.00 0.90
    0 1 0  0.05 1.00 0.00
    0 1 1  0.05 1.00 0.90
    1 0 0  1.00 0.05 0.00
    1 0 1  1.00 0.05 0.90
    1 1 0  1.00 1.00 0.00
    1 1 1  1.00 1.00 0.90

Behind the magic word, the numbers of channels in and out, and the lattice's size along each axis: where a color
stands, counted from 0 along red, green and blue, and the color. The order does not matter.
"""

from __future__ import annotations

from itertools import islice

import numpy as np

from ..errors import LutError, LutFormatError
from ..table import Lut
from . import decimals
from .codes import decode_codes
from .format import find_next_line, quote, split_lines, text_format
from .resampling import make_cube
from .rows import Part, parse_sizes, read_rows

MAGIC = "SPILUT 1.0"
HEADER = (MAGIC, "3 3", "3 lattice sizes")


def read(text: str) -> Lut:
    """Read a file's text."""
    header = list(islice(split_lines(text), len(HEADER)))
    if len(header) < len(HEADER):
        raise LutFormatError("", None, f"expected {HEADER[len(header)]}, found the end of the file")
    magic, channels, last = header
    for line, expected in ((magic, MAGIC), (channels, "3 3")):
        if line.text.upper().split() != expected.split():
            raise LutFormatError("", line.number, f"expected {expected}, found {quote(line.text)}")
    sizes = parse_sizes(last.text, "the lattice", last.number)
    count = sizes[0] * sizes[1] * sizes[2]
    part = Part(text, find_next_line(text, last), len(text))
    rows = read_rows(part, 6, count, f"{count:,} rows for {quote(last.text)}")
    places = rows[:, :3]
    outside = np.flatnonzero(((places < 0) | (places >= sizes) | (places != np.rint(places))).any(axis=1))
    if outside.size:
        line = part.line(int(outside[0]))
        raise LutFormatError("", line.number, f"expected a place in the lattice, found {quote(line.text)}")
    index = places.astype(np.int64) @ np.array([sizes[1] * sizes[2], sizes[2], 1])
    order = np.argsort(index, kind="stable")
    repeated = np.flatnonzero(np.diff(index[order]) == 0)
    if repeated.size:
        line = part.line(int(order[repeated + 1].min()))
        raise LutFormatError("", line.number, f"expected each place once, found one again: {quote(line.text)}")
    table, notes = make_cube(rows[order, 3:].reshape(*sizes, 3))
    return decode_codes(Lut(table, notes=notes))


def write(lut: Lut) -> str:
    """Lut → a file's text. Float32 survives."""
    if not lut.is_plain:
        raise LutError(
            "expected a table over 0…1 for a .spi3d file, found a domain or a shaper; take its .baked() table"
        )
    size = lut.size
    colors = "".join(decimals.print_rows(lut.table.reshape(-1, 3))).splitlines()
    places = np.ndindex(size, size, size)
    placed = (f"{red} {green} {blue} {color}\n" for (red, green, blue), color in zip(places, colors, strict=True))
    return f"{MAGIC}\n3 3\n{size} {size} {size}\n" + "".join(placed)


def sniff(head: str) -> bool:
    """Return True if a file begins with Imageworks' word."""
    first = next(split_lines(head), None)
    return first is not None and first.text.upper().startswith("SPILUT")


FORMAT = text_format("spi3d", (".spi3d",), read, write, sniff)
