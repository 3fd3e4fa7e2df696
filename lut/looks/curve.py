"""The tone curve: a smooth line through the figures that a look is described with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Curve = Callable[[Floats], Floats]

SHADOW, MIDDLE, HIGHLIGHT = 0.02, 0.18, 0.60  # luminances at which LOOKS measure exposure


def tone_curve(shadows: float, mid: float, highlights: float, contrast: float) -> Curve:
    """A curve on the cube root of linear light (Oklab's L of greys) from 0 to 0 and 1 to 1.

    shadows, mid, highlights: exposure in stops at luminance 0.02, 0.18 and 0.60;  contrast: slope
    of log output over log input at 0.18.  A cubic spline with continuous curvature except at 0.18,
    where its slope is given; straight at both ends, and continued straight outside 0..1.
    """
    x = np.cbrt([0.0, SHADOW, MIDDLE, HIGHLIGHT, 1.0])
    y = x * np.exp2(np.array([0.0, shadows, mid, highlights, 0.0]) / 3)
    slopes = spline_slopes(x, y, contrast * y[2] / x[2])

    def curve(values: Floats) -> Floats:
        inside = np.clip(values, 0, 1)
        part = np.clip(np.searchsorted(x, inside, side="right") - 1, 0, len(x) - 2)
        width = (x[1:] - x[:-1]).astype(np.float32)[part]
        t = (inside - x.astype(np.float32)[part]) / width
        start, end = y.astype(np.float32)[part], y.astype(np.float32)[part + 1]
        out, into = slopes.astype(np.float32)[part] * width, slopes.astype(np.float32)[part + 1] * width
        bend = out + into + 2 * (start - end)
        result: Floats = start + t * (out + t * (3 * (end - start) - 2 * out - into + t * bend))
        beyond = values - inside
        return result + beyond * np.where(beyond < 0, slopes[0], slopes[-1]).astype(np.float32)

    return curve


def spline_slopes(x: NDArray[np.float64], y: NDArray[np.float64], middle: float) -> NDArray[np.float64]:
    """Slopes at five knots: natural ends, continuous curvature at the second and fourth, the third given."""
    h, rise = np.diff(x), np.diff(y) / np.diff(x)
    system, right = np.zeros((5, 5)), np.zeros(5)
    system[0, :2], right[0] = (2, 1), 3 * rise[0]
    for i in (1, 3):
        system[i, i - 1 : i + 2] = h[i], 2 * (h[i - 1] + h[i]), h[i - 1]
        right[i] = 3 * (h[i] * rise[i - 1] + h[i - 1] * rise[i])
    system[2, 2], right[2] = 1, middle
    system[4, 3:], right[4] = (1, 2), 3 * rise[3]
    return np.linalg.solve(system, right)
