"""Laws of a local gain: read from its grid as a spline, and put on pixels without clipping."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from lut.color import chroma, hue_turn, linear_to_srgb, srgb_to_linear, srgb_to_oklab
from lut.errors import PixelError
from lut.looks.finish import LocalGain, Strip, apply_gain

FRAME = (60, 40)
RNG = np.random.default_rng(17)
GAIN = LocalGain(RNG.uniform(-1, 1, (5, 7, 6)))


def flat(stops: float) -> LocalGain:
    return LocalGain(np.full((2, 2, 2), stops))


def pixels(dtype=np.float32, channels=3, height=40, width=60):
    codes = RNG.random((height, width, channels), dtype=np.float32)
    codes[:, : width // 3, :3] *= 0.08
    return codes if dtype == np.float32 else np.rint(codes * np.iinfo(dtype).max).astype(dtype)


def b_spline(away, degree):
    """As Schoenberg wrote it: a sum of truncated powers."""
    half = (degree + 1) / 2
    terms = ((-1) ** k * comb(degree + 1, k) * np.maximum(away + half - k, 0) ** degree for k in range(degree + 2))
    return sum(terms) / {2: 2, 3: 6}[degree]


def test_is_a_spline_over_rows_columns_and_levels():
    light = RNG.random((40, 60), dtype=np.float32)
    wide = np.pad(GAIN.stops, ((2, 2), (2, 2), (1, 1)), mode="edge")
    down, across = (
        b_spline(((np.arange(count) + 0.5) / count * points - 0.5)[:, None] - np.arange(-2, points + 2), 3)
        for count, points in ((40, 5), (60, 7))
    )
    along = b_spline(light[..., None] * 5 - np.arange(-1, 7), 2)
    expected = np.einsum("yi,ijl,xj,yxl->yx", down, wide, across, along)
    read = GAIN.reader(Strip(light[..., None].repeat(3, axis=2), FRAME))
    np.testing.assert_allclose(read(light, slice(0, 40)), expected, atol=1e-6)
    np.testing.assert_allclose(read(light[13:20], slice(13, 20)), expected[13:20], atol=1e-6)


def test_scales_light_as_a_whole_by_less_and_less_towards_white():
    before = pixels(width=600)
    for stops in (-1.5, 0.7):
        after = apply_gain(Strip.whole(before.copy()), flat(stops), 1)
        light = srgb_to_linear(before).astype(float)
        k = 2.0**stops
        scale = k / (1 + (k - 1) * light.max(axis=2, keepdims=True))
        np.testing.assert_allclose(after, linear_to_srgb(light * scale), atol=3e-6)


def test_amount_is_a_share_of_the_stops():
    before = pixels()
    half = apply_gain(Strip(before.copy(), FRAME), flat(1), 0.5)
    np.testing.assert_allclose(half, apply_gain(Strip(before.copy(), FRAME), flat(0.5), 1), atol=1e-6)


def test_hue_and_relative_chroma_stay():
    before = pixels()
    lab, after = (srgb_to_oklab(codes) for codes in (before, apply_gain(Strip(before, FRAME), GAIN, 1)))
    colored = chroma(lab) > 0.02
    turned = hue_turn(lab, after)
    assert np.abs(turned[colored]).max() < 0.02
    np.testing.assert_allclose(
        (chroma(after) / after[..., 0])[colored], (chroma(lab) / lab[..., 0])[colored], rtol=1e-3
    )


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("stops", [-3, -1, 1, 3])
def test_black_and_white_stay_and_nothing_clips(dtype, stops):
    white = 1 if dtype == np.float32 else np.iinfo(dtype).max
    ramp = np.linspace(0, white, 4097).astype(dtype)
    for color in ((1, 1, 1), (1, 0.5, 0.2), (0.1, 0.2, 1)):
        before = (ramp[None, :, None] * np.array(color)).astype(dtype)
        after = apply_gain(Strip.whole(before.copy()), flat(stops), 1).astype(float)
        assert not after[0, 0].any()
        assert after[0, -1].max() == pytest.approx(white, rel=2e-7)
        if dtype != np.uint8:  # in which 254.4 may be 255
            assert (after[0].max(axis=-1) < white)[ramp < white * 0.99].all()
        highest = after[0].max(axis=-1)
        assert np.diff(highest).min() >= (-1 if dtype == np.uint8 else 0), "a brighter pixel came out darker"


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_without_gain_nothing_changes(dtype):
    before = pixels(dtype, 4)
    for amount, gain in ((0, GAIN), (1, flat(0))):
        assert np.array_equal(apply_gain(Strip(before.copy(), FRAME), gain, amount), before)


def test_a_preview_shows_the_whole_picture():
    plain = np.full((400, 600, 3), 0.4, dtype=np.float32)
    whole = apply_gain(Strip.whole(plain.copy()), GAIN, 1)
    preview = apply_gain(Strip(plain[::4, ::4].copy(), (600, 400), scale=4), GAIN, 1)
    np.testing.assert_allclose(preview, whole.reshape(100, 4, 150, 4, 3).mean(axis=(1, 3)), atol=5e-4)


def test_a_layer_may_reach_over_the_frame():
    after = apply_gain(Strip(np.full((300, 300, 3), 0.5, dtype=np.float32), (100, 100), -100, -100), GAIN, 1)
    assert np.isfinite(after).all()
    assert after[0, 0] == pytest.approx(after[50, 50])


@pytest.mark.filterwarnings("error")
def test_what_is_no_color_stays_and_harms_no_other_pixel():
    before = np.full((1, 5, 3), 0.5, dtype=np.float32)
    before[0, :4, 0] = (1.5, np.nan, -0.4, np.inf)
    before[0, 2, 1:] = -np.inf
    after = apply_gain(Strip(before.copy(), FRAME), flat(1), 1)
    np.testing.assert_allclose(after[0, (0, 3)], before[0, (0, 3)], rtol=1e-6)  # beyond white already
    assert np.isnan(after[0, 1, 0]) and np.isfinite(after[0, 1, 1:]).all()
    assert -1 < after[0, 2, 0] < -0.4 and np.isneginf(after[0, 2, 1:]).all()
    expected = apply_gain(Strip(np.full((1, 1, 3), 0.5, dtype=np.float32), FRAME), flat(1), 1)
    assert after[0, 4] == pytest.approx(expected[0, 0])


def test_the_grid_is_its_own_and_cannot_be_changed():
    stops = np.zeros((2, 3, 4))
    gain = LocalGain(stops)
    stops[0] = 1
    assert gain.stops.dtype == np.float32 and not gain.stops.any()
    with pytest.raises(ValueError, match="read-only"):
        gain.stops[0] = 1


@pytest.mark.parametrize(
    ("stops", "message"),
    [
        (np.zeros((3, 4)), r"expected gains \(rows, columns, 2 levels or more\), found \(3, 4\)"),
        (np.zeros((3, 4, 1)), r"found \(3, 4, 1\)"),
        (np.zeros((0, 4, 5)), r"found \(0, 4, 5\)"),
        (np.full((2, 2, 2), np.nan), "expected gains that are numbers"),
        (np.full((2, 2, 2), np.inf), "expected gains that are numbers"),
    ],
)
def test_says_what_a_grid_is(stops, message):
    with pytest.raises(PixelError, match=message):
        LocalGain(stops)


def test_says_what_is_wrong():
    with pytest.raises(PixelError, match=r"expected a local gain from 0 to 1, found 1\.5"):
        apply_gain(Strip(pixels(), FRAME), GAIN, 1.5)
