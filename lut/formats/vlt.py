"""vlt: the lattice of Panasonic's VariCam and Lumix cameras, in whole numbers of 12 bits.

    # panasonic vlt file version 1.0
    # source vlt file ""
    LUT_3D_SIZE 2

    0 0 0
    4095 205 0
    205 4095 0
    4095 4095 0
    0 0 3686
    4095 205 3686
    205 4095 3686
    4095 4095 3686

(Panasonic, VariCam 3DLUT Reference Manual 1.0, 2014.)  The second line names the file that this one was made from,
and becomes the title.  Cameras take 17 points a side only; other programs write other sizes, which are read.  Red
varies fastest.  White is 4095.  The manual puts the points at inputs of 0, 256, … 3840, 4095: even to 0.0002.

OpenColorIO has no reader for it: the one for .3dl takes such files, and so swaps red and blue.
"""

from __future__ import annotations

import re

from ..errors import LutFormatError
from ..table import MAX_SIZE, MIN_SIZE, Lut
from .format import find_next_line, quote, split_lines, text_format
from .rows import BLANK, Part, parse_whole, read_rows

SIZE = "LUT_3D_SIZE"
WHITE = 4095
MAGIC = re.compile(r"\s*#[ \t]*panasonic[ \t]+vlt[ \t]+file\b", re.IGNORECASE)
SOURCE = re.compile(r'^#[ \t]*source[ \t]+vlt[ \t]+file[ \t]+"([^"\n]*)"', re.MULTILINE | re.IGNORECASE)


def read(text: str) -> Lut:
    """Read a file's text."""
    line = next(split_lines(text), None)
    if line is None:
        raise LutFormatError("", None, f"expected {SIZE} and rows of 3 numbers, found nothing")
    keyword, *rest = BLANK.split(line.text, 1)
    if keyword.upper() != SIZE:
        raise LutFormatError("", line.number, f"expected {SIZE}, found {quote(line.text)}")
    size = parse_whole(" ".join(rest), MIN_SIZE, MAX_SIZE, SIZE, line.number)
    part = Part(text, find_next_line(text, line), len(text))
    rows = read_rows(part, 3, size**3, f"{size**3:,} rows for {SIZE} {size}", whole=True)
    outside = ((rows < 0) | (rows > WHITE)).any(axis=1)
    if outside.any():
        line = part.line(int(outside.argmax()))
        raise LutFormatError("", line.number, f"expected whole numbers from 0 to {WHITE}, found {quote(line.text)}")
    table = (rows / rows.dtype.type(WHITE)).reshape(size, size, size, 3).transpose(2, 1, 0, 3)  # red varies fastest
    source = SOURCE.search(text, 0, line.start)
    return Lut(table, title=source.group(1) if source else "")


def sniff(head: str) -> bool:
    """Return True if a file begins with Panasonic's line."""
    return MAGIC.match(head) is not None


FORMAT = text_format("vlt", (".vlt",), read, None, sniff)
