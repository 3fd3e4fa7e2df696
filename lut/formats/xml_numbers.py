"""The numbers in an element or an attribute of XML files: any number of them on a line, blanks or commas between."""

from __future__ import annotations

import re

import numpy as np

from ..errors import LutFormatError
from ..files.xml import Element
from ..lattice import MAX_VALUE, Floats
from . import decimals
from .format import quote

BETWEEN = re.compile(r"[ \t\r\n,]+")
ONE_A_LINE = str.maketrans(" \t\r,", "\n\n\n\n")
NOT_FINITE = {"nan": np.nan, "inf": np.inf, "infinity": np.inf}


def read_few(text: str, line: int, count: int, where: str) -> list[float]:
    """Read ``count`` finite numbers, in double precision."""
    words = [word for word in BETWEEN.split(text[:4096]) if word]
    if len(words) != count or not all(decimals.NUMBER.fullmatch(word) for word in words):
        wanted = "a number" if count == 1 else f"{count} numbers"
        raise LutFormatError("", line, f"expected {wanted} in {where}, found {quote(' '.join(text.split()))}")
    numbers = [float(word) for word in words]
    if not all(abs(number) <= MAX_VALUE for number in numbers):
        found = quote(" ".join(text.split()))
        raise LutFormatError("", line, f"expected numbers up to {MAX_VALUE:g} in {where}, found {found}")
    return numbers


def read_many(element: Element, count: int, what: str, finite: bool = True) -> Floats:
    """Read all numbers of an element, (count,) float32.  what: it takes that many for, as a message says it.

    finite: refuse what is infinite or not a number.
    """
    text = element.text.translate(ONE_A_LINE) if "," in element.text else element.text

    def read_words(start: int, stop: int) -> Floats:
        numbers = [number_of(word, start) for word in BETWEEN.split(text[start:stop]) if word]
        return np.array(numbers, np.float32)[:, None]

    def number_of(word: str, start: int) -> float:
        if decimals.NUMBER.fullmatch(word):
            return float(word)
        sign, name = (-1, word[1:]) if word[:1] == "-" else (1, word.removeprefix("+"))
        if name.lower() not in NOT_FINITE:
            line = element.text_line + element.text.count("\n", 0, text.index(word, start))
            raise LutFormatError("", line, f"expected numbers, found {quote(word)}")
        return sign * NOT_FINITE[name.lower()]

    rows = decimals.load_rows(text)
    if rows is None:
        text = text.translate(ONE_A_LINE)
        with np.errstate(over="ignore"):  # becomes infinite, which is refused below
            rows = decimals.parse_rows(text, 0, len(text), 1, read_words)
    numbers = rows.ravel()
    if len(numbers) != count:
        raise LutFormatError("", element.line, f"expected {count:,} numbers for {what}, found {len(numbers):,}")
    if finite and not (np.abs(numbers) <= MAX_VALUE).all():
        found = float(numbers[~(np.abs(numbers) <= MAX_VALUE)][0])
        sentence = f"expected numbers up to {MAX_VALUE:g} for {what}, found {found:g}"
        raise LutFormatError("", element.line, sentence)
    return numbers
