"""The steps of a recipe: each takes (P, 3) Oklab colors, and returns new ones.

Black, white and, where a step is not about tinting, every grey stay what they are.  Steps may push
colors out of sRGB's gamut; the end of the recipe brings them back (gamut.py).  Each parameter's
range and unit stand beside it, and its default changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from ..spaces import chroma, hue, lab_to_linear, linear_to_oklab, oklab_to_linear
from .curve import HIGHLIGHT, MIDDLE, SHADOW, tone_curve
from .parameter import Range

Floats = NDArray[np.float32]
Step = Callable[..., Floats]

Stops = Annotated[float, Range(-2, 2, "stops")]
Gain = Annotated[float, Range(0, 3)]
Share = Annotated[float, Range(0, 1)]
Tint = Annotated[tuple[float, float], Range(-40, 40, "of a* and b*", 2)]

SKIN_HUE, SKIN_WIDTH = 48.0, 34.0  # Oklab hue of human skin, and how far to either side it is guarded


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
    curve = tone_curve(shadows, mid, highlights, contrast)
    lightness = lab[:, :1]
    whole = lab * (curve(lightness) / np.maximum(lightness, np.float32(1e-6)))
    moved = curve(np.cbrt(oklab_to_linear(lab)))
    channels = linear_to_oklab(moved * moved * moved)
    own = chroma(lab)[:, None]
    channels[:, 1:] = lab[:, 1:] * (chroma(channels)[:, None] / np.maximum(own, np.float32(1e-9)))
    return whole + np.float32(film) * (channels - whole)


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
    c = chroma(lab)
    near_skin = window(hue(lab), SKIN_HUE, SKIN_WIDTH)
    share = 1 - np.float32(1 - skin) * near_skin
    share *= 1 - np.float32(1 - vivid) * smoothstep(c / np.float32(0.25))
    return with_chroma(lab, 1 + np.float32(gain - 1) * share)


def band(
    lab: Floats,
    center: Annotated[float, Range(0, 360, "degrees of Oklab hue")],
    width: Annotated[float, Range(10, 180, "degrees")] = 45.0,
    turn: Annotated[float, Range(-40, 40, "degrees")] = 0.0,
    gain: Gain = 1.0,
    light: Annotated[float, Range(-0.5, 0.5)] = 0.0,
) -> Floats:
    """Change the hues within width of center, fading out to both sides.

    turn: rotation of the hue;  gain: of chroma;  light: relative change of Oklab L, less for muted colors.
    """
    weight = window(hue(lab), center, width)
    angle = np.radians(np.float32(turn)) * weight
    cos, sin = np.cos(angle), np.sin(angle)
    a, b = lab[:, 1], lab[:, 2]
    turned = np.stack((lab[:, 0], a * cos - b * sin, a * sin + b * cos), axis=1)
    vividness = smoothstep(chroma(lab) / np.float32(0.15))
    result = with_chroma(turned, 1 + np.float32(gain - 1) * weight)
    return result * (1 + np.float32(light) * weight * vividness)[:, None]


def density(lab: Floats, amount: Annotated[float, Range(0, 0.5)] = 0.0) -> Floats:
    """Darken colors the more the more vivid they are, as dyes do: up to this share of Oklab L."""
    return lab * (1 - np.float32(amount) * smoothstep(chroma(lab) / np.float32(0.3)))[:, None]


def chroma_by_tone(lab: Floats, shadows: Gain = 1.0, highlights: Gain = 1.0) -> Floats:
    """Multiply chroma towards black and towards white; the middle tones keep theirs."""
    lightness = lab[:, 0]
    dark = 1 - smoothstep(lightness / np.float32(0.5))
    bright = smoothstep((lightness - np.float32(0.55)) / np.float32(0.45))
    return with_chroma(lab, 1 + np.float32(shadows - 1) * dark + np.float32(highlights - 1) * bright)


def tint(lab: Floats, shadows: Tint = (0.0, 0.0), mids: Tint = (0.0, 0.0), highlights: Tint = (0.0, 0.0)) -> Floats:
    """Give greys of luminance 0.02, 0.18 and 0.60 these CIELAB a*, b*, and everything beside them the same.

    Black and white stay neutral.
    """
    levels = np.array([SHADOW, MIDDLE, HIGHLIGHT])
    grey = np.cbrt(levels)
    stars = 116 * grey - 16
    offsets = linear_to_oklab(lab_to_linear(np.column_stack((stars, (shadows, mids, highlights)))))[:, 1:]
    x = np.concatenate(([0.0], grey, [1.0]))
    shifted = lab.copy()
    for axis in (0, 1):
        y = np.concatenate(([0.0], offsets[:, axis], [0.0]))
        shifted[:, 1 + axis] += smooth_interpolation(lab[:, 0], x, y)
    return shifted


def monochrome(
    lab: Floats,
    red: Annotated[float, Range(-1, 2)],
    green: Annotated[float, Range(-1, 2)],
    blue: Annotated[float, Range(-1, 2)],
) -> Floats:
    """Mix the channels in linear light into one grey; the three shares are scaled to add up to 1."""
    shares = np.array((red, green, blue), dtype=np.float32)
    light = np.maximum(oklab_to_linear(lab) @ (shares / shares.sum()), 0)
    grey = np.zeros_like(lab)
    grey[:, 0] = np.cbrt(light)
    return grey


STEPS: dict[str, Step] = {
    step.__name__: step for step in (tone, fade, saturation, band, density, chroma_by_tone, tint, monochrome)
}


def with_chroma(lab: Floats, gain: Floats) -> Floats:
    """Multiply chroma by (P,) gains, but enrich no further what only pure blue comes near: C/L from 0.35 to 0.7."""
    saturation = chroma(lab) / np.maximum(lab[:, 0], np.float32(1e-6))
    room = 1 - smoothstep((saturation - np.float32(0.35)) / np.float32(0.35))
    scaled = lab.copy()
    scaled[:, 1:] *= np.where(gain > 1, 1 + (gain - 1) * room, np.maximum(gain, 0))[:, None]
    return scaled


def smoothstep(t: Floats) -> Floats:
    """0 below 0, 1 above 1, a cubic with flat ends in between."""
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def window(hues: Floats, center: float, width: float) -> Floats:
    """1 at center, 0 from width degrees away: a raised cosine, around the circle."""
    away = np.abs((hues - np.float32(center) + 180) % 360 - 180)
    return 0.5 + 0.5 * np.cos(np.pi * np.minimum(away / np.float32(width), 1))


def smooth_interpolation(values: Floats, x: NDArray[Any], y: NDArray[Any]) -> Floats:
    """Through the points (x, y) with a flat tangent at each: no overshoot; constant outside."""
    part = np.clip(np.searchsorted(x, values, side="right") - 1, 0, len(x) - 2)
    t = smoothstep(((values - x[part]) / (x[part + 1] - x[part])).astype(np.float32))
    return (y[part] + t * (y[part + 1] - y[part])).astype(np.float32)
