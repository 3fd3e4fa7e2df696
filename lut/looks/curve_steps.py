"""The steps of a recipe that are curves through points, in as much detail as a camera's rendering is measured.

Curves by tone have a point at each of the luminances 0.005, 0.02, 0.05, 0.18, 0.4, 0.6 and 0.9 (relative to white);
curves by hue have one at each of the Oklab hues 0, 30, 60 … 330 degrees, or at every other of them.  Between them they
are smooth.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

import numpy as np

from ..color import chroma, hue, lab_to_linear, linear_to_oklab, oklab_to_linear, relative_chroma
from ..color.space import Floats
from .parameter import Range
from .smooth_curves import MEASURED, Curve, curve_around, curve_through, smoothstep, waves_around

HUES = 12
NONE_BY_TONE, NONE_BY_HUE, ONE_BY_HUE = (0.0,) * len(MEASURED), (0.0,) * HUES, (1.0,) * HUES
StopsByTone = Annotated[tuple[float, ...], Range(-8, 8, "stops", len(MEASURED))]
ShiftByTone = Annotated[tuple[float, ...], Range(-40, 40, "of CIELAB", len(MEASURED) + 1)]
TurnByHue = Annotated[tuple[float, ...], Range(-60, 60, "degrees", HUES)]
GainByHue = Annotated[tuple[float, ...], Range(0, 3, "", HUES)]
ChangeByHue = Annotated[tuple[float, ...], Range(-1, 1, "", HUES)]
FEWER_HUES = 6  # of the curves that are added for bright and for vivid colors
NO_MORE = (0.0,) * FEWER_HUES
MoreTurn = Annotated[tuple[float, ...], Range(-60, 60, "degrees", FEWER_HUES)]
MoreGain = Annotated[tuple[float, ...], Range(-2, 2, "", FEWER_HUES)]
MoreLight = Annotated[tuple[float, ...], Range(-1, 1, "", FEWER_HUES)]

BLACKISH = 0.2  # Oklab L below which hues fade into noise, and are changed less
DARK, BRIGHT = 0.2, 0.9  # Oklab L from which on colors are wholly dark, and wholly bright
MUTED = 0.18  # C/L between muted colors and vivid ones
VIVID = 0.5  # C/L of a color whose lightness is changed by half as much as that of the most vivid


def tone_curve(
    lab: Floats,
    stops: StopsByTone = NONE_BY_TONE,
    black: Annotated[float, Range(0, 40, "of L*")] = 0.0,
    white: Annotated[float, Range(60, 100, "of L*")] = 100.0,
    channels: Annotated[float, Range(0, 1)] = 0.5,
) -> Floats:
    """Move the tones by these stops at the seven luminances, and black and white to these L*.

    channels: 0 moves each color as a whole, and keeps its hue and saturation; 1 moves its channels one by one, as film
    and most cameras do: contrast enriches colors, they pale towards white, and hues turn a little.
    """
    curve = tone_spline(stops, black, white)
    lightness: Floats = np.maximum(lab[:, :1], np.float32(1e-6))
    moved = curve(lightness)
    whole = lab * (
        (moved - curve(np.zeros_like(lightness))) / lightness
    )  # stray light, which lifts black, has no color
    whole[:, :1] = moved
    roots: Floats = curve(np.cbrt(oklab_to_linear(lab)))
    mixed: Floats = whole + np.float32(channels) * (linear_to_oklab(roots * roots * roots) - whole)
    return mixed


@lru_cache(maxsize=16)
def tone_spline(stops: tuple[float, ...], black: float, white: float) -> Curve:
    """The tone curve on the cube root of linear light, which is Oklab's L of grays."""
    ends = np.cbrt(lab_to_linear(((black, 0, 0), (white, 0, 0)))[:, 1].astype(np.float64))
    known = np.cbrt(MEASURED)
    x = np.concatenate(([0.0], known, [1.0]))
    y = np.concatenate((ends[:1], known * np.exp2(np.array(stops) / 3), ends[1:]))
    return curve_through(x, y)


