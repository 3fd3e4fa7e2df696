"""csp: cineSpace's text format, of Rising Sun Research: a lattice, or curves, behind curves of any spacing.

    CSPLUTV100
    3D

    BEGIN METADATA
    Warm
    END METADATA

    3
    0.0 0.18 4.0
    0.0 0.5 1.0
    2
    0 1
    0 1
    2
    0 1
    0 1

    2 2 2
    0.00 0.00 0.00
    1.00 0.05 0.00
    0.05 1.00 0.00
    …

For each of red, green and blue: how many points its pre-LUT has (0 and 1 mean none), their inputs, their outputs.
Between the points lies a cubic spline, a straight line between two; outside, inputs clamp. Then, behind "3D", the
lattice's size along each axis, and its rows, red varying fastest; behind "1D", the number of rows, evenly spaced
over 0…1. The spline is the one of Rising Sun Research's own library, as OpenColorIO has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..lattice import MAX_SHAPER_SIZE, MIN_SIZE, UNIT, Floats, Shaper, check_domain
from ..table import Lut
from . import decimals
from .codes import decode_codes
from .format import Line, find_next_line, quote, split_lines, text_format
from .resampling import (
    CLOSE,
    Curve,
    describe_resampling,
    fit_shaper,
    largest_error,
    make_cube,
    make_polyline,
    reorder_rows,
)
from .rows import BLANK, Part, parse_sizes, parse_whole, read_any_rows, read_rows

Doubles = NDArray[np.float64]

MAGIC = "CSPLUTV100"
MAX_POINTS = 3 * MAX_SHAPER_SIZE  # what we write for the longest shaper
MAX_LINE = 16 * MAX_POINTS  # characters
BETWEEN = np.arange(7) / 7  # of a step: never the points of an even grid
FINE = 20001  # points at which two curves in a row are compared with one
NEAR = 2.0**-18  # of a step: how near to a kink the spline may leave the straight line


@dataclass(frozen=True, eq=False)
class Spline:
    """A pre-LUT: a curve through points (K,), smooth but for its ends, which are straight or bent once."""

    inputs: Doubles
    outputs: Doubles

    def __call__(self, x: Doubles) -> Doubles:
        """Between two points, y = y0 + s·z + …z² + …z³ for z from 0 to 1; the slopes s are those of the chords."""
        x = np.clip(x, self.inputs[0], self.inputs[-1])
        if len(self.inputs) == 2:
            return np.interp(x, self.inputs, self.outputs)
        step = np.diff(self.inputs)
        cell = np.clip(np.searchsorted(self.inputs, x, side="right") - 1, 0, len(step) - 1)
        z = (x - self.inputs[cell]) / step[cell]
        rise = np.diff(self.outputs)
        chords = (self.outputs[2:] - self.outputs[:-2]) / (self.inputs[2:] - self.inputs[:-2])
        leaving = np.append(0, chords)[cell] * step[cell]
        arriving = np.append(chords, 0)[cell] * step[cell]
        leaving = np.where(cell == 0, 2 * rise[cell] - arriving, leaving)
        arriving = np.where(cell == len(step) - 1, 2 * rise[cell] - leaving, arriving)
        bend = 3 * rise[cell] - 2 * leaving - arriving
        twist = leaving + arriving - 2 * rise[cell]
        return np.asarray(self.outputs[cell] + z * (leaving + z * (bend + z * twist)))

    @property
    def probes(self) -> Doubles:
        """Its points, and some between them."""
        between = self.inputs[:-1, np.newaxis] + np.diff(self.inputs)[:, np.newaxis] * BETWEEN
        return np.append(between.ravel(), self.inputs[-1])

    @property
    def is_identity(self) -> bool:
        """True if it changes nothing in 0…1."""
        wide = self.inputs[0] <= 0 and self.inputs[-1] >= 1
        return wide and largest_error(self.outputs, self.inputs) <= CLOSE


PLAIN = Spline(np.array([0.0, 1.0]), np.array([0.0, 1.0]))


def read(text: str) -> Lut:
    """Read a file's text. Curves alone become a shaper ahead of an identity."""
    rest = split_lines(text)
    line = take_line(rest, MAGIC)
    if line.text.upper() != MAGIC:
        refuse(line, MAGIC)
    line = take_line(rest, "1D or 3D")
    kind = line.text.upper()
    if kind not in ("1D", "3D"):
        refuse(line, "1D or 3D")
    line = take_line(rest, "a number of points")
    title = ""
    if line.text.upper() == "BEGIN METADATA":
        line = take_line(rest, "END METADATA")
        while line.text.upper() != "END METADATA":
            title = title or line.text
            line = take_line(rest, "END METADATA")
        line = take_line(rest, "a number of points")
    splines = []
    for _ in range(3):
        splines.append(read_spline(line, rest))
        line = take_line(rest, "a number of points or rows")
    start = find_next_line(text, line)
    part = Part(text, start, len(text))
    lut = read_curves(line, part, splines) if kind == "1D" else read_lattice(line, part, splines)
    return decode_codes(replace(lut, title=title))


