"""Rows of decimal numbers, read and written as fast as the field's C++ readers do.

numpy's own text parsers call the C library once per number, and take half as long again as
OpenColorIO. Here all numbers of a block are read at once: eight digits are one 64-bit word, and
three multiplications turn it into the integer they spell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]

NUMBER = re.compile(rb"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
BLOCK_BYTES = 1 << 17  # what is worked on at once stays in a core's cache
WORD = 8
MAX_DIGITS = 3 * WORD  # on either side of the point; longer numbers are read one by one
MAX_POWER = 250  # of exponents; larger ones are read one by one
EXACT_DIGITS = 15  # every integer of so many digits is a double
EXACT_POWER = 22  # and every power of ten up to this one
POWERS = np.array([float(f"1e{power}") for power in range(MAX_POWER + MAX_DIGITS + 1)])
PADDING = b" " * (MAX_DIGITS + WORD)  # so that a word ends at every digit
KEPT = np.array([(1 << 64) - (1 << 8 * (WORD - n)) for n in range(WORD + 1)], dtype=np.uint64)
"""KEPT[n] keeps a word's last n characters; its first character is the lowest byte."""
JOINS = tuple(
    (np.uint64(mask), np.uint64((weight << bits) + 1), np.uint64(bits))
    for mask, weight, bits in (
        (0x0F0F0F0F0F0F0F0F, 10, 8),
        (0x00FF00FF00FF00FF, 100, 16),
        (0x0000FFFF0000FFFF, 10000, 32),
    )
)
"""Per step: the lanes that hold numbers, what adds each one, weighted, to the next, and where the sums land."""


def parsed(text: bytes, columns: int, otherwise: Callable[[int, int], Floats]) -> Floats:
    """The numbers in lines of ``columns`` numbers each, as (R, columns) float32.

    otherwise: reads, or refuses, whole lines from one offset to another that hold anything but such
    rows and blank lines.  Numbers are correctly rounded (to double precision first); those of more
    than 15 digits, or with a large exponent, to a few parts in 10¹⁶.
    """
    blocks = [np.empty((0, columns), dtype=np.float32)]
    start = 0
    while start < len(text):
        stop = text.rfind(b"\n", start, start + BLOCK_BYTES) + 1
        if stop <= start:  # no whole line fits, or no line ends
            stop = text.find(b"\n", start) + 1 or len(text)
        block = parsed_block(text[start:stop], columns) if stop - start <= BLOCK_BYTES else None
        blocks.append(otherwise(start, stop) if block is None else block)
        start = stop
    return np.concatenate(blocks)


def parsed_block(text: bytes, columns: int) -> Floats | None:
    """The numbers in a block of whole lines, (R, columns) float32, or None."""
    data = PADDING + text + b"\n"
    characters = np.frombuffer(data, dtype=np.uint8)
    newline, point = characters == 10, characters == 46
    blank = newline | (characters == 32) | (characters == 9) | (characters == 13)
    edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    if len(starts) % columns or not in_rows(newline, starts, ends, columns):
        return None
    if not len(starts):
        return np.empty((0, columns), dtype=np.float32)

    words = np.ndarray((len(data) - WORD + 1,), "<u8", data, 0, (1,))  # one at every character
    others = ~(blank | point | (characters - np.uint8(48) < 10))
    marks = marked(np.flatnonzero(others), characters, words, starts, ends) if others.any() else None
    stops = ends if marks is None else marks.stops
    points, odd = one_each(np.flatnonzero(point), starts, stops)
    whole, fraction = points - starts, np.maximum(stops - points - 1, 0)
    if marks is not None:
        odd |= marks.odd | (points > stops)
        whole -= marks.signed
    odd |= (whole > MAX_DIGITS) | (fraction > MAX_DIGITS) | (whole + fraction == 0)
    if odd.any():
        whole[odd] = fraction[odd] = 0

    wide, tail = spelled(words, points, whole), spelled(words, stops, fraction)
    if marks is None:
        values = joined(wide, tail, whole, fraction)
    else:
        values = raised(wide, tail, whole, fraction, marks.power)
        np.negative(values, out=values, where=marks.negative)
    for index in np.flatnonzero(odd):
        number = data[starts[index] : ends[index]]
        if not NUMBER.fullmatch(number):
            return None
        values[index] = float(number)
    with np.errstate(over="ignore"):  # becomes infinite, for the caller to refuse
        return values.astype(np.float32).reshape(-1, columns)


def in_rows(newline: Flags, starts: Integers, ends: Integers, columns: int) -> bool:
    """Whether a line ends after each ``columns`` numbers, and nowhere else among them."""
    first, last = starts[::columns], ends[columns - 1 :: columns]
    if np.count_nonzero(newline) <= len(last) + 1 and newline[last].all():
        return True  # most files: no blank at a line's end, no blank lines
    newlines = np.flatnonzero(newline)
    after = np.searchsorted(newlines, last)
    return bool(np.array_equal(np.searchsorted(newlines, first), after) and (newlines[after[:-1]] < first[1:]).all())


