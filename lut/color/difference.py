"""Differences: between colors in levels of 8 bits and in ΔE2000, between numbers, and between two LUTs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..lattice import UNIT, Floats, lattice
from ..table import Lut
from .delta_e import delta_e2000
from .lab import srgb_to_lab
from .probes import random_colors

Doubles = NDArray[np.float64]

LEVELS = 255  # of which one is a step of 8 bits
RANDOM = 20_000  # colors
STEPS = 33  # along each axis, at most, of the lattices whose points are compared
SAME = 2e-6  # numbers written with six decimals, and rounded to float32 once or twice


def level_difference(first: ArrayLike, second: ArrayLike) -> Doubles:
    """Return the distance of numbers (...) in levels of 255, where 1.0 is level 255; returns (...)."""
    apart: Doubles = np.abs(np.subtract(first, second), dtype=np.float64)
    return apart * LEVELS


def srgb_delta_e2000(first: ArrayLike, second: ArrayLike) -> Doubles:
    """ΔE2000 between sRGB codes (..., 3); returns (...)."""
    return delta_e2000(srgb_to_lab(first), srgb_to_lab(second))


def relative_error(found: ArrayLike, exact: ArrayLike) -> Doubles:
    """Return the distance of numbers (...) from exact ones, relative to those that are larger than 1.

    float32 keeps digits, not places.  Infinite where a number overflows; returns (...).
    """
    with np.errstate(all="ignore"):
        off: Doubles = np.abs(np.subtract(found, exact)) / np.maximum(1, np.abs(exact))
    return np.where(np.isnan(off), np.inf, off)


class Difference(NamedTuple):
    """Difference of two LUTs.

    mean, largest: distance of a channel inside 0..1, in levels of 255.  mean_delta_e, largest_delta_e: ΔE2000 of what
    shows in sRGB.  beyond: the largest distance, in levels, for the inputs outside 0..1 that the first LUT is made for;
    0 for none.
    """

    mean: float
    largest: float
    mean_delta_e: float
    largest_delta_e: float
    beyond: float

    @property
    def is_none(self) -> bool:
        """True if nothing but printing and rounding to float32 lies between the two."""
        return max(self.largest, self.beyond) <= SAME * LEVELS


def compare_luts(first: Lut, second: Lut) -> Difference:
    """Compare two LUTs at random colors, at lattice points of both, and at the corners."""
    inside = probe_colors((first, second), np.asarray(UNIT, np.float32))
    before, after = first(inside), second(inside)
    apart = level_difference(before, after)
    delta_e = srgb_delta_e2000(np.clip(before, 0, 1), np.clip(after, 0, 1))
    beyond = 0.0
    reach = np.asarray(UNIT, np.float32) if first.operators else first.domain
    if not first.operators and first.shaper is not None:
        reach = first.shaper.domain
    if (reach[0] < 0).any() or (reach[1] > 1).any():
        outside = probe_colors((first,), reach)
        outside = outside[((outside < 0) | (outside > 1)).any(axis=1)]
        beyond = float(level_difference(first(outside), second(outside)).max())
    return Difference(float(apart.mean()), float(apart.max()), float(delta_e.mean()), float(delta_e.max()), beyond)


def compare_with_identity(lut: Lut) -> Difference:
    """Compare a LUT with the one that changes nothing."""
    return compare_luts(Lut.identity(2), lut)


def probe_colors(luts: tuple[Lut, ...], domain: Floats) -> Floats:
    """Return (P, 3): random colors in a domain, and points of lattices as large as the LUTs' over it."""
    sizes = [STEPS if lut.operators else min(lut.size, STEPS) for lut in luts]
    grids = [lattice(size, domain).reshape(-1, 3) for size in sizes]
    return np.concatenate([random_colors(RANDOM, domain), *grids])
