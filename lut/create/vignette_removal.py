"""Vignette removal: find the vignette that one picture of a pair has, and undo it.

With a vignette, one color before becomes several after: darker or brighter the farther from the middle. So only areas
of the same color are compared with each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, luminance, srgb_to_linear
from ..color.space import Floats
from .samples import CLIPPED

Doubles = NDArray[np.float64]

CELLS = 24  # cells per axis of the color cube; colors in one cell count as the same
DARKEST = 0.004  # luminance below which ratios are mostly noise
LEAST_LOSS = 0.03  # of the corners' light; less is not worth undoing
LEAST_EXPLAINED = 0.04  # of the variance among areas of the same color
STIFFNESS = 1e-3  # ridge, relative to the data: keeps small what a narrow picture can't tell


@dataclass(frozen=True)
class Falloff:
    """light = light · exp(second · r² + fourth · r⁴), r from the middle, 1 in the corners."""

    second: float = 0.0
    fourth: float = 0.0

    @property
    def loss(self) -> float:
        """The share of the light that the corners lose; negative where they gain."""
        return float(1 - np.exp(self.second + self.fourth))

    def undone(self, codes: Floats, r2: Floats) -> Floats:
        """Return sRGB codes (P, 3) without the falloff; r2: (P,)."""
        gain = np.exp(-(self.second * r2 + self.fourth * r2 * r2)).astype(np.float32)
        return linear_to_srgb(srgb_to_linear(codes) * gain[:, None])

    def and_then(self, other: Falloff) -> Falloff:
        return Falloff(self.second + other.second, self.fourth + other.fourth)


def find_falloff(before: Floats, after: Floats, expected: Floats, r2: Floats, weight: Floats) -> tuple[Falloff, float]:
    """Fit the falloff of light with radius, beyond what color explains, and the slope of light after over before.

    before, after: (P, 3) sRGB codes of areas.  expected: (P, 3) what is known to become of ``before``.
    r2: (P,) squared distance from the middle, 1 in the corners.  Falls off (negative exponents) where the picture
    after has a vignette, rises where the one before has.
    """
    light = [luminance(srgb_to_linear(codes)) for codes in (before, after, expected)]
    used = (weight > 0.05) & (before.max(axis=1) < CLIPPED) & (after.max(axis=1) < CLIPPED)
    for each in light:
        used &= each > DARKEST
    if used.sum() < 200:
        return Falloff(), 1.0
    own, found, known = (np.log(each[used].astype(np.float64)) for each in light)
    radius, share = r2[used].astype(np.float64), weight[used].astype(np.float64)
    cell = np.minimum((before[used] * np.float32(CELLS)).astype(np.intp), CELLS - 1) @ np.array([CELLS**2, CELLS, 1])
    columns = [radius, radius**2, own, found - known]
    radius_within, fourth_within, own_within, ratio = (center_in_cells(column, cell, share) for column in columns)
    system = np.stack([radius_within, fourth_within, own_within], axis=1)
    normal = (system * share[:, None]).T @ system
    scale = np.diag([*np.full(2, STIFFNESS * share.sum()), 1e-9 * share.sum()])
    second, fourth, slope = np.linalg.solve(normal + scale, (system * share[:, None]).T @ ratio)
    with_radius = ratio - system @ np.array([second, fourth, slope])
    alone = float((own_within * ratio * share).sum() / max(float((own_within**2 * share).sum()), 1e-9))
    without = ratio - own_within * alone
    explained = 1 - float((share * with_radius**2).sum()) / max(float((share * without**2).sum()), 1e-12)
    result = Falloff(float(second), float(fourth))
    known_slope = float((center_in_cells(known, cell, share) * own_within * share).sum())
    steepness = slope + known_slope / max(float((own_within**2 * share).sum()), 1e-9)
    if explained < LEAST_EXPLAINED or abs(result.loss) < LEAST_LOSS:
        return Falloff(), float(steepness)
    return result, float(steepness)


def center_in_cells(values: Doubles, cell: NDArray[np.intp], weight: Doubles) -> Doubles:
    """Subtract the weighted mean of each value's cell."""
    total = np.bincount(cell, weight)
    mean = np.bincount(cell, weight * values) / np.maximum(total, 1e-12)
    result: Doubles = values - mean[cell]
    return result
