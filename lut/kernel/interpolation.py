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

from ..errors import LutError
from .threads import scratch

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

CHUNK = 1 << 16  # colors per pass: long enough that threads seldom meet at Python's lock, 7 MB of scratch each
PREPARED_SIZE = 65  # the largest lattice of which an interpolator keeps copies: 64 bytes a point, 18 MB
ZERO, HALF, ONE, TWO = (np.float32(value) for value in (0, 0.5, 1, 2))
SIGN = np.int32(31)


def clamp(values: Floats, top: np.float32) -> Floats:
    """Clamp an array to 0..top in place, with NaN turned into 0, and return it."""
    # As integers, negative numbers and NaN lie above all floats from 0 to top: one pass tells whether there are any.
    if np.maximum.reduce(values.view(np.uint32), axis=None, initial=0) > top.view(np.uint32):
        np.fmax(values, ZERO, out=values)  # fmax(NaN, 0) is 0
        np.fmin(values, top, out=values)
    return values


def normalize(rgb: Floats, domain: Floats) -> Floats:
    """Scale (P, 3) colors so that the domain (2, 3) becomes 0..1, clamped, with NaN turned into 0."""
    low, high = domain[:, :, np.newaxis]
    with np.errstate(over="ignore"):
        scaled = np.subtract(rgb.T, low, order="C")
        np.divide(scaled, high - low, out=scaled)
    return clamp(scaled, ONE).T


def interpolate_curves(curves: Floats, rgb: Floats) -> Floats:
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


class ChunkArrays:
    """The arrays that a chunk of ``count`` colors is worked on in, from the thread's scratch."""

    def __init__(self, count: int) -> None:
        self.rows: Indices = scratch("rows", (3, count), np.intp)
        self.found = {}
        for width in (3, 4):
            found: Floats = scratch("found", (count, width))
            self.found[width] = found, found.T[:3]
        self.position, self.cell, self.difference, self.total, index = scratch("planes", (5, 3, count))
        self.index, self.sign, self.step = (floats.view(np.int32) for floats in (index, self.cell, self.total))


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
        self.steps = self.size**2, self.size, 1  # along red, green, blue, in rows
        self.weights = np.array(self.steps, np.float32)[:, np.newaxis]

    def __call__(self, rgb: Floats, out: Floats | None = None) -> Floats:
        """Look up rgb (P, 3), into out (P, 3) if it is given: of any strides, and they may be the same array."""
        result = np.empty((len(rgb), 3), np.float32) if out is None else out
        with np.errstate(over="ignore"):
            chunk = ChunkArrays(min(len(rgb), CHUNK))
            for start in range(0, len(rgb), CHUNK):
                part = slice(start, start + CHUNK)
                if start + CHUNK > len(rgb) > CHUNK:
                    chunk = ChunkArrays(len(rgb) - start)
                np.multiply(rgb[part].T, self.top, chunk.position)
                clamp(chunk.position, self.top)
                self.interpolate(chunk, result[part].T)
        return result

    def interpolate(self, chunk: ChunkArrays, out: Floats) -> None:
        """Write the colors at chunk.position (3, P), in cells, to out (3, P)."""
        raise NotImplementedError

    def find_rows(self, lattice_points: Floats, out: NDArray[np.int32]) -> None:
        """Write the rows (P,) of lattice points (3, P), which are overwritten; exact, being below 2**24."""
        red, green, blue = np.multiply(lattice_points, self.weights, lattice_points)
        np.add(red, green, red)
        np.add(red, blue, red)
        np.copyto(out, red, "unsafe")

    def gather(self, rows: Floats, index: Indices, chunk: ChunkArrays) -> Floats:
        """Gather the colors (3, P) in those rows, valid until the next call.

        Beyond the end is the last row, which has no weight.
        """
        colors, planes = chunk.found[rows.shape[1]]
        rows.take(index, 0, colors, "clip")
        return planes


