"""Read and print rows of decimal numbers, with numpy.

Measured for the 107,811 numbers of a 33³ table: ``numpy.loadtxt`` takes 5.7 ms, ``numpy.fromstring`` 6.5, ``float`` on
each word 7.9.  Printing: ``str`` on each number takes 46 ms, ``numpy.savetxt`` 42, ``print_rows`` 26.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
CHARACTERS = b"0123456789+-.eE \t\r\n"  # numpy takes infinities, NaN and other blanks as well
BLOCK = 1 << 18  # characters that are read at once: of larger blocks, most time goes into getting memory
LONG_LINE = 1 << 12  # characters; numpy takes many times as much memory for a line
PRINTED_ROWS = 1 << 12
PLACES = 12  # that nine digits take from 0.0001 on, where the printed numbers have no exponent

Otherwise = Callable[[int, int], Floats]


def parse_rows(text: str, start: int, stop: int, columns: int, otherwise: Otherwise) -> Floats:
    """Read lines of ``columns`` numbers each from a part of a text.

    otherwise: reads, or refuses, the whole lines from one offset to another that hold anything but such rows and blank
    lines.  Returns (R, columns) float32, each number rounded to double precision first; what is too large is infinite.
    """
    blocks = [np.empty((0, columns), np.float32)]
    for begin, end in split_lines(text, start, stop):
        rows = load_rows(text[begin:end])
        fits = rows is not None and (rows.shape[1] == columns or not rows.size)
        blocks.append(rows.reshape(-1, columns) if rows is not None and fits else otherwise(begin, end))
    return np.concatenate(blocks)


def split_lines(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where blocks of whole lines begin and end."""
    while start < stop:
        end = text.rfind("\n", start, min(start + BLOCK, stop)) + 1
        if end <= start:  # no whole line fits, or no line ends
            end = text.find("\n", start, stop) + 1 or stop
        yield start, end
        start = end


def load_rows(text: str) -> Floats | None:
    """Read lines of as many numbers each as the first has: (R, C) float32, or None if there is anything else."""
    if any(text.find("\n", at, at + LONG_LINE) < 0 for at in range(0, len(text) - LONG_LINE, LONG_LINE)):
        return None
    data = text.encode("utf-8", "replace")
    if data.translate(None, CHARACTERS):
        return None
    if not data or data.isspace():
        return np.empty((0, 1), np.float32)
    try:
        return np.loadtxt(io.BytesIO(data), np.float32, comments=None, ndmin=2)
    except ValueError:
        return None


def print_rows(rows: Floats) -> Iterator[str]:
    """Yield blocks of lines, one for each row of (R, C) float32.

    Numbers have no exponents, which not all programs read, and as few decimal places as read back the same float32.
    """
    line = " ".join(["%r"] * rows.shape[1]) + "\n"
    for start in range(0, len(rows), PRINTED_ROWS):
        block = rows[start : start + PRINTED_ROWS]
        exact = block.astype(np.float64)
        shortest = exact.copy()
        # Below 8, half a step of float32 is less than half of 1e-6: what has fewer places is found with six.
        for places in range(PLACES, 5 if np.abs(exact).max() < 8 else -1, -1):
            rounded = np.rint(exact * 10.0**places) / 10.0**places
            np.copyto(shortest, rounded, where=rounded.astype(np.float32) == block)
        text = (line * len(block)) % tuple(shortest.ravel().tolist())
        yield re.sub(r"\S+e\S+", print_positional, text) if "e" in text else text


def print_positional(number: re.Match[str]) -> str:
    return np.format_float_positional(np.float32(number[0]), trim="0")
