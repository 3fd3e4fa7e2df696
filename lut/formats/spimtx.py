"""Imageworks' .spimtx: a matrix and an offset.

    1.1 0 0 0
    0 1 0 1310.7
    0 0 0.9 0

Twelve numbers, a row for each channel: three factors, and an offset that is a share of 65535 (OpenColorIO, the only
description there is). A lattice of two points a side holds an affine map exactly, over a domain far beyond 0..1.
"""

from __future__ import annotations

import re

import numpy as np

from ..errors import LutFormatError
from ..lattice import MAX_VALUE
from ..operators import Affine
from ..operators.lut_forms import make_lut
from ..table import Lut
from . import decimals
from .format import quote, split_lines, text_format

COUNT = 12
OFFSET_UNIT = 65535
NUMBER = decimals.NUMBER.pattern
ROW = rf"[ \t]*{NUMBER}(?:[ \t]+{NUMBER}){{3}}[ \t]*"
MATRIX = re.compile(rf"\s*{ROW}\n{ROW}\n{ROW}\s*")
LONGEST = 1024  # characters of a file that could be one


def read(text: str) -> Lut:
    numbers: list[float] = []
    for line in split_lines(text):
        for word in line.text.split():
            if not decimals.NUMBER.fullmatch(word) or abs(float(word)) > MAX_VALUE:
                raise LutFormatError("", line.number, f"expected numbers up to {MAX_VALUE:g}, found {quote(word)}")
            if len(numbers) == COUNT:
                raise LutFormatError("", line.number, f"expected {COUNT} numbers, found more: {quote(line.text)}")
            numbers.append(float(word))
    if len(numbers) != COUNT:
        raise LutFormatError("", None, f"expected {COUNT} numbers, found {len(numbers)}")
    rows = np.array(numbers).reshape(3, 4)
    return make_lut([Affine(rows[:, :3], rows[:, 3] / OFFSET_UNIT)])


def sniff(head: str) -> bool:
    """Return True if a file is three rows of four numbers and nothing else."""
    return len(head) <= LONGEST and MATRIX.fullmatch(head) is not None


FORMAT = text_format("spimtx", (".spimtx",), read, None, sniff)
