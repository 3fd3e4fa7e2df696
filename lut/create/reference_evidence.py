"""Evidence of a look in reference photos: how far they are from what photographs without a look vary by.

Two photographs of two scenes differ by their scenes more than by most looks.  What a match asks for is therefore
followed as a whole only where the photo and the reference differ by hardly more than a look; otherwise by a share that
grows with how unusual the references are.  Several references make it surer: by the root of their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .optimal_transport import Doubles

# Mean and standard deviation over 25 photographs without looks (tests/bench/photographs.py), in Oklab.
LIGHTNESS, CONTRAST = (0.59, 0.09), (0.17, 0.055)  # mean and deviation of L
SHADOW_CAST, LIGHT_CAST = ((0.0, 0.02), (0.02, 0.02)), ((-0.007, 0.013), (0.0, 0.03))  # a, b of what is nearly gray
COLORFULNESS = (-2.84, 0.78)  # logarithm of the mean chroma
SHADOWS, LIGHTS = 0.4, 0.65  # L below and above which a cast is looked for
NEARLY_GRAY = 0.05  # chroma
LEAST_SHARE = 0.002  # of a picture that has to be nearly gray, to tell of a cast

ALIKE, APART = 0.02, 0.04  # distance left after a match: of one scene with a look, and of two scenes
USUAL, UNUSUAL = 1.5, 3.5  # deviations from the mean, between which the share grows
LEAST_TONE, LEAST_COLOR = 0.15, 0.15  # shares that are followed towards an ordinary reference

VIVID = (0.02, 0.17)  # chroma from which a color counts for hues, and from which it counts no more than others
TWO_HUES, NATURAL_HUES = 3.0, 8.0  # degrees around two opposite hues: of a look, and of a natural photograph
# Two hues in nature lie along blue and yellow, at 75 to 90 degrees; those of looks along teal and orange.
ORANGE, NEAR_ORANGE, WIDER = 57.0, (11.0, 22.0), 5.0  # degrees; and how many more are enough there
OTHER_HUE = 0.1  # share of the rarer of the two, with which it is plain that there are two
LARGEST_DRAW = 0.42  # radians by which hues are drawn to the two; at 0.5 they would fall into one


@dataclass(frozen=True)
class Evidence:
    """tone, color: shares of a match to follow, 0..1.  axis: radians, one of two opposite hues.  draw: radians."""

    tone: float
    color: float
    axis: float
    draw: float


def weigh_evidence(photo: Doubles, references: Sequence[Doubles], distance: float) -> Evidence:
    """Weigh what references tell of a look.  photo, references: (P, 3) Oklab.  distance: left by a match."""
    number = np.sqrt(len(references))
    tones = np.mean([unusual_tones(lab) for lab in references], axis=0) * number
    casts = [
        [value for value in values if np.isfinite(value)]
        for values in zip(*map(unusual_colors, references), strict=True)
    ]
    colors = [np.mean(values) * np.sqrt(len(values)) for values in casts if values]
    scene = ramp((distance - ALIKE) / (APART - ALIKE))
    tone, color = (
        1 - scene * (1 - least) * (1 - ramp((np.sqrt(np.mean(np.square(far))) - USUAL) / (UNUSUAL - USUAL)))
        for far, least in ((tones, LEAST_TONE), (colors, LEAST_COLOR))
    )
    axis, draw = find_two_hues(references)
    return Evidence(float(tone), float(color), axis, max(draw - find_two_hues([photo])[1], 0.0))


def ramp(share: float) -> float:
    share = min(max(float(share), 0.0), 1.0)
    return share * share * (3 - 2 * share)


def unusual_tones(lab: Doubles) -> tuple[float, float]:
    """Return how many standard deviations lightness and contrast are from those of photographs."""
    return deviations(lab[:, 0].mean(), LIGHTNESS), deviations(lab[:, 0].std(), CONTRAST)


def unusual_colors(lab: Doubles) -> tuple[float, ...]:
    """Return the same of the casts of shadows and of lights, and of chroma; NaN for a cast that nothing tells."""
    size = np.hypot(lab[:, 1], lab[:, 2])
    gray = np.exp(-((size / NEARLY_GRAY) ** 2))
    found = [deviations(float(np.log(max(size.mean(), 1e-4))), COLORFULNESS)]
    for part, usual in ((lab[:, 0] < SHADOWS, SHADOW_CAST), (lab[:, 0] > LIGHTS, LIGHT_CAST)):
        weight = gray * part
        known = weight.mean() > LEAST_SHARE
        cast = weight @ lab[:, 1:] / weight.sum() if known else (np.nan, np.nan)
        found += [deviations(float(value), each) for value, each in zip(cast, usual, strict=True)]
    return tuple(found)


def deviations(value: float, usual: tuple[float, float]) -> float:
    return (value - usual[0]) / usual[1]


def find_two_hues(references: Sequence[Doubles]) -> tuple[float, float]:
    """Return an axis, in radians, that all hues lie along, and by how much looks draw hues to it; 0 if none is plain.

    The colors of a natural photograph lie around many hues, or around one: seldom close around two opposite ones.
    """
    hues, weights = [], []
    for lab in references:
        weight = np.clip(np.hypot(lab[:, 1], lab[:, 2]) - VIVID[0], 0, VIVID[1] - VIVID[0])
        if weight.sum() > LEAST_SHARE:
            hues.append(np.arctan2(lab[:, 2], lab[:, 1]))
            weights.append(weight / weight.sum())
    if not hues:
        return 0.0, 0.0
    hue, weight = np.concatenate(hues), np.concatenate(weights) / len(weights)
    axis = float(np.angle(weight @ np.exp(2j * hue)) / 2)
    off = np.abs(np.angle(np.exp(2j * (hue - axis)))) / 2
    side = np.cos(hue - axis) > 0
    rarer = min(float(weight @ side), float(weight @ ~side))
    spread = np.degrees(weight @ off)
    beside = abs(np.angle(np.exp(2j * (axis - np.radians(ORANGE))), deg=True)) / 2
    wider = WIDER * ramp((NEAR_ORANGE[1] - beside) / (NEAR_ORANGE[1] - NEAR_ORANGE[0]))
    close = ramp((NATURAL_HUES + wider - spread) / (NATURAL_HUES - TWO_HUES))
    return axis, LARGEST_DRAW * close * ramp(rarer / OTHER_HUE)
