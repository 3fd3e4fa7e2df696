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
and becomes the title.  Red varies fastest.  White is 4095.  The manual puts the points at inputs of 0, 256, … 3840,
4095: even to 0.0002.  Any size is read.

Written files are for a camera's LUT library.  The manual asks for 17 points a side, ASCII, one space between numbers
and an empty fourth line.  Newer Lumix cameras also take 33 points; 17 is what all of them take, and the default.
Cameras list files in the card's top folder whose names have at most 8 letters or digits before ``.vlt``.  The source
line stays empty: the camera shows the file's name, and some readers accept the line in that form only.

OpenColorIO has no reader for it: the one for .3dl takes such files, and so swaps red and blue.
"""

from __future__ import annotations

import re

import numpy as np

from ..errors import LutError, LutFormatError
from ..lattice import MAX_SIZE, MIN_SIZE
from ..table import Lut
from .format import check_plain, find_next_line, quote, split_lines, text_format
from .rows import BLANK, Part, parse_whole, read_rows

SIZE = "LUT_3D_SIZE"
WHITE = 4095
CAMERA_SIZES = (17, 33)
HEAD = '# panasonic vlt file version 1.0\n# source vlt file ""\n'
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


def write(lut: Lut) -> str:
    """Lut → a file's text: 12 bits, off by at most 0.00013."""
    check_plain(lut, ".vlt")
    if lut.size not in CAMERA_SIZES:
        sizes = " or ".join(map(str, CAMERA_SIZES))
        raise LutError(f"expected {sizes} lattice points a side for a .vlt file, found {lut.size}")
    low, high = float(lut.table.min()), float(lut.table.max())
    codes = np.rint(lut.table.astype(np.float64) * WHITE).astype(np.int64)
    if codes.min() < 0 or codes.max() > WHITE:
        raise LutError(f"expected outputs from 0 to 1 for a .vlt file, found {low:g} to {high:g}")
    rows = codes.transpose(2, 1, 0, 3).reshape(-1, 3)  # file: red varies fastest
    return f"{HEAD}{SIZE} {lut.size}\n\n" + "".join(f"{red} {green} {blue}\n" for red, green, blue in rows.tolist())


def sniff(head: str) -> bool:
    """Return True if a file begins with Panasonic's line."""
    return MAGIC.match(head) is not None


FORMAT = text_format("vlt", (".vlt",), read, write, sniff, next_size=lambda size, kind: CAMERA_SIZES[0])
