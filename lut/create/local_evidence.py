"""Evidence of local tone mapping: areas of one color before differ after, and neighbors differ alike.

No LUT does that, whatever it does to colors.  A vignette does, but it follows the distance from the middle.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..color import srgb_to_lab
from .pair import Pair
from .samples import CELLS, CLIPPED
from .vignette_removal import center_in_cells

Doubles = NDArray[np.float64]

BLOCKS = 8  # along a picture's longer side
LEAST_WEIGHT = 0.05  # of areas that count
FEWEST_AREAS = 200
LEAST_IN_BLOCK = 2.0  # weight
LEAST_VARIATION = 0.05  # L*; pairs of one look and JPEG's noise stay below 0.04
LEAST_BEYOND_RADIUS = 0.5  # share that a vignette does not explain; with nothing but one it is 0.02 to 0.48


def has_local_tone(pair: Pair) -> bool:
    """Return True if a pair's lightness depends on the place, other than by a vignette."""
    variation, beyond_radius = measure_local_variation(pair)
    return variation > LEAST_VARIATION and beyond_radius > LEAST_BEYOND_RADIUS * variation


def measure_local_variation(pair: Pair) -> tuple[float, float]:
    """Measure how far areas of the same color are apart after, by place: L*, root mean square; 0 for too few areas.

    Returns that, and what is left of it after the best function of the distance from the middle.

    Areas are compared with the mean of their color's cell, after what their own difference in color explains.  Each
    block of the picture is averaged over two halves of its areas, drawn at random: noise is independent in them, so
    that the mean of their products is the variance of what they have in common.
    """
    used = (pair.weight > LEAST_WEIGHT) & (pair.before.max(axis=1) < CLIPPED) & (pair.after.max(axis=1) < CLIPPED)
    if used.sum() < FEWEST_AREAS:
        return 0.0, 0.0
    before, weight = pair.before[used], pair.weight[used].astype(np.float64)
    cell = np.minimum((before * np.float32(CELLS)).astype(np.intp), CELLS - 1) @ np.array([CELLS**2, CELLS, 1])
    radius = pair.r2[used, 1].astype(np.float64)
    columns = [srgb_to_lab(pair.after[used])[:, 0], *srgb_to_lab(before).T, radius, radius**2]
    light, *known = (center_in_cells(column.astype(np.float64), cell, weight) for column in columns)
    rows, across = pair.shape
    block_of = [np.arange(length) * BLOCKS // max(pair.shape) for length in (rows, across)]
    block = (block_of[0][:, None] * BLOCKS + block_of[1][None, :]).ravel()[used]
    first = np.random.default_rng(0).random(len(block)) < 0.5  # the same areas whenever a pair is measured

    def variation(explained: list[Doubles]) -> float:
        system, root = np.stack(explained, axis=1), np.sqrt(weight)
        left = light - system @ np.linalg.lstsq(system * root[:, None], light * root, rcond=None)[0]
        means, counts = [], []
        for half in (first, ~first):
            counts.append(np.bincount(block[half], weight[half], BLOCKS**2))
            total = np.bincount(block[half], (weight * left)[half], BLOCKS**2)
            means.append(total / np.maximum(counts[-1], 1e-9))
        share = np.minimum(*counts)
        share[share < LEAST_IN_BLOCK] = 0
        common = float((share * means[0] * means[1]).sum()) / max(float(share.sum()), 1e-9)
        return float(np.sqrt(max(common, 0.0)))

    return variation(known[:3]), variation(known)
