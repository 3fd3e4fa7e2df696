"""Film as large as a picture, made of windows into one patch of it, without a repetition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...spaces.space import Floats
from .emulsion import Emulsion, Indices, level_of

LUMAS = 1024  # that are told apart


class Windows:
    """The grain of a strip.

    Every cell of the picture shows a window that begins anywhere in the emulsion's period, as a hash of
    the cell says.  Along its upper and its left seam it goes over into the window of the cell before, with
    shares whose squares add up to 1: two deviations that know nothing of each other keep their variance.
    """

    def __init__(self, emulsion: Emulsion, x: NDArray[np.int64], contrast: float) -> None:
        """x: (width,) places of the strip's columns, in pixels of the emulsion;  contrast: between silver and none."""
        self.emulsion, self.x = emulsion, x
        self.step = np.float32(contrast / 255)
        levels = level_of(LUMAS)
        self.layers, self.means = levels * emulsion.layer, emulsion.means[levels] * self.step

    def deviations(self, luma: Floats, y: NDArray[np.int64]) -> Floats:
        """How far the grain takes each pixel from the mean of its tone, (rows, width), up to contrast either way.

        luma: (rows, width), 0..1;  y: (rows,) their places.
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
        result = self.window(layers, means, y, above, self.x, 0)
        local = self.x % self.emulsion.cell
        seam = np.flatnonzero(local < self.emulsion.seam)
        if len(seam):
            left = self.window(layers[:, seam], means[:, seam], y, above, self.x[seam], 1)
            own, other = self.emulsion.shares(local[seam])
            result[:, seam] = result[:, seam] * own + left * other
        return result

    def window(
        self, layers: Indices, means: Floats, y: NDArray[np.int64], above: int, x: NDArray[np.int64], before: int
    ) -> Floats:
        """Deviations as in the window so many cells above and before each pixel's own."""
        film = self.emulsion
        if not layers.size:
            return np.zeros(layers.shape, dtype=np.float32)
        row, column = y // film.cell - above, x // film.cell - before
        starts = film.starts(np.arange(row[0], row[-1] + 1), np.arange(column[0], column[-1] + 1))
        across = starts[:, column - column[0]] + (x % film.cell + before * film.cell)
        index = layers + ((y % film.cell + above * film.cell) * film.side)[:, None]
        index += across if len(across) == 1 else across[row - row[0]]
        result: Floats = film.coverage.take(index).astype(np.float32)
        result *= self.step
        result -= means
        return result
