"""m3d, mga: the text format of Pandora's color correctors, in whole numbers.

    channel 3d
    in 8
    out 256
    format lut
    values red green blue
    0    0    0    0
    1    0    0  230
    2   13  255    0
    3   13  255  230
    4  255   13    0
    5  255   13  230
    6  255  255    0
    7  255  255  230

in: how many rows; out: how many levels, so that white is one less. Blue varies fastest; "values" names the columns,
in any order. OpenColorIO wants rows to be numbered, FFmpeg wants them not to be; both ways are read.
"""

from __future__ import annotations

import re

import numpy as np

from ..errors import LutFormatError
from ..lattice import MAX_SIZE, MIN_SIZE
from ..table import Lut
from .format import Line, find_next_line, quote, split_lines, text_format
from .rows import BLANK, Given, Part, parse_whole, read_rows

KEYWORDS = ("channel", "in", "out", "format", "values")
CHANNELS = ("red", "green", "blue")
MAX_LEVELS = 1 << 24  # whole numbers up to here are exact
VALUES = re.compile(r"^[ \t]*values[ \t]+(?:red|green|blue)\b", re.MULTILINE | re.IGNORECASE)
COUNT = re.compile(r"^[ \t]*in[ \t]+\d", re.MULTILINE | re.IGNORECASE)


def read(text: str) -> Lut:
    """Read a file's text."""
    given, order, count, levels, start = Given(), [0, 1, 2], 0, 0, len(text)
    for line in split_lines(text):
        keyword, *words = BLANK.split(line.text.lower(), 4)
        rest = " ".join(words)
        if keyword == "in":
            count = parse_whole(rest, MIN_SIZE**3, MAX_SIZE**3, keyword, line.number)
            check_cube(count, line)
        elif keyword == "out":
            levels = parse_whole(rest, 2, MAX_LEVELS, keyword, line.number)
        elif keyword == "values" and sorted(words) == sorted(CHANNELS):
            order = [words.index(channel) for channel in CHANNELS]
            start = find_next_line(text, line)
        elif (keyword, rest) not in (("channel", "3d"), ("format", "lut")):
            expected = "channel 3d, in, out, format lut or values red green blue"
            raise LutFormatError("", line.number, f"expected {expected}, found {quote(line.text)}")
        given.once(keyword, line.number)
        if keyword == "values":
            break
    given.require("in", "out", "values")
    part = Part(text, start, len(text))
    first = next(split_lines(text, part.start, part.number), None)
    columns = 4 if first and len(BLANK.split(first.text, 4)) == 4 else 3
    rows = read_rows(part, columns, count, f"{count:,} rows for in", whole=True)
    if columns == 4:
        check_numbered(part, rows[:, 0])
    size = round(count ** (1 / 3))
    table = (rows[:, -3:][:, order] / np.float32(levels - 1)).reshape(size, size, size, 3)  # file: blue varies fastest
    return Lut(table)


def check_cube(count: int, line: Line) -> None:
    if round(count ** (1 / 3)) ** 3 != count:
        raise LutFormatError("", line.number, f"expected a cube's number of rows (8, 27, 64 …), found {count:,}")


def check_numbered(part: Part, numbers: np.ndarray) -> None:
    """Refuse rows in another order than the one they are numbered in, from 0 or from 1."""
    wrong = np.flatnonzero(numbers - numbers[0] != np.arange(len(numbers)))
    index = 0 if numbers[0] not in (0, 1) else int(wrong[0]) if wrong.size else None
    if index is not None:
        line, wanted = part.line(index), index + int(numbers[0] == 1)
        raise LutFormatError("", line.number, f"expected row number {wanted}, found {quote(line.text)}")


def sniff(head: str) -> bool:
    """Return True if a file has Pandora's keywords."""
    first = next(split_lines(head), None)
    begins = first is not None and BLANK.split(first.text.lower(), 1)[0] in KEYWORDS
    return begins and COUNT.search(head) is not None and VALUES.search(head) is not None


FORMAT = text_format("Pandora", (".m3d", ".mga"), read, None, sniff)
