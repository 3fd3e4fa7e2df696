"""The numbers in an element or an attribute of XML files: any number of them on a line, blanks or commas between."""

from __future__ import annotations

import re

import numpy as np

from ..errors import LutFormatError
from ..files.xml import Element
from ..table import MAX_VALUE, Floats
from . import decimals
from .format import shown

BETWEEN = re.compile(rb"[ \t\r\n,]+")
ONE_A_LINE = bytes.maketrans(b" \t\r,", b"\n\n\n\n")
NOT_FINITE = {b"nan": np.nan, b"inf": np.inf, b"infinity": np.inf}


def few(text: str, line: int, count: int, where: str) -> list[float]:
    """So many finite numbers, in double precision."""
    words = [word for word in BETWEEN.split(text.encode("utf-8", "replace")[:4096]) if word]
    if len(words) != count or not all(decimals.NUMBER.fullmatch(word) for word in words):
        wanted = "a number" if count == 1 else f"{count} numbers"
        raise LutFormatError("", line, f"expected {wanted} in {where}, found {shown(' '.join(text.split()))}")
    numbers = [float(word) for word in words]
    if not all(abs(number) <= MAX_VALUE for number in numbers):
        found = shown(" ".join(text.split()))
        raise LutFormatError("", line, f"expected numbers up to {MAX_VALUE:g} in {where}, found {found}")
    return numbers


def many(element: Element, count: int, what: str, finite: bool = True) -> Floats:
    """(count,) float32, all that an element has; what: it takes that many for, as a message says it.

    finite: refuse what is infinite or not a number.
    """
    data = element.text.encode("utf-8", "replace")

    def line_of(offset: int) -> int:
        return element.text_line + data.count(b"\n", 0, offset)

    def odd(start: int, stop: int) -> Floats:
        return np.array([number_of(word, start) for word in BETWEEN.split(data[start:stop]) if word], np.float32)[
            :, None
        ]

    def number_of(word: bytes, start: int) -> float:
        if decimals.NUMBER.fullmatch(word):
            return float(word)
        sign, name = (-1, word[1:]) if word[:1] == b"-" else (1, word.removeprefix(b"+"))
        if name.lower() not in NOT_FINITE:
            line = line_of(data.index(word, start))
            raise LutFormatError("", line, f"expected numbers, found {shown(word.decode('utf-8', 'replace'))}")
        return sign * NOT_FINITE[name.lower()]

    with np.errstate(over="ignore"):  # becomes infinite, which is refused below
        numbers = decimals.parsed(data.translate(ONE_A_LINE), 1, odd).ravel()
    if len(numbers) != count:
        raise LutFormatError("", element.line, f"expected {count:,} numbers for {what}, found {len(numbers):,}")
    if finite and not (np.abs(numbers) <= MAX_VALUE).all():
        found = float(numbers[~(np.abs(numbers) <= MAX_VALUE)][0])
        sentence = f"expected numbers up to {MAX_VALUE:g} for {what}, found {found:g}"
        raise LutFormatError("", element.line, sentence)
    return numbers
