"""cub: FilmLight's Truelight cube, a lattice behind curves, or either of them.

    # Truelight Cube v2.0
    # lutLength 3
    # iDims     3
    # oDims     3
    # width     2 2 2

    # InputLUT
    0.0 0.0 0.0
    0.7 0.6 0.5
    1.0 1.0 1.0

    # Cube
    0.00 0.00 0.00
    1.00 0.05 0.00
    0.05 1.00 0.00
    …
    # end

Inputs are 0…1, clamped; the curves' outputs are places in the lattice, from 0 to its width less 1. Red varies fastest.
Words are behind a #, as are comments.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from ..errors import LutFormatError
from ..lattice import MAX_SHAPER_SIZE, MIN_SIZE, Floats, Shaper
from ..table import Lut
from .codes import decode_codes
from .format import quote, text_format
from .resampling import make_cube, reorder_rows
from .rows import Given, Part, parse_sizes, parse_whole, read_any_rows, read_rows

MAGIC = re.compile(r"[ \t\n]*#[ \t]*Truelight[ \t]+Cube\b[^\n]*", re.IGNORECASE)
WORD = re.compile(r"^[ \t]*#[ \t]*(lutLength|[io]Dims|width|InputLUT|Cube|end)\b([^\n]*)", re.MULTILINE | re.IGNORECASE)
NAMES = {word.lower(): word for word in ("lutLength", "iDims", "oDims", "width", "InputLUT", "Cube", "end")}


def read(text: str) -> Lut:
    """Read a file's text. Curves alone become a shaper ahead of an identity."""
    magic = MAGIC.match(text)
    if magic is None:
        raise LutFormatError("", 1, f"expected # Truelight Cube v2.0, found {quote(text[:41].partition(chr(10))[0])}")
    given, places, length, sizes = Given(), [("", magic.end(), magic.end())], 0, (0, 0, 0)
    for match in WORD.finditer(text, magic.end()):
        word, rest, line = (
            NAMES[match.group(1).lower()],
            match.group(2).strip(" \t"),
            text.count("\n", 0, match.start()) + 1,
        )
        given.once(word, line)
        if word == "lutLength":
            length = parse_whole(rest, MIN_SIZE, MAX_SHAPER_SIZE, word, line)
        elif word in ("iDims", "oDims"):
            parse_whole(rest, 3, 3, word, line)
        elif word == "width":
            sizes = parse_sizes(rest, word, line)
        else:
            places.append((word, match.start(), match.end()))
        if word == "end":
            break
    else:
        places.append(("end", len(text), len(text)))
    parts = {word: Part(text, end, start) for (word, _, end), (_, start, _) in pairwise(places)}
    stray = read_any_rows(parts[""], 3)
    if len(stray):
        first = parts[""].line(0)
        found = quote(first.text)
        raise LutFormatError("", first.number, f"expected # InputLUT or # Cube ahead of the rows, found {found}")
    for word, needed in (("lutLength", "InputLUT"), ("InputLUT", "lutLength"), ("width", "Cube"), ("Cube", "width")):
        if word in given.lines:
            given.require(needed)
    if not length and not sizes[0]:
        raise LutFormatError("", None, "expected # InputLUT or # Cube, found neither")
    curves = read_rows(parts["InputLUT"], 3, length, f"{length:,} rows for lutLength") if length else None
    if not sizes[0]:
        assert curves is not None
        return decode_codes(Lut.from_shaper(Shaper(curves)))
    count = sizes[0] * sizes[1] * sizes[2]
    rows = read_rows(parts["Cube"], 3, count, f"{count:,} rows for width {' '.join(map(str, sizes))}")
    table, notes = make_cube(reorder_rows(rows, sizes))
    return decode_codes(Lut(table, shaper=None if curves is None else make_shaper(curves, sizes), notes=notes))


def make_shaper(curves: Floats, sizes: tuple[int, int, int]) -> Shaper | None:
    """Make a shaper of places in a lattice; None if they are where they would be without it."""
    values = curves.astype(np.float64) / (np.array(sizes) - 1)
    even = np.linspace(0, 1, len(curves))[:, np.newaxis]
    return Shaper(values.astype(np.float32)) if np.abs(values - even).max() > 1e-6 else None


def sniff(head: str) -> bool:
    """Return True if a file begins with Truelight's name."""
    return MAGIC.match(head) is not None


FORMAT = text_format("Truelight", (".cub",), read, None, sniff)