def one_each(points: Integers, starts: Integers, ends: Integers) -> tuple[Integers, Flags]:
    """Where each number's decimal point is, its end if it has none; and which numbers have several."""
    odd = np.zeros(len(starts), dtype=bool)
    if len(points) == len(starts) and (points >= starts).all() and (points < ends).all():
        return points, odd
    at = np.searchsorted(starts, points, side="right") - 1
    found = ends.copy()
    found[at] = points
    odd[at[1:][at[1:] == at[:-1]]] = True
    return found, odd


class Marks(NamedTuple):
    """What signs and exponents say about each number."""

    signed: Flags
    negative: Flags
    stops: Integers  # where the exponent's letter is, the number's end if there is none
    power: Integers
    odd: Flags


def marked(places: Integers, characters: NDArray[np.uint8], words: Words, starts: Integers, ends: Integers) -> Marks:
    """Read the signs and exponents, all that is neither digit, point nor blank, at these places."""
    at = np.searchsorted(starts, places, side="right") - 1
    letter = characters[places] | 32 == 101
    minus = characters[places] == 45
    sign = minus | (characters[places] == 43)
    stops = ends.copy()
    stops[at[letter]] = places[letter]
    leading = sign & (places == starts[at])
    inner = sign & (places == stops[at] + 1)
    signed, negative, signed_power, negative_power, odd = np.zeros((5, len(starts)), dtype=bool)
    signed[at[leading]] = True
    negative[at[leading & minus]] = True
    signed_power[at[inner]] = True
    negative_power[at[inner & minus]] = True
    odd[at[~(letter | leading | inner)]] = True
    odd[at[letter][1:][at[letter][1:] == at[letter][:-1]]] = True
    count = ends - stops - 1 - signed_power
    odd |= (stops < ends) & ((count < 1) | (count > WORD))
    power = spelled(words, ends, np.where(odd | (stops == ends), 0, count)).astype(np.int64)
    odd |= power > MAX_POWER
    power[odd] = 0
    return Marks(signed, negative, stops, np.where(negative_power, -power, power), odd)


def joined(wide: Doubles, tail: Doubles, whole: Integers, fraction: Integers) -> Doubles:
    """The numbers with those integers ahead of the point and behind it."""
    places = int(fraction.max())
    scale = POWERS[places] if int(fraction.min()) == places else POWERS.take(fraction)
    exact: Doubles = (wide * scale + tail) / scale  # as long as both fit a double: rounded once
    if places + int(whole.max()) <= EXACT_DIGITS:
        return exact
    return np.where(whole + fraction <= EXACT_DIGITS, exact, wide + tail / scale)


def raised(wide: Doubles, tail: Doubles, whole: Integers, fraction: Integers, power: Integers) -> Doubles:
    """The same numbers, times a power of ten."""
    if not power.any():
        return joined(wide, tail, whole, fraction)
    scale, shift = POWERS.take(fraction), power - fraction
    exact = times_power(wide * scale + tail, shift)
    once = (whole + fraction <= EXACT_DIGITS) & (np.abs(shift) <= EXACT_POWER)
    return np.where(once, exact, times_power(wide + tail / scale, power))


def times_power(values: Doubles, power: Integers) -> Doubles:
    """values · 10^power, rounded once if both are exact."""
    size: Doubles = POWERS.take(np.abs(power))
    return np.where(power < 0, values / size, values * size)


def spelled(words: Words, ends: Integers, count: Integers) -> Doubles:
    """The integer that the ``count`` digits (0 to 24) ahead of each end spell."""
    most = int(count.max())
    if most <= WORD:
        return word(words, ends, count)
    value = np.zeros(len(ends))
    for skipped in range(0, most, WORD):
        value += word(words, ends - skipped, np.clip(count - skipped, 0, WORD)) * 10.0**skipped
    return value


def word(words: Words, ends: Integers, count: Integers) -> Doubles:
    """The integer that the ``count`` digits (0 to 8) ahead of each end spell.

    Digits are joined to pairs, pairs to fours, fours to eights (D. Lemire, "Quickly parsing eight
    digits", 2018).
    """
    lanes = words[ends - WORD]  # not .take(), which would copy all words first
    most = int(count.max())
    lanes &= KEPT[most] if int(count.min()) == most else KEPT.take(count)
    for mask, factor, bits in JOINS:
        lanes &= mask
        lanes *= factor
        lanes >>= bits
    return lanes.astype(np.float64)


def printed(rows: Floats) -> Iterator[str]:
    """Blocks of lines, one per row of (R, columns), in the fewest digits that read back the same float32."""
    for start in range(0, len(rows), 1 << 14):
        block = rows[start : start + (1 << 14)].astype("S32").tolist()
        yield "".join(" ".join(map(plain, row)) + "\n" for row in block)


def plain(number: bytes) -> str:
    """A number without an exponent, which not all programs read."""
    if b"e" in number:
        return np.format_float_positional(np.float32(number), trim="0")
    return number.decode("ascii")
