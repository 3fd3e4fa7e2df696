"""Small maps of a whole picture: blurred onto a few points, and read between them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...color.space import Floats

SPACING = 0.5  # of a map's points, in standard deviations of its blur: what lies between them is nothing new
SHARPEST = 0.3  # standard deviation in pixels: a thumbnail's pixel is as sharp as it gets


def gaussian(count: int, spread: float, points: int | None = None) -> Floats:
    """(M, count): what takes count pixels to M blurred ones over the same length; each row adds up to 1.

    spread: the blur's standard deviation in pixels.  points: M, by default as many as the blur needs.
    """
    spread = max(spread, SHARPEST)
    if points is None:
        points = max(2, int(np.ceil(count / (SPACING * spread))))
    centers = (np.arange(points) + 0.5) * count / points
    away = (np.arange(count) + 0.5 - centers[:, None]) / spread
    weights = np.exp(-0.5 * away**2)
    shares: Floats = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def spline(
    first: float, count: int, scale: float, extent: float, points: int
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Along one axis, the four map points around each pixel's center, (4, count), and their shares.

    Between the points runs a cubic B-spline, whose slope and curvature are continuous: the map's lattice
    does not show.  first, scale, extent: as ``left``, ``scale`` and the frame's width of ``vignette``.
    """
    place = (first + scale * (np.arange(count) + 0.5)) / extent * points - 0.5
    before = np.floor(place)
    t = place - before
    shares = np.stack(((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, 1 + 3 * t + 3 * t**2 - 3 * t**3, t**3)) / 6
    near = before.astype(np.int64) + np.arange(-1, 3)[:, None]
    return np.clip(near, 0, points - 1), shares.astype(np.float32)
