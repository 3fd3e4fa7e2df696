"""Laws of the glow: highlights spread light over the whole picture, strip by strip, and nothing clips."""

from math import comb, erf

import numpy as np
import pytest

from lut.color import linear_to_srgb, luminance, srgb_to_linear
from lut.errors import PixelError
from lut.looks.finish import Strip, glow, glow_map
from lut.looks.finish.pixel_strips import SPACING, spline_weights

FRAME = (60, 40)
RNG = np.random.default_rng(12)
MAP = 0.8 * RNG.random((9, 13, 3), dtype=np.float32)


def pixels(dtype=np.float32, channels=3, height=40, width=60):
    codes = RNG.random((height, width, channels), dtype=np.float32)
    codes[:, : width // 3, :3] *= 0.08
    return codes if dtype == np.float32 else np.rint(codes * np.iinfo(dtype).max).astype(dtype)


def night(height=200, width=300, channels=3):
    """A black picture with one lamp."""
    codes = np.zeros((height, width, channels), dtype=np.float32)
    codes[90:110, 140:160] = 1
    return codes


def test_one_lamp_spreads_as_a_gaussian():
    """Against what calculus gives for a square lamp: along each axis, the integral of a Gaussian over it."""
    found = glow_map(night(), size=50)[..., 0]

    def share(points, length, lamp):
        centers = (np.arange(points) + 0.5) * length / points
        below = [[erf((edge - center) / (10 * 2**0.5)) / 2 for center in centers] for edge in lamp]
        return np.subtract(below[1], below[0])

    expected = share(40, 200, (90, 110))[:, None] * share(60, 300, (140, 160))
    assert expected.max() > 0.4
    np.testing.assert_allclose(found, expected, atol=0.001)


def test_map_is_as_coarse_as_its_blur_allows():
    assert glow_map(night(), size=50).shape == (40, 60, 3)
    assert SPACING == 0.5
    assert glow_map(night(), size=25).shape == (80, 120, 3)


def test_any_thumbnail_gives_the_same_map():
    picture = np.repeat(np.repeat(RNG.random((20, 30, 3), dtype=np.float32), 20, axis=0), 20, axis=1)
    large, small = glow_map(picture, size=60), glow_map(picture[10::20, 10::20].repeat(4, 0).repeat(4, 1), size=60)
    assert large.shape == small.shape
    np.testing.assert_allclose(large, small, atol=0.01)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_map_of_integers_is_that_of_floats(dtype):
    codes = pixels()
    top = np.iinfo(dtype).max
    np.testing.assert_allclose(glow_map(np.rint(codes * top).astype(dtype)), glow_map(codes), atol=0.01)


def test_only_lights_spread_and_they_keep_their_color():
    middle = np.full((30, 40, 3), 0.6, dtype=np.float32)  # luminance 0.32
    assert not glow_map(middle).any()
    lamp = np.full((30, 40, 3), (1.0, 0.9, 0.7), dtype=np.float32)
    light = srgb_to_linear(lamp[0, 0])
    found = glow_map(lamp)
    assert np.ptp(found, axis=(0, 1)).max() < 1e-6
    np.testing.assert_allclose(found[0, 0] / found[0, 0, 0], light / light[0], rtol=1e-5)
    assert (glow_map(np.ones_like(lamp)) == pytest.approx(1, abs=1e-5)) and luminance(found[0, 0]) < 1


def test_what_is_transparent_spreads_nothing():
    lamp = night(channels=4)
    lamp[..., 3] = 0
    assert not glow_map(lamp).any()
    lamp[..., 3] = 0.5
    np.testing.assert_allclose(glow_map(lamp), glow_map(night()) / 2, atol=1e-6)


def test_map_of_pixels_that_are_no_numbers_or_no_light():
    strange = night()
    strange[0] = (np.nan, np.inf, -np.inf)
    assert np.isfinite(glow_map(strange)).all()
    assert glow_map(np.ones((1, 1, 3), dtype=np.float32)).max() == pytest.approx(1)


def b_spline(away):
    """The cubic B-spline as Schoenberg wrote it: a sum of truncated powers."""
    return sum((-1) ** k * comb(4, k) * np.maximum(away + 2 - k, 0) ** 3 for k in range(5)) / 6


def test_adds_the_spline_of_the_map_in_linear_light():
    before = pixels()
    after = glow(Strip(before.copy(), FRAME), 0.5, MAP)
    wide = np.pad(MAP, ((2, 2), (2, 2), (0, 0)), mode="edge")
    down, across = (
        b_spline(((np.arange(count) + 0.5) / count * points - 0.5)[:, None] - np.arange(-2, points + 2))
        for count, points in ((40, 9), (60, 13))
    )
    added = np.einsum("yi,ijc,xj->yxc", down, wide, across)
    light = srgb_to_linear(before)
    np.testing.assert_allclose(after, linear_to_srgb(light + 0.5 * added * (1 - light)), atol=2e-6)


def test_is_smooth_everywhere():
    """Enlarged 100 times, neither the glow nor its slope has a step or a corner, at the map's points or between."""
    row = glow(Strip(np.zeros((1, 1300, 3), dtype=np.float32), (1300, 900), top=450), 1.0, MAP)[0, :, 0]
    bends = np.diff(srgb_to_linear(row).astype(float), 2)
    assert np.abs(bends).max() < 1.5e-4
    jumps = np.abs(np.diff(bends))  # curvature goes from one map point to the next in 100 steps
    assert jumps.max() < 1e-5


def test_shares_add_up_to_1_and_are_never_negative():
    near, shares = spline_weights(-30, 200, 1.0, 60, 7)
    np.testing.assert_allclose(shares.sum(axis=0), 1, atol=1e-6)
    assert shares.min() >= 0
    assert (near.min(), near.max()) == (0, 6)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_without_light_nothing_changes(dtype):
    before = pixels(dtype, 4)
    for amount, light in ((0, MAP), (1, np.zeros_like(MAP))):
        after = glow(Strip(before.copy(), FRAME), amount, light)
        np.testing.assert_allclose(after, before, atol=2e-7 if dtype == np.float32 else 0)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_brightens_and_never_clips(dtype):
    white = 1 if dtype == np.float32 else np.iinfo(dtype).max
    before = pixels(dtype)
    before[:4] = white
    after = glow(Strip(before.copy(), FRAME), 1.0, MAP)
    np.testing.assert_allclose(after[:4], before[:4], atol=2e-7 if dtype == np.float32 else 0)
    assert (after.astype(float) >= before.astype(float) - (1 if dtype == np.uint8 else 2e-7)).all()
    assert (after[before < white] < white).mean() > 0.99


def test_a_preview_shows_the_whole_picture():
    flat = np.full((400, 600, 3), 0.4, dtype=np.float32)
    whole = glow(Strip.whole(flat.copy()), 0.5, MAP)
    preview = glow(Strip(flat[::4, ::4].copy(), (600, 400), scale=4), 0.5, MAP)
    np.testing.assert_allclose(preview, whole.reshape(100, 4, 150, 4, 3).mean(axis=(1, 3)), atol=2e-4)


def test_a_layer_may_reach_over_the_frame():
    after = glow(Strip(np.full((300, 300, 3), 0.5, dtype=np.float32), (100, 100), -100, -100), 1.0, MAP)
    assert np.isfinite(after).all()
    assert after[0, 0] == pytest.approx(after[50, 50])


def test_wide_floats_stay_beyond_white_and_nan_stays():
    before = np.full((1, 3, 3), 0.5, dtype=np.float32)
    before[0, :, 0] = (1.5, np.nan, -0.4)
    after = glow(Strip(before.copy(), FRAME), 0.3, MAP)[0, :, 0]
    assert after[0] == pytest.approx(1.5, abs=1e-6)
    assert np.isnan(after[1])
    assert after[2] > -0.4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": 1.5}, "expected a glow from 0 to 1, found 1.5"),
        ({"glow_map": MAP[..., 0]}, r"expected a glow map \(rows, columns, 3\), found \(9, 13\)"),
    ],
)
def test_says_what_is_wrong(change, message):
    valid = {"strip": Strip(pixels(), FRAME), "amount": 0.3, "glow_map": MAP}
    glow(**valid)
    with pytest.raises(PixelError, match=message):
        glow(**valid | change)


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 2), (0, 4, 3)])
def test_says_what_a_thumbnail_is(shape):
    with pytest.raises(PixelError, match="expected"):
        glow_map(np.zeros(shape, dtype=np.uint8))
