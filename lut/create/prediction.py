"""Predict a fit's error on other photographs, from how much it depends on what is not known.

Other photographs have other colors.  Three figures tell how far a fit may be off there: how much it changes without a
quarter of the pair's colors, how far the posterior lets it be off, and how strong the look is.
``python -m tests.bench.fit_prediction`` compares predictions with true errors.  Errors on withheld areas of a pair are
reported, but tell little: other areas mostly have the same colors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..color import chroma, srgb_to_oklab
from ..color.difference import srgb_delta_e2000
from ..color.space import Floats
from ..errors import PixelError
from ..lattice import lattice
from ..table import Lut
from .grade import MONOCHROME_FAMILY, Grade, apply_grade
from .levenberg_marquardt import MOST_SAMPLES, fit_grade
from .pair import FEWEST_COLORS, Pair, gather_samples, mean_residual
from .posterior import posterior_deviation
from .residual_lattice import correct_grade
from .samples import Samples

PARTS, COARSE_SIZE, COLORS = 4, 17, 1500  # of withheld areas and colors; lattice; samples of the fits made again
FLAT_WEIGHT = 0.25  # least weight of the areas that errors are reported for
COMMON_SIZE, COMMON_CHROMA, RAREST = 9, 0.07, 0.03  # lattice; Oklab chroma at which colors are 1/e as common; left out
LEAST = 0.05  # ΔE2000; smaller figures count as this
# Factor and powers of a product, and the weight of a local step.  Chosen on half of the looks and photographs of
# tests/bench/fit_prediction.py, with files of simulated film among the looks (``--luts``) that are not in the project.
# On the other half 92 % of the true errors were within twice the predicted one, and 67 % within 1.5 times.
# Without such files ``python -m tests.bench.fit_prediction --fits 200 --calibrate`` prints 0.39, 0.52, 0.57, 0.39 and
# 1.86, with standard deviations of 0.13, 0.10, 0.11, 0.10 and 0.39 (its 100 fits drawn again).  On its other half, 65 %
# are within 1.5 times with those and 64 % with these, and all are within 2.5 times with both.
FACTOR, BY_COLORS, SPREAD, STRENGTH, LOCAL = 0.70, 0.67, 0.46, 0.22, 1.54
RANGE = 2.5


@dataclass(frozen=True)
class Figures:
    """ΔE2000, means.  withheld: of areas that a fit has not seen.

    by_colors: how much common colors change without a quarter of the pair's colors.  spread: the posterior's deviation
    there.  strength: how much the look changes them.
    local: what the local step of the pair, if any, makes the table alone miss in the pair.
    """

    withheld: float
    by_colors: float
    spread: float
    strength: float
    monochrome: bool
    local: float = 0.0


def common_colors() -> tuple[Floats, NDArray[np.float64]]:
    """Return (P, 3) sRGB codes, and how common they are in photographs, (P,), in sum 1."""
    codes = lattice(COMMON_SIZE).reshape(-1, 3)
    weight = np.exp(-chroma(srgb_to_oklab(codes)).astype(np.float64) / COMMON_CHROMA)
    common = weight > RAREST
    return codes[common], weight[common] / weight[common].sum()


def judge_fit(grade: Grade, pairs: Sequence[Pair]) -> Figures:
    """Fit again without quarters of the colors, and without quarters of the areas.

    pairs: as trusted, and as the grade was fitted to them.
    """
    codes, share = common_colors()
    made = apply_grade(grade, codes)
    spread = float(posterior_deviation(grade, gather_samples(pairs, MOST_SAMPLES), codes, made) @ share)
    samples = gather_samples(pairs, COLORS)
    quarters = color_quarters(samples)
    moved = []
    for part in range(PARTS):
        kept = samples.chosen(quarters != part)
        if FEWEST_COLORS <= len(kept) < len(samples):
            again = apply_grade(fit_grade(kept, start=grade), codes)
            moved.append(float(srgb_delta_e2000(again, made) @ share))
    return Figures(
        withheld=withheld_error(grade, pairs),
        by_colors=float(np.mean(moved)) if moved else spread,
        spread=spread,
        strength=float(srgb_delta_e2000(codes, made) @ share),
        monochrome=grade.family is MONOCHROME_FAMILY,
    )


def color_quarters(samples: Samples) -> NDArray[np.intp]:
    """Return (P,) from 0 to 3: dark or light, and within these one or the other side of the main change of color."""
    lab = srgb_to_oklab(samples.before)
    weight = np.minimum(samples.weight, 1)
    color = lab[:, 1:] - np.average(lab[:, 1:], axis=0, weights=weight)
    axes = np.linalg.eigh((color * weight[:, None]).T @ color)[1]
    along = color @ axes[:, 1]
    light = lab[:, 0] > np.median(lab[:, 0])
    halves = [along > np.median(along[which]) if which.any() else which for which in (~light, light)]
    result: NDArray[np.intp] = 2 * light + np.where(light, halves[1], halves[0])
    return result


def withheld_error(grade: Grade, pairs: Sequence[Pair]) -> float:
    """Return the mean ΔE2000 on quarters of the areas, each by a fit without it."""
    missed = [np.zeros(0)]
    for part in range(PARTS):
        hidden = [withheld_areas(pair, part, number, len(pairs)) for number, pair in enumerate(pairs)]
        kept = [replace(pair, weight=pair.weight * ~hide) for pair, hide in zip(pairs, hidden, strict=True)]
        try:
            found = fit_grade(gather_samples(kept, COLORS), start=grade)
            again = correct_grade(found, gather_samples(kept), COARSE_SIZE)
        except PixelError:  # hardly any colors without this quarter
            continue
        for pair, hide in zip(pairs, hidden, strict=True):
            flat = hide & (pair.weight > FLAT_WEIGHT)
            missed.append(srgb_delta_e2000(again(pair.before[flat]), pair.after[flat]))
    errors = np.concatenate(missed)
    return float(errors.mean()) if len(errors) else 0.0


def withheld_areas(pair: Pair, part: int, number: int, count: int) -> NDArray[np.bool_]:
    """Return (P,) whether an area is withheld: a quarter of each pair, or every fourth pair where there are so many."""
    if count >= PARTS:
        return np.full(len(pair.weight), number % PARTS == part)
    height, width = pair.shape
    y, x = np.mgrid[:height, :width]
    which: NDArray[np.intp] = (2 * y >= height) * 2 + (2 * x >= width)
    result: NDArray[np.bool_] = which.ravel() == part
    return result


def local_error(lut: Lut, pairs: Sequence[Pair], toned: Sequence[Pair], alone: Lut) -> float:
    """Return what a local step adds to the error in its own pairs: ΔE2000, the root of the difference of squares.

    lut, toned: the look, and the pairs after the local step.  alone: the table that is used without that step.
    """
    weight = [pair.weight for pair in toned]
    left, missed = mean_residual(lut, toned, weight), mean_residual(alone, pairs, weight)
    return float(np.sqrt(max(missed**2 - left**2, 0.0)))


def predict_error(figures: Figures) -> float:
    """Predict the mean ΔE2000 on other photographs of the table alone."""
    return float(np.hypot(predict_look_error(figures), LOCAL * figures.local))


def predict_look_error(figures: Figures) -> float:
    """Predict the mean ΔE2000 on other photographs, as if the pair had no local step."""
    return float(np.exp(feature_logarithms(figures) @ (np.log(FACTOR), BY_COLORS, SPREAD, STRENGTH)))


def feature_logarithms(figures: Figures) -> NDArray[np.float64]:
    """Return (4,): 1, and the logarithms of ``by_colors``, ``spread`` and ``strength``."""
    return np.array([1.0, *np.log(np.maximum([figures.by_colors, figures.spread, figures.strength], LEAST))])
