"""lut: curves of Autodesk's (once Discreet's) Flame, Smoke and Lustre, in whole numbers, or in half floats.

    LUT: 3 256 1024
    0
    4
    …
    1023

The tables, 1 for all channels or 3, or 4 with one for the matte; the length of each; and how many levels the outputs
have, as many as inputs where that is missing. All numbers of a table come before the next table's. Old files are 256
numbers and no header.

With 65536 levels, followed by f, outputs are the bit patterns of half floats. Tables of 65536 numbers have one for
each half float's bit pattern as their input, in that order: 0 … 65504, infinities, NaN, and the same below zero. Half
floats lie closer the nearer they are to 0. A LUT's curves are evenly spaced, so the widest range is kept that is
held to a hundred-thousandth, or 0…1; the LUT's notes tell.

Where the levels are not said, programs look for them in the file's name ("12to10log.lut"). Contents are more
reliable: levels are as many as inputs unless the largest number says otherwise, which a note then tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..lattice import MAX_SHAPER_SIZE, MIN_SIZE
from ..table import Lut
from .format import Line, find_next_line, quote, split_lines, text_format
from .resampling import EXACT, apply_curves, fit_shaper, largest_error, make_curves_lut, make_polyline
from .rows import Part, parse_whole, read_rows

Doubles = NDArray[np.float64]

OLD_LENGTH = 256
LEVELS = (256, 1024, 4096, 65536)
HALVES = 65536  # inputs, or outputs with an f
HEADER = re.compile(r"LUT:[ \t]+(\d+)[ \t]+(\d+)(?:[ \t]+(\d+)(f?))?", re.IGNORECASE)
BEGIN = re.compile(r"LUT:[ \t]*\d", re.IGNORECASE)
OLD = re.compile(r"\d{1,5}")
VISIBLE = 1 / 255
REACHES = (65504.0, 4096.0, 256.0, 16.0, 4.0, 1.0)


@dataclass(frozen=True)
class Header:
    tables: int
    length: int
    levels: int  # of the outputs, 0 if not said
    half: bool  # whether outputs are half floats
    start: int  # where the numbers begin


def read(text: str) -> Lut:
    """Read a file's text."""
    header = read_header(text)
    count = header.tables * header.length
    rows = read_rows(Part(text, header.start, len(text)), 1, count, f"{count:,} numbers, one a line", whole=True)
    tables = rows.reshape(header.tables, header.length).T
    if tables.min() < 0 or tables.max() >= HALVES:
        found = tables.min() if tables.min() < 0 else tables.max()
        raise LutFormatError("", None, f"expected numbers from 0 to {HALVES - 1}, found {found:g}")
    notes: tuple[str, ...] = ("its fourth table, for the matte, is left out",) if header.tables == 4 else ()
    tables = np.broadcast_to(tables[:, :3], (header.length, 3))
    if header.half:
        outputs = tables.astype(np.uint16).view(np.float16).astype(np.float64)
    else:
        levels, told = find_levels(header, float(tables.max()))
        outputs, notes = tables.astype(np.float64) / (levels - 1), notes + told
    if header.length == HALVES:
        lut, told = resample_half_floats(outputs)
        return replace(lut, notes=notes + told)
    check_finite(outputs)
    return replace(make_curves_lut(outputs.astype(np.float32), ((0.0,) * 3, (1.0,) * 3)), notes=notes)


def read_header(text: str) -> Header:
    line = next(split_lines(text), None)
    if line is None:
        raise LutFormatError("", None, "expected LUT: and numbers, found nothing")
    if OLD.fullmatch(line.text):
        return Header(1, OLD_LENGTH, OLD_LENGTH, False, line.start)
    match = HEADER.fullmatch(line.text)
    if not match:
        expected = "LUT:, the number of tables, their length and the levels"
        raise LutFormatError("", line.number, f"expected {expected}, found {quote(line.text)}")
    tables, length, levels, half = match.groups()
    start = find_next_line(text, line)
    return Header(
        read_table_count(tables, line),
        parse_whole(length, MIN_SIZE, MAX_SHAPER_SIZE, "a table's length", line.number),
        read_levels(levels, line) if levels else 0,
        bool(half) and int(levels) == HALVES,
        start,
    )


