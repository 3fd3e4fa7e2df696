"""Laws that every finishing step obeys, whatever it does to colors."""

import numpy as np
import pytest

from lut.looks.finish import LocalGain, apply_gain, glow, grain, vignette

FRAME = (60, 40)
RNG = np.random.default_rng(31)
MAP = 0.8 * RNG.random((9, 13, 3), dtype=np.float32)
GAIN = LocalGain(RNG.uniform(-1, 1, (5, 7, 6)))
STEPS = {
    "vignette": lambda pixels, left, top, out=None: vignette(pixels, 0.6, left, top, FRAME, out=out),
    "glow": lambda pixels, left, top, out=None: glow(pixels, 0.6, MAP, left, top, FRAME, out=out),
    "local gain": lambda pixels, left, top, out=None: apply_gain(pixels, GAIN, 0.6, left, top, FRAME, out=out),
    "grain": lambda pixels, left, top, out=None: grain(pixels, 0.6, left, top, FRAME, size=5, out=out),
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
    whole = step(before.copy(), 0, 0)
    parts = before.copy()
    for top, bottom in ((0, 1), (1, 18), (18, 40)):
        for left, right in ((0, 7), (7, 60)):
            step(parts[top:bottom, left:right], left, top)
    assert np.array_equal(parts, whole)
    assert not np.array_equal(whole, before)


@every_step
def test_large_strips_are_cut_without_a_seam(step, monkeypatch):
    before = pixels(np.uint8)
    whole = step(before.copy(), 0, 0)
    monkeypatch.setattr("lut.looks.finish.pixel_strips.BLOCK", 200)
    monkeypatch.setattr("lut.looks.finish.local_gain.AT_A_TIME", 130)
    assert np.array_equal(step(before.copy(), 0, 0), whole)


@every_step
@pytest.mark.parametrize("dtype", DTYPES)
def test_alpha_is_bit_identical(step, dtype):
    before = pixels(dtype, 4)
    if dtype == np.float32:
        before[3, 4:8, 3] = (np.nan, -0.0, np.inf, 1e-42)
    after = step(before.copy(), 0, 0)
    assert after[..., 3].tobytes() == before[..., 3].tobytes()


@every_step
def test_out_leaves_the_input(step):
    before = pixels(np.uint8, 4)
    kept = before.copy()
    out = np.empty_like(before)
    assert step(before, 0, 0, out) is out
    assert np.array_equal(before, kept)
    assert np.array_equal(out, step(before.copy(), 0, 0))


@every_step
def test_8_bits_are_dithered_by_less_than_one_level(step):
    before = pixels(np.uint8)
    after = step(before.copy(), 0, 0)
    exact = step((before / 255).astype(np.float32), 0, 0) * 255
    assert np.abs(after - np.clip(exact, 0, 255)).max() < 1
    assert not np.array_equal(after, np.rint(exact))


@every_step
def test_an_empty_strip(step):
    assert step(np.zeros((0, 60, 3), dtype=np.uint8), 0, 20).shape == (0, 60, 3)
    assert step(np.zeros((5, 0, 3), dtype=np.uint8), 0, 20).shape == (5, 0, 3)
