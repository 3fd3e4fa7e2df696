"""Tone curves of LUTs: how scene light, where 1 is a white surface, becomes display codes, 0..1.

Each takes and returns (...) float64.  They differ as makers' own renderings do: some clip like a video camera, some
roll off over several stops, some print a film's curve.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Tone = Callable[[Doubles], Doubles]


def code_709(light: Doubles) -> Doubles:
    """ITU-R BT.709-6, item 1.2, without an upper end."""
    light = np.maximum(light, 0)
    return np.where(light < 0.018, 4.5 * light, 1.099 * light**0.45 - 0.099)


def code_gamma(light: Doubles, gamma: float = 2.4) -> Doubles:
    return np.clip(light, 0, 1) ** (1 / gamma)


def code_srgb(light: Doubles) -> Doubles:
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def video(light: Doubles) -> Doubles:
    """A video camera without a knee: white surfaces just fit."""
    return np.minimum(code_709(light), 1)


def knee(light: Doubles) -> Doubles:
    """A video camera's knee from 80 % on, which holds 4 stops above white."""
    code = code_709(light)
    over = np.maximum(code - 0.8, 0)
    return np.minimum(np.where(code > 0.8, 0.8 + 0.2 * np.log1p(3 * over) / np.log1p(3 * (4.0 - 0.8)), code), 1)


def sigmoid(contrast: float, gray: float, peak: float = 1.0, gamma: float = 2.4) -> Tone:
    """A film-like curve over the logarithm of light.  contrast: at middle gray.  gray: display light of 0.18."""

    def tone(light: Doubles) -> Doubles:
        odds = gray / (peak - gray)
        power = (np.maximum(light, 0) / 0.18) ** (contrast / (1 - gray / peak)) * odds
        return code_gamma(peak * power / (1 + power), gamma)

    return tone


def rational(light: Doubles) -> Doubles:
    """Krzysztof Narkowicz' fit of the ACES rendering (2016), at the exposure that he gives."""
    light = np.maximum(light, 0) * 0.6 / 0.6
    return code_srgb(light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14))


def extended(light: Doubles) -> Doubles:
    """Reinhard's curve with white at 8."""
    light = np.maximum(light, 0) * 1.15
    return code_gamma(light * (1 + light / 64) / (1 + light), 2.2)


def film_print(light: Doubles) -> Doubles:
    """A print film: an S with raised blacks and a white below paper's."""
    density = sigmoid(1.45, 0.13)(light)
    return 0.03 + 0.93 * density


def soft(light: Doubles) -> Doubles:
    """A low-contrast curve for further grading."""
    return sigmoid(0.8, 0.16)(light)


def two_power(light: Doubles) -> Doubles:
    """John Hable's curve of Uncharted 2 (2010), with his constants."""

    def curve(x: Doubles) -> Doubles:
        return (x * (0.15 * x + 0.05) + 0.004) / (x * (0.15 * x + 0.5) + 0.06) - 0.02 / 0.3

    return code_gamma(curve(3.2 * np.maximum(light, 0)) / curve(np.float64(11.2)), 2.2)


def gray_scale(light: Doubles) -> Doubles:
    """A straight line over 11 stops, bent at both ends, from black to white: for monitoring exposure."""
    place = (np.log2(np.maximum(light, 1e-6) / 0.18) + 6.0) / 11.0
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(place * 0.9 + 0.02, 0, 1) ** 1.1))


def by_luminance(light: Doubles) -> Doubles:
    """A curve of luminance alone: colors keep their ratios, and what is too bright loses color."""
    luma = np.maximum(light @ np.array([0.2126, 0.7152, 0.0722]), 1e-6)[..., None]
    wanted = sigmoid(1.15, 0.17, gamma=1.0)(luma)
    colors = light * wanted / luma
    over = np.maximum(colors.max(axis=-1, keepdims=True), 1)
    share = np.clip((1 - wanted) / np.maximum(over - wanted, 1e-6), 0, 1)
    return code_gamma(wanted + (colors - wanted) * share)


def inset(light: Doubles) -> Doubles:
    """A curve in wider primaries, half way back: colors bleach as they brighten, as in Troy Sobotka's AgX."""
    mix = np.array([[0.842, 0.078, 0.080], [0.042, 0.879, 0.079], [0.042, 0.078, 0.880]])
    inside = np.maximum(light, 0) @ mix.T
    codes = sigmoid(1.25, 0.17, gamma=2.2)(inside)
    back = np.linalg.inv(0.3 * np.eye(3) + 0.7 * mix)
    return np.clip(codes @ back.T, 0, 1)
