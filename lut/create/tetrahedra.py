"""Tetrahedra of a lattice: where a LUT keeps colors apart, flattens them into one, or folds; and their inverse maps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError
from ..language import _

Doubles = NDArray[np.float64]
ORDERS = tuple(permutations(range(3)))  # orders of red, green and blue on the way through a cell
FLAT = 1 / 1024  # scale below which a tetrahedron no longer keeps its colors apart
TOUCHING = 1e-7  # of a cell: points on a face belong to the tetrahedra on both sides
CANDIDATES = 1 << 19  # points tried at a time: 100 MB

MOST_FOLDED = 0.01  # share of the cube
MOST_FLAT = 0.5  # share of the cube


@dataclass(frozen=True)
class Pieces:
    """One tetrahedron of each cell of a lattice: the one that goes from dark to bright along the axes in ``order``.

    start: (C, 3) output of the dark corner.  edges: (C, 3, 3) output per whole cell along red, green and blue, as
    columns.  volume: (C,) determinant of the map relative to the identity's.  flatness: (C,) at most the smallest
    factor by which the map scales distances.
    """

    order: tuple[int, ...]
    start: Doubles
    edges: Doubles
    volume: Doubles
    flatness: Doubles
    adjugate: Doubles

    @property
    def sound(self) -> NDArray[np.bool_]:
        """(C,) True where a tetrahedron keeps its colors apart."""
        return self.flatness > FLAT


def lattice_pieces(table: Doubles, cells: Doubles) -> Iterator[Pieces]:
    """Return the six tetrahedra of every cell of a table (N, N, N, 3); cells: (C, 3) their widths along each axis."""
    count = tuple(length - 1 for length in table.shape[:3])

    def corner(steps: NDArray[np.intp]) -> Doubles:
        return table[tuple(slice(step, step + n) for step, n in zip(steps, count, strict=True))].reshape(-1, 3)

    for order in ORDERS:
        at = np.zeros(3, np.intp)
        start = corner(at)
        edges = np.empty((len(start), 3, 3))
        for axis in order:
            before = corner(at)
            at[axis] += 1
            edges[:, :, axis] = corner(at) - before
        scaled = edges / cells[:, np.newaxis, :]
        adjugate = np.cross(np.roll(scaled, -1, axis=2), np.roll(scaled, -2, axis=2), axis=1).transpose(0, 2, 1)
        volume = np.einsum("ci,ci->c", adjugate[:, 0], scaled[:, :, 0])
        size = np.sqrt((adjugate**2).sum(axis=(1, 2)))
        flatness = np.abs(volume) / np.maximum(size, 1e-30)
        yield Pieces(order, start, edges, volume, flatness, adjugate)


def locate_points(
    found: Pieces, which: NDArray[np.bool_], cells: Doubles, axes: Doubles
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp], Doubles]]:
    """Find the points of a target lattice that lie in those tetrahedra, and their places in them.

    cells: (C, 3) width of the pieces' cells.  axes: (L, 3) the outputs along each axis of the target, rising.
    Yields runs of piece (K,), point (K,) as a row of L³, fractions (K, 3) along red, green and blue of the cell.
    """
    size = len(axes)
    chosen = np.flatnonzero(which)
    corners = [found.start[chosen]]
    for axis in found.order:
        corners.append(corners[-1] + found.edges[chosen, :, axis])
    slack = TOUCHING * np.diff(axes, axis=0).min(axis=0)
    least, most = np.minimum.reduce(corners) - slack, np.maximum.reduce(corners) + slack
    low = np.stack([np.searchsorted(axes[:, k], least[:, k], "left") for k in range(3)], axis=1)
    high = np.stack([np.searchsorted(axes[:, k], most[:, k], "right") for k in range(3)], axis=1)
    spans = np.maximum(high - low, 0)
    counts = spans.prod(axis=1)
    ends = np.cumsum(counts)
    start = 0
    while start < len(chosen):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + CANDIDATES, side="right")))
        part = np.arange(start, stop)
        start = stop
        piece = np.repeat(part, counts[part])
        place = np.arange(len(piece)) - np.repeat(ends[part] - counts[part] - done, counts[part])
        point, span = low[piece], spans[piece]
        point[:, 2] += place % span[:, 2]
        point[:, 1] += place // span[:, 2] % span[:, 1]
        point[:, 0] += place // (span[:, 2] * span[:, 1])
        own = chosen[piece]
        away = np.take_along_axis(axes, point, axis=0) - found.start[own]
        fractions = np.einsum("kij,kj->ki", found.adjugate[own], away) / found.volume[own, np.newaxis] / cells[own]
        first, second, third = (fractions[:, axis] for axis in found.order)
        hit = (1 - first >= -TOUCHING) & (first - second >= -TOUCHING) & (second - third >= -TOUCHING)
        hit &= third >= -TOUCHING
        yield own[hit], point[hit] @ np.array((size * size, size, 1)), fractions[hit]


def cell_widths(axis: Doubles) -> Doubles:
    """Return the widths (C, 3) of all cells of a lattice that has these points along each axis."""
    steps = np.diff(axis)
    return np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)


@dataclass(frozen=True)
class Survey:
    """Shares of a LUT's lattice, by volume, that it folds, flattens or keeps.

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
        found = [
            (piece.volume, piece.sound) for piece in lattice_pieces(table, cell_widths(np.linspace(0, 1, cells + 1)))
        ]
        volume, apart = (np.stack(parts) for parts in zip(*found, strict=True))
        positive = volume > 0
        turned = bool((positive & apart).sum() < (~positive & apart).sum())
        folded = apart & (positive == turned)
        sound = apart & ~folded
        reach = float(np.abs(volume * sound).mean())
        return cls(float(folded.mean()), float((~apart).mean()), reach, turned, sound.reshape(6, cells, cells, cells))

    def check(self) -> None:
        """Raise LutError for a LUT that no other can undo."""
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
        """Return (P,) True for coordinates (P, 3) of the lattice, 0..1, in sound pieces."""
        count = self.sound.shape[1]
        position = np.clip(coordinates, 0, 1) * count
        cell = np.minimum(position.astype(np.intp), count - 1)
        walk = np.argsort(cell - position, axis=1)  # the largest fraction first
        number = np.zeros((3, 3), np.intp)
        for index, (first, second, _third) in enumerate(ORDERS):
            number[first, second] = index
        result: NDArray[np.bool_] = self.sound[number[walk[:, 0], walk[:, 1]], cell[:, 0], cell[:, 1], cell[:, 2]]
        return result
