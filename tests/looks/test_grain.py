"""Laws of the grain: it belongs to a place in the picture, and is seen in middle tones."""

import numpy as np
import pytest

from lut.errors import PixelError
from lut.looks.finish import grain
from lut.looks.finish.film import STRONGEST, scrambled, tile

FRAME = (3000, 2000)
RNG = np.random.default_rng(8)


def flat(level, dtype=np.float32, height=200, width=300, channels=3):
    return np.full((height, width, channels), level * (1 if dtype == np.float32 else np.iinfo(dtype).max), dtype=dtype)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [3, 4])
def test_strips_and_tiles_equal_the_whole(dtype, channels):
    codes = RNG.random((40, 60, channels), dtype=np.float32)
    before = codes if dtype == np.float32 else np.rint(codes * np.iinfo(dtype).max).astype(dtype)
    whole = grain(before.copy(), 0.5, 0, 0, FRAME)
    parts = before.copy()
    for top, bottom in ((0, 3), (3, 40)):
        for left, right in ((0, 17), (17, 60)):
            grain(parts[top:bottom, left:right], 0.5, left, top, FRAME)
    assert np.array_equal(parts, whole)
    assert not np.array_equal(whole, before)


def test_strips_equal_the_whole_across_the_tile():
    before = flat(0.5, height=8, width=2200)
    whole = grain(before.copy(), 0.5, 900, 1020, FRAME)
    part = grain(before[:, 200:].copy(), 0.5, 1100, 1020, FRAME)
    assert np.array_equal(part, whole[:, 200:])


@pytest.mark.parametrize("level", [0.25, 0.5, 0.75])
def test_follows_luminance(level):
    added = grain(flat(level), 0.4, 0, 0, FRAME) - np.float32(level)
    assert added.std() == pytest.approx(0.4 * STRONGEST * 4 * level * (1 - level), rel=0.1)
    assert abs(added.mean()) < 0.1 * added.std()


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_leaves_black_and_white(level):
    assert np.array_equal(grain(flat(level), 1.0, 0, 0, FRAME), flat(level))


def test_is_the_same_in_all_channels():
    added = grain(flat(0.5, np.uint8), 0.5, 0, 0, FRAME)
    assert np.array_equal(added[..., 0], added[..., 1])
    assert np.array_equal(added[..., 0], added[..., 2])


def test_amount_0_and_alpha():
    before = flat(0.4, np.uint8, channels=4)
    assert np.array_equal(grain(before.copy(), 0.0, 0, 0, FRAME), before)
    assert np.array_equal(grain(before.copy(), 1.0, 0, 0, FRAME)[..., 3], before[..., 3])


def test_integers_do_not_wrap_around():
    near_white = flat(0.97, np.uint8)
    after = grain(near_white.copy(), 1.0, 0, 0, FRAME).astype(int)
    assert np.abs(after - near_white).max() < 40


def test_grains_grow_with_size_and_with_the_picture():
    def neighbours(**changes):
        values = {"frame": FRAME, "size": 0.6} | changes
        added = grain(flat(0.5), 0.5, 0, 0, **values)[..., 0] - 0.5
        return np.corrcoef(added[:, 1:].ravel(), added[:, :-1].ravel())[0, 1]

    assert neighbours() < neighbours(size=1.2) < neighbours(size=3.0)
    assert neighbours(frame=(6000, 4000)) == pytest.approx(neighbours(size=1.2), abs=0.01)


def test_preview_shows_about_as_much_grain_as_the_picture_does_from_afar():
    picture = grain(flat(0.5, height=800, width=800), 0.5, 0, 0, FRAME, size=3.0)
    seen = picture.reshape(200, 4, 200, 4, 3).mean(axis=(1, 3)).std()
    preview = grain(flat(0.5, height=200, width=200), 0.5, 0, 0, FRAME, scale=4, size=3.0).std()
    assert preview == pytest.approx(seen, rel=0.2)


def test_tile_is_noise_without_seams():
    field = tile(1.5)
    assert field.mean() == pytest.approx(0, abs=0.01)
    assert field.std() == pytest.approx(1, abs=0.01)
    inside = np.abs(np.diff(field, axis=0)).mean()
    assert np.abs(field[0] - field[-1]).mean() == pytest.approx(inside, rel=0.1)


def test_noise_is_the_same_everywhere():
    """The hash is integer arithmetic alone, and evenly spread."""
    assert scrambled(np.arange(3, dtype=np.uint32)) * 2**24 == pytest.approx(
        [value >> 8 for value in (lowbias32(0), lowbias32(1), lowbias32(2))]
    )
    uniform = scrambled(np.arange(100_000, dtype=np.uint32))
    assert np.histogram(uniform, bins=10, range=(0, 1))[0] == pytest.approx(np.full(10, 10_000), rel=0.05)


def lowbias32(x):
    """Wellons's function as published, in Python's unbounded integers."""
    x ^= x >> 16
    x = x * 0x7FEB352D & 0xFFFFFFFF
    x ^= x >> 15
    x = x * 0x846CA68B & 0xFFFFFFFF
    return x ^ x >> 16


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": -0.1}, "expected a grain from 0 to 1, found -0.1"),
        ({"pixels": np.zeros((4, 4, 3), np.float64)}, "found .* of float64"),
    ],
)
def test_says_what_is_wrong(change, message):
    valid = {"pixels": flat(0.5), "amount": 0.3, "left": 0, "top": 0, "frame": FRAME}
    grain(**valid)
    with pytest.raises(PixelError, match=message):
        grain(**valid | change)
