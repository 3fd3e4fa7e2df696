"""Measure a look: what its table does to grays, to the ColorChecker and to a ring of hues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..color import (
    checker,
    chroma,
    delta_e2000,
    hue_turn,
    linear_to_lab,
    linear_to_oklab,
    linear_to_srgb,
    luminance,
    relative_chroma,
    srgb_to_lab,
    srgb_to_linear,
    srgb_to_oklab,
)
from ..color.probes import GRAYS, hue_ring
from ..color.space import Floats
from ..lattice import lattice
from ..table import Lut
from .smooth_curves import HIGHLIGHT, MIDDLE, SHADOW

FLAT = 0.05  # L* per step of GRAYS, below which a gray does not tell its code
NEUTRAL = 0.5 / 255  # channels that near are one gray in 8 bits
RING_HUES = np.arange(0, 360, 15)
RING_LIGHTNESS, RING_CHROMA = 0.65, 0.1
ONE_HUE = 0.004  # spread of the ring in Oklab, beside the tint of grays, below which a look is monochrome
NO_HUE = 0.002  # Oklab chroma below which a color has no hue to speak of


def measure(lut: Lut) -> dict[str, Any]:
    """Measure a look's spec sheet: what it does to grays and to the 24 patches of a ColorChecker.

    Parameters
    ----------
    lut : Lut
        sRGB codes to sRGB codes.

    Returns
    -------
    dict
        Plain numbers, for JSON. ``mid_ev``, ``shadow_ev``, ``highlight_ev``: exposure in stops at gray Y = 0.18, 0.02,
        0.60. ``contrast``: slope of log output over log input at 0.18 ± 0.5 stops. ``black_L``, ``white_L``: CIELAB L*
        of codes 0 and 1. ``chroma…``: ratio of Oklab C/L after to before, the median of the chromatic patches or of the
        named ones. ``hue_…``: turn of Oklab hue in degrees, positive from red to yellow to green to blue; None where no
        hue is left. ``neutral``: largest CIELAB chroma on the gray ramp. ``tint_…``: (a*, b*) of those grays.
        ``delta_e``: mean ΔE2000 of the 24 patches from their originals.

    Examples
    --------
    >>> same = lut.looks.measure(lut.Lut.identity(33))
    >>> round(same["contrast"], 3), round(same["delta_e"], 3)
    (1.0, 0.0)
    """
    dark, middle, bright = (render_gray(lut, y) for y in (SHADOW, MIDDLE, HIGHLIGHT))
    lower, upper = (render_gray(lut, MIDDLE * 2**stops) for stops in (-0.5, 0.5))
    ramp = srgb_to_lab(lut(GRAYS))
    before, after = srgb_to_linear(checker.CODES), srgb_to_linear(lut(checker.CODES))
    old, new = linear_to_oklab(before), linear_to_oklab(after)
    ratio = relative_chroma(new) / np.maximum(relative_chroma(old), np.float32(1e-6))

    def chroma_of(*names: str) -> float:
        return float(np.median(ratio[checker.patch_indices(*names)]))

    def turn_of(*names: str) -> float | None:
        rows = checker.patch_indices(*names)
        if chroma(new[rows]).min() < NO_HUE:
            return None
        return float(np.mean(hue_turn(old[rows], new[rows])))

    return {
        "mid_ev": exposure_change(middle, MIDDLE),
        "shadow_ev": exposure_change(dark, SHADOW),
        "highlight_ev": exposure_change(bright, HIGHLIGHT),
        "contrast": exposure_change(upper, MIDDLE) - exposure_change(lower, MIDDLE),
        "black_L": float(ramp[0, 0]),
        "white_L": float(ramp[-1, 0]),
        "chroma": float(np.median(ratio[checker.CHROMATIC])),
        "chroma_skin": chroma_of("dark skin", "light skin"),
        "chroma_sky": chroma_of("blue sky"),
        "chroma_foliage": chroma_of("foliage"),
        "hue_skin": turn_of("dark skin", "light skin"),
        "hue_sky": turn_of("blue sky"),
        "hue_foliage": turn_of("foliage"),
        "hue_green": turn_of("green"),
        "hue_red": turn_of("red"),
        "neutral": float(chroma(ramp).max()),
        "tint_shadow": _tint(dark),
        "tint_mid": _tint(middle),
        "tint_high": _tint(bright),
        "delta_e": float(delta_e2000(linear_to_lab(before), linear_to_lab(after)).mean()),
    }


def code_weights(lut: Lut) -> tuple[float, float, float] | None:
    """Return the weights of the R, G and B codes in the gray that a monochrome look makes of a color; their sum is 1.

    Each color of a lattice comes out as light as some gray: its weighted sum of codes is that gray's code, where the
    look's tone curve tells neighboring grays apart.  None where it tells too few apart.
    """
    ramp = lut(GRAYS)
    lightness, rising = _lightness(ramp), np.gradient(_lightness(ramp)) > FLAT
    colors = lattice(17).reshape(-1, 3)
    gray = np.interp(_lightness(lut(colors)), np.maximum.accumulate(lightness), GRAYS[:, 0])
    counted = np.interp(gray, GRAYS[:, 0], rising) == 1
    if not counted.any() or np.linalg.matrix_rank(colors[counted]) < 3:
        return None
    weights = np.linalg.lstsq(colors[counted], gray[counted], rcond=None)[0]
    red, green, blue = (float(weight) for weight in weights / weights.sum())
    return red, green, blue


def is_monochrome(lut: Lut) -> bool:
    """Return True if colors of one lightness all come out as one hue: the tint of the grays, or none."""
    after = render_hue_ring(lut)
    grays = srgb_to_oklab(lut(GRAYS))
    tints = np.stack([np.interp(after[:, 0], grays[:, 0], grays[:, axis]) for axis in (1, 2)], axis=1)
    spread = np.hypot(*(after[:, 1:] - tints).T)
    return bool(spread.max() < ONE_HUE) or bool(chroma(after).max() < ONE_HUE)


def render_hue_ring(lut: Callable[[Floats], Floats]) -> Floats:
    """Return a ring of hues after the look, in Oklab."""
    return srgb_to_oklab(lut(hue_ring(RING_HUES, RING_LIGHTNESS, RING_CHROMA)))


def tints_grays(lut: Lut) -> bool:
    """Return True if a LUT gives grays a color that is seen in 8 bits."""
    return bool(np.ptp(lut(GRAYS), axis=1).max() > NEUTRAL)


def _lightness(codes: Floats) -> Floats:
    result: Floats = srgb_to_lab(codes)[..., 0]
    return result


def render_gray(lut: Lut, y: float) -> Floats:
    """Return what a gray of luminance y becomes, in linear light, (3,)."""
    return srgb_to_linear(lut(linear_to_srgb(np.full(3, y))))


def exposure_change(linear: Floats, y: float) -> float:
    """Return the exposure in stops of linear light (3,) relative to luminance y."""
    return float(np.log2(np.maximum(luminance(linear), 1e-9) / y))


def _tint(linear: Floats) -> tuple[float, float]:
    _, a, b = linear_to_lab(linear)
    return float(a), float(b)
