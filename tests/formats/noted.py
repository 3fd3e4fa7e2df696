"""What the notes of operators' nearest table admit, as figures; a note that is not known here fails.

The operators themselves are held against OpenColorIO without any allowance.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import opencolorio as ocio
from samples import colors

import lut
from lut import Lut

NUMBER = r"(-?[0-9.]+(?:e[+-]?[0-9]+)?)"
RESAMPLED = re.compile(rf"curves resampled at [0-9,]+ even points: off by at most {NUMBER}")
DARK = re.compile(rf"{RESAMPLED.pattern} within 1/255 of black, {NUMBER} elsewhere")
BAKED = re.compile(
    rf"baked to [0-9]+ points a side: off by {NUMBER} on average and at most {NUMBER} for colors from 0 to 1"
)
BEYOND = re.compile(rf"colors beyond {NUMBER} to {NUMBER} are clamped")
ONE_SIDE = re.compile(rf"colors (above|below) {NUMBER} are clamped")
UNCLAMPED = re.compile(
    rf"results (?:beyond|below|above) .*, by at most {NUMBER}, are not clamped: images in floating point keep them"
)
TRILINEAR = re.compile(rf"made for trilinear interpolation; tetrahedral differs by at most {NUMBER}")
SHARE = ", of numbers beyond 1 that share"
EXACT = 1e-5  # of numbers up to 1, and of larger ones as a share


class Noted(NamedTuple):
    dark: float = EXACT
    other: float = EXACT
    low: float = -np.inf
    high: float = np.inf
    unclamped: bool = False
    baked: bool = False


def noted(film: Lut) -> Noted:
    """How far off a LUT says to be, within 1/255 of black and elsewhere, and for which colors."""
    found = Noted()
    for note in film.notes:
        text = note.removesuffix(SHARE)
        if match := DARK.fullmatch(text):
            found = found._replace(dark=EXACT + float(match[1]), other=EXACT + float(match[2]))
        elif match := RESAMPLED.fullmatch(text):
            found = found._replace(dark=EXACT + float(match[1]), other=EXACT + float(match[1]))
        elif match := BAKED.fullmatch(text):
            most = EXACT + float(match[2])
            found = found._replace(dark=most, other=most, low=max(found.low, 0), high=min(found.high, 1), baked=True)
        elif match := BEYOND.fullmatch(text):
            found = found._replace(low=max(found.low, float(match[1])), high=min(found.high, float(match[2])))
        elif match := ONE_SIDE.fullmatch(text):
            side = "high" if match[1] == "above" else "low"
            found = found._replace(**{side: float(match[2])})
        elif UNCLAMPED.fullmatch(text):
            found = found._replace(unclamped=True)
        else:
            assert TRILINEAR.fullmatch(text), note
    return found


def assert_exact(path: Path, same: Path | None = None, seed: int = 1) -> None:
    """That a LUT does what OpenColorIO does with the file, or with another, in 0 to 1 and beyond, without a note."""
    film = lut.read(path)
    assert film.notes == ()
    rgb = colors((-0.5, 1.5), 4000, seed)
    expected = ocio.applied(same or path, rgb).astype(np.float64)
    off = np.abs(film(rgb) - expected) / np.maximum(1, np.abs(expected))
    worst = np.unravel_index(np.argmax(off), off.shape)
    assert off[worst] <= EXACT, f"{rgb[worst[0]]}: {film(rgb)[worst[0]]} instead of {expected[worst[0]]}"


def assert_as_noted(path: Path, same: Path | None = None, seed: int = 1) -> Noted:
    """That a LUT is exact, and that its nearest table is as near to OpenColorIO as its notes say."""
    assert_exact(path, same, seed)
    film = lut.read(path).as_table
    told = noted(film)
    rgb = np.clip(colors((-0.5, 1.5), 4000, seed), told.low, told.high)
    expected = ocio.applied(same or path, rgb).astype(np.float64)
    trilinear = b"tetrahedral" not in path.read_bytes() and not told.baked
    found = film(rgb, "trilinear" if trilinear else "tetrahedral").astype(np.float64)
    if told.unclamped:
        expected, found = np.clip(expected, 0, 1), np.clip(found, 0, 1)
    off = np.abs(found - expected) / np.maximum(1, np.abs(expected))
    tolerance = np.where(np.abs(rgb) < np.float32(1 / 255), told.dark, told.other)
    if not film.shaper or not np.array_equal(film.table.shape, (2, 2, 2, 3)):  # mixed channels share their errors
        tolerance = np.broadcast_to(tolerance.max(axis=1, keepdims=True), off.shape)
    worst = np.unravel_index(np.argmax(off - tolerance), off.shape)
    assert off[worst] <= tolerance[worst], f"{rgb[worst[0]]}: {found[worst[0]]} instead of {expected[worst[0]]}"
    return told
