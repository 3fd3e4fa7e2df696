"""Tetrahedral interpolation of many colors: the numbers of each tetrahedron lie together in memory.

What color = dark + g · diagonal + (g - r) · -red edge + (b - g) · blue edge fetches from four places depends on the
cell and on which of its six tetrahedra the color is in.  Here it is one record of 48 bytes: one place to go to, one
index to compute, and the same result to the last bit.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from . import interpolation
from .interpolation import SIGN, ChunkArrays, Floats, Tetrahedral

LARGEST = 41  # 20 MB: with more, colors wait for memory longer than for arithmetic
TETRAHEDRA, PIECES = 6, 3  # a record is gathered in pieces of 16 bytes, which numpy does fastest


def are_faster_with_cells(colors: Floats) -> bool:
    """Return True if an image of which colors (P, 3) are a sample is faster with Cells: photographs are, noise is not.

    The records of all cells together are several times what the kernel reads, and too many for a processor's cache;
    where most pixels of a sample lie in cells of their own, hardly one finds its record there.
    """
    steps = np.floor(interpolation.clamp(colors, interpolation.ONE) * np.float32(32)).astype(np.int32)
    places = (steps[:, 0] * 33 + steps[:, 1]) * 33 + steps[:, 2]
    return len(np.unique(places)) < 0.75 * len(colors)


def view_rows(rows: Floats) -> NDArray[np.complex128]:
    """View rows of four floats as items that numpy copies whole."""
    return rows.view(np.complex128)[..., 0]


class Cells(Tetrahedral):
    """A table (N, N, N, 3) with N up to 41, made ready for millions of colors: 11 MB and 3 ms at 33³."""

    def __init__(self, table: Floats) -> None:
        super().__init__(table, prepare=True)
        red_step, green_step, blue_step = self.steps
        diagonals, reds, blues = self.edges
        count = len(diagonals)
        records = np.empty((count, TETRAHEDRA, PIECES, 4), np.float32)
        for g_lags_r, b_lags_g, b_lags_r in product((0, 1), repeat=3):
            if g_lags_r == b_lags_g != b_lags_r:
                continue  # no color is like that
            blue = blues[b_lags_g * green_step + b_lags_r * red_step :][:count]
            red = reds[(1 - g_lags_r) * green_step + (1 - b_lags_r) * blue_step :][:count]
            tetrahedron = records[:, g_lags_r + 2 * (b_lags_g + b_lags_r)]
            for piece, (rows, last) in enumerate(zip((diagonals, self.rows[:count], blue), red.T[:3], strict=True)):
                view_rows(tetrahedron[:, piece])[:] = view_rows(rows)
                tetrahedron[:, piece, 3] = last
        pieces = records.reshape(-1, 4)
        self.pieces = [pieces[start:] for start in range(PIECES)]
        self.weights = self.weights * (TETRAHEDRA * PIECES)
        self.codes = np.array([[1], [2], [2]], np.int32) * PIECES

    def interpolate(self, chunk: ChunkArrays, out: Floats) -> None:
        self.split_position(chunk)
        green, work, total = chunk.position[1], chunk.cell, chunk.total
        index, rows = chunk.index[0], chunk.rows[0]
        self.find_rows(work, index)
        np.right_shift(chunk.difference.view(np.int32), SIGN, chunk.sign)
        for code in np.bitwise_and(chunk.sign, self.codes, chunk.step):
            np.add(index, code, index)
        np.copyto(rows, index)

        green_red, blue_green, _ = chunk.difference
        diagonal, dark, blue = self.pieces
        planes = self.gather(diagonal, rows, chunk)
        red = chunk.found[4][0][:, 3]
        np.multiply(planes, green, total)
        np.multiply(red, green_red, work[0])
        np.add(total, self.gather(dark, rows, chunk), total)
        np.multiply(red, green_red, work[1])
        self.gather(blue, rows, chunk)
        np.multiply(red, green_red, work[2])
        np.add(total, work, total)
        np.multiply(planes, blue_green, work)
        np.add(total, work, out)
