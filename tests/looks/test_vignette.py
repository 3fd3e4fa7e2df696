"""Laws of the vignette: codes fall off towards the corners, in the picture's own coordinates, and white stays white."""

import numpy as np
import pytest

from lut import looks
from lut.color import linear_to_srgb
from lut.errors import PixelError
from lut.looks.finish import Strip, vignette
from lut.looks.finish.pixel_strips import LUMA, dither

FRAME = (60, 40)
RNG = np.random.default_rng(7)


def pixels(dtype, channels=3, height=40, width=60):
    codes = RNG.random((height, width, channels), dtype=np.float32)
    codes[:, : width // 3, :3] *= 0.08  # plenty in and around sRGB's toe
    return codes if dtype == np.float32 else np.rint(codes * np.iinfo(dtype).max).astype(dtype)


def plainly(codes, amount, frame=FRAME):
    """One pixel after the other, in float64: slow and obvious, for a picture of its own."""
    after = codes.astype(np.float64)
    for y, x in np.ndindex(codes.shape[:2]):
        r = np.hypot(x + 0.5 - frame[0] / 2, y + 0.5 - frame[1] / 2) / np.hypot(frame[0] / 2, frame[1] / 2)
        luma = min(max(np.dot(after[y, x, :3], LUMA) / 256, 0), 1)
        after[y, x, :3] *= 1 - amount * (4 * r**6 - 3 * r**8) * (1 - (luma**7 + luma**8) / 2)
    return after


@pytest.mark.parametrize("amount", [0.1, 0.35, 0.8, 1.0])
def test_scales_codes(amount):
    before = pixels(np.float32)
    after = vignette(Strip(before.copy(), FRAME), amount)
    np.testing.assert_allclose(after, plainly(before, amount), atol=1e-6)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize(("luminance", "kept"), [(0.002, 0.71), (0.02, 0.71), (0.5, 0.74), (1.0, 1.0)])
def test_authentic_is_as_measured(dtype, luminance, kept):
    """Corner patches of flat fields, beside what Xiaomi's phones do; the middle is left as it is."""
    amount = looks.load("leica-authentic").amount("vignette")
    code = float(linear_to_srgb(luminance))
    white = 1 if dtype == np.float32 else np.iinfo(dtype).max
    level = code if dtype == np.float32 else round(code * white)
    for left, top in ((0, 0), (3990, 0), (0, 2990), (3990, 2990), (1900, 1400)):
        expected = kept if (left, top) != (1900, 1400) else 1.0
        patch = np.full((10, 10, 3), level, dtype=dtype)
        mean = vignette(Strip(patch, (4000, 3000), left, top), amount).mean(dtype=np.float64)
        assert mean / level == pytest.approx(expected, abs=0.005 + 0.2 * (dtype == np.uint8) / level)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("amount", [0.29, 0.5, 1.0])
def test_white_stays_white(dtype, amount):
    white = np.full((40, 60, 3), 1 if dtype == np.float32 else np.iinfo(dtype).max, dtype=dtype)
    assert np.array_equal(vignette(Strip(white.copy(), FRAME), amount), white)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("amount", [0.29, 1.0])
def test_a_brighter_pixel_stays_the_brighter_one(dtype, amount):
    """Every gray at one place, in a corner and half way to it."""
    if dtype == np.float32:
        levels = np.linspace(-0.5, 1.5, 2001, dtype=np.float32)
    else:
        levels = np.linspace(0, np.iinfo(dtype).max, 2001).astype(dtype)
    for left, top in ((0, 0), (10, 7)):
        after = [vignette(Strip(gray(level, dtype), FRAME, left, top), amount)[0, 0, 0] for level in levels]
        assert (np.diff(np.array(after, dtype=np.float64)) >= 0).all()


def test_near_white_keeps_most_of_its_light_and_loses_it_steadily():
    """In the corner: no step, and less and less of a loss over the upper tones."""
    levels = np.linspace(0.7, 1, 301)
    lost = [1 - vignette(Strip(gray(level, np.float32), (4000, 3000)), 0.29)[0, 0, 0] / level for level in levels]
    assert (np.diff(lost) < 0).all()
    assert np.abs(np.diff(lost)).max() < 0.01
    assert lost[250] < 0.1  # at a code of 0.95


def gray(level, dtype):
    return np.full((1, 1, 3), level, dtype=dtype)


def test_a_pixel_that_is_brighter_in_any_channel_is_not_darker_in_another():
    darker = RNG.random((40, 60, 3), dtype=np.float32)
    brighter = darker + (1 - darker) * RNG.random((40, 60, 3), dtype=np.float32) * RNG.integers(0, 2, (40, 60, 3))
    after = [vignette(Strip(codes.astype(np.float32), FRAME), 0.8) for codes in (darker, brighter)]
    assert (after[1] >= after[0] - 1e-6).all()


@pytest.mark.parametrize("amount", [0.35, 0.8])
def test_16_bits_are_rounded(amount):
    before = pixels(np.uint16)
    after = vignette(Strip(before.copy(), FRAME), amount)
    exact = plainly(before.astype(np.float32) / 65535, amount) * 65535
    assert np.abs(after - exact).max() <= 0.5 + 0.2  # half a level, and what float32 leaves of 16 bits


def test_8_bits_are_dithered_by_less_than_one_level():
    before = pixels(np.uint8)
    after = vignette(Strip(before.copy(), FRAME), 0.5)
    exact = plainly(before.astype(np.float32) / 255, 0.5) * 255
    assert np.abs(after - exact).max() < 1
    assert not np.array_equal(after, np.rint(exact))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_amount_0_changes_nothing(dtype):
    before = pixels(dtype, 4)
    after = vignette(Strip(before.copy(), FRAME), 0)
    np.testing.assert_allclose(after, before, atol=1e-7 if dtype == np.float32 else 0)


def test_corner_loses_amount_and_center_nothing():
    """Of a dark gray's code, measured at the very corner and center of a large frame."""
    codes = np.full((1, 1, 3), 0.2, dtype=np.float32)
    for left, top, kept in ((0, 0, 0.7), (3999, 2999, 0.7), (3999, 0, 0.7), (2000, 1500, 1.0)):
        after = vignette(Strip(codes.copy(), (4000, 3000), left, top), 0.3)
        assert after[0, 0, 0] == pytest.approx(kept * codes[0, 0, 0], rel=1e-3)


def test_falls_steadily_and_alike_on_both_sides():
    row = vignette(Strip(np.full((1, 200, 3), 0.7, dtype=np.float32), (200, 101), top=50), 0.5)[0, :, 0]
    assert (np.diff(row[100:]) <= 0).all()
    assert (np.diff(row[120:]) < 0).all()
    np.testing.assert_allclose(row, row[::-1], atol=1e-6)


def test_works_in_a_view():
    sheet = np.zeros((50, 80, 4), dtype=np.uint8)
    before = pixels(np.uint8, 4)
    sheet[5:45, 10:70] = before
    vignette(Strip(sheet[5:45, 10:70], FRAME), 0.4)
    assert np.array_equal(sheet[5:45, 10:70], vignette(Strip(before.copy(), FRAME), 0.4))
    assert not sheet[:5].any() and not sheet[:, :10].any()


@pytest.mark.parametrize("level", [0.1, 0.6, 0.95])
@pytest.mark.parametrize(("scale", "frame"), [(4, (600, 400)), (10, (600, 400)), (20, (1300, 480))])
def test_a_preview_shows_the_whole_picture(level, scale, frame):
    """Of any size and shape, such as a cropped picture's: it is the picture at the centers of its pixels."""
    width, height = frame[0] // scale, frame[1] // scale
    whole = vignette(Strip.whole(np.full((frame[1], frame[0], 3), level, dtype=np.float32)), 0.5)
    preview = vignette(Strip(np.full((height, width, 3), level, dtype=np.float32), frame, scale=scale), 0.5)
    blocks = whole.reshape(height, scale, width, scale, 3).mean(axis=(1, 3), dtype=np.float64)
    np.testing.assert_allclose(preview, blocks, atol=5e-6 * scale**2)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_strips_of_a_preview_equal_the_whole_preview(dtype):
    before = pixels(dtype)
    whole = vignette(Strip(before.copy(), (150, 100), scale=2.5), 0.4)
    for top, left in ((7, 0), (8, 24)):
        strip = vignette(Strip(before[top:, left:].copy(), (150, 100), left * 2.5, top * 2.5, scale=2.5), 0.4)
        assert np.array_equal(strip, whole[top:, left:])


def test_a_layer_may_reach_over_the_frame():
    after = vignette(Strip(np.full((300, 300, 3), 0.5, dtype=np.float32), (100, 100), -100, -100), 1.0)
    assert np.isfinite(after).all()
    assert np.array_equal(after[:90, :90], np.full((90, 90, 3), after[0, 0, 0]))  # as dark as the frame's corner
    assert after[0, 0, 0] < 0.01


def test_floats_above_1_are_white_and_nan_stays():
    before = np.full((40, 60, 3), 0.5, dtype=np.float32)
    before[0, :6] = [
        (1.7,) * 3,
        (1e30, 0.2, 0.2),
        (np.inf, 0.2, 0.2),
        (-0.4,) * 3,
        (np.nan, 0.2, 0.2),
        (1.0, 1.0, 1.0001),
    ]
    after = vignette(Strip(before.copy(), FRAME), 0.3)[0]
    assert np.array_equal(after[[0, 1, 2, 5]], before[0, [0, 1, 2, 5]])
    np.testing.assert_allclose(after[3], plainly(before, 0.3)[0, 3], atol=1e-6)
    assert np.isnan(after[4, 0])
    assert 0 < after[4, 1] < 0.2  # as dark as next to black


def test_grays_stay_gray_and_untouched_levels_stay():
    gray = np.arange(256, dtype=np.uint8)[None, :, None].repeat(3, axis=2)
    after = vignette(Strip(gray.copy(), (256, 200)), 0.5)
    assert np.array_equal(after[..., 0], after[..., 1])
    assert np.array_equal(after[..., 0], after[..., 2])
    assert np.array_equal(vignette(Strip(gray.copy(), (256, 200)), 0.0), gray)


def test_dither_leaves_no_bias_and_draws_no_contours():
    """A flat gray's level steps are dissolved: no long runs of one level, and means as exact as if unrounded."""
    flat = np.full((400, 600, 3), 140, dtype=np.uint8)
    after = vignette(Strip(flat.copy(), (2400, 1600)), 0.3)[..., 0].astype(np.float32)  # where it falls fastest
    exact = vignette(Strip(flat / np.float32(255), (2400, 1600)), 0.3)[..., 0] * 255
    assert np.ptp(exact) > 20
    blocks = (after - exact).reshape(50, 8, 75, 8).mean(axis=(1, 3))
    assert np.abs(blocks).max() < 0.12
    assert blocks.std() < 0.03  # white noise has 0.036
    rounded = (np.rint(exact) - exact).reshape(50, 8, 75, 8).mean(axis=(1, 3))
    assert np.abs(rounded).max() > 0.4  # what the contours of rounding alone are


def test_dither_is_evenly_spread():
    noise = dither(np.arange(64), np.arange(64))
    assert -0.5 < noise.min() < -0.49
    assert 0.49 < noise.max() < 0.5
    counts = np.histogram(noise, bins=16, range=(-0.5, 0.5))[0]
    assert counts.min() > 0.9 * 64 * 64 / 16


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        (1.5, "expected a vignette from 0 to 1, found 1.5"),
        (float("nan"), "expected a vignette from 0 to 1, found nan"),
    ],
)
def test_says_what_is_wrong(amount, message):
    with pytest.raises(PixelError, match=message):
        vignette(Strip(pixels(np.float32), FRAME), amount)
