"""Bring what a look pushed out of sRGB back in, without clipping, and with next to no turn of hue."""

from __future__ import annotations

import numpy as np

from ..spaces import oklab_to_linear
from ..spaces.space import Floats

SHARPNESS = 5  # of the knee; higher leaves more colors untouched, and bends more sharply near the surface


def compress(lab: Floats, source: Floats) -> Floats:
    """Linear light inside 0..1 for (P, 3) Oklab colors, some of them outside sRGB; returns (P, 3).

    source: (P, 3), ``reach`` of the colors they were made from, inside sRGB.

    How far a channel reaches from its color's grey towards 0 or 1 is 1 at the gamut's surface.  With
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
    known = (np.maximum(-source, 0) ** SHARPNESS).sum(axis=1)
    wanted = (np.maximum(-reach(inside), 0) ** SHARPNESS).sum(axis=1)
    inside[:, 1:] *= knee(np.maximum(wanted - known, 0) / np.maximum(known, 1))[:, None]

    rest = reach(inside)
    known = np.abs(source) ** SHARPNESS
    known[np.sign(rest) != np.sign(source)] = 0
    rest *= knee(np.maximum(np.abs(rest) ** SHARPNESS - known, 0))
    grey = inside[:, :1] ** 3
    linear: Floats = grey + rest * np.where(rest < 0, grey, 1 - grey)
    return np.clip(linear, 0, 1)  # what rounding left


def knee(excess: Floats) -> Floats:
    result: Floats = (1 + excess) ** np.float32(-1 / SHARPNESS)
    return result


def reach(lab: Floats) -> Floats:
    """How far each channel of (P, 3) Oklab colors is from the grey of the same L: -1 at 0, 1 at 1."""
    grey = lab[:, :1] ** 3
    away = oklab_to_linear(lab) - grey
    room: Floats = np.maximum(np.where(away < 0, grey, 1 - grey), np.float32(1e-5))
    return away / room
