"""Interpolation between lattice points, and nothing else: no alpha, no dtype, no domain.

An interpolator is made of a table (N, N, N, 3) float32 indexed ``[r, g, b]``; called with rgb (P, 3) float32 in
[0, 1], of any strides, it returns (P, 3) float32.  Values outside clamp; NaN is looked up as 0.  Exact at lattice
points where float32 has k / (N - 1) * (N - 1) = k, as for 17, 33 and 65; elsewhere to one rounding.

numpy is fast in long passes over memory that is there already. So a chunk of colors is kept as three planes,
every pass writes into scratch arrays, and one gather fetches all three numbers of a corner of the lattice.  No
color knows its neighbors: how colors are cut into chunks changes no bit of the result.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .errors import LutError
from .scratch import Scratch

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

CHUNK = 1 << 16  # colors per pass: long enough that threads seldom meet at Python's lock, 7 MB of scratch each
PREPARED_SIZE = 65  # the largest lattice of which an interpolator keeps copies: 64 bytes a point, 18 MB
ZERO, HALF, ONE, TWO = (np.float32(value) for value in (0, 0.5, 1, 2))
SIGN = np.int32(31)

scratch = Scratch()


def lattice(size: int) -> Floats:
    """(N, N, N, 3) colors of an N-point lattice over 0..1: the identity table."""
    steps = np.linspace(0.0, 1.0, size, dtype=np.float32)
    return np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)


def clamped(values: Floats, top: np.float32) -> Floats:
    """The same array, now in 0..top, with NaN turned into 0."""
    # As integers, negative numbers and NaN lie above all floats from 0 to top: one pass tells whether there are any.
    if np.maximum.reduce(values.view(np.uint32), axis=None, initial=0) > top.view(np.uint32):
        np.fmax(values, ZERO, out=values)  # fmax(NaN, 0) is 0
        np.fmin(values, top, out=values)
    return values


def normalized(rgb: Floats, domain: Floats) -> Floats:
    """(P, 3) colors scaled so that the domain (2, 3) becomes 0..1, clamped, NaN turned into 0."""
    low, high = domain[:, :, np.newaxis]
    with np.errstate(over="ignore"):
        scaled = np.subtract(rgb.T, low, order="C")
        np.divide(scaled, high - low, out=scaled)
    return clamped(scaled, ONE).T


def linear(curves: Floats, rgb: Floats) -> Floats:
    """Interpolate per channel in curves (M, 3), evenly spaced over 0..1; rgb (P, 3) in [0, 1]."""
    position = np.multiply(rgb.T, np.float32(len(curves) - 1), order="C")
    cell = np.floor(position)
    np.subtract(position, cell, out=position)
    result = np.empty_like(position)
    for curve, low, fraction, out in zip(curves.T, cell.astype(np.intp), position, result, strict=True):
        values = np.append(curve, curve[-1])  # the upper end is looked up with fraction 0
        np.multiply(fraction, np.diff(values)[low], out=fraction)
        np.add(values[low], fraction, out=out)
    return result.T


class Interpolator:
    """A table, ready to be looked up.

    prepare: copy the table (0.3 ms at 33³) into a form that makes many colors faster.  Without, and above
    ``PREPARED_SIZE``, results differ in the last bit where a channel is at its maximum, and nowhere else.
    """

    def __init__(self, table: Floats, prepare: bool = False) -> None:
        self.top = np.float32(len(table) - 1)
        self.prepared = prepare and len(table) <= PREPARED_SIZE
        if self.prepared:
            # One more layer, so that the cells above the last lattice points exist, too; and four numbers to a point,
            # since numpy gathers 16 bytes twice as fast as 12.
            table = np.pad(table, ((0, 1), (0, 1), (0, 1), (0, 1)), mode="edge")
        self.size = len(table)
        self.rows: Floats = table.reshape(self.size**3, -1)

    def __call__(self, rgb: Floats, out: Floats | None = None) -> Floats:
        """rgb (P, 3), out (P, 3): any strides, and they may be the same array."""
        result = np.empty((len(rgb), 3), np.float32) if out is None else out
        for start in range(0, len(rgb), CHUNK):
            part = slice(start, start + CHUNK)
            position = scratch("position", (3, len(rgb[part])))
            with np.errstate(over="ignore"):
                np.multiply(rgb[part].T, self.top, out=position)
            self.interpolate(clamped(position, self.top), result[part].T)
        return result

    def interpolate(self, position: Floats, out: Floats) -> None:
        """Write the colors at positions (3, P), in cells; they may be overwritten. out: (3, P)."""
        raise NotImplementedError

    def step(self, red: int, green: int, blue: int) -> int:
        """How many rows further the lattice point so many cells away is."""
        return (red * self.size + green) * self.size + blue

    def row(self, cell: Floats, out: NDArray[np.int32]) -> None:
        """The rows of lattice points (3, P), which are overwritten; out: (P,).  Exact, being below 2**24."""
        red, green, blue = cell
        size = np.float32(self.size)
        for finer in (green, blue):
            np.multiply(red, size, out=red)
            np.add(red, finer, out=red)
        np.copyto(out, red, casting="unsafe")

    def gather(self, rows: Floats, index: Indices, name: str = "gathered") -> Floats:
        """(3, P) the colors in those rows; what lies past the end is the last row (and has no weight)."""
        found = scratch(name, (len(index), rows.shape[1]))
        rows.take(index, axis=0, out=found, mode="clip")
        return found.T[:3]


class Tetrahedral(Interpolator):
    """Mix the four corners of the tetrahedron around each color (Kasson et al., 1995).

    The walk from a cell's dark corner to its bright one takes the axes in descending order of their fractions, and
    color = dark + Σ fraction · edge over the three edges walked.  Where red's edge begins is told by two comparisons:
    at the corner that the axes walked before it lead to.  So for green; and since the edges add up to the diagonal,

        color = dark + b · diagonal + (r - b) · red edge + (b - g) · -green edge

    needs neither blue's edge nor a sorted order.
    """

    def __init__(self, table: Floats, prepare: bool = False) -> None:
        super().__init__(table, prepare)
        red, green, diagonal = self.step(1, 0, 0), self.step(0, 1, 0), self.step(1, 1, 1)
        self.ends = ((0, diagonal), (0, red), (green, 0))
        self.edges = [self.edge_rows(*ends) for ends in self.ends] if self.prepared else []

    def edge_rows(self, start: int, end: int) -> Floats:
        count = len(self.rows) - max(start, end)
        return self.rows[end : end + count] - self.rows[start : start + count]

    def edge(self, number: int, index: Indices) -> Floats:
        """(3, P) diagonal (0), red (1) or reversed green edges (2) of the cells at those rows."""
        if self.edges:
            return self.gather(self.edges[number], index)
        start, end = self.ends[number]
        begin = self.gather(self.rows[start:], index)
        edge: Floats = scratch("edge", begin.shape)
        return np.subtract(self.gather(self.rows[end:], index, "end"), begin, out=edge)

    def interpolate(self, position: Floats, out: Floats) -> None:
        shape = position.shape
        work = scratch("work", shape)
        np.floor(position, out=work)
        red, green, blue = np.subtract(position, work, out=position)
        index = scratch("index", shape, np.int32)
        dark, red_start, green_start = index
        self.row(work, dark)

        # Shifted down to its sign, a negative difference is the integer -1, any other 0.
        difference = scratch("difference", shape)
        np.subtract(red, blue, out=difference[0])
        np.subtract(blue, green, out=difference[1])
        np.subtract(red, green, out=difference[2])
        lags = np.right_shift(difference.view(np.int32), SIGN, out=work.view(np.int32))
        red_lags_blue, blue_lags_green, red_lags_green = lags

        total = scratch("total", shape)
        steps = total.view(np.int32)[0]
        # Red's edge begins a step along green if red lags behind it, and one (of 1 row) along blue if behind blue.
        np.bitwise_and(red_lags_green, np.int32(self.step(0, 1, 0)), out=steps)
        np.add(dark, steps, out=red_start)
        np.subtract(red_start, red_lags_blue, out=red_start)
        # Green's begins a step along red unless that lags, a step along blue unless that does: -1 | ~n is -1, and
        # 0 | ~n is -n - 1, so the 1 too many is blue's step, taken back if blue lags.
        np.bitwise_or(red_lags_green, np.int32(~self.step(1, 0, 0)), out=steps)
        np.subtract(dark, steps, out=green_start)
        np.add(green_start, blue_lags_green, out=green_start)
        at_dark, at_red, at_green = rows = scratch("rows", shape, np.intp)
        np.copyto(rows, index)

        np.multiply(self.edge(0, at_dark), blue, out=total)
        np.add(total, self.gather(self.rows, at_dark), out=total)
        np.multiply(self.edge(1, at_red), difference[0], out=work)
        np.add(total, work, out=total)
        np.multiply(self.edge(2, at_green), difference[1], out=work)
        np.add(total, work, out=out)


class Trilinear(Interpolator):
    """Mix the eight corners of the cell around each color."""

    def interpolate(self, position: Floats, out: Floats) -> None:
        shape = position.shape
        work, total, weight = scratch("work", shape), scratch("total", shape), scratch("weight", shape[1:])
        np.floor(position, out=work)
        share = scratch("share", (2, *shape))  # of the corners at the cell's lower (0) and upper (1) end
        np.subtract(position, work, out=share[1])
        np.subtract(ONE, share[1], out=share[0])
        index = scratch("index", shape[1:], np.int32)
        self.row(work, index)
        rows = scratch("rows", shape[1:], np.intp)
        np.copyto(rows, index)
        total.fill(0)
        for red, green, blue in np.ndindex(2, 2, 2):
            np.multiply(share[red, 0], share[green, 1], out=weight)
            np.multiply(share[blue, 2], weight, out=weight)
            np.multiply(self.gather(self.rows[self.step(red, green, blue) :], rows), weight, out=work)
            np.add(total, work, out=total)
        np.copyto(out, total)


class Nearest(Interpolator):
    """Take the closest lattice point, the upper one half-way."""

    def interpolate(self, position: Floats, out: Floats) -> None:
        # floor(x + 1/2) as floor((floor(2x) + 1) / 2), which float32 computes without rounding
        np.floor(np.multiply(position, TWO, out=position), out=position)
        np.floor(np.multiply(np.add(position, ONE, out=position), HALF, out=position), out=position)
        index = scratch("index", position.shape[1:], np.int32)
        self.row(position, index)
        rows = scratch("rows", position.shape[1:], np.intp)
        np.copyto(rows, index)
        np.copyto(out, self.gather(self.rows, rows))


INTERPOLATORS: dict[str, type[Interpolator]] = {
    "tetrahedral": Tetrahedral,
    "trilinear": Trilinear,
    "nearest": Nearest,
}


def named(interpolation: str) -> type[Interpolator]:
    """The interpolator of that name, or a LutError that lists the names."""
    try:
        return INTERPOLATORS[interpolation]
    except KeyError:
        raise LutError(f"expected interpolation {', '.join(INTERPOLATORS)}; found {interpolation!r}") from None
