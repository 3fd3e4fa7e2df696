"""The steps of a recipe: each takes (P, 3) Oklab colors, and returns new ones.

Black, white and, unless the step is about them, all grays stay what they are.  Steps may push colors
out of sRGB's gamut; the end of the recipe brings them back (gamut.py).  Those that are curves through points are in
curve_steps.py.  Each parameter's range and
unit stand beside it, and its default changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import numpy as np

from ..color import (
    chroma,
    hue,
    lab_to_linear,
    linear_to_oklab,
    oklab_to_linear,
    oklab_to_srgb,
    relative_chroma,
    srgb_to_linear,
)
from ..color.space import Floats
from ..errors import LutError
from .curve_steps import hue_curves, tint_curve, tone_curve
from .gamut import lowest_channel, scale_chroma
from .parameter import Range
from .skin import skin_likeness
from .smooth_curves import HIGHLIGHT, MIDDLE, SHADOW, hue_window, smooth_interpolation, smoothstep, tone_response

StepFunction = Callable[..., Floats]

Stops = Annotated[float, Range(-2, 2, "stops")]
Gain = Annotated[float, Range(0, 3)]
Share = Annotated[float, Range(0, 1)]
Tint = Annotated[tuple[float, float], Range(-40, 40, "of a* and b*", 2)]
Weight = Annotated[float, Range(-1, 2)]

PURE = 0.5  # lowest channel, as a share of the gray of the same L, below which a color counts as pure


def tone(
    lab: Floats,
    mid: Stops = 0.0,
    contrast: Annotated[float, Range(0.5, 2.5)] = 1.0,
    shadows: Stops = 0.0,
    highlights: Stops = 0.0,
    film: Share = 0.5,
) -> Floats:
    """Move the tones: exposure at luminance 0.02, 0.18 and 0.60, and the slope at 0.18.

    film: 0 moves each color as a whole and keeps its saturation, 1 moves its channels one by one, as
    film does, which enriches colors with contrast and lets them pale towards white.  Hues stay.
    """
    curve = tone_response(shadows, mid, highlights, contrast)
    lightness: Floats = np.maximum(lab[:, :1], np.float32(1e-6))
    whole = lab * (curve(lightness) / lightness)
    roots: Floats = np.cbrt(oklab_to_linear(lab))
    moved = curve(roots)
    channels = linear_to_oklab(moved * moved * moved)
    own: Floats = np.maximum(chroma(lab), np.float32(1e-9))
    channels[:, 1:] = lab[:, 1:] * (chroma(channels) / own)[:, None]
    mixed: Floats = whole + np.float32(film) * (channels - whole)
    return mixed


def fade(
    lab: Floats,
    black: Annotated[float, Range(0, 40, "of L*")] = 0.0,
    white: Annotated[float, Range(60, 100, "of L*")] = 100.0,
) -> Floats:
    """Raise black and lower white to these L*, as stray light and matte paper do: in linear light."""
    low, high = lab_to_linear(((black, 0, 0), (white, 0, 0)))[:, 1]
    return linear_to_oklab(low + (high - low) * oklab_to_linear(lab))


def saturation(lab: Floats, gain: Gain = 1.0, skin: Share = 1.0, vivid: Share = 1.0) -> Floats:
    """Multiply chroma.  skin, vivid: the share of the change that skin, and vivid colors, get."""
    share = 1 - np.float32(1 - skin) * skin_likeness(lab)
    share *= 1 - np.float32(1 - vivid) * smoothstep(chroma(lab) / np.float32(0.25))
    return change_chroma(lab, 1 + np.float32(gain - 1) * share)


def band(
    lab: Floats,
    center: Annotated[float, Range(0, 360, "degrees of Oklab hue")],
    width: Annotated[float, Range(10, 180, "degrees")] = 45.0,
    turn: Annotated[float, Range(-40, 40, "degrees")] = 0.0,
    gain: Gain = 1.0,
    light: Annotated[float, Range(-0.5, 0.5)] = 0.0,
) -> Floats:
    """Change the hues within width of center, fading out to both sides, towards pure colors and towards black.

    turn: rotation of the hue, positive from red to yellow to green to blue;  gain: of chroma;
    light: relative change of Oklab L, less for muted colors.
    """
    weight = hue_window(hue(lab), center, width) * (1 - gamut_purity(lab)) * visibility(lab)
    angle = np.radians(np.float32(turn)) * weight
    cos, sin = np.cos(angle), np.sin(angle)
    a, b = lab[:, 1], lab[:, 2]
    turned = np.stack((lab[:, 0], a * cos - b * sin, a * sin + b * cos), axis=1)
    result = change_chroma(turned, 1 + np.float32(gain - 1) * weight)
    vividness = smoothstep(chroma(lab) / np.float32(0.15))
    return result * (1 + np.float32(light) * weight * vividness)[:, None]


def density(lab: Floats, amount: Annotated[float, Range(0, 0.5)] = 0.0) -> Floats:
    """Darken colors the more the more vivid they are, as dyes do: up to this share of Oklab L."""
    return lab * (1 - np.float32(amount) * smoothstep(chroma(lab) / np.float32(0.3)))[:, None]


def chroma_by_tone(lab: Floats, shadows: Gain = 1.0, highlights: Gain = 1.0) -> Floats:
    """Multiply chroma towards black and towards white; the middle tones keep theirs."""
    lightness = lab[:, 0]
    dark = 1 - smoothstep(lightness / np.float32(0.5))
    bright = smoothstep((lightness - np.float32(0.55)) / np.float32(0.45))
    return change_chroma(lab, 1 + np.float32(shadows - 1) * dark + np.float32(highlights - 1) * bright)


def tint(
    lab: Floats,
    shadows: Tint = (0.0, 0.0),
    mids: Tint = (0.0, 0.0),
    highlights: Tint = (0.0, 0.0),
    skin: Share = 1.0,
) -> Floats:
    """Give grays of luminance 0.02, 0.18 and 0.60 these CIELAB a*, b*, and push muted colors beside them the same way.

    Black and white stay neutral, and vivid colors what they are: a tint does not show on them.
    skin: the share of the push that skin gets.
    """
    gray = np.cbrt([SHADOW, MIDDLE, HIGHLIGHT])
    targets = np.column_stack((116 * gray - 16, (shadows, mids, highlights)))
    knots = np.concatenate(([0.0], gray, [1.0]))
    shifts = np.zeros((5, 2))
    shifts[1:4] = linear_to_oklab(lab_to_linear(targets))[:, 1:]
    share = 1 - smoothstep(chroma(lab) / np.float32(0.25))
    share *= 1 - np.float32(1 - skin) * skin_likeness(lab)
    shifted = lab.copy()
    for axis in (0, 1):
        shifted[:, 1 + axis] += share * smooth_interpolation(lab[:, 0], knots, shifts[:, axis])
    return shifted


def monochrome(lab: Floats, red: Weight, green: Weight, blue: Weight) -> Floats:
    """Mix the channels in linear light into one gray; the three shares are scaled to add up to 1."""
    gray = np.zeros_like(lab)
    gray[:, 0] = np.cbrt(np.maximum(oklab_to_linear(lab) @ scale_shares("monochrome", red, green, blue), 0))
    return gray


def luma(lab: Floats, red: Weight, green: Weight, blue: Weight) -> Floats:
    """Mix the channels' sRGB codes into one gray, as cameras do; the three shares are scaled to add up to 1."""
    codes = oklab_to_srgb(lab) @ scale_shares("luma", red, green, blue)
    gray = np.zeros_like(lab)
    gray[:, 0] = np.cbrt(srgb_to_linear(np.maximum(codes, 0)))
    return gray


