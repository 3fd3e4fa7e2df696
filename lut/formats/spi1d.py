"""spi1d: Sony Pictures Imageworks' text format for curves, over any range.

    Version 1
    From -0.125 1.5
    Length 3
    Components 3
    {
         0.00 0.00 0.00
         0.25 0.30 0.35
         1.00 1.00 1.00
    }

From is the first and the last input; others clamp. With one component, all channels have the same curve; with two,
blue is 0 (as in OpenColorIO, which got the format from Imageworks).
"""

from __future__ import annotations

import re

import numpy as np

from ..errors import LutError, LutFormatError
from ..lattice import MAX_SHAPER_SIZE, MIN_SIZE
from ..table import Lut
from . import decimals
from .codes import decode_codes
from .format import Line, quote, split_lines, text_format
from .resampling import make_curves_lut
from .rows import BLANK, Given, Part, parse_range, parse_whole, read_rows

KEYWORDS = ("Version", "From", "Length", "Components")
OPENING = re.compile(r"^[ \t]*(?:Version|From|Length|Components)\b", re.IGNORECASE)
COMPONENTS = re.compile(r"^[ \t]*Components[ \t]*\d", re.MULTILINE | re.IGNORECASE)
END = re.compile(r"^[ \t]*\}", re.MULTILINE)


def read(text: str) -> Lut:
    """Read a file's text."""
    given = Given()
    values: dict[str, tuple[float, ...]] = {"From": (0.0, 1.0)}
    for line in split_lines(text):
        if line.text == "{":
            break
        keyword, arguments = read_argument(line)
        given.once(keyword, line.number)
        values[keyword] = arguments
    else:
        raise LutFormatError("", None, "expected a line { ahead of the rows, found none")
    given.require("Version", "Length", "Components")
    (length,), (components,), domain = values["Length"], values["Components"], values["From"]
    start = text.find("\n", line.start) + 1
    end = END.search(text, start) if start else None
    if end is None:
        raise LutFormatError("", None, "expected a line } behind the rows, found none")
    behind = next(split_lines(text, end.end()), None)
    if behind is not None:
        raise LutFormatError("", behind.number, f"expected nothing behind }}, found {quote(behind.text)}")
    rows = read_rows(Part(text, start, end.start()), int(components), int(length), f"{int(length):,} rows for Length")
    if components == 2:
        rows = np.pad(rows, ((0, 0), (0, 1)))
    return decode_codes(make_curves_lut(rows, np.transpose([domain] * 3)))


def read_argument(line: Line) -> tuple[str, tuple[float, ...]]:
    """Read a keyword and its numbers, within their limits."""
    word, _, rest = BLANK.sub(" ", line.text, count=1).partition(" ")
    keyword = word.capitalize()
    if keyword == "From":
        return keyword, parse_range(rest, keyword, line.number)
    limits = {"Version": (1, 1), "Length": (MIN_SIZE, MAX_SHAPER_SIZE), "Components": (1, 3)}
    if keyword not in limits:
        raise LutFormatError("", line.number, f"expected {', '.join(KEYWORDS)} or {{, found {quote(line.text)}")
    return keyword, (parse_whole(rest, *limits[keyword], keyword, line.number),)


def write(lut: Lut) -> str:
    """Write curves. Float32 survives."""
    if lut.shaper is None or not lut.is_curves:
        raise LutError("expected curves alone for a .spi1d file, found a lattice")
    domain, values = lut.shaper.domain, lut.shaper.values
    if not (domain == domain[:, :1]).all():
        found = " ".join(f"{end:g}" for end in domain.ravel())
        raise LutError(f"expected the same domain in each channel for a .spi1d file, found {found}")
    ends = "".join(decimals.print_rows(domain[:, :1].T))
    return f"Version 1\nFrom {ends}Length {len(values)}\nComponents 3\n{{\n{''.join(decimals.print_rows(values))}}}\n"


def sniff(head: str) -> bool:
    """Return True if a file begins with one of the keywords, and has the one that no other format has."""
    first = next(split_lines(head), None)
    return first is not None and OPENING.match(first.text) is not None and COMPONENTS.search(head) is not None


FORMAT = text_format("spi1d", (".spi1d",), read, write, sniff)
