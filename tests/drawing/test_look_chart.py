"""The chart of a look: ours as lines, what was measured as dots, what is promised as bars."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lut import Lut, looks
from lut.color import checker, lab_to_linear, linear_to_srgb
from lut.drawing import spec_sheet
from lut.drawing.look_chart import OUTSIDE, RANGE, Range, draw_chart, row_bounds, tone_ranges, turn_point
from lut.looks.figures_file import read_figures

FIGURES = read_figures(Path(__file__).parent.with_name("looks") / "measured.json")


def panel(pixels: np.ndarray, index: int) -> np.ndarray:
    left = spec_sheet.MARGIN + index * (spec_sheet.SIDE + spec_sheet.GAP)
    return pixels[spec_sheet.TOP : spec_sheet.TOP + spec_sheet.SIDE, left : left + spec_sheet.SIDE].astype(int)


def count(pixels: np.ndarray, color: tuple[int, int, int]) -> int:
    return int((np.abs(pixels - color).max(axis=2) <= 2).sum())


def test_measured_patches_are_above_the_diagonal_and_ours_below() -> None:
    figures = FIGURES["leica-eternal"]
    pixels = panel(draw_chart(Lut.identity(), "Eternal", "", [figures]), 2)
    width, height = (spec_sheet.SIDE + 10) / spec_sheet.COLUMNS, (spec_sheet.SIDE + 10) / spec_sheet.ROWS
    for index, name in enumerate(checker.NAMES[checker.CHROMATIC]):
        x, y = index % spec_sheet.COLUMNS * width, index // spec_sheet.COLUMNS * height
        measured = np.clip(linear_to_srgb(lab_to_linear(figures.chart_lab[0.0][name])), 0, 1) * 255
        assert np.abs(pixels[round(y + 0.2 * height), round(x + 0.2 * width)] - measured).max() <= 1
        ours = checker.CODES[index] * 255
        assert np.abs(pixels[round(y + 0.7 * height), round(x + 0.7 * width)] - ours).max() <= 1


def test_a_measured_gray_has_its_dot_where_it_came_out() -> None:
    """At Y 0.18 this look is about a third of a stop darker, and neutral."""
    figures = replace(FIGURES["leica-authentic/12S common"], curve_ev={0.18: -1.0}, tints_ab={})
    with_dots = panel(draw_chart(Lut.identity(), "", "", [figures]), 0)
    without = panel(draw_chart(Lut.identity(), ""), 0)
    rows, columns = np.nonzero(np.abs(with_dots - without).max(axis=2))
    middle = (rows > 20) & (rows < spec_sheet.SIDE - 20)  # those at black and white lie at the ends
    before, after = linear_to_srgb(np.float32(0.18)), linear_to_srgb(np.float32(0.09))
    assert columns[middle].mean() / spec_sheet.SIDE == pytest.approx(before, abs=0.01)
    assert 1 - rows[middle].mean() / spec_sheet.SIDE == pytest.approx(after, abs=0.01)


def test_tinted_grays_have_a_dot_for_each_channel() -> None:
    pixels = panel(draw_chart(Lut.identity(), "", "", [FIGURES["hasselblad-emerald"]]), 0)
    assert all(count(pixels, color) > 20 for color in spec_sheet.CHANNELS)


@pytest.mark.parametrize("key", ["leica-sepia", "hasselblad-xpan-bw", "leica-teal", "sony-fl/other light"])
def test_every_kind_of_figures_can_be_drawn(key: str) -> None:
    """Monochrome and toned looks, colors, and figures without a chart."""
    look = looks.load(FIGURES[key].look) if key.startswith(("hass", "sony", "leica-sepia")) else None
    table = look.bake() if look else Lut.identity()
    pixels = draw_chart(table, key, "", [FIGURES[key]])
    assert pixels.shape == (spec_sheet.HEIGHT, spec_sheet.WIDTH, 3)
    assert (pixels != draw_chart(table, key)).any()


def test_ranges_take_the_place_of_figures() -> None:
    inside, outside = Range(0.0, 0.1, 0.05), Range(1.1, 1.2, 1.3)
    only_inside = draw_chart(Lut.identity(), "", "", (), {"mid_ev": inside})
    both = draw_chart(Lut.identity(), "", "", (), {"mid_ev": inside, "contrast": outside})
    assert count(panel(only_inside, 2), RANGE) > 200
    assert count(panel(only_inside, 0), RANGE) > 5
    assert count(panel(only_inside, 2), OUTSIDE) == 0 < count(panel(both, 2), OUTSIDE)
    measured = draw_chart(Lut.identity(), "", "", [FIGURES["leica-vivid"]], {"mid_ev": inside})
    assert count(panel(measured, 0), RANGE) == 0


def test_an_interval_is_open_or_holds_its_ends() -> None:
    assert Range(0, 1, 1).holds and not Range(0, 1, 1.01).holds and not Range(0, 1, None).holds
    assert Range(0.5, float("inf"), 99).holds
    assert row_bounds(Range(1, 2, None)) == (0.5, 2.5)
    assert row_bounds(Range(0, float("inf"), 3)) == (-1, 1)
    assert row_bounds(Range(-float("inf"), 0, 3)) == (-1, 1)
    low, high = row_bounds(Range(1, 1, 1))
    assert low < 1 < high


def test_bars_of_grays_lie_where_the_figures_are() -> None:
    ((before, low, high),) = tone_ranges({"mid_ev": Range(-1, 1, 0), "contrast": Range(1, 2, 1)})
    assert [before, low, high] == pytest.approx([float(linear_to_srgb(y)) for y in (0.18, 0.09, 0.36)], abs=1e-4)
    ((before, low, high),) = tone_ranges({"white_L": Range(98, float("inf"), 100)})
    codes = [float(linear_to_srgb(lab_to_linear([lightness, 0, 0]))[1]) for lightness in (98, 99)]
    assert [before, low, high] == pytest.approx([1, *codes], abs=1e-4)  # an open end: one L* further
    ((_, low, high),) = tone_ranges({"shadow_ev": Range(0, float("inf"), 0.1)})
    assert [low, high] == pytest.approx([float(linear_to_srgb(y)) for y in (0.02, 0.04)], abs=1e-4)


def test_a_turn_is_counterclockwise() -> None:
    assert turn_point(np.array([0.1, 0]), 2, 90) == pytest.approx([0, 0.2])
