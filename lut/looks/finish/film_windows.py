"""Film as large as a picture, made of windows into one patch of it, without a repetition."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...color.space import Floats
from .film_patch import Emulsion, Indices, level_of

LUMAS = 1024  # that are told apart


class Windows:
    """The grain of a strip.

    Every cell of the picture shows a window that begins anywhere in the emulsion's period, as a hash of
    the cell says.  Along its upper and its left seam it goes over into the window of the cell before, with
    shares whose squares add up to 1: two deviations that know nothing of each other keep their variance.
    """

    def __init__(self, emulsion: Emulsion, x: NDArray[np.int64], contrast: float) -> None:
        """x: (width,) places of the strip's columns, in pixels of the emulsion;  contrast: between silver and none."""
        self.emulsion = emulsion
        self.step = np.float32(contrast / 255)
        levels = level_of(LUMAS)
        self.layers, self.means = levels * emulsion.layer, emulsion.means[levels] * self.step
        local = x % emulsion.cell
        self.seam = np.flatnonzero(local < emulsion.seam)
        self.own, self.other = emulsion.shares(local[self.seam])
        self.columns, self.left_columns = Columns(emulsion, x, 0), Columns(emulsion, x[self.seam], 1)

    def deviations(self, luma: Floats, y: NDArray[np.int64]) -> Floats:
        """How far the grain takes each pixel from the mean of its tone, (rows, width), up to contrast either way.

        luma: (rows, width), 0..1;  y: (rows,) their places, rising.
        """
        known = (luma * np.float32(LUMAS - 1) + np.float32(0.5)).astype(np.intp)
        layers, means = self.layers.take(known), self.means.take(known)
        result = self.row_of_cells(layers, means, y, 0)
        local = y % self.emulsion.cell
        seam = np.flatnonzero(local < self.emulsion.seam)
        if len(seam):
            upper = self.row_of_cells(layers[seam], means[seam], y[seam], 1)
            own, other = self.emulsion.shares(local[seam])
            result[seam] = result[seam] * own[:, None] + upper * other[:, None]
        return result

    def row_of_cells(self, layers: Indices, means: Floats, y: NDArray[np.int64], above: int) -> Floats:
        """Deviations of pixels in their own row of cells, or as the one above goes on."""
        result = self.window(layers, means, y, above, self.columns)
        if len(self.seam):
            left = self.window(layers[:, self.seam], means[:, self.seam], y, above, self.left_columns)
            result[:, self.seam] = result[:, self.seam] * self.own + left * self.other
        return result

    def window(self, layers: Indices, means: Floats, y: NDArray[np.int64], above: int, columns: Columns) -> Floats:
        """Deviations as in the window of the columns, so many cells above each pixel's own."""
        film = self.emulsion
        index = layers + ((y % film.cell + above * film.cell) * film.side)[:, None]
        rows = y // film.cell - above
        for row in np.unique(rows):
            index[slice(*np.searchsorted(rows, (row, row + 1)))] += columns.starts(int(row))
        result: Floats = film.coverage.take(index).astype(np.float32)
        result *= self.step
        result -= means
        return result


class Columns:
    """Where the windows of columns begin in an emulsion."""

    def __init__(self, emulsion: Emulsion, x: NDArray[np.int64], before: int) -> None:
        """x: (width,) places, rising;  before: how many cells before each column's own its window begins."""
        cells, cell_of = np.unique(x // emulsion.cell - before, return_inverse=True)
        offsets = x % emulsion.cell + before * emulsion.cell

        # No method: a cache that refers to its owner would keep both, and the emulsion, until Python collects garbage.
        @lru_cache(maxsize=2)  # a strip's blocks go on in the row of cells of the one before
        def starts(row: int) -> Indices:
            """(width,) indices of the columns in the first row of the windows of a row of cells."""
            result: Indices = emulsion.starts(np.array([row]), cells)[0][cell_of] + offsets
            return result

        self.starts = starts
