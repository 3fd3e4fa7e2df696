"""How far a table is from measured figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lut import Lut, looks
from lut.color import checker, lab_to_linear, linear_to_lab, linear_to_srgb, srgb_to_linear
from lut.lattice import lattice
from lut.looks.deviation import exposed_chart, gray_codes, gray_labs, measure_deviation
from lut.looks.figures_file import Figures
from lut.looks.measurements import code_weights

SIZE = 65
CHROMATIC = checker.NAMES[checker.CHROMATIC]


def table(change):
    """A LUT of a change of linear light, (P, 3) to (P, 3)."""
    codes = linear_to_srgb(change(srgb_to_linear(lattice(SIZE).reshape(-1, 3))))
    return Lut(codes.reshape(SIZE, SIZE, SIZE, 3))


def rendered(stops: float) -> dict[str, tuple[float, float, float]]:
    """CIELAB of the exposed patches without any look; those that leave sRGB are left out."""
    linear = srgb_to_linear(checker.CODES[checker.CHROMATIC]) * 2**stops
    labs = linear_to_lab(linear).tolist()
    return {name: tuple(lab) for name, lab, rgb in zip(CHROMATIC, labs, linear, strict=True) if rgb.max() <= 1}


UNTOUCHED = Figures(
    "a-look",
    "high",
    dict.fromkeys((0.005, 0.02, 0.18, 0.6), 0.0),
    dict.fromkeys((0.02, 0.18), (0.0, 0.0)),
    0.0,
    100.0,
    dict.fromkeys(CHROMATIC, (1.0, 0.0)),
    {stops: rendered(stops) for stops in (-2.0, -1.0, 0.0, 0.7)},
)


def test_identity_is_what_was_measured_of_no_look():
    found = measure_deviation(Lut.identity(), UNTOUCHED)
    assert found.mean == pytest.approx(0, abs=0.01) == found.untouched
    assert found.worst[0] == pytest.approx(0, abs=0.05)
    assert found.curve == pytest.approx(0, abs=1e-3)
    assert all(off == pytest.approx(0, abs=0.01) for off in found.grays.values())
    for pairs in (found.chroma, found.hue):
        assert all(pair.difference == pytest.approx(0, abs=0.01) for pair in pairs.values())
    assert found.weights is None
    assert [len(chart.patches) for chart in found.charts.values()] == [18, 18, 18, 15]


def test_exposure_is_a_difference_of_the_curve():
    """Ours minus measured, at each luminance; what is darker than 0.02 does not count in the sum."""
    figures = replace(UNTOUCHED, curve_ev={0.005: 3.0, 0.02: -0.3, 0.18: -0.5, 0.6: -0.2})
    found = measure_deviation(table(lambda linear: linear * 2**-0.5), figures)
    differences = [pair.difference for pair in found.curve_ev.values()]
    assert differences == pytest.approx([-3.5, -0.2, 0, -0.3], abs=0.02)
    assert found.curve == pytest.approx(0.3, abs=0.02)
    assert found.white_L.difference == pytest.approx(linear_to_lab([2**-0.5] * 3)[0] - 100, abs=0.01)


def test_chart_is_compared_after_its_exposure():
    """What a table does to dark colors alone is seen at -2 EV alone."""
    dark = table(lambda linear: np.where(linear.max(axis=1, keepdims=True) < 0.25, linear[:, ::-1], linear))
    charts = measure_deviation(
        dark, replace(UNTOUCHED, chart_lab={-2.0: rendered(-2.0), 0.7: {"yellow green": rendered(0.7)["yellow green"]}})
    ).charts
    assert charts[0.7].mean == pytest.approx(0, abs=0.05)
    assert charts[-2.0].mean > 5 > charts[-2.0].untouched
    assert charts[-2.0].patches[charts[-2.0].worst] == max(charts[-2.0].patches.values())


def test_untouched_is_the_distance_of_no_look():
    """Gray instead of every patch is as far from the originals as they are from gray."""
    gray = {
        stops: {name: (lab[0], 0.0, 0.0) for name, lab in chart.items()} for stops, chart in UNTOUCHED.chart_lab.items()
    }
    found = measure_deviation(looks.load("leica-bw-natural").bake(), replace(UNTOUCHED, chart_lab=gray))
    assert found.untouched > 15 > found.mean


def test_hue_of_a_gray_is_none():
    found = measure_deviation(looks.load("leica-bw-natural").bake(), UNTOUCHED)
    assert found.hue["red"].ours is None
    assert found.hue["red"].difference is None
    assert found.chroma["red"].difference == pytest.approx(-1, abs=1e-3)


def test_chroma_and_hue_of_patches():
    """Red and blue swapped: the turn is that of the swapped colors, the short way around."""
    found = measure_deviation(table(lambda linear: linear[:, ::-1]), UNTOUCHED)
    assert 90 < abs(found.hue["red"].ours) <= 180
    assert found.chroma["green"].ours == pytest.approx(1, abs=0.2)


def test_tints_are_in_the_grays():
    figures = replace(UNTOUCHED, curve_ev={0.18: 1.0, 0.6: 0.0}, tints_ab={0.18: (2.0, -3.0)})
    (lab,) = gray_labs(figures).values()
    assert lab == pytest.approx([linear_to_lab([0.36] * 3)[0], 2, -3], abs=1e-3)
    codes = gray_codes(figures)
    assert np.ptp(codes[0.6]) < 1e-6
    assert codes[0.18] == pytest.approx(linear_to_srgb(lab_to_linear(lab)), abs=1e-6)
    found = measure_deviation(Lut.identity(), figures)
    assert found.tints_ab[0.18].difference == pytest.approx((-2, 3), abs=0.01)
    assert found.grays[0.18] > 5
    assert 0.6 not in found.grays


def test_without_a_chart_there_is_no_mean():
    found = measure_deviation(Lut.identity(), replace(UNTOUCHED, chart_lab={}))
    assert (found.mean, found.untouched, found.worst) == (None, None, None)


def test_exposed_chart():
    assert exposed_chart(0) == pytest.approx(checker.CODES, abs=1e-6)
    assert srgb_to_linear(exposed_chart(-1)) == pytest.approx(srgb_to_linear(checker.CODES) / 2, abs=1e-6)
    assert exposed_chart(3).max() == 1


@pytest.mark.parametrize("weights", [(0.28, 0.72, 0.0), (0.57, 0.26, 0.17)])
@pytest.mark.parametrize("tint", [0, 6])
def test_weights_on_codes(weights, tint):
    """They are found again below any tone curve and tint."""
    gray = lattice(SIZE).reshape(-1, 3) @ np.array(weights)
    lab = np.stack([100 * gray**1.6, 0 * gray, tint * gray * (1 - gray)], axis=1)
    codes = np.clip(linear_to_srgb(lab_to_linear(lab)), 0, 1)
    assert code_weights(Lut(codes.reshape(SIZE, SIZE, SIZE, 3))) == pytest.approx(weights, abs=0.01)


def test_a_table_of_one_color_has_no_weights():
    assert code_weights(Lut(np.full((2, 2, 2, 3), 0.4, np.float32))) is None