def take_line(rest: Iterator[Line], expected: str) -> Line:
    line = next(rest, None)
    if line is None:
        raise LutFormatError("", None, f"expected {expected}, found the end of the file")
    return line


def refuse(line: Line, expected: str) -> NoReturn:
    raise LutFormatError("", line.number, f"expected {expected}, found {quote(line.text)}")


def read_spline(line: Line, rest: Iterator[Line]) -> Spline:
    """Read the pre-LUT whose number of points this line gives."""
    count = parse_whole(line.text, 0, MAX_POINTS, "a number of points", line.number)
    if count < 2:
        return PLAIN
    given = take_line(rest, f"{count} inputs")
    inputs = read_points(given, count, "inputs")
    outputs = read_points(take_line(rest, f"{count} outputs"), count, "outputs")
    if not (np.diff(inputs) > 0).all():
        raise LutFormatError("", given.number, f"expected inputs that rise, found {quote(given.text)}")
    return Spline(inputs.astype(np.float64), outputs.astype(np.float64))


def read_points(line: Line, count: int, what: str) -> Floats:
    """Read ``count`` numbers on one line."""
    if len(line.text) > MAX_LINE:
        raise LutFormatError("", line.number, f"expected {count:,} {what}, found {len(line.text):,} characters")
    try:
        numbers = read_any_rows(Part(BLANK.sub("\n", line.text), 0, len(line.text)), 1)
    except LutFormatError as error:
        raise LutFormatError("", line.number, error.sentence) from None
    if len(numbers) != count:
        raise LutFormatError("", line.number, f"expected {count:,} {what}, found {len(numbers):,}")
    return numbers[:, 0]


def read_lattice(line: Line, part: Part, splines: list[Spline]) -> Lut:
    sizes = parse_sizes(line.text, "the lattice", line.number)
    count = sizes[0] * sizes[1] * sizes[2]
    rows = read_rows(part, 3, count, f"{count:,} rows for {'×'.join(map(str, sizes))} points")
    table, notes = make_cube(reorder_rows(rows, sizes))
    if all(spline.is_identity for spline in splines):
        return Lut(table, notes=notes)
    domain = np.array([[spline.inputs[0] for spline in splines], [spline.inputs[-1] for spline in splines]])
    if all(np.array_equal(spline.outputs, (0, 1)) for spline in splines):
        return Lut(table, check_domain(domain), notes=notes)
    shaper, error = fit_shaper(splines, domain, [spline.probes for spline in splines])
    return Lut(table, shaper=shaper, notes=(*describe_resampling("its pre-LUT is a spline,", error), *notes))


