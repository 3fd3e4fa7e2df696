"""How far a round trip through a LUT and its inverse is off."""

from __future__ import annotations

import numpy as np

from ..spaces import delta_e2000, linear_to_lab, srgb_to_linear
from ..table import Floats, Lut
from .shapers import unshaped
from .survey import Survey, percent

COLORS = 60_000


def notes(lut: Lut, inverse: Lut, survey: Survey | None = None) -> tuple[str, ...]:
    """What there is to say of an inverse, with figures from random colors.

    survey: of the LUT's lattice; without one, all colors count.
    """
    coordinates = np.random.default_rng(0).random((COLORS, 3))
    colors = inputs(lut, coordinates)
    counted = np.ones(COLORS, bool) if survey is None else survey.keeps(coordinates)
    before, after = colors[counted], inverse(lut(colors[counted]))
    low, high = lut.domain if lut.shaper is None else lut.shaper.domain
    levels = np.abs((after - before) / (high - low)).max(axis=1) * 255
    figures = f"{levels.mean():.2f} levels of 255 on average and {levels.max():.1f} at most"
    if np.array_equal(low, (0, 0, 0)) and np.array_equal(high, (1, 1, 1)):  # as sRGB
        first, second = (linear_to_lab(srgb_to_linear(np.clip(rgb, 0, 1))) for rgb in (before, after))
        delta = delta_e2000(first, second)
        figures += f", ΔE2000 {delta.mean():.3f} and {delta.max():.2f}"
    found = [f"An inverse; after the LUT, it is off by {figures}."]
    if not counted.all():
        share = percent(1 - counted.mean())
        found.append(f"{share} of all colors are not counted in this: the LUT makes them one with others.")
    if survey is not None and survey.reach < 0.995:
        reach = percent(survey.reach)
        found.append(f"The LUT leads to {reach} of all colors; what the inverse does with the others is a guess.")
    return tuple(found)


def inputs(lut: Lut, coordinates: np.ndarray) -> Floats:
    """The colors (P, 3) that a LUT looks up at those places of its lattice."""
    low, high = lut.domain.astype(np.float64)
    found = low + coordinates * (high - low)
    if lut.shaper is not None:
        if lut.is_curves:  # its lattice is as wide as need be; the curves' inputs count
            low, high = lut.shaper.domain.astype(np.float64)
            found = low + coordinates * (high - low)
        else:
            found = np.clip(unshaped(lut.shaper, found), *lut.shaper.domain)
    result: Floats = found.astype(np.float32)
    return result