def tint_curve(
    lab: Floats,
    a: ShiftByTone = (*NONE_BY_TONE, 0.0),
    b: ShiftByTone = (*NONE_BY_TONE, 0.0),
    vivid: Annotated[float, Range(0, 1)] = 1.0,
) -> Floats:
    """Shift grays by these CIELAB a* and b* at the seven luminances and at white, and all colors as light the same way.

    vivid: the share of the shift that vivid colors get.  Black stays neutral.
    """
    share = 1 - np.float32(1 - vivid) * smoothstep(chroma(lab) / np.float32(0.25))
    within: Floats = np.clip(lab[:, 0], 0, 1)
    shifted = lab.copy()
    for axis, line in enumerate(tint_splines(a, b), 1):
        shifted[:, axis] += share * line(within)
    return shifted


@lru_cache(maxsize=16)
def tint_splines(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[Curve, Curve]:
    """The shifts of Oklab's a and b, by Oklab's L, that give grays these CIELAB a* and b*."""
    luminances = np.array((*MEASURED, 1.0))
    lightness = 116 * np.cbrt(luminances) - 16
    lightness[0] = 903.3 * luminances[0]  # CIELAB is straight in the deepest shadow
    shifts = linear_to_oklab(lab_to_linear(np.column_stack((lightness, a, b))))
    x = np.concatenate(([0.0], np.cbrt(luminances)))
    red, yellow = (curve_through(x, np.concatenate(([0.0], shifts[:, axis]))) for axis in (1, 2))
    return red, yellow


def hue_curves(
    lab: Floats,
    turn: TurnByHue = NONE_BY_HUE,
    gain: GainByHue = ONE_BY_HUE,
    light: ChangeByHue = NONE_BY_HUE,
    bright_turn: MoreTurn = NO_MORE,
    bright_gain: MoreGain = NO_MORE,
    bright_light: MoreLight = NO_MORE,
    vivid_turn: MoreTurn = NO_MORE,
    vivid_gain: MoreGain = NO_MORE,
    vivid_light: MoreLight = NO_MORE,
) -> Floats:
    """Change colors by their hue, with a value at each of 0, 30 … 330 degrees: what grading calls hue vs hue and so on.

    turn: rotation of the hue, positive from red to yellow to green to blue;  gain: of chroma;  light: relative change
    of Oklab L, for the most vivid colors, and less the more muted a color is.

    bright_turn, bright_gain, bright_light: what is added to these for bright colors, and subtracted for dark ones, with
    a value at each of 0, 60 … 300 degrees;  vivid_turn, vivid_gain, vivid_light: for vivid colors, and for muted ones.
    """
    angles, known = hue(lab), smoothstep(lab[:, 0] / np.float32(BLACKISH))
    saturation = relative_chroma(lab)
    vividness = saturation / (saturation + np.float32(VIVID))
    turns, gains, lights = curve_around(turn)(angles), curve_around(gain)(angles), curve_around(light)(angles)
    bright = 2 * smoothstep((lab[:, 0] - np.float32(DARK)) / np.float32(BRIGHT - DARK)) - 1
    vivid = (saturation - np.float32(MUTED)) / (saturation + np.float32(MUTED))
    more = ((bright, (bright_turn, bright_gain, bright_light)), (vivid, (vivid_turn, vivid_gain, vivid_light)))
    for weight, curves in more:
        if np.any(curves):
            added = waves_around(angles, curves) * weight
            turns, gains, lights = turns + added[0], gains + added[1], lights + added[2]
    lighter = 1 + lights * vividness * known
    angle = np.radians(turns) * known
    scale = np.maximum(1 + (gains - 1) * known, 0) * lighter
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    red, yellow = lab[:, 1], lab[:, 2]
    return np.stack((lab[:, 0] * lighter, red * cos - yellow * sin, red * sin + yellow * cos), axis=1)