def read_curves(line: Line, part: Part, splines: list[Spline]) -> Lut:
    count = parse_whole(line.text, MIN_SIZE, MAX_SHAPER_SIZE, "a number of rows", line.number)
    rows = read_rows(part, 3, count, f"{count:,} rows")
    if all(spline.is_identity for spline in splines):
        return Lut.from_shaper(Shaper(rows))
    reached = [ends for ends in map(find_line_ends, splines) if ends]
    if len(reached) == 3:
        return Lut.from_shaper(Shaper(rows, check_domain(np.transpose(reached))))
    domain = np.array([[spline.inputs[0] for spline in splines], [spline.inputs[-1] for spline in splines]])
    curves = [follow_spline(spline, values) for spline, values in zip(splines, rows.T.astype(np.float64), strict=True)]
    ends = zip(splines, *domain, strict=True)
    probes = [np.append(spline.probes, np.linspace(low, high, FINE)) for spline, low, high in ends]
    shaper, error = fit_shaper(curves, domain, probes)
    return replace(Lut.from_shaper(shaper), notes=describe_resampling("its pre-LUT and curves are one curve,", error))


def follow_spline(spline: Spline, values: Doubles) -> Curve:
    """Make the curve of a pre-LUT and another curve behind it, which is evenly spaced over 0…1."""
    curve = make_polyline(np.linspace(0, 1, len(values)), values)
    return lambda x: curve(spline(x))


def find_line_ends(spline: Spline) -> tuple[float, float] | None:
    """Find where a straight, rising pre-LUT reaches 0 and 1; None if it is not straight or does not reach both."""
    (low, *_, high), (first, *_, last) = spline.inputs, spline.outputs
    if len(spline.inputs) > 2 or first > 0 or last < 1:
        return None
    slope = (last - first) / (high - low)
    return low - first / slope, low + (1 - first) / slope


def write(lut: Lut) -> str:
    """Lut → a file's text. Float32 survives, a shaper's corners but for their last hundred-thousandth."""
    shaper, identity = lut.shaper, np.array(UNIT)
    if shaper is not None and lut.is_curves:
        kind, body = "1D", f"{len(shaper.values)}\n{''.join(decimals.print_rows(shaper.values))}"
        splines = [Spline(domain, identity[:, 0]) for domain in shaper.domain.T.astype(np.float64)]
    else:
        rows = lut.table.transpose(2, 1, 0, 3).reshape(-1, 3)  # file: red varies fastest
        kind, body = "3D", f"{lut.size} {lut.size} {lut.size}\n{''.join(decimals.print_rows(rows))}"
        if shaper is None:
            splines = [Spline(domain, identity[:, 0]) for domain in lut.domain.T.astype(np.float64)]
        else:
            low, high = lut.domain.astype(np.float64)
            values = (shaper.values - low) / (high - low)  # the lattice behind a pre-LUT is always over 0…1
            splines = [make_spline(ends, curve) for ends, curve in zip(shaper.domain.T, values.T, strict=True)]
    metadata = f"BEGIN METADATA\n{lut.title}\nEND METADATA\n\n" if lut.title else ""
    prelut = "".join(
        f"{len(spline.inputs)}\n{print_line(spline.inputs)}{print_line(spline.outputs)}" for spline in splines
    )
    return f"{MAGIC}\n{kind}\n\n{metadata}{prelut}\n{body}"


def make_spline(ends: Floats, values: Doubles) -> Spline:
    """Make a pre-LUT of straight lines through evenly spaced values: with more points beside those where it bends."""
    low, high = ends.astype(np.float64)
    inputs = np.linspace(low, high, len(values))
    plain = Spline(inputs, values)
    middles = (inputs[1:] + inputs[:-1]) / 2
    if largest_error(plain(middles), (values[1:] + values[:-1]) / 2) <= CLOSE:
        return plain
    beside = (inputs[1] - inputs[0]) * max(NEAR, len(values) * 2.0**-20)  # told apart as float32
    near = np.sort(np.concatenate([inputs, inputs[:-1] + beside, inputs[1:] - beside]))
    return Spline(near, np.interp(near, inputs, values))


def print_line(numbers: Doubles) -> str:
    return "".join(decimals.print_rows(numbers.astype(np.float32)[np.newaxis]))


def sniff(head: str) -> bool:
    """Return True if a file begins with cineSpace's word."""
    first = next(split_lines(head), None)
    return first is not None and first.text.upper() == MAGIC


FORMAT = text_format("csp", (".csp",), read, write, sniff)
