"""Integer codes (0…255, 0…1023, 0…4095 …) in files of formats whose numbers mean 0…1.

Such files exist: a program's export in the numbers of its pictures.  Taken as they are, all but black becomes white.
Outputs above 1 are no fault by themselves: tables into scene-linear light reach 55 (ARRI LogC), 222 (ACEScct) or 470
(LogC4).  So the largest number alone decides nothing, see ``white_of``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..errors import LutError
from ..lattice import UNIT, Floats, Shaper, check_domain
from ..table import Lut

WHITES = (255, 1023, 4095, 16383, 65535)  # of 8, 10, 12, 14 and 16 bits
FAR = 64.0  # outputs up to here are taken as they are
NEAR = 0.75  # of white: where the largest of whole numbers lies
BLACK = 0.25  # of white: the smallest number is at most this far above 0, or a tenth of that below
RISE = 0.25  # of white: the least difference between the outputs for black and for white
MIDDLE = (0.1, 0.9)  # of the largest number: the median of tables for a display; a logarithm's inverse has 0.003
PART = 1 << 20  # numbers that are looked at at a time
DARK = 1 / 8  # of white: numbers up to here, behind an input range in codes, need not be codes


def decode_codes(lut: Lut) -> Lut:
    """Divide a LUT's integer codes by their white, with a note for each; return the LUT itself if it has none.

    Raises LutError where numbers are codes by all appearance, and it is not clear which is white.
    """
    shaper, domain, table, notes = lut.shaper, lut.domain, lut.table, []
    white_in = find_domain_white(domain if shaper is None else shaper.domain)
    if white_in > 1:
        notes.append(f"its input range is 0 to {white_in}: read as {count_bits(white_in)}-bit codes")
        if shaper is None:
            domain = divide_domain(domain, white_in)
        else:
            shaper = replace(shaper, domain=divide_domain(shaper.domain, white_in))
    if shaper is not None and lut.is_curves:
        white = find_white(shaper.values, white_in)
        if white > 1:
            notes.append(describe_outputs(shaper.values, white))
            shaper = replace(shaper, values=shaper.values / np.float32(white))
        return replace(Lut.from_shaper(shaper, lut.title), notes=(*lut.notes, *notes)) if notes else lut
    if shaper is not None:
        shaper, domain, told = match_shaper(shaper, domain)
        notes += told
    reach = float((domain if shaper is None else shaper.domain)[1].max())
    white = find_white(table, white_in) if table.max() > reach else 1
    if white > 1:
        notes.append(describe_outputs(table, white))
        table = table / np.float32(white)
    return Lut(table, domain, shaper, lut.title, (*lut.notes, *notes)) if notes else lut


def match_shaper(shaper: Shaper, domain: Floats) -> tuple[Shaper, Floats, list[str]]:
    """Bring a shaper and the domain of the lattice behind it to one scale; return both, and the notes."""
    largest, white = float(shaper.values.max()), find_domain_white(domain)
    if white > 1 and largest <= DARK * white:
        return shaper, divide_domain(domain, white), [f"its lattice's input range is 0 to {white}: read as 0 to 1"]
    if white > 1 or largest <= domain[1].max():
        return shaper, domain, []
    white = find_white(shaper.values, 1)
    if white == 1:
        return shaper, domain, []
    note = f"its shaper's outputs run up to {largest:g}: read as {count_bits(white)}-bit codes, where {white} means 1"
    return replace(shaper, values=shaper.values / np.float32(white)), domain, [note]


def find_domain_white(domain: Floats) -> int:
    """Find the code that means 1 in a domain (2, 3) from 0 to it in each channel; 1 if there is none."""
    white = int(domain[1, 0]) if 1 < domain[1, 0] <= WHITES[-1] else 1
    return white if white in WHITES and not domain[0].any() and (domain[1] == white).all() else 1


def find_white(numbers: Floats, white_in: int) -> int:
    """Find the code that means 1 in outputs (…, 3); 1 if they are no codes.  white_in: the same of the inputs.

    They are codes if they are whole numbers up to almost a white, or any numbers up to exactly one, lie as outputs for
    a display do, and differ between black and white.  Raises LutError for what looks like codes of an unknown white.
    """
    low, high = float(numbers.min()), float(numbers.max())
    if DARK * white_in < high <= white_in and white_in > 1:
        return white_in
    if high <= FAR:
        return 1
    whole = high <= WHITES[-1] and is_whole(numbers)
    known = next((white for white in WHITES if high == white or (whole and NEAR * white <= high < white)), 0)
    scale, rows = known or high, numbers.reshape(-1, 3)
    above_black = low >= -BLACK / 10 * scale
    plausible = above_black and low <= BLACK * scale and np.abs(rows[-1] - rows[0]).max() >= RISE * scale
    if known and low >= 0 and plausible and (whole or is_for_display(numbers, high)):
        return known
    if (whole and above_black and has_many(numbers)) or (plausible and is_for_display(numbers, high)):
        codes = ", ".join(map(str, WHITES))
        raise LutError(f"expected outputs of about 0 to 1, or codes from 0 to {codes}; found {low:g} to {high:g}")
    return 1


def is_whole(numbers: Floats) -> bool:
    """Return True if there are no fractions; part by part, since tables are large."""
    flat = numbers.reshape(-1)
    parts = (flat[start : start + PART] for start in range(0, len(flat), PART))
    return all(bool((part == np.rint(part)).all()) for part in parts)


def is_for_display(numbers: Floats, high: float) -> bool:
    """Return True if the median lies where it does in tables for a display, and not in those into linear light."""
    rows = numbers.reshape(-1, 3)
    middle = np.median(rows[:: len(rows) * 3 // PART + 1])
    return bool(MIDDLE[0] * high <= middle <= MIDDLE[1] * high)


def has_many(numbers: Floats) -> bool:
    """Return True if there are more than two different numbers: those of a matrix of whole numbers are no codes."""
    return bool(((numbers != numbers.min()) & (numbers != numbers.max())).any())


def divide_domain(domain: Floats, white: int) -> Floats:
    result = check_domain(domain / np.float32(white))
    return check_domain(UNIT) if np.allclose(result, UNIT) else result


def describe_outputs(numbers: Floats, white: int) -> str:
    return f"its outputs run up to {numbers.max():g}: read as {count_bits(white)}-bit codes, where {white} means 1"


def count_bits(white: int) -> int:
    return white.bit_length()
