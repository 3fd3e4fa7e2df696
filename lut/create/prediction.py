"""Predict a fit's error on other photographs, from what it makes of areas that were withheld.

The fit is repeated four times, each time without a quarter of the pair.  How far these fits are off there is reported.
Other photographs have other colors: two figures tell of those.  The one is how much common colors change when a quarter
is withheld, the other how far the posterior lets them be off.  ``python -m tests.bench.fit_prediction`` weighs both
against true errors; the error on withheld areas adds nothing to them.
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
from ..table import Lut, lattice
from .grade import MONOCHROME_FAMILY, Grade, apply_grade
from .levenberg_marquardt import MOST_SAMPLES, fit_grade
from .pair import Pair, gather_samples
from .posterior import posterior_deviation
from .residual_lattice import correct_grade
from .samples import Samples

PARTS, COARSE_SIZE = 4, 17
FLAT_WEIGHT = 0.25  # least weight of the areas that errors are reported for
COMMON_SIZE, COMMON_CHROMA, RAREST = 9, 0.07, 0.03  # lattice; Oklab chroma at which colors are 1/e as common; left out
LEAST = 0.1  # ΔE2000; smaller figures count as this
FACTOR, UNSTEADY, SPREAD = 1.27, 0.62, 0.38  # of the prediction, and its powers of two figures


@dataclass(frozen=True)
class Figures:
    """ΔE2000, means.  withheld: of areas that a fit has not seen.

    unsteady: how much common colors change when a quarter is withheld.  spread: the posterior's deviation there.
    """

    withheld: float
    unsteady: float
    spread: float
    monochrome: bool


def common_colors() -> tuple[Floats, NDArray[np.float64]]:
    """Return (P, 3) sRGB codes, and how common they are in photographs, (P,), in sum 1."""
    codes = lattice(COMMON_SIZE).reshape(-1, 3)
    weight = np.exp(-chroma(srgb_to_oklab(codes)).astype(np.float64) / COMMON_CHROMA)
    common = weight > RAREST
    return codes[common], weight[common] / weight[common].sum()


def judge_fit(lut: Lut, grade: Grade, samples: Samples, pairs: Sequence[Pair]) -> Figures:
    """Fit again without each quarter of the pairs.  samples: what the grade was fitted to.  pairs: as trusted."""
    codes, share = common_colors()
    made = lut(codes)
    missed, moved = [], []
    for part in range(PARTS):
        hidden = [withheld_areas(pair, part, number, len(pairs)) for number, pair in enumerate(pairs)]
        kept = [replace(pair, weight=pair.weight * ~hide) for pair, hide in zip(pairs, hidden, strict=True)]
        try:
            again = fit_again(grade, kept)
        except PixelError:  # hardly any colors without this quarter
            continue
        moved.append(srgb_delta_e2000(again(codes), made))
        for pair, hide in zip(pairs, hidden, strict=True):
            flat = hide & (pair.weight > FLAT_WEIGHT)
            missed.append(srgb_delta_e2000(again(pair.before[flat]), pair.after[flat]))
    spread = posterior_deviation(grade, samples, codes, apply_grade(grade, codes))
    errors = np.concatenate([*missed, np.zeros(0)])
    return Figures(
        withheld=float(errors.mean()) if len(errors) else 0.0,
        unsteady=float(np.mean(moved, axis=0) @ share) if moved else float(spread @ share),
        spread=float(spread @ share),
        monochrome=grade.family is MONOCHROME_FAMILY,
    )


def fit_again(grade: Grade, pairs: Sequence[Pair]) -> Lut:
    """Fit as before, from the grade that was found on, with a coarser lattice."""
    found = fit_grade(gather_samples(pairs, MOST_SAMPLES), start=grade)
    return correct_grade(found, gather_samples(pairs), COARSE_SIZE)


def withheld_areas(pair: Pair, part: int, number: int, count: int) -> NDArray[np.bool_]:
    """Return (P,) whether an area is withheld: a quarter of each pair, or every fourth pair where there are so many."""
    if count >= PARTS:
        return np.full(len(pair.weight), number % PARTS == part)
    height, width = pair.shape
    y, x = np.mgrid[:height, :width]
    which: NDArray[np.intp] = (2 * y >= height) * 2 + (2 * x >= width)
    result: NDArray[np.bool_] = which.ravel() == part
    return result


def predict_error(figures: Figures) -> float:
    """Predict the mean ΔE2000 on other photographs: a product of powers of two figures."""
    return float(np.exp(feature_logarithms(figures) @ (np.log(FACTOR), UNSTEADY, SPREAD)))


def feature_logarithms(figures: Figures) -> NDArray[np.float64]:
    """Return (3,): 1, and the logarithms of ``unsteady`` and ``spread``."""
    return np.array([1.0, *np.log(np.maximum([figures.unsteady, figures.spread], LEAST))])
