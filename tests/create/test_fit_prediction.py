"""Predicted errors of fits on other photographs, against true ones.

``python -m tests.bench.fit_prediction`` measures hundreds of fits, and calibrates.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pairs import compressed, error, look, photo

import lut
from lut.create.prediction import Figures, common_colors, predict_error

NAMES = ("mountain.jpg", "fig.jpg", "wine.jpg", "astronaut.png")


def test_common_colors_are_mostly_muted() -> None:
    codes, share = common_colors()
    assert share.sum() == pytest.approx(1)
    assert np.ptp(codes, axis=1) @ share < 0.75 * np.ptp(lut.Lut.identity(9).table, axis=-1).mean()


def test_worse_figures_predict_more() -> None:
    plain = Figures(withheld=0.5, unsteady=0.4, spread=2.0, monochrome=False)
    for name in ("unsteady", "spread"):
        worse = replace(plain, **{name: 2 * getattr(plain, name)})
        assert 1.2 * predict_error(plain) < predict_error(worse) < 2 * predict_error(plain)


@pytest.mark.slow("fits to each of four photographs")
def test_predictions_are_near_the_truth() -> None:
    ratios = []
    for name in NAMES:
        wanted = look("lively")
        found = lut.fit(photo(name, 480), compressed(lut.apply(photo(name, 480), wanted)))
        true = np.mean([error(found, wanted, other) for other in NAMES if other != name])
        ratios.append(found.report.predicted / true)
    assert 1 / 1.5 < np.exp(np.mean(np.log(ratios))) < 1.5
    assert min(ratios) > 0.4 and max(ratios) < 2.5


def test_a_pair_that_tells_too_little_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lut.create.fit_report.MOST_PREDICTED", 0.05)
    small = photo("fig.jpg", 240)
    with pytest.raises(lut.PixelError, match=r"enough of the look for ΔE2000 0\.05 on other photographs, found a fit"):
        lut.fit(small, compressed(lut.apply(small, look("brown"))))
