"""Laws of local contrast: what it is measured beside, and what the step makes of it."""

from __future__ import annotations

import numpy as np
import pytest

from lut.color import srgb_to_linear
from lut.looks.finish import Strip, apply_gain, local_tone, measure_local_tone
from lut.looks.finish.local_tone import LocalTone
from lut.looks.finish.surroundings import FLAT, measure_surroundings

NOTHING = LocalTone(1, shadows=0, highlights=0)


def applied(pixels: np.ndarray, step: LocalTone) -> np.ndarray:
    return apply_gain(Strip.whole(pixels.copy()), measure_local_tone(pixels, step), 1)


def gray(light: np.ndarray) -> np.ndarray:
    return np.repeat(light.astype(np.float32)[..., None], 3, axis=2)


def test_mean_and_deviation_are_those_of_a_gaussian_window() -> None:
    light = np.random.default_rng(3).random((24, 32), dtype=np.float32)
    weight = np.random.default_rng(4).random((24, 32), dtype=np.float32)
    found = measure_surroundings(light, weight, 0.1, (4, 5))
    row, column = 2, 3  # centers of equal parts
    down = np.exp(-0.5 * ((np.arange(24) + 0.5 - 2.5 * 6) / 2.4) ** 2)
    across = np.exp(-0.5 * ((np.arange(32) + 0.5 - 3.5 * 6.4) / 2.4) ** 2)
    window = down[:, None] * across * weight
    mean = np.average(light, weights=window)
    assert found.mean[row, column, 0] == pytest.approx(mean, abs=1e-4)
    deviation = np.sqrt(np.average((light - mean) ** 2, weights=window))
    assert found.deviation[row, column, 0] == pytest.approx(deviation, abs=1e-4)


def test_no_surroundings_are_measured_for_a_step_without_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    spreads = []
    measure = local_tone.measure_surroundings
    monkeypatch.setattr(local_tone, "measure_surroundings", lambda *given: spreads.append(given[2]) or measure(*given))
    texture = gray(np.where(np.indices((60, 80)).sum(axis=0) % 2, 0.45, 0.35))
    measure_local_tone(texture)
    assert spreads == []
    measure_local_tone(texture, LocalTone(1, wide_contrast=0.5))
    assert spreads == [local_tone.WIDE_SPREAD]


@pytest.mark.parametrize("name", ["contrast", "wide_contrast"])
def test_contrast_leaves_an_even_picture_and_spreads_a_texture(name: str) -> None:
    step = LocalTone(1, shadows=0, highlights=0, **{name: 0.5})
    even = gray(np.full((60, 80), 0.4))
    assert np.abs(applied(even, step) - even).max() < 0.002
    texture = gray(np.where(np.indices((60, 80)).sum(axis=0) % 2, 0.45, 0.35))
    made = applied(texture, step)[20:40, 20:60, 0]
    low, high = made.min(), made.max()
    assert low < 0.34 and high > 0.46
    # Half a stop for two deviations: ``apply_gain`` gives less of it where there is more light.
    wanted = 0.5 * 0.05 / (2 * (0.05 + FLAT))
    dark, light = srgb_to_linear(np.float32([0.35, 0.45]))
    up, down = 2**wanted, 2**-wanted
    assert srgb_to_linear(high) == pytest.approx(light * up / (1 + (up - 1) * light), rel=0.03)
    assert srgb_to_linear(low) == pytest.approx(dark * down / (1 + (down - 1) * dark), rel=0.03)


def test_the_curve_follows_a_pixels_own_luma() -> None:
    step = LocalTone(1, shadows=0, highlights=0, curve=(-0.5, -0.25, 0, 0.25, 0.5))
    ramp = gray(np.tile(np.linspace(0.1, 0.9, 80), (60, 1)))
    light = srgb_to_linear(ramp[30, :, 0])
    gain = np.exp2(ramp[30, :, 0] - 0.5)
    wanted = light * gain / (1 + (gain - 1) * light)  # as ``apply_gain`` applies a gain
    assert np.abs(srgb_to_linear(applied(ramp, step)[30, :, 0]) / wanted - 1).max() < 0.005


def test_no_parameter_changes_nothing() -> None:
    photo = np.random.default_rng(5).random((60, 80, 3), dtype=np.float32)
    assert np.abs(applied(photo, NOTHING) - photo).max() < 1e-6
