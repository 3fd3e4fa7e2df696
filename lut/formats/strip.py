"""Strips and grids: the slices of a LUT side by side in a picture, as game engines and OBS have them.

N slices of N × N pixels, one for each value of blue, in each of which red goes to the right and green goes down:

    strip   N² × N pixels, blue to the right: 256 × 16 (Unreal Engine), 1024 × 32 (ReShade)
    column  N × N² pixels, blue down
    grid    tiles in rows, blue as one reads: 512 × 512, 8 × 8 tiles of 64 (OBS Studio, and apps for phones)
    unity   a strip from the bottom up: green goes up (Unity counts a picture's rows from the bottom)

Columns and grids come from the bottom up, too. Sources: Unreal Engine's documentation on using LUTs; the shader of
ReShade's LUT.fx, and of OBS Studio's filter "Apply LUT"; the engine PlayCanvas on how Unity's LUTs differ.

A picture of 8 or 16 bits holds values from 0 to 1 over inputs from 0 to 1.
"""

from __future__ import annotations

from math import isqrt

import numpy as np

from ..errors import LutError
from .layouts import Layout

MAX_SIDE = 4096  # pixels
NAMES = {"strip": "strip", "column": "column of slices", "grid": "grid of slices"}
MAX_STRIP_SIZE = isqrt(MAX_SIDE)
MIN_SIZE = 16  # that programs take; colors of much smaller ones can't be told from another picture's
GRID_SIZE = 64
KEYS = ("strip", "column", "grid", "unity")


def make_layout(size: int, columns: int, mirrored: bool = False) -> Layout:
    """Make the layout of ``columns`` slices in a row."""
    width, height = size * columns, size * (size // columns)
    steps = np.arange(size)
    row_of_green, row_of_blue = steps, steps // columns * size
    if mirrored:
        row_of_green, row_of_blue = -row_of_green, height - 1 - row_of_blue
    kind = {size: "strip", 1: "column"}.get(columns, "grid")
    key = "unity" if kind == "strip" and mirrored else kind
    blue = row_of_blue * width + steps % columns * size
    return Layout(NAMES[kind], key, width, height, steps, row_of_green * width, blue, mirrored)


def list_layouts(width: int, height: int) -> list[Layout]:
    """List the layouts that a picture of that size can have: none, or one and the same from the bottom up."""
    size = round((width * height) ** (1 / 3))
    if size < 2 or size**3 != width * height or width % size or height % size:
        return []
    return [make_layout(size, width // size, mirrored) for mirrored in (False, True)]


def find_layout(size: int, key: str) -> Layout:
    """Find the layout for a lattice of that size.  Raises LutError where there is none."""
    if key == "grid":
        columns = isqrt(size)
        if columns**2 != size:
            expected = f"{columns**2} or {(columns + 1) ** 2}"
            raise LutError(f"expected {expected} lattice points a side for a grid of as many rows, found {size}")
        return make_layout(size, columns)
    if size > MAX_STRIP_SIZE:
        raise LutError(f"expected at most {MAX_STRIP_SIZE} lattice points a side for a {NAMES['strip']}, found {size}")
    return make_layout(size, 1 if key == "column" else size, mirrored=key == "unity")


def find_next_size(size: int, key: str) -> int:
    """Find the lattice size that keeps a LUT best; a small one's points are all kept, and more between them."""
    if size < MIN_SIZE:
        size = (size - 1) * -(-(MIN_SIZE - 1) // (size - 1)) + 1
    if key != "grid":
        return min(size, MAX_STRIP_SIZE)
    side = isqrt(size - 1) + 1
    return size if side**2 == size else max(side**2, GRID_SIZE)
