"""Atlases: many strips below each other in one picture, as ReShade's MultiLUT has them.

    1024 × 32·L pixels    L rows, each a strip of 32 slices of 32 × 32 pixels
    256 × 16·L pixels     the same for 16; and so on

A row lies as a strip does, see strip.py.  Rows have no names: "LUT 01" is the first.  Source: MultiLUT.fx for ReShade
(Otis, after Marty McFly's LUT.fx), whose fLUT_TileSizeXY, fLUT_TileAmount and fLUT_LutAmount are N, N and L.

Photographs of these sizes are common (1024 × 768), and a clear sky is as smooth as a table.  So the picture has to jump
back wherever a slice ends, by as much as it rose inside of the slice: in both directions.
"""

from __future__ import annotations

from math import isqrt
from typing import NamedTuple

import numpy as np

from ..errors import LutFormatError
from ..language import _
from . import strip
from .layouts import Judged, Samples, find_white, judge_layouts

MAX_PIXELS = strip.MAX_SIDE**2
JUMP = (0.4, 1.6)  # of the rise inside of the slices; in photographs it is 1 / (N - 1)
FLAT = 2 / 255  # of the range: the least rise of a slice
LISTED = 5  # rows that a note names


class Row(NamedTuple):
    """A row that is a table.  number: from 1.  samples: its (N, N², 3)."""

    number: int
    samples: Samples
    judged: Judged


def find_tile(width: int, height: int) -> int:
    """Find N for an atlas's picture; 0 for a picture of another size."""
    size = isqrt(width)
    fits = size**2 == width and strip.MIN_SIZE <= size <= strip.MAX_STRIP_SIZE and height % size == 0
    return size if fits and height > size and width * height <= MAX_PIXELS else 0


def judge_rows(samples: Samples) -> list[Row]:
    """Find the rows that are tables in samples (N · L, N², 3).  None unless there are two or more."""
    height, width = samples.shape[:2]
    size = find_tile(width, height)
    found = []
    if jumps_back(samples, size) and jumps_back(samples.swapaxes(0, 1), size):
        for number in range(height // size):
            row = np.ascontiguousarray(samples[number * size : (number + 1) * size])
            try:
                judged = judge_layouts(strip.list_layouts(width, size), row)
            except LutFormatError:  # an empty row, or one with words
                continue
            found.append(Row(number + 1, row, judged))
    return found if len(found) > 1 else []


def jumps_back(samples: Samples, size: int) -> bool:
    """Return True if most slices jump to the next one, along the samples' width, by what they rise inside."""
    rises, jumps = [], []
    for start in range(0, len(samples), size):  # all at once would take too much memory
        row = samples[start : start + size].astype(np.float32) / find_white(samples.dtype)
        steps = np.abs(np.diff(row, axis=1, append=row[:, -1:])).mean(axis=(0, 2)).reshape(-1, size)[:-1]
        rises.append(steps[:, :-1].sum(axis=1))
        jumps.append(steps[:, -1])
    rise, jump = np.concatenate(rises), np.concatenate(jumps)
    varied = rise >= FLAT
    return bool(varied.any()) and JUMP[0] <= np.median(jump[varied] / rise[varied]) <= JUMP[1]


def describe_left_out(rows: list[Row], samples: Samples) -> str:
    """Name the rows that are no tables; empty if all are."""
    count = len(samples) // len(rows[0].samples)
    missing = sorted({*range(1, count + 1)} - {row.number for row in rows})
    if not missing:
        return ""
    named = ", ".join(map(str, missing[:LISTED])) + (" …" if len(missing) > LISTED else "")
    return _("left out, as no LUT: {count} of {all} rows ({named})").format(count=len(missing), all=count, named=named)
