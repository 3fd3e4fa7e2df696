"""Curves: smooth transitions, windows, and splines through the figures that a look is described with."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats

Doubles = NDArray[np.float64]
Curve = Callable[[Floats], Floats]

AROUND = np.radians(np.arange(0, 360, 60))
WAVES = np.linalg.inv(
    [np.ones(6), np.cos(AROUND), np.sin(AROUND), np.cos(2 * AROUND), np.sin(2 * AROUND), np.cos(3 * AROUND)]
)

SHADOW, MIDDLE, HIGHLIGHT = 0.02, 0.18, 0.60  # the luminances at which looks are described
MEASURED = (0.005, 0.02, 0.05, 0.18, 0.4, 0.6, 0.9)  # those at which they are measured


def smoothstep(t: Floats) -> Floats:
    """Return 0 below 0, 1 above 1, and a cubic with flat ends in between."""
    inside: Floats = np.clip(t, 0, 1)
    return inside * inside * (3 - 2 * inside)


def hue_window(hues: Floats, center: float, width: float) -> Floats:
    """Return 1 at center, 0 from width degrees away: a raised cosine, around the circle."""
    away: Floats = np.abs((hues - np.float32(center) + 180) % 360 - 180)
    wave: Floats = np.cos(np.float32(np.pi) * np.minimum(away / np.float32(width), 1))
    return np.float32(0.5) + np.float32(0.5) * wave


def smooth_interpolation(values: Floats, x: NDArray[np.float64], y: NDArray[np.float64]) -> Floats:
    """Through the points (x, y), flat at each of them, so that it never overshoots; constant outside."""
    low, height, rise = x[:-1].astype(np.float32), y[:-1].astype(np.float32), np.diff(y).astype(np.float32)
    part = find_pieces(values, low[1:])
    t: Floats = (values - low[part]) / np.diff(x).astype(np.float32)[part]
    return height[part] + smoothstep(t) * rise[part]


def find_pieces(values: Floats, knots: Floats) -> NDArray[np.intp]:
    """Count the knots that each value has reached: ``np.searchsorted(knots, values, side="right")`` for few knots.

    A comparison per knot takes a tenth of the time of a search per value.
    """
    counts = np.zeros(values.shape, np.uint8)
    for knot in knots:
        counts += values >= knot
    return counts.astype(np.intp)


@lru_cache(maxsize=16)  # a recipe's steps ask for their curves again with every few thousand colors
def tone_response(shadows: float, mid: float, highlights: float, contrast: float) -> Curve:
    """Return a curve on the cube root of linear light (Oklab's L of grays) from 0 to 0 and 1 to 1.

    shadows, mid, highlights: exposure in stops at luminance 0.02, 0.18 and 0.60;  contrast: slope
    of log output over log input at 0.18.  A cubic spline whose curvature is continuous except at
    0.18, where its slope is given; straight at both ends, and continued straight outside 0..1.
    """
    x = np.cbrt([0.0, SHADOW, MIDDLE, HIGHLIGHT, 1.0])
    y = x * np.exp2(np.array([0.0, shadows, mid, highlights, 0.0]) / 3)
    slopes = spline_slopes(x, y, contrast * float(y[2] / x[2]))
    return hermite_curve(x, y, slopes)


def spline_slopes(x: Doubles, y: Doubles, middle: float) -> NDArray[Any]:
    """Slopes at five knots: natural ends, continuous curvature at the second and fourth, the third given."""
    width, rise = np.diff(x), np.diff(y) / np.diff(x)
    system, right = np.zeros((5, 5)), np.zeros(5)
    system[0, :2], right[0] = (2, 1), 3 * rise[0]
    for i in (1, 3):
        system[i, i - 1 : i + 2] = width[i], 2 * (width[i - 1] + width[i]), width[i - 1]
        right[i] = 3 * (width[i] * rise[i - 1] + width[i - 1] * rise[i])
    system[2, 2], right[2] = 1, middle
    system[4, 3:], right[4] = (1, 2), 3 * rise[3]
    return np.linalg.solve(system, right)


def curve_through(x: Doubles, y: Doubles) -> Curve:
    """Return a monotone curve through the points (x, y), x rising: it turns only where they do; straight outside.

    A cubic spline whose curvature is continuous, but where its slope would make it turn between two points: there the
    slope is limited.  J. M. Hyman: Accurate Monotonicity Preserving Cubic Interpolation, 1983.
    """
    return hermite_curve(x, y, monotone_slopes(x, y))


@lru_cache(maxsize=32)
def curve_around(values: tuple[float, ...]) -> Curve:
    """Return a smooth curve of degrees through values that stand evenly around the circle, the first at 0 degrees."""
    count = len(values)
    around = np.arange(-2, count + 3)
    x, y = around * 360.0 / count, np.take(np.asarray(values, np.float64), around, mode="wrap")
    return hermite_curve(x, y, np.gradient(y, x))


def waves_around(angles: Floats, curves: tuple[tuple[float, ...], ...]) -> Floats:
    """Curves of degrees through six values each, at 0, 60 … 300: waves of once, twice and three times around.

    angles: (P,);  returns (curves, P).
    """
    x = np.radians(angles)
    cos, sin = np.cos(x), np.sin(x)
    twice = 2 * cos * cos - 1
    waves = np.stack((np.ones_like(cos), cos, sin, twice, 2 * sin * cos, cos * (2 * twice - 1)))
    result: Floats = (np.array(curves) @ WAVES).astype(np.float32) @ waves
    return result


def hermite_curve(x: Doubles, y: Doubles, slopes: Doubles) -> Curve:
    """Return the cubics between the points (x, y), x rising, with these slopes there; straight lines outside."""
    width, rise = np.diff(x), np.diff(y)
    out, into = slopes[:-1] * width, slopes[1:] * width
    cubics = np.stack((x[:-1], 1 / width, y[:-1], out, 3 * rise - 2 * out - into, out + into - 2 * rise))
    lines = np.array([[x[end], 1, y[end], slopes[end], 0, 0] for end in (0, -1)])[..., None]
    terms = np.hstack((lines[0], cubics, lines[1])).astype(np.float32)
    knots = x.astype(np.float32)
    knots[-1] = np.nextafter(knots[-1], np.float32(np.inf))  # the last cubic has both its ends

    def curve(values: Floats) -> Floats:
        # No piece is missing, and numpy takes half the time where it need not check that.
        start, scale, height, slope, square, cube = np.take(terms, find_pieces(values, knots), axis=1, mode="wrap")
        t = (values - start) * scale
        result: Floats = height + t * (slope + t * (square + t * cube))
        return result

    terms[2, -1] = curve(x[-1:].astype(np.float32))[0]  # the line begins where the cubic ends, rounded as it is
    return curve


def monotone_slopes(x: Doubles, y: Doubles) -> Doubles:
    """Slopes of the cubic spline, at most thrice those of the lines beside each point, and 0 where these turn.

    The first two pieces are one cubic, and so are the last two ("not a knot").
    """
    width, rise = np.diff(x), np.diff(y) / np.diff(x)
    system, right = np.zeros((len(x), len(x))), np.zeros(len(x))
    for i in range(1, len(x) - 1):
        system[i, i - 1 : i + 2] = width[i], 2 * (width[i - 1] + width[i]), width[i - 1]
        right[i] = 3 * (width[i] * rise[i - 1] + width[i - 1] * rise[i])
    for end, direction in ((0, 1), (-1, -1)):
        (near, far), (first, second) = (part[::direction][:2] for part in (width, rise))
        system[end, end], system[end, end + direction] = far, near + far
        right[end] = ((3 * near + 2 * far) * far * first + near * near * second) / (near + far)
    slopes = np.linalg.solve(system, right)
    before, after = np.append(rise[:1], rise), np.append(rise, rise[-1:])
    steepest = 3 * np.minimum(np.abs(before), np.abs(after))
    return np.where(before * after > 0, np.sign(before) * np.clip(slopes * np.sign(before), 0, steepest), 0)
