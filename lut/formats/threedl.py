"""3dl: the text format of Autodesk's Lustre and Flame, in whole numbers.

    3DMESH
    Mesh 1 12
    0 341 682 1023
       0    0    0
       0    0 4095
       0 4095    0
       …
    4095 4095 4095
    LUT8
    gamma 1.0

Lustre has the words, Flame the numbers alone. Blue varies fastest. Inputs are 0…1, clamped.

The line of more than three numbers was never defined well. Nearly everywhere it is an even mesh, which changes
nothing. Where it is not, it is read as OpenColorIO reads it: as a curve ahead of the lattice; the LUT says so in a
note, since as places of the lattice's points it would be another curve.

Nothing says which number is white, so the largest one does, again as in OpenColorIO: up to 511 there are 8 bits, up
to 2047 there are 10, up to 8191 there are 12, and 16 above. Files in which it is below 128 are refused. Where it is
exactly the white of 14 bits, or the Mesh line says 14, those are meant: 16 would make all colors a quarter as bright.
"""

from __future__ import annotations

import re

import numpy as np

from ..errors import LutError, LutFormatError
from ..lattice import MAX_SHAPER_SIZE, MAX_SIZE, MIN_SIZE, Floats, Shaper
from ..table import Lut
from .format import check_plain, quote, split_lines, text_format
from .rows import BLANK, MAX_ROW, Given, Part, parse_number, parse_numbers, read_any_rows

DEPTHS = ((512, 8), (2048, 10), (8192, 12), (np.inf, 16))  # numbers below the first → bits
LOWEST_WHITE = 128
FOURTEEN_FROM, FOURTEEN_WHITE = 8192, 2**14 - 1
EVEN = 2  # in a mesh, steps of the numbers that rounding, or another idea of white, leaves
WRITTEN = ((12, 2048), (16, 8192))  # bits, and the number that the largest must reach for a reader to see that
MESH_WHITE = 1023
MAX_MESH = MAX_SHAPER_SIZE * 8  # characters

INTEGERS = re.compile(r"[ \t]*[+-]?\d+(?:[ \t]+[+-]?\d+)*[ \t]*")
WORDS = re.compile(r"^[ \t]*(?:3dmesh|mesh[ \t]+\d+[ \t]+\d+)[ \t]*$", re.MULTILINE | re.IGNORECASE)
WORD = re.compile(r"^[ \t]*[^\W\d]", re.MULTILINE)


def read(text: str) -> Lut:
    """Read a file's text. A mesh line alone becomes a shaper ahead of an identity."""
    given, said, mesh, start = Given(), 0, None, len(text)
    for line in split_lines(text):
        words = BLANK.split(line.text, 3)
        keyword = words[0].upper()
        if parse_number(words[0]) is not None:
            if len(words) < 4:
                start = line.start
                break
            given.once("a line of more than 3 numbers", line.number)
            mesh = read_mesh(line.text, line.number)
        elif keyword == "3DMESH" and len(words) == 1:
            given.once(keyword, line.number)
        elif keyword == "MESH":
            given.once("Mesh", line.number)
            said = int(parse_numbers(line.text[5:], 2, "Mesh", line.number)[1])
        else:
            raise LutFormatError("", line.number, f"expected 3DMESH, Mesh or whole numbers, found {quote(line.text)}")
    word = WORD.search(text, start)
    stop = word.start() if word else len(text)
    check_end(text, stop)
    rows = read_any_rows(Part(text, start, stop), 3, whole=True)
    shaper, notes = (None, ()) if mesh is None else make_shaper(mesh)
    if not len(rows):
        if shaper is None:
            raise LutFormatError("", None, "expected rows of 3 numbers, found none")
        return Lut.from_shaper(shaper)
    size = round(len(rows) ** (1 / 3))
    if size**3 != len(rows) or not MIN_SIZE <= size <= MAX_SIZE:
        sizes = f"a cube's number of rows (from {MIN_SIZE}³ to {MAX_SIZE}³)"
        raise LutFormatError("", Part(text, start, stop).line(-1).number, f"expected {sizes}, found {len(rows):,}")
    bits = find_depth(rows)
    if FOURTEEN_FROM <= rows.max() <= FOURTEEN_WHITE and (said == 14 or rows.max() == FOURTEEN_WHITE):
        notes += (f"its numbers run up to {rows.max():g}: read as 14 bits, where OpenColorIO takes 16",)
        bits = 14
    elif said and said != bits:
        notes += (f"its Mesh line says {said} bits, its largest number, {rows.max():g}, {bits}: read as {bits} bits",)
    table = scale(rows, bits).reshape(size, size, size, 3)  # file: blue varies fastest
    return Lut(table, shaper=shaper, notes=notes)