class Tetrahedral(Interpolator):
    """Mix the four corners of the tetrahedron around each color (Kasson et al., 1995).

    The walk from a cell's dark corner to its bright one takes the axes in descending order of their fractions, and
    color = dark + Σ fraction · edge over the three edges walked.  Where red's edge begins is told by two comparisons:
    at the corner that the axes walked before it lead to.  So for blue; and since the edges add up to the diagonal,

        color = dark + g · diagonal + (g - r) · -red edge + (b - g) · blue edge

    needs neither green's edge nor a sorted order.
    """

    def __init__(self, table: Floats, prepare: bool = False) -> None:
        super().__init__(table, prepare)
        red, green, blue = self.steps
        self.masks, self.not_green = np.array([[green], [red]], np.int32), np.array([~green], np.int32)
        self.ends = (0, red + green + blue), (red, 0), (0, blue)
        self.edges = [self.subtract_rows(*ends) for ends in self.ends] if self.prepared else []

    def subtract_rows(self, start: int, end: int) -> Floats:
        count = len(self.rows) - max(start, end)
        return self.rows[end : end + count] - self.rows[start : start + count]

    def gather_edge(self, number: int, index: Indices, chunk: ChunkArrays) -> Floats:
        """Gather (3, P) diagonal (0), reversed red (1) or blue edges (2) that begin at those rows."""
        if self.edges:
            return self.gather(self.edges[number], index, chunk)
        start, end = self.ends[number]
        begin = self.gather(self.rows[start:], index, chunk).copy()
        return self.gather(self.rows[end:], index, chunk) - begin

    def split_position(self, chunk: ChunkArrays) -> None:
        """Turn chunk.position into fractions, with chunk.cell and chunk.difference: g - r, b - g and b - r."""
        fraction, difference = chunk.position, chunk.difference
        np.floor(fraction, chunk.cell)
        np.subtract(fraction, chunk.cell, fraction)
        np.subtract(fraction[1:], fraction[:2], difference[:2])
        np.subtract(fraction[2], fraction[0], difference[2])

    def interpolate(self, chunk: ChunkArrays, out: Floats) -> None:
        self.split_position(chunk)
        green, difference, work, total = chunk.position[1], chunk.difference, chunk.cell, chunk.total
        dark, red, blue = chunk.index
        self.find_rows(work, dark)

        # Shifted down to its sign, a negative difference is the integer -1, any other 0.
        np.right_shift(difference.view(np.int32), SIGN, chunk.sign)
        green_lags_red, _, blue_lags_red = chunk.sign
        step = chunk.step
        # Blue's edge begins a step along each axis that blue lags behind.
        np.bitwise_and(chunk.sign[1:], self.masks, step[1:])
        np.add(dark, step[1], blue)
        np.add(blue, step[2], blue)
        # Red's begins a step along each axis that does not lag behind it: -1 | ~n is -1, and 0 | ~n is -n - 1, so that
        # the 1 too many is blue's step, taken back if blue lags.
        np.bitwise_or(green_lags_red, self.not_green, step[0])
        np.subtract(dark, step[0], red)
        np.add(red, blue_lags_red, red)
        np.copyto(chunk.rows, chunk.index)
        dark_rows, red_rows, blue_rows = chunk.rows

        np.multiply(self.gather_edge(0, dark_rows, chunk), green, total)
        np.add(total, self.gather(self.rows, dark_rows, chunk), total)
        np.multiply(self.gather_edge(1, red_rows, chunk), difference[0], work)
        np.add(total, work, total)
        np.multiply(self.gather_edge(2, blue_rows, chunk), difference[1], work)
        np.add(total, work, out)


class Trilinear(Interpolator):
    """Mix the eight corners of the cell around each color."""

    def interpolate(self, chunk: ChunkArrays, out: Floats) -> None:
        upper, part, lower, total = chunk.position, chunk.cell, chunk.difference, chunk.total
        np.floor(upper, part)
        np.subtract(upper, part, upper)
        np.subtract(ONE, upper, lower)
        self.find_rows(part, chunk.index[0])
        np.copyto(chunk.rows[0], chunk.index[0])
        weight = chunk.index[1].view(np.float32)
        total.fill(0)
        for corner in np.ndindex(2, 2, 2):
            red, green, blue = ((lower, upper)[end][axis] for axis, end in enumerate(corner))
            np.multiply(red, green, weight)
            np.multiply(weight, blue, weight)
            rows = self.rows[np.dot(corner, self.steps) :]
            np.multiply(self.gather(rows, chunk.rows[0], chunk), weight, part)
            np.add(total, part, total)
        np.positive(total, out)  # a copy; numpy's own would go pixel by pixel


class Nearest(Interpolator):
    """Take the closest lattice point, the upper one half-way."""

    def interpolate(self, chunk: ChunkArrays, out: Floats) -> None:
        # floor(x + 1/2) as floor((floor(2x) + 1) / 2), which float32 computes without rounding
        point = np.floor(np.multiply(chunk.position, TWO, chunk.position), chunk.position)
        np.floor(np.multiply(np.add(point, ONE, point), HALF, point), point)
        self.find_rows(point, chunk.index[0])
        np.copyto(chunk.rows[0], chunk.index[0])
        np.positive(self.gather(self.rows, chunk.rows[0], chunk), out)


INTERPOLATORS: dict[str, type[Interpolator]] = {
    "tetrahedral": Tetrahedral,
    "trilinear": Trilinear,
    "nearest": Nearest,
}


def find_interpolator(interpolation: str | None) -> type[Interpolator]:
    """Return the interpolator of that name, by default tetrahedral, or raise a LutError that lists the names."""
    try:
        return INTERPOLATORS["tetrahedral" if interpolation is None else interpolation]
    except KeyError:
        raise LutError(f"expected interpolation {', '.join(INTERPOLATORS)}; found {interpolation!r}") from None