def scale_shares(step: str, red: float, green: float, blue: float) -> Floats:
    """The shares of the channels, (3,), that add up to 1."""
    shares = np.array((red, green, blue), dtype=np.float32)
    if shares.sum() < 0.1:
        raise LutError(f"{step}: expected shares that add up to 0.1 or more, found {red:g}, {green:g} and {blue:g}")
    scaled: Floats = shares / shares.sum()
    return scaled


STEPS: dict[str, StepFunction] = {
    "tone": tone,
    "fade": fade,
    "saturation": saturation,
    "band": band,
    "density": density,
    "chroma_by_tone": chroma_by_tone,
    "tint": tint,
    "monochrome": monochrome,
    "luma": luma,
    "tone_curve": tone_curve,
    "tint_curve": tint_curve,
    "hue_curves": hue_curves,
}
MONOCHROME = ("monochrome", "luma")  # the steps that leave no colors


def visibility(lab: Floats) -> Floats:
    """Weight of (P, 3) colors: 1 but for what is nearly black, where hue and chroma are mostly noise."""
    return smoothstep(lab[:, 0] / np.float32(0.3))


def gamut_purity(lab: Floats) -> Floats:
    """Purity: 1 on and beyond the surface of sRGB's gamut where a channel is 0, 0 for colors not close to it."""
    gray: Floats = np.maximum(lab[:, 0] ** 3, np.float32(1e-6))
    return 1 - smoothstep(lowest_channel(lab) / gray * np.float32(1 / PURE))


def change_chroma(lab: Floats, gain: Floats) -> Floats:
    """Multiply chroma by (P,) gains.

    Enriches ever less what only pure blue comes near, C/L from 0.35 to 0.7, and what is nearly black,
    where chroma is mostly noise.
    """
    room = 1 - smoothstep((relative_chroma(lab) - np.float32(0.35)) / np.float32(0.35))
    room *= visibility(lab)
    return scale_chroma(lab, np.where(gain > 1, 1 + (gain - 1) * room, np.maximum(gain, 0)))
