"""Compress colors into sRGB's gamut without clipping, and with next to no turn of hue."""

from __future__ import annotations

import numpy as np

from ..color import oklab_to_linear
from ..color.space import Floats

SHARPNESS = 5  # of the knee: p below, and in fifth_power; higher touches fewer colors, and bends more sharply
NEGLIGIBLE = np.float32(1e-6)  # its fifth power is; those of smaller values are denormal, in which processors are slow


def compress_gamut(lab: Floats, source: Floats) -> Floats:
    """Compress (P, 3) Oklab colors, some of them outside sRGB, to linear light inside 0..1; returns (P, 3).

    source: (P, 3), ``gamut_reach`` of the colors they were made from, inside sRGB.

    How far a channel reaches from its color's gray towards 0 or 1 is 1 at the gamut's surface.  With
    y the reach asked for and x the source's, ``y / (1 + max(y^p - x^p, 0))^(1/p)`` is y where colors
    are muted or not enriched at all, never exceeds 1, and takes surface to surface, so that a ramp up
    to a pure color stays a ramp; a clip would be the limit of large p.  First all channels together,
    by reducing Oklab chroma at constant hue and lightness; that leaves a little outside, since
    gamut and chroma are not straight in each other, and each channel by itself takes that in.

    (Where exactly a line of constant hue leaves sRGB is no smooth function of the color: near blue
    the line leaves twice.  Compressing by that distance draws edges into gradients.)
    """
    inside = lab.copy()
    inside[:, 0] = np.clip(lab[:, 0], 0, 1)
    before = channel_planes(source)
    known = fifth_power(-before).sum(axis=0)
    wanted = fifth_power(-gamut_reach_planes(inside)).sum(axis=0)
    inside = scale_chroma(inside, knee_gain(np.maximum(wanted - known, 0) / np.maximum(known, 1)))

    rest = gamut_reach_planes(inside)
    kept = fifth_power(before * np.sign(rest))  # 0 for a channel on the other side of its gray
    rest *= knee_gain(np.maximum(fifth_power(np.abs(rest)) - kept, 0))
    gray = inside[:, 0] ** 3
    linear = gray + rest * np.where(rest < 0, gray, 1 - gray)
    return np.ascontiguousarray(np.clip(linear, 0, 1).T)  # what rounding left


def gamut_reach(lab: Floats) -> Floats:
    """Return each channel's distance from the gray of the same L, of (P, 3) Oklab colors: -1 at 0, 1 at 1."""
    return np.ascontiguousarray(gamut_reach_planes(lab).T)


def gamut_reach_planes(lab: Floats) -> Floats:
    """Return ``gamut_reach`` as (3, P)."""
    gray = lab[:, 0] ** 3
    away = channel_planes(oklab_to_linear(lab)) - gray
    room: Floats = np.maximum(np.where(away < 0, gray, 1 - gray), np.float32(1e-5))
    return away / room


def lowest_channel(lab: Floats) -> Floats:
    """Return the smallest channel of linear light of (P, 3) Oklab colors, (P,)."""
    red, green, blue = oklab_to_linear(lab).T
    lowest: Floats = np.minimum(np.minimum(red, green), blue)  # a fraction of the time of min(axis=1)
    return lowest


def scale_chroma(lab: Floats, gain: Floats) -> Floats:
    """Multiply the chroma of (P, 3) Oklab colors by (P,) gains."""
    scaled = lab.copy()
    scaled[:, 1] *= gain
    scaled[:, 2] *= gain
    return scaled


def channel_planes(colors: Floats) -> Floats:
    """Transpose (P, 3) to (3, P): numpy takes a multiple of the time for arithmetic of (P, 3) with (P, 1)."""
    return np.ascontiguousarray(colors.T)


def fifth_power(values: Floats) -> Floats:
    """Fifth power of values above 0, by multiplications: a tenth of the time of numpy's power.  Others count as 0."""
    values = np.maximum(values, NEGLIGIBLE)
    square: Floats = values * values
    return square * square * values


def knee_gain(excess: Floats) -> Floats:
    result: Floats = (1 + excess) ** np.float32(-1 / SHARPNESS)
    return result
