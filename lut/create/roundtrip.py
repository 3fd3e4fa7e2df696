"""How far a round trip through a LUT and its inverse is off."""

from __future__ import annotations

import numpy as np

from ..color.difference import levels, srgb_delta_e2000
from ..color.probes import random_colors
from ..language import _
from ..table import Floats, Lut
from .shapers import unshaped
from .survey import Survey

COLORS = 60_000


def notes(lut: Lut, inverse: Lut, survey: Survey | None = None) -> tuple[str, ...]:
    """What there is to say of an inverse, with figures from random colors, clamped to the LUT's inputs.

    survey: of the LUT's lattice; without one, all colors count.
    """
    coordinates = random_colors(COLORS)
    colors = inputs(lut, coordinates)
    counted = np.ones(COLORS, bool) if survey is None else survey.keeps(coordinates.astype(np.float64))
    low, high = lut.domain if lut.shaper is None else lut.shaper.domain
    # The inverse goes on beyond the LUT's inputs, so that it is exact at their edge; pictures clamp what it puts out.
    before, after = colors[counted], np.clip(inverse(lut(colors[counted])), low, high)
    apart = levels(before / (high - low), after / (high - low)).max(axis=1)
    figures = _("{mean:.2f} levels of 255 on average and {most:.1f} at most")
    figures = figures.format(mean=apart.mean(), most=apart.max())
    if np.array_equal(low, (0, 0, 0)) and np.array_equal(high, (1, 1, 1)):  # as sRGB
        delta = srgb_delta_e2000(np.clip(before, 0, 1), np.clip(after, 0, 1))
        figures += _(", ΔE2000 {mean:.3f} and {most:.2f}").format(mean=delta.mean(), most=delta.max())
    found = [_("An inverse; after the LUT, it is off by {figures}.").format(figures=figures)]
    if not counted.all():
        sentence = _("{share:.3g}% of all colors are not counted in this: the LUT makes them one with others.")
        found.append(sentence.format(share=100 * (1 - counted.mean())))
    if survey is not None and survey.reach < 0.995:
        sentence = _("The LUT leads to {share:.3g}% of all colors; what the inverse does with the others is a guess.")
        found.append(sentence.format(share=100 * survey.reach))
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