def read_mesh(text: str, line: int) -> Floats:
    """Read the numbers on the mesh line."""
    if len(text) > MAX_MESH:
        raise LutFormatError("", line, f"expected at most {MAX_SHAPER_SIZE} numbers, found {len(text):,} characters")
    try:
        mesh = read_any_rows(Part(BLANK.sub("\n", text), 0, len(text)), 1, whole=True)
    except LutFormatError as error:
        raise LutFormatError("", line, error.sentence) from None
    if len(mesh) > MAX_SHAPER_SIZE:
        raise LutFormatError("", line, f"expected at most {MAX_SHAPER_SIZE} numbers, found {len(mesh):,}")
    return mesh


def check_end(text: str, stop: int) -> None:
    """Refuse words behind the rows that could change the colors."""
    given = Given()
    for line in split_lines(text, stop):
        words = BLANK.split(line.text[:MAX_ROW].lower())
        if not (words == ["lut8"] or (words[0] == "gamma" and len(words) == 2 and parse_number(words[1]) == 1)):
            raise LutFormatError("", line.number, f"expected LUT8, gamma 1.0 or the end, found {quote(line.text)}")
        given.once(words[0], line.number)


def find_depth(numbers: Floats) -> int:
    """Find the bits that numbers have, going by the largest."""
    white = numbers.max()
    if white < LOWEST_WHITE:
        raise LutError(f"expected a number of {LOWEST_WHITE} or more, which tells the bit depth, found up to {white:g}")
    return next(bits for limit, bits in DEPTHS if white < limit)


def scale(numbers: Floats, bits: int) -> Floats:
    return numbers / np.float32(2**bits - 1)


def make_shaper(mesh: Floats) -> tuple[Shaper | None, tuple[str, ...]]:
    """Make the curve that a mesh line (M, 1) gives, None if it is even; and the note on it."""
    bits = find_depth(mesh)
    even = np.linspace(0, 2**bits - 1, len(mesh))
    if (np.abs(mesh[:, 0] - even) < EVEN).all():
        return None, ()
    note = "its mesh line is uneven: read as a curve ahead of the lattice, as OpenColorIO does"
    return Shaper(scale(mesh, bits).repeat(3, axis=1)), (note,)


def write(lut: Lut) -> str:
    """Lut → a file's text: 12 bits, off by at most 0.00013; 16, off by 0.000008, where white would be taken for 10.

    In Flame's dialect, which others read too.
    """
    check_plain(lut, ".3dl")
    low, high = float(lut.table.min()), float(lut.table.max())
    for bits, least in WRITTEN:
        numbers = np.rint(lut.table.astype(np.float64) * (2**bits - 1)).astype(np.int64)
        if numbers.min() < 0 or numbers.max() > 2**bits - 1:
            raise LutError(f"expected outputs from 0 to 1 for a .3dl file, found {low:g} to {high:g}")
        if numbers.max() >= least:
            break
    else:
        raise LutError(
            f"expected an output above 0.125 for a .3dl file, which tells its bit depth, found up to {high:g}"
        )
    mesh = " ".join(map(str, np.rint(np.linspace(0, MESH_WHITE, max(lut.size, 4))).astype(int)))
    rows = numbers.reshape(-1, 3)  # file: blue varies fastest
    return f"{mesh}\n" + "".join(f"{red} {green} {blue}\n" for red, green, blue in rows.tolist())


def sniff(head: str) -> bool:
    """Return True if a file begins with Lustre's words, or with rows of whole numbers."""
    first = [line.text for _, line in zip(range(9), split_lines(head), strict=False)]
    if first and WORDS.fullmatch(first[0]):
        return True
    if not first or not INTEGERS.fullmatch(first[0]):  # a cube's rows are whole numbers, too, where they are codes
        return False
    numbers = [text.split(None, 4) for text in first if INTEGERS.fullmatch(text)]
    rows = numbers[1:] if numbers and len(numbers[0]) > 3 else numbers
    plausible = len(rows) >= 8 and all(len(row) == 3 for row in rows)
    return plausible and max(float(number) for row in rows for number in row) >= LOWEST_WHITE  # any number of digits


FORMAT = text_format("3dl", (".3dl",), read, write, sniff)