def read_table_count(word: str, line: Line) -> int:
    if word not in ("1", "3", "4"):
        raise LutFormatError("", line.number, f"expected 1, 3 or 4 tables, found {quote(word)}")
    return int(word)


def read_levels(word: str, line: Line) -> int:
    if word not in map(str, LEVELS):
        raise LutFormatError("", line.number, f"expected {' or '.join(map(str, LEVELS))} levels, found {quote(word)}")
    return int(word)


def find_levels(header: Header, largest: float) -> tuple[int, tuple[str, ...]]:
    """Find how many levels whole numbers have; add a note if the file doesn't say."""
    if header.levels:
        return header.levels, ()
    fitting = next(levels for levels in LEVELS if largest < levels)
    if header.length not in LEVELS or fitting != header.length:
        said = (
            f"how many levels its outputs have is not said: taken as {fitting}, for its largest number is {largest:g}"
        )
        return fitting, (said,)
    return header.length, ()


def check_finite(outputs: Doubles) -> None:
    if not np.isfinite(outputs).all():
        raise LutFormatError("", None, "expected finite half floats as outputs, found an infinity or NaN")


def resample_half_floats(outputs: Doubles) -> tuple[Lut, tuple[str, ...]]:
    """Resample curves (65536, 3), one row for each half float's bit pattern; return the LUT and its notes."""
    halves = np.arange(HALVES, dtype=np.uint16).view(np.float16).astype(np.float64)
    order = np.flatnonzero(np.isfinite(halves) & ~np.signbit(halves))
    order = np.concatenate([np.flatnonzero(np.isfinite(halves) & (halves < 0))[::-1], order])
    inputs, outputs = halves[order], outputs[order]
    check_finite(outputs)
    top, bottom = find_changing_range(inputs, outputs)
    curves = [make_polyline(inputs, values) for values in outputs.T]
    for reach in REACHES:
        low, high = max(bottom, -reach), min(top, reach)
        probes = inputs[(inputs >= low) & (inputs <= high)]
        shaper, error = fit_shaper(curves, ((low,) * 3, (high,) * 3), [probes] * 3)
        if error <= EXACT:
            break
    notes = []
    if error > EXACT:
        visible = probes[np.abs(probes) >= VISIBLE]
        inside = visible[:, np.newaxis].repeat(3, axis=1).astype(np.float32)
        seen = largest_error(shaper(inside), apply_curves(curves, inside))
        most = f"off by at most {error:.2g}, by at most {seen:.2g} from 1/255 on"
        notes.append(f"half floats as inputs, resampled on an even grid: {most}")
    if low > bottom or high < top:
        notes.append(f"colors outside {low:g}…{high:g} clamp, where its curves go on to {bottom:g}…{top:g}")
    return Lut.from_shaper(shaper), tuple(notes)


def find_changing_range(inputs: Doubles, outputs: Doubles) -> tuple[float, float]:
    """Find the highest and the lowest input at which a curve changes, at least 1 and at most 0; powers of two."""
    rows = np.flatnonzero((np.diff(outputs, axis=0) != 0).any(axis=1))
    if not rows.size:
        return 1.0, 0.0
    highest, lowest = inputs[rows[-1] + 1], inputs[rows[0]]
    top = min(max(1.0, 2.0 ** np.ceil(np.log2(max(highest, 1.0)))), inputs[-1])
    bottom = max(-(2.0 ** np.ceil(np.log2(-lowest))), inputs[0]) if lowest < 0 else 0.0
    return float(top), float(bottom)


def sniff(head: str) -> bool:
    """Return True if a file begins with the header, or with a column of whole numbers."""
    first = [line.text for _, line in zip(range(OLD_LENGTH), split_lines(head), strict=False)]
    if not first:
        return False
    return BEGIN.match(first[0]) is not None or (len(first) == OLD_LENGTH and all(map(OLD.fullmatch, first)))


FORMAT = text_format("Discreet", (".lut",), read, None, sniff)
