"""lut: the text format of SideFX's Houdini: curves, a lattice, or a lattice behind a curve.

    Version     3
    Format      any
    Type        3D+1D
    From        0 1
    To          0 1
    Black       0
    White       1
    Length      2 3
    LUT:
    Pre {
        0.0
        0.7
        1.0
    }
    3D {
        0.00 0.00 0.00
        1.00 0.05 0.00
        …
    }

Type C: a curve for all channels, in "RGB { … }"; RGB: a curve for each, in "R { … } G { … } B { … }"; 3D: a lattice
in "{ … }", of which red varies fastest; 3D+1D: a curve and a lattice. Length: points of the curves, or along the
lattice's axes, or both. From: the first and the last input; others clamp. Numbers of other ranges than 0…1 (To, Black,
White), logarithmic sampling, and curves for alpha are refused.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from ..errors import LutFormatError
from ..lattice import MAX_SHAPER_SIZE, MAX_SIZE, MIN_SIZE, Floats, Shaper, check_domain
from ..table import Lut
from .codes import decode_codes
from .format import Line, find_next_line, quote, split_lines, text_format
from .resampling import make_curves_lut, reorder_rows
from .rows import BLANK, Given, Part, parse_numbers, parse_range, parse_whole, read_rows

TYPES = {"c": ("rgb",), "rgb": ("r", "g", "b"), "3d": ("3d",), "3d+1d": ("pre", "3d")}
"""Type → the blocks that a file has, in lower case; a lattice's name may be missing."""
FIXED = {"to": (0.0, 1.0), "black": (0.0,), "white": (1.0,)}
WORDS = ("version", "format", "type", "sampling", "from", *FIXED, "length")
KEYWORDS = ", ".join(word.capitalize() for word in WORDS)
BLOCK = re.compile(r"[ \t\n]*([A-Za-z0-9]*)[ \t\n]*\{([^{}]*)(\}?)")
TYPE = re.compile(r"^[ \t]*Type[ \t]+(?:[RGBA]+|CA?|All|3D(?:\+1D)?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
VERSION = re.compile(r"[ \t]*Version[ \t]+\d", re.IGNORECASE)


class Header(NamedTuple):
    kind: str  # in lower case
    domain: Floats
    lengths: tuple[int, ...]  # of each block
    end: int  # where the blocks begin


def read(text: str) -> Lut:
    """Read a file's text."""
    return decode_codes(parse_lut(text))


def parse_lut(text: str) -> Lut:
    """Read the file, its numbers as they are."""
    header = read_header(text)
    parts = find_blocks(text, header)
    if "3d" not in parts:
        curves = [read_rows(part, 1, header.lengths[0], f"{header.lengths[0]:,} rows") for part in parts.values()]
        return make_curves_lut(np.concatenate(curves, axis=1), header.domain)
    size = header.lengths[0]
    rows = read_rows(parts["3d"], 3, size**3, f"{size**3:,} rows for Length {size}")
    table = reorder_rows(rows, (size, size, size))
    if header.kind == "3d":
        return Lut(table, header.domain)
    length = header.lengths[1]
    curve = read_rows(parts["pre"], 1, length, f"{length:,} rows for the second Length")
    return Lut(table, shaper=Shaper(curve.repeat(3, axis=1), header.domain))


def read_header(text: str) -> Header:
    """Read the keywords ahead of "LUT:"."""
    given, kind, domain = Given(), "", (0.0, 1.0)
    length: tuple[str, int] = "", 0
    for line in split_lines(text):
        word, _, rest = BLANK.sub(" ", line.text, count=1).partition(" ")
        keyword, rest = word.lower(), rest.lower()
        if keyword == "lut:" and not rest:
            break
        if keyword == "type":
            kind = check_known(rest, tuple(TYPES), "Type", line)
        elif keyword == "sampling":
            check_known(rest, ("linear",), "Sampling", line)
        elif keyword == "from":
            domain = parse_range(rest, "From", line.number)
        elif keyword in FIXED:
            if parse_numbers(rest, len(FIXED[keyword]), word, line.number) != FIXED[keyword]:
                expected = " ".join(f"{number:g}" for number in FIXED[keyword])
                raise LutFormatError("", line.number, f"expected {word} {expected}, found {quote(rest)}")
        elif keyword == "length":
            length = rest, line.number
        elif keyword not in WORDS:
            raise LutFormatError("", line.number, f"expected {KEYWORDS} or LUT:, found {quote(line.text)}")
        given.once(word.capitalize(), line.number)
    else:
        raise LutFormatError("", None, "expected a line LUT: ahead of the numbers, found none")
    given.require("Version", "Type", "Length")
    end = find_next_line(text, line)
    return Header(kind, check_domain(np.transpose([domain] * 3)), read_lengths(kind, *length), end)


def check_known(word: str, expected: tuple[str, ...], what: str, line: Line) -> str:
    if word not in expected:
        wanted = " or ".join(name if name == "linear" else name.upper() for name in expected)
        raise LutFormatError("", line.number, f"expected {what} {wanted}, found {quote(word)}")
    return word


def read_lengths(kind: str, text: str, line: int) -> tuple[int, ...]:
    limits = {"3d": (MAX_SIZE,), "3d+1d": (MAX_SIZE, MAX_SHAPER_SIZE)}.get(kind, (MAX_SHAPER_SIZE,))
    parse_numbers(text, len(limits), "Length", line)
    words = text.split()
    return tuple(parse_whole(word, MIN_SIZE, limit, "Length", line) for word, limit in zip(words, limits, strict=True))


def find_blocks(text: str, header: Header) -> dict[str, Part]:
    """Find the parts of the text between braces, by the names that this type of file has."""
    parts: dict[str, Part] = {}
    end = header.end
    for name in TYPES[header.kind]:
        block = BLOCK.match(text, end)
        found = block.group(1).lower() if block else ""
        if block is None or not block.group(3) or found not in (name, "" if name == "3d" else name):
            line = next(split_lines(text, end), None)
            quoted = quote(line.text) if line else "the end of the file"
            raise LutFormatError("", line.number if line else None, f"expected {name.upper()} {{ … }}, found {quoted}")
        parts[name] = Part(text, *block.span(2))
        end = block.end()
    behind = next(split_lines(text, end), None)
    if behind is not None:
        raise LutFormatError("", behind.number, f"expected nothing behind the last }}, found {quote(behind.text)}")
    return parts


def sniff(head: str) -> bool:
    """Return True if a file begins with Houdini's first keyword, and has its types."""
    first = next(split_lines(head), None)
    return first is not None and VERSION.match(first.text) is not None and TYPE.search(head) is not None


FORMAT = text_format("Houdini", (".lut",), read, None, sniff)
