"""Laws that every finishing step obeys, whatever it does to colors."""

import numpy as np
import pytest

from lut.errors import PixelError
from lut.looks.finish import LocalGain, Strip, apply_gain, glow, grain, vignette

FRAME = (60, 40)
RNG = np.random.default_rng(31)
MAP = 0.8 * RNG.random((9, 13, 3), dtype=np.float32)
GAIN = LocalGain(RNG.uniform(-1, 1, (5, 7, 6)))
STEPS = {
    "vignette": lambda strip: vignette(strip, 0.6),
    "glow": lambda strip: glow(strip, 0.6, MAP),
    "local gain": lambda strip: apply_gain(strip, GAIN, 0.6),
    "grain": lambda strip: grain(strip, 0.6, size=5),
}
DTYPES = [np.uint8, np.uint16, np.float32]

every_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)


def pixels(dtype, channels=3):
    codes = RNG.random((40, 60, channels), dtype=np.float32)
    codes[:, :20, :3] *= 0.08  # plenty in and around sRGB's toe
    return codes if dtype == np.float32 else np.rint(codes * np.iinfo(dtype).max).astype(dtype)


@every_step
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("channels", [3, 4])
def test_strips_and_tiles_equal_the_whole(step, dtype, channels):
    before = pixels(dtype, channels)
    whole = step(Strip.whole(before.copy()))
    parts = before.copy()
    for top, bottom in ((0, 1), (1, 18), (18, 40)):
        for left, right in ((0, 7), (7, 60)):
            step(Strip(parts[top:bottom, left:right], FRAME, left, top))
    assert np.array_equal(parts, whole)
    assert not np.array_equal(whole, before)


@every_step
def test_large_strips_are_cut_without_a_seam(step, monkeypatch):
    before = pixels(np.uint8)
    whole = step(Strip.whole(before.copy()))
    monkeypatch.setattr("lut.looks.finish.pixel_strips.BLOCK", 200)
    monkeypatch.setattr("lut.looks.finish.local_gain.AT_A_TIME", 130)
    assert np.array_equal(step(Strip.whole(before.copy())), whole)


@every_step
@pytest.mark.parametrize("dtype", DTYPES)
def test_alpha_is_bit_identical(step, dtype):
    before = pixels(dtype, 4)
    if dtype == np.float32:
        before[3, 4:8, 3] = (np.nan, -0.0, np.inf, 1e-42)
    after = step(Strip.whole(before.copy()))
    assert after[..., 3].tobytes() == before[..., 3].tobytes()


@every_step
def test_8_bits_are_dithered_by_less_than_one_level(step):
    before = pixels(np.uint8)
    after = step(Strip.whole(before.copy()))
    exact = step(Strip.whole((before / 255).astype(np.float32))) * 255
    assert np.abs(after - np.clip(exact, 0, 255)).max() < 1
    assert not np.array_equal(after, np.rint(exact))


@every_step
def test_an_empty_strip(step):
    for shape in ((0, 60, 3), (5, 0, 3)):
        assert step(Strip(np.zeros(shape, dtype=np.uint8), FRAME, top=20)).shape == shape


@every_step
@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((4, 4), np.uint8), r"expected pixels \(H, W, 3 or 4\) .*, found \(4, 4\) of uint8"),
        (np.zeros((4, 4, 2), np.uint8), r"found \(4, 4, 2\) of uint8"),
        (np.zeros((4, 4, 3)), r"found \(4, 4, 3\) of float64"),
    ],
)
def test_says_what_a_strip_is(step, pixels, message):
    with pytest.raises(PixelError, match=message):
        step(Strip(pixels, FRAME))
