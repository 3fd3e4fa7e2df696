"""What a LUT does to the pieces of its lattice: where it keeps colors apart, presses them into one, or folds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError
from ..language import _
from .tetrahedra import ORDERS, Doubles, pieces, widths

MOST_FOLDED = 0.01  # of the cube
MOST_FLAT = 0.5


@dataclass(frozen=True)
class Survey:
    """What a LUT does, in shares of its lattice's volume.

    folded: turned inside out.  flat: pressed into planes, lines or points, so that colors become one.  reach: volume
    of the outputs, of that of their own range.  turned: whether the whole LUT is inside out, by an odd exchange of
    channels or as a negative.  sound: (6, N - 1, N - 1, N - 1) which pieces, by ``ORDERS`` and cell, are neither
    folded nor flat.
    """

    folded: float
    flat: float
    reach: float
    turned: bool
    sound: NDArray[np.bool_]

    @classmethod
    def of(cls, table: Doubles) -> Survey:
        """table: (N, N, N, 3), outputs scaled to 0..1."""
        cells = len(table) - 1
        found = [(piece.volume, piece.sound) for piece in pieces(table, widths(np.linspace(0, 1, cells + 1)))]
        volume, apart = (np.stack(parts) for parts in zip(*found, strict=True))
        positive = volume > 0
        turned = bool((positive & apart).sum() < (~positive & apart).sum())
        folded = apart & (positive == turned)
        sound = apart & ~folded
        reach = float(np.abs(volume * sound).mean())
        return cls(float(folded.mean()), float((~apart).mean()), reach, turned, sound.reshape(6, cells, cells, cells))

    def check(self) -> None:
        """Raises LutError for a LUT that no other can undo."""
        if self.flat > MOST_FLAT:
            sentence = _(
                "the LUT cannot be inverted: in {share:.3g}% of the color cube, different colors become one "
                "(it is monochrome, or clips)"
            )
            raise LutError(sentence.format(share=100 * self.flat))
        if self.folded > MOST_FOLDED:
            sentence = _(
                "the LUT cannot be inverted: {share:.3g}% of the color cube folds back over the rest, "
                "so that different colors become one"
            )
            raise LutError(sentence.format(share=100 * self.folded))

    def keeps(self, coordinates: Doubles) -> NDArray[np.bool_]:
        """(P,) whether colors at those places of the lattice (P, 3), 0..1, lie in sound pieces."""
        count = self.sound.shape[1]
        position = np.clip(coordinates, 0, 1) * count
        cell = np.minimum(position.astype(np.intp), count - 1)
        walk = np.argsort(cell - position, axis=1)  # the largest fraction first
        number = np.zeros((3, 3), np.intp)
        for index, (first, second, _third) in enumerate(ORDERS):
            number[first, second] = index
        result: NDArray[np.bool_] = self.sound[number[walk[:, 0], walk[:, 1]], cell[:, 0], cell[:, 1], cell[:, 2]]
        return result
