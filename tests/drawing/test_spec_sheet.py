"""The picture of a look."""

from __future__ import annotations

import numpy as np
import pytest

import lut
from lut.color import checker, chroma, hue, srgb_to_oklab
from lut.color.probes import hue_ring
from lut.drawing import spec_sheet


def curved() -> lut.Lut:
    return lut.Lut(lut.Lut.identity(17).table ** np.array([0.7, 1.0, 1.4], np.float32))


def panel(pixels: np.ndarray, index: int) -> np.ndarray:
    left = spec_sheet.MARGIN + index * (spec_sheet.SIDE + spec_sheet.GAP)
    return pixels[spec_sheet.TOP : spec_sheet.TOP + spec_sheet.SIDE, left : left + spec_sheet.SIDE]


def test_patches_are_before_and_after() -> None:
    pixels = panel(spec_sheet.draw_spec_sheet(curved(), "Curved"), 2).astype(int)
    width, height = (spec_sheet.SIDE + 10) / spec_sheet.COLUMNS, (spec_sheet.SIDE + 10) / spec_sheet.ROWS
    for index, (old, new) in enumerate(zip(checker.CODES, curved()(checker.CODES), strict=True)):
        x, y = index % spec_sheet.COLUMNS * width, index // spec_sheet.COLUMNS * height
        before = pixels[round(y + 0.2 * height), round(x + 0.2 * width)]
        after = pixels[round(y + 0.7 * height), round(x + 0.7 * width)]
        assert np.abs(before - old * 255).max() <= 1
        assert np.abs(after - new * 255).max() <= 1


def test_the_tone_curve_passes_through_its_values() -> None:
    """Middle gray of the green channel stays; red's curve lies above it, blue's below."""
    pixels = panel(spec_sheet.draw_spec_sheet(curved(), "Curved"), 0)
    column = pixels[:, spec_sheet.SIDE // 2 - 20].astype(int)  # beside the grid's middle line
    x = (spec_sheet.SIDE / 2 - 20) / spec_sheet.SIDE
    for channel, power in enumerate((0.7, 1.0, 1.4)):
        row = round(spec_sheet.SIDE * (1 - x**power))
        near = column[row - 2 : row + 3]
        assert np.abs(near - spec_sheet.CHANNELS[channel]).sum(axis=1).min() < 60


def test_a_neutral_look_has_one_white_curve() -> None:
    pixels = panel(spec_sheet.draw_spec_sheet(lut.Lut.identity(), "Identity"), 0)
    column = pixels[:, spec_sheet.SIDE // 2 - 20].astype(int)
    assert column[spec_sheet.SIDE // 2 + 18 : spec_sheet.SIDE // 2 + 23].max(axis=0).min() > 200


def test_the_ring_is_even_and_inside_srgb() -> None:
    colors = hue_ring(spec_sheet.HUES, spec_sheet.RING_LIGHTNESS, spec_sheet.RING_CHROMA)
    assert ((colors > 0) & (colors < 1)).all()
    lab = srgb_to_oklab(colors)
    assert np.abs(chroma(lab) - spec_sheet.RING_CHROMA).max() < 1e-4
    assert np.abs((hue(lab) - spec_sheet.HUES + 180) % 360 - 180).max() < 0.1


@pytest.mark.parametrize(("angle", "expected"), [(0, (1, 0)), (90, (0, -1)), (180, (-1, 0)), (270, (0, 1))])
def test_hues_turn_counterclockwise_from_the_right(angle: int, expected: tuple[float, float]) -> None:
    found = spec_sheet.wheel_place(hue_ring(np.array([angle]), spec_sheet.RING_LIGHTNESS, spec_sheet.RING_CHROMA)[0])
    assert np.abs(found - np.array(expected) * spec_sheet.RING_CHROMA / spec_sheet.WHEEL_CHROMA).max() < 1e-3


def test_monochrome_ends_in_the_middle() -> None:
    assert np.abs(spec_sheet.wheel_place(np.array([0.5, 0.5, 0.5]))).max() < 1e-3
