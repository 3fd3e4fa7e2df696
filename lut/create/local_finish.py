"""A finishing step that does to other pictures what the local step of a pair did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..color import luminance, srgb_to_linear
from ..color.space import Floats
from ..looks.finish.local_tone import LocalTone, measure_parts
from ..looks.parameter import step_parameters
from ..table import Lut
from .local_features import luma_of, read_grid
from .pair import Pair
from .samples import CLIPPED

Doubles = NDArray[np.float64]

DARKEST = 0.02  # luma below which ratios are mostly noise
LEAST_LIGHT = 2e-3  # luminance
OUTLIER = 0.7  # stops from which on areas count less
EVIDENCE = 300.0  # independent areas in a pair: neighbors share their errors
# Standard deviations in stops: of an area, of the step's parameters, and of its curve.
NOISE, SPREAD, CURVE_SPREAD = 0.25, 0.25, 0.5
LEAST = 0.05  # stops below which a parameter does next to nothing
NOTHING = LocalTone(1.0, shadows=0.0, highlights=0.0, in_table=1.0)
LOCAL = ("shadows", "highlights", "top", "detail", "contrast", "wide_contrast")
KNOTS = len(NOTHING.curve)
UNITS = (
    *(replace(NOTHING, **{name: 1.0}) for name in LOCAL),  # type: ignore[arg-type]  # none of them is the curve
    *(replace(NOTHING, curve=tuple(map(float, row))) for row in np.eye(KNOTS)),
)


def fit_finish(table: Lut, pairs: Sequence[Pair]) -> LocalTone | None:
    """Fit the finishing step after a table; None where it would do next to nothing.

    pairs: as they were before any gain.  The table is meant to hold what the local step does everywhere.

    What adds contrast inside of neighborhoods adds some to the whole picture, too, which the table has already: the
    step's curve takes it out again.  Without the curve, the step would be found far too weak.
    """
    normal = np.diag([*[1 / SPREAD**2] * len(LOCAL), *[1 / CURVE_SPREAD**2] * KNOTS])
    downhill = np.zeros(len(UNITS))
    for pair in pairs:
        made = table(pair.before)
        luma = luma_of(made)
        features = step_features(made, luma, pair.shape)
        light = (np.maximum(luminance(srgb_to_linear(codes)), LEAST_LIGHT) for codes in (pair.after, made))
        wanted = np.log2(np.divide(*light)).astype(np.float64)
        used = (luma > DARKEST) & (pair.after.max(axis=1) < CLIPPED)
        weight = pair.weight * used / (1 + (wanted / OUTLIER) ** 2)
        weight *= EVIDENCE / max(float(weight.sum()), 1e-9) / NOISE**2
        normal += features.T @ (features * weight[:, None])
        downhill += features.T @ (wanted * weight)
    limits = step_parameters(LocalTone)

    def rounded(name: str, value: float) -> float:
        return round(float(np.clip(value, limits[name].range.low, limits[name].range.high)), 2)

    solved = np.linalg.solve(normal, downhill)
    found = {name: rounded(name, value) for name, value in zip(LOCAL, solved, strict=False)}
    if all(abs(value) < LEAST for value in found.values()):
        return None
    return replace(NOTHING, **found, curve=tuple(rounded("curve", value) for value in solved[len(LOCAL) :]))


def step_features(made: Floats, luma: Floats, shape: tuple[int, int]) -> Doubles:
    """Return (P, parameters): gains in stops by what each parameter does to areas on a grid."""
    light = luma.reshape(shape)
    parts = measure_parts(light, np.ones_like(light))
    features = np.stack([read_grid(unit.stops(parts), light) for unit in UNITS], axis=1).astype(np.float64)
    # ``apply_gain`` leaves white as it is.
    features *= np.clip(1 - srgb_to_linear(made.max(axis=1)), 0.05, 1)[:, None]
    return features
