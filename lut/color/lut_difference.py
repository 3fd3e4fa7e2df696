"""How far two LUTs are apart, measured on colors that would show it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..table import UNIT, Floats, Lut, lattice
from . import delta_e2000, linear_to_lab, srgb_to_linear

LEVELS = 255  # of which one is a step of 8 bits
RANDOM = 20_000  # colors
STEPS = 33  # along each axis, at most, of the lattices whose points are compared
SAME = 2e-6  # numbers written with six decimals, and rounded to float32 once or twice


class Difference(NamedTuple):
    """Inside 0..1: mean and largest distance of a channel in levels of 255, and ΔE2000 of what shows in sRGB.

    beyond: the largest distance, in levels, for the inputs outside 0..1 that the first LUT is made for; 0 for none.
    """

    mean: float
    largest: float
    mean_delta_e: float
    largest_delta_e: float
    beyond: float

    @property
    def is_none(self) -> bool:
        """Whether nothing but printing and rounding to float32 lies between the two."""
        return max(self.largest, self.beyond) <= SAME * LEVELS


def difference(first: Lut, second: Lut) -> Difference:
    """Compare two LUTs at random colors, at lattice points of both, and at the corners."""
    inside = colors((first, second), np.asarray(UNIT, np.float32))
    before, after = first(inside), second(inside)
    apart = np.abs(before - after, dtype=np.float64) * LEVELS
    labs = (linear_to_lab(srgb_to_linear(np.clip(rgb, 0, 1))) for rgb in (before, after))
    delta_e = delta_e2000(*labs)
    beyond = 0.0
    reach = input_range(first)
    if (reach[0] < 0).any() or (reach[1] > 1).any():
        outside = colors((first,), reach)
        outside = outside[((outside < 0) | (outside > 1)).any(axis=1)]
        beyond = float(np.abs(first(outside) - second(outside)).max() * LEVELS)
    return Difference(float(apart.mean()), float(apart.max()), float(delta_e.mean()), float(delta_e.max()), beyond)


def from_identity(lut: Lut) -> Difference:
    """How far a LUT is from changing nothing."""
    return difference(Lut.identity(2), lut)


def input_range(lut: Lut) -> Floats:
    """(2, 3): the first and last input that a LUT tells apart, per channel."""
    return lut.domain if lut.shaper is None else lut.shaper.domain


def colors(luts: tuple[Lut, ...], reach: Floats) -> Floats:
    """(P, 3): random colors in that range, and points of lattices as large as the LUTs' over it."""
    random = np.random.default_rng(0).uniform(reach[0], reach[1], (RANDOM, 3)).astype(np.float32)
    grids = [lattice(min(lut.size, STEPS), reach).reshape(-1, 3) for lut in luts]
    return np.concatenate([random, *grids])
