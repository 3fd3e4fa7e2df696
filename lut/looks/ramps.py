"""Smooth transitions, the building blocks of steps: functions of float32 arrays of any shape."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats


def smoothstep(t: Floats) -> Floats:
    """0 below 0, 1 above 1, and a cubic with flat ends in between."""
    inside: Floats = np.clip(t, 0, 1)
    return inside * inside * (3 - 2 * inside)


def window(hues: Floats, center: float, width: float) -> Floats:
    """1 at center, 0 from width degrees away: a raised cosine, around the circle."""
    away: Floats = np.abs((hues - np.float32(center) + 180) % 360 - 180)
    wave: Floats = np.cos(np.float32(np.pi) * np.minimum(away / np.float32(width), 1))
    return np.float32(0.5) + np.float32(0.5) * wave


def smooth_interpolation(values: Floats, x: NDArray[np.float64], y: NDArray[np.float64]) -> Floats:
    """Through the points (x, y), flat at each of them, so that it never overshoots; constant outside."""
    low, height, rise = x[:-1].astype(np.float32), y[:-1].astype(np.float32), np.diff(y).astype(np.float32)
    part = pieces(values, low[1:])
    t: Floats = (values - low[part]) / np.diff(x).astype(np.float32)[part]
    return height[part] + smoothstep(t) * rise[part]


def pieces(values: Floats, knots: Floats) -> NDArray[np.intp]:
    """Count the knots that each value has reached: ``np.searchsorted(knots, values, side="right")`` for few knots.

    A comparison per knot takes a tenth of the time of a search per value.
    """
    counts = np.zeros(values.shape, np.uint8)
    for knot in knots:
        counts += values >= knot
    return counts.astype(np.intp)
