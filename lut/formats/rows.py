"""Numbers in a text, behind a keyword or row upon row, and the line to blame where they are not as they should be."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

import numpy as np

from ..errors import LutFormatError
from ..lattice import MAX_SIZE, MAX_VALUE, MIN_SIZE, Floats
from . import decimals
from .format import Line, quote, split_lines

MAX_ROW = 4096  # characters
MAX_WORD = 1024
BLANK = re.compile(r"[ \t]+")
COMMENT = re.compile(r"#[^\n]*")


class Part(NamedTuple):
    """The part of a text from one offset to another."""

    text: str
    start: int
    stop: int

    @property
    def number(self) -> int:
        """The line that it begins on, counted from 1."""
        return self.text.count("\n", 0, self.start) + 1

    def line(self, index: int) -> Line:
        """Find one of its lines that say something, counted from 0; the last one is -1."""
        if index >= 0:
            found = split_lines(
                self.text[self.start : self.stop], 0, self.number
            )  # it need not begin where a line does
            line = next(islice(found, index, None))
            return line._replace(start=line.start + self.start)
        stop = self.start + len(self.text[self.start : self.stop].rstrip(" \t\n"))
        while True:  # from the end: there can be millions of lines
            start = max(self.text.rfind("\n", self.start, stop) + 1, self.start)
            said = self.text[start:stop].strip(" \t")
            if start == self.start or (said and said[0] != "#"):
                return Line(self.text.count("\n", 0, start) + 1, said, start)
            stop = start - 1


def read_rows(part: Part, columns: int, expected: int, wanted: str, whole: bool = False) -> Floats:
    """Read a part's numbers, (expected, columns) float32: each row a line, and nothing else but comments.

    wanted: the rows as a message names them: "8 rows for LUT_3D_SIZE 2".  whole: numbers have no fractions.
    """
    rows = read_any_rows(part, columns, whole)
    if not len(rows):
        raise LutFormatError("", None, f"expected {wanted}, found none")
    if len(rows) != expected:
        line = part.line(min(len(rows) - 1, expected))
        raise LutFormatError("", line.number, f"expected {wanted}, found {len(rows):,}")
    return rows


def read_any_rows(part: Part, columns: int, whole: bool = False) -> Floats:
    """Read a part's numbers, (R, columns) float32, however many rows there are."""
    text, start, stop = part
    if text.find("#", start, stop) >= 0:
        text = COMMENT.sub("", text[start:stop])
        start, stop = 0, len(text)
    wanted = f"{columns} numbers" if columns > 1 else "a number"
    first = part.number

    def read_lines(begin: int, end: int) -> Floats:
        block = split_lines(text[begin:end], 0, first + text.count("\n", start, begin))
        with np.errstate(over="ignore"):  # becomes infinite, which is refused below
            return np.array([parse_row(line, columns, wanted) for line in block], np.float32).reshape(-1, columns)

    rows = decimals.parse_rows(text, start, stop, columns, read_lines)
    if rows.size and not max(rows.max(), -rows.min()) <= MAX_VALUE:
        line = part.line(int(np.flatnonzero(np.abs(rows) > MAX_VALUE)[0]) // columns)
        raise LutFormatError("", line.number, f"expected numbers up to {MAX_VALUE:g}, found {quote(line.text)}")
    if whole and (fractions := np.flatnonzero(rows != np.rint(rows))).size:
        line = part.line(int(fractions[0]) // columns)
        raise LutFormatError("", line.number, f"expected whole numbers, found {quote(line.text)}")
    return rows


def parse_row(line: Line, columns: int, wanted: str) -> list[float]:
    """Parse a row that is written in an unusual way.  Raises LutFormatError."""
    if len(line.text) > MAX_ROW:
        raise LutFormatError("", line.number, f"expected {wanted}, found {len(line.text):,} characters")
    words = BLANK.split(line.text)
    numbers = []
    for word in words:
        number = parse_number(word)
        if number is None:
            raise LutFormatError("", line.number, f"expected {wanted}, found {quote(word)}")
        numbers.append(number)
    if len(words) != columns:
        raise LutFormatError("", line.number, f"expected {wanted}, found {len(words)}: {quote(line.text)}")
    return numbers


def parse_number(word: str) -> float | None:
    """Parse a finite or infinite number; None for anything else, such as NaN and thousands of digits."""
    return float(word) if len(word) <= MAX_WORD and decimals.NUMBER.fullmatch(word) else None


def parse_numbers(text: str, count: int, keyword: str, line: int) -> tuple[float, ...]:
    """Parse ``count`` numbers behind a keyword.  Raises LutFormatError."""
    words = text[: MAX_ROW + 1].split()
    numbers = [number for number in map(parse_number, words) if number is not None and abs(number) <= MAX_VALUE]
    if len(text) > MAX_ROW or len(words) != count or len(numbers) != count:
        wanted = "a number" if count == 1 else f"{count} numbers"
        raise LutFormatError("", line, f"expected {wanted} behind {keyword}, found {quote(text)}")
    return tuple(numbers)


def parse_range(text: str, keyword: str, line: int) -> tuple[float, float]:
    """Parse a minimum and a maximum above it.  Raises LutFormatError."""
    low, high = parse_numbers(text, 2, keyword, line)
    if not np.float32(low) < np.float32(high):
        raise LutFormatError("", line, f"expected a minimum below the maximum, found {quote(text)}")
    return low, high


def parse_whole(text: str, low: int, high: int, what: str, line: int) -> int:
    """Parse a whole number within limits.  Raises LutFormatError.  what: "Length"."""
    number = parse_number(text[:MAX_ROW])
    if number is None or not (low <= number <= high and number.is_integer()):
        raise LutFormatError("", line, f"expected {what} from {low} to {high:,}, found {quote(text)}")
    return int(number)


def parse_sizes(text: str, what: str, line: int) -> tuple[int, int, int]:
    """Parse a grid's size along red, green and blue.  Raises LutFormatError.  what: "grid_size"."""
    words = text[:MAX_ROW].split()
    sizes = [number for number in map(parse_number, words) if number is not None and MIN_SIZE <= number <= MAX_SIZE]
    if len(words) != 3 or len(sizes) != 3 or not all(map(float.is_integer, sizes)):
        expected = f"3 numbers from {MIN_SIZE} to {MAX_SIZE} for {what}"
        raise LutFormatError("", line, f"expected {expected}, found {quote(text)}")
    red, green, blue = map(int, sizes)
    return red, green, blue


class Given:
    """The keywords that a file has given, and where."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}

    def once(self, keyword: str, line: int) -> None:
        """Take note of a keyword; it must not be there already."""
        if keyword in self.lines:
            sentence = f"expected {keyword} once, found it on line {self.lines[keyword]} too"
            raise LutFormatError("", line, sentence)
        self.lines[keyword] = line

    def require(self, *keywords: str) -> None:
        for keyword in keywords:
            if keyword not in self.lines:
                raise LutFormatError("", None, f"expected {keyword}, found none")
