"""Surroundings of places in a picture: the mean and the deviation of luma, near and far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...color.space import Floats
from .pixel_strips import gaussian_matrix

Doubles = NDArray[np.float64]

# Deviations below this, of luma, count less: noise in flat areas is no contrast.
FLAT = 0.03


@dataclass(frozen=True)
class Surroundings:
    """mean, deviation: of luma around places, of any shape."""

    mean: Doubles
    deviation: Doubles

    def contrast(self, own: Doubles) -> Doubles:
        """Return how far a luma is from the mean, in units of two deviations."""
        away: Doubles = (own - self.mean) / (2 * (self.deviation + FLAT))
        return away


def measure_surroundings(light: Floats, weight: Floats, spread: float, grid: tuple[int, int]) -> Surroundings:
    """Measure the surroundings of the points of a grid, (rows, columns, 1) each.

    light, weight: (H, W) luma, and how much each pixel counts.  spread: standard deviation of a Gaussian, as a share
    of the shorter side.
    """
    down, across = (
        gaussian_matrix(length, spread * min(light.shape), points)
        for length, points in zip(light.shape, grid, strict=True)
    )
    nothing = np.float32(1e-6)
    count = down @ weight @ across.T + nothing
    mean = down @ (weight * light) @ across.T / count
    square = down @ (weight * light * light) @ across.T / count
    deviation = np.sqrt(np.maximum(square - mean * mean, 0))
    return Surroundings(*(values.astype(np.float64)[..., None] for values in (mean, deviation)))
