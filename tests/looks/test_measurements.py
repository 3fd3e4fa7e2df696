"""The spec sheet of tables whose figures are known beforehand."""

import json

import numpy as np
import pytest
from film_response import channel_response

from lut import Lut
from lut.color import checker, lab_to_linear, linear_to_oklab, linear_to_srgb, oklab_to_linear, srgb_to_linear
from lut.color.difference import srgb_delta_e2000
from lut.lattice import lattice
from lut.looks import measure
from lut.looks.measurements import is_monochrome
from lut.looks.rules import violations

SIZE = 65  # fine enough for tables that are measured against exact figures


def table(change):
    """A LUT of a change of linear light, (P, 3) to (P, 3)."""
    codes = linear_to_srgb(change(srgb_to_linear(lattice(SIZE).reshape(-1, 3))))
    return Lut(codes.reshape(SIZE, SIZE, SIZE, 3))


def in_oklab(change):
    return table(lambda linear: oklab_to_linear(change(linear_to_oklab(linear))))


def test_identity():
    figures = measure(Lut.identity())
    for figure, value in figures.items():
        expected = {"contrast": 1, "white_L": 100, "tint_shadow": (0, 0), "tint_mid": (0, 0), "tint_high": (0, 0)}
        default = 1 if figure.startswith("chroma") else 0
        assert value == pytest.approx(expected.get(figure, default), abs=2e-3), figure


def test_figures_are_plain_numbers():
    assert json.loads(json.dumps(measure(Lut.identity())))["tint_mid"] == pytest.approx([0, 0], abs=1e-3)


@pytest.mark.parametrize("stops", [-0.7, 0.5])
def test_exposure(stops):
    figures = measure(table(lambda linear: linear * 2**stops))
    for figure in ("mid_ev", "shadow_ev", "highlight_ev"):
        assert figures[figure] == pytest.approx(stops, abs=0.01)
    assert figures["contrast"] == pytest.approx(1, abs=0.01)
    assert figures["chroma"] == pytest.approx(1, abs=0.01)


def test_contrast_is_the_slope_in_logarithms():
    figures = measure(table(lambda linear: 0.18 * (linear / 0.18) ** 1.3))
    assert figures["contrast"] == pytest.approx(1.3, abs=0.01)
    assert figures["mid_ev"] == pytest.approx(0, abs=0.01)
    assert figures["shadow_ev"] == pytest.approx(0.3 * np.log2(0.02 / 0.18), abs=0.05)


def test_black_and_white():
    low, high = lab_to_linear([(10, 0, 0), (95, 0, 0)])[:, 0]
    figures = measure(table(lambda linear: low + (high - low) * linear))
    assert figures["black_L"] == pytest.approx(10, abs=1e-3)
    assert figures["white_L"] == pytest.approx(95, abs=1e-3)


def test_chroma_and_hue():
    angle = np.radians(12)
    turn = 0.8 * np.array(((1, 0, 0), (0, np.cos(angle), np.sin(angle)), (0, -np.sin(angle), np.cos(angle))))
    turn[0, 0] = 1
    figures = measure(in_oklab(lambda lab: lab @ turn))
    for figure in ("chroma", "chroma_skin", "chroma_sky", "chroma_foliage"):
        assert figures[figure] == pytest.approx(0.8, abs=0.02), figure
    for figure in ("hue_skin", "hue_sky", "hue_foliage", "hue_green", "hue_red"):
        assert figures[figure] == pytest.approx(12, abs=1), figure


def test_tints_are_those_of_the_grays():
    def warm(linear):
        gray = linear_to_oklab(linear)[:, :1] ** 3
        return lab_to_linear(np.column_stack((116 * np.cbrt(gray) - 16, 0 * gray - 2, 0 * gray + 5)))

    figures = measure(table(warm))
    for figure in ("tint_shadow", "tint_mid", "tint_high"):
        assert figures[figure] == pytest.approx((-2, 5), abs=0.2), figure
    assert figures["neutral"] == pytest.approx(np.hypot(2, 5), rel=0.25)


def test_no_hue_is_left_in_monochrome():
    gray = table(lambda linear: (linear @ np.float32((0.3, 0.5, 0.2)))[:, None].repeat(3, axis=1))
    figures = measure(gray)
    assert figures["chroma"] == pytest.approx(0, abs=1e-4)
    assert figures["hue_skin"] is None
    assert channel_response(gray) == pytest.approx((0.3, 0.5, 0.2), abs=0.01)
    assert is_monochrome(gray)
    assert violations(gray) == []


def test_delta_e_is_the_mean_over_the_chart():
    brighter = table(lambda linear: linear * 1.2)
    mean = srgb_delta_e2000(brighter(checker.CODES), checker.CODES).mean()
    assert mean == pytest.approx(measure(brighter)["delta_e"], abs=1e-3)


def inverted_middle(linear):
    return np.where((linear > 0.2) & (linear < 0.3), 0.5 - linear, linear)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (inverted_middle, "L* falls by"),
        (lambda linear: np.clip(linear - 0.05, 0, 1), "black is clipped"),
        (lambda linear: linear[:, [0, 2, 1]], "change their order"),
        (lambda linear: np.where(linear > 0.5, 0.5, linear * 0.2), "the table bends by"),
    ],
)
def test_a_broken_rule_is_named(change, expected):
    assert violations(Lut.identity()) == []
    assert any(expected in sentence for sentence in violations(table(change)))
