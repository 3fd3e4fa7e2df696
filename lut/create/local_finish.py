"""A finishing step that does to other pictures what the local step of a pair did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..color import luminance, srgb_to_linear
from ..looks.finish.local_tone import LocalTone
from ..table import Lut
from .local_features import base_of, luma_of
from .pair import Pair
from .samples import CLIPPED

Doubles = NDArray[np.float64]

DARKEST = 0.02  # luma below which ratios are mostly noise
LEAST_LIGHT = 2e-3  # luminance
OUTLIER = 0.7  # stops from which on areas count less
EVIDENCE = 300.0  # independent areas in a pair: neighbors share their errors
NOISE, SPREAD = 0.25, 0.5  # standard deviations in stops: of an area, and of the step's parameters
LEAST = 0.05  # stops below which a parameter is 0
NOTHING = LocalTone(1, shadows=0, highlights=0, in_table=1)
UNITS = tuple(replace(NOTHING, **{name: 1}) for name in ("shadows", "highlights", "top", "detail"))
LIMITS = (2.0, 2.0, 2.0, 1.0)


def fit_finish(table: Lut, pairs: Sequence[Pair]) -> LocalTone | None:
    """Fit the finishing step after a table; None where it would do next to nothing.

    pairs: as they were before any gain.  The table is meant to hold what the local step does everywhere.
    """
    normal, downhill = np.eye(len(UNITS)) / SPREAD**2, np.zeros(len(UNITS))
    for pair in pairs:
        made = table(pair.before)
        luma = luma_of(made).astype(np.float64)
        base = base_of(luma_of(made), pair.shape).astype(np.float64)
        rows, columns = pair.shape
        height = np.repeat(1 - 2 * (np.arange(rows) + 0.5) / rows, columns)
        features = np.stack([unit.stops(base, luma, height, float(luma.mean())) for unit in UNITS], axis=1)
        # ``apply_gain`` leaves white as it is.
        features *= np.clip(1 - srgb_to_linear(made.max(axis=1)), 0.05, 1)[:, None]
        light = (np.maximum(luminance(srgb_to_linear(codes)), LEAST_LIGHT) for codes in (pair.after, made))
        wanted = np.log2(np.divide(*light)).astype(np.float64)
        used = (luma > DARKEST) & (pair.after.max(axis=1) < CLIPPED)
        weight = pair.weight * used / (1 + (wanted / OUTLIER) ** 2)
        weight *= EVIDENCE / max(float(weight.sum()), 1e-9) / NOISE**2
        normal += features.T @ (features * weight[:, None])
        downhill += features.T @ (wanted * weight)
    found = [
        round(float(np.clip(value, -most, most)), 2) if abs(value) >= LEAST else 0.0
        for value, most in zip(np.linalg.solve(normal, downhill), LIMITS, strict=True)
    ]
    shadows, highlights, top, detail = found
    if not any(found):
        return None
    return replace(NOTHING, shadows=shadows, highlights=highlights, top=top, detail=detail)
