"""The picture of a look."""

from __future__ import annotations

import numpy as np
import pytest

import lut
from lut import plot
from lut.looks import checker
from lut.spaces import chroma, hue, linear_to_oklab, srgb_to_linear


def curved() -> lut.Lut:
    return lut.Lut(lut.Lut.identity(17).table ** np.array([0.7, 1.0, 1.4], np.float32))


def panel(pixels: np.ndarray, index: int) -> np.ndarray:
    left = plot.MARGIN + index * (plot.SIDE + plot.GAP)
    return pixels[plot.TOP : plot.TOP + plot.SIDE, left : left + plot.SIDE]


def test_patches_are_before_and_after() -> None:
    pixels = panel(plot.plot(curved(), "Curved"), 2).astype(int)
    width, height = (plot.SIDE + 10) / plot.COLUMNS, (plot.SIDE + 10) / plot.ROWS
    for index, (old, new) in enumerate(zip(checker.CODES, curved()(checker.CODES), strict=True)):
        x, y = index % plot.COLUMNS * width, index // plot.COLUMNS * height
        before = pixels[round(y + 0.2 * height), round(x + 0.2 * width)]
        after = pixels[round(y + 0.7 * height), round(x + 0.7 * width)]
        assert np.abs(before - old * 255).max() <= 1
        assert np.abs(after - new * 255).max() <= 1


def test_the_tone_curve_passes_through_its_values() -> None:
    """Middle gray of the green channel stays; red's curve lies above it, blue's below."""
    pixels = panel(plot.plot(curved(), "Curved"), 0)
    column = pixels[:, plot.SIDE // 2 - 20].astype(int)  # beside the grid's middle line
    x = (plot.SIDE / 2 - 20) / plot.SIDE
    for channel, power in enumerate((0.7, 1.0, 1.4)):
        row = round(plot.SIDE * (1 - x**power))
        near = column[row - 2 : row + 3]
        assert np.abs(near - plot.CHANNELS[channel]).sum(axis=1).min() < 60


def test_a_neutral_look_has_one_white_curve() -> None:
    pixels = panel(plot.plot(lut.Lut.identity(), "Identity"), 0)
    column = pixels[:, plot.SIDE // 2 - 20].astype(int)
    assert column[plot.SIDE // 2 + 18 : plot.SIDE // 2 + 23].max(axis=0).min() > 200


def test_the_ring_is_even_and_inside_srgb() -> None:
    colors = plot.ring(plot.HUES)
    assert ((colors > 0) & (colors < 1)).all()
    lab = linear_to_oklab(srgb_to_linear(colors))
    assert np.abs(chroma(lab) - plot.RING_CHROMA).max() < 1e-4
    assert np.abs((hue(lab) - plot.HUES + 180) % 360 - 180).max() < 0.1


@pytest.mark.parametrize(("angle", "expected"), [(0, (1, 0)), (90, (0, -1)), (180, (-1, 0)), (270, (0, 1))])
def test_hues_turn_counterclockwise_from_the_right(angle: int, expected: tuple[float, float]) -> None:
    found = plot.place(plot.ring(np.array([angle]))[0])
    assert np.abs(found - np.array(expected) * plot.RING_CHROMA / plot.WHEEL_CHROMA).max() < 1e-3


def test_monochrome_ends_in_the_middle() -> None:
    assert np.abs(plot.place(np.array([0.5, 0.5, 0.5]))).max() < 1e-3
