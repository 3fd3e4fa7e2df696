"""Laws of local tone: large parts are evened out, inside them nothing happens, and edges get no halo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lut.color import srgb_to_linear
from lut.errors import PixelError
from lut.looks.finish import LocalGain, Strip, apply_gain, measure_local_tone
from lut.looks.finish.local_tone import LEVELS, REACH, SPREAD, STEEPEST, STRONGEST, SUBJECT, ease_out
from lut.looks.finish.pixel_strips import gaussian_matrix, luma

PHOTOS = Path(__file__).parents[2] / "docs" / "photos"
WIDTH, HEIGHT, SMALLER = 640, 480, 4
FRAME = (WIDTH, HEIGHT)
ACROSS = np.arange(WIDTH)
TONES = np.arange(0.05, 1, 0.15)


def picture(row) -> np.ndarray:
    """(HEIGHT, WIDTH, 3) float32 gray, the same in every row."""
    return np.tile(np.asarray(row, np.float32)[None, :, None], (HEIGHT, 1, 3))


def shrunk(pixels, by=SMALLER):
    height, width = (length // by for length in pixels.shape[:2])
    return pixels.reshape(height, by, width, by, -1).mean(axis=(1, 3)).astype(np.float32)


def toned(pixels, gain: LocalGain | None = None):
    gain = gain or measure_local_tone(shrunk(pixels))
    return apply_gain(Strip.whole(pixels.copy()), gain, 1)


def toned_row(row, gain: LocalGain | None = None):
    """(WIDTH,) of the middle of a picture that is the same in every row."""
    before = picture(row)
    gain = gain or measure_local_tone(shrunk(before))
    middle = HEIGHT // 2
    return apply_gain(Strip(before[middle : middle + 1].copy(), FRAME, top=middle), gain, 1)[0, :, 0]


def photo(name: str) -> np.ndarray:
    with Image.open(PHOTOS / name) as image:
        image.thumbnail((800, 800))
        pixels = np.array(image.convert("RGB"))
    return pixels[: pixels.shape[0] // 4 * 4, : pixels.shape[1] // 4 * 4]


def stops_between(after, before):
    return np.log2(srgb_to_linear(after).astype(float) / srgb_to_linear(before))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("tone", [0, 0.02, 0.2, 0.5, 0.8, 1])
def test_an_even_picture_stays_as_it_is(dtype, tone):
    white = 1 if dtype == np.float32 else np.iinfo(dtype).max
    before = np.full((90, 160, 3), np.array([0.7, 1, 0.4]) * tone * white).astype(dtype)
    assert np.array_equal(apply_gain(Strip.whole(before.copy()), measure_local_tone(before), 1), before)


@pytest.mark.parametrize("tone", [0.12, 0.5, 0.88])
def test_a_picture_of_details_alone_nearly_stays(tone):
    rng = np.random.default_rng(3)
    fine = np.kron(rng.choice([-0.1, 0.1], (160, 214)), np.ones((3, 3)))[:, :WIDTH, None]
    before = (picture(np.full(WIDTH, tone)) + fine).astype(np.float32)
    assert np.abs(toned(before) - before).max() * 255 < 3


def test_dark_parts_are_lifted_and_bright_ones_held():
    before = picture(np.where(ACROSS < WIDTH / 2, 0.15, 0.85))
    moved = stops_between(toned(before), before)[HEIGHT // 2, :, 0]
    assert 0.5 < moved[40] < STRONGEST
    assert -STRONGEST < moved[-40] < -0.25


def test_middle_tones_stay():
    before = picture(np.select([ACROSS < 200, ACROSS < 440], [0.1, 0.5], 0.9))
    moved = stops_between(toned(before), before)[HEIGHT // 2, :, 0]
    assert abs(moved[WIDTH // 2]) < 0.05 < min(moved[60], -moved[-60])


def test_a_portrait_on_black_keeps_its_face_and_its_background():
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    face = np.hypot(x - WIDTH / 2, (y - HEIGHT / 2) / 1.3) < 110
    before = np.where(face, 0.58, 0.03)[..., None].repeat(3, axis=2).astype(np.float32)
    after = toned(before)
    assert abs(after - before)[face].max() * 255 < 4
    assert abs(after - before)[~face].max() * 255 < 3


def test_never_by_more_than_a_stop():
    rng = np.random.default_rng(5)
    for blocks in range(1, 9):
        tones = rng.choice([0, 0.1, 0.5, 0.9, 1], (blocks, blocks))
        gain = measure_local_tone(np.kron(tones, np.ones((24, 32)))[..., None].repeat(3, axis=2).astype(np.float32))
        assert np.abs(gain.stops).max() <= STRONGEST
    for name in ("sunset.jpg", "mountain.jpg"):
        before = (photo(name) / 255).astype(np.float32) + np.float32(1e-3)
        assert np.abs(stops_between(toned(before), before)).max() <= STRONGEST + 1e-3


def spread_evenly(thumbnail) -> LocalGain:
    """The same strength without regard to edges: the base is a Gaussian blur."""
    light = luma(thumbnail)
    mean, spread = light.mean(), SPREAD * min(light.shape)
    down, across = (gaussian_matrix(length, spread) for length in light.shape)
    base = (down @ light @ across.T)[..., None].repeat(2, axis=2).astype(float)
    low, high = min(mean, SUBJECT[0]), max(mean, SUBJECT[1])
    return LocalGain(ease_out((low - base) / REACH) - ease_out((base - high) / REACH))


def halo(row) -> float:
    """How far, in codes of 8 bits, an even half of a picture is from even afterwards."""
    return 255 * float(max(np.ptp(row[: WIDTH // 2]), np.ptp(row[WIDTH // 2 :])))


def test_an_edge_gets_no_halo():
    """At most 4 codes of 255, over twentieths of the picture; with a Gaussian base it is more than five times that."""
    pairs = [(dark, bright) for dark in TONES for bright in TONES if dark < bright]
    steps = [np.where(ACROSS < WIDTH / 2, *pair) for pair in pairs]
    ours = [halo(toned_row(step)) for step in steps]
    theirs = [halo(toned_row(step, spread_evenly(shrunk(picture(step))))) for step in steps]
    assert max(ours) < 4
    assert max(theirs) > 20
    assert np.median(theirs) > 8 * np.median(ours)


@pytest.mark.parametrize("width", [4, 12, 40, 150, 400])
def test_a_soft_edge_gets_no_contour(width):
    part = np.clip((ACROSS - WIDTH / 2) / width + 0.5, 0, 1)
    for dark, bright in ((0.02, 0.4), (0.1, 0.95), (0.3, 0.6), (0.5, 0.8)):
        after = toned_row(dark + (bright - dark) * part * part * (3 - 2 * part))
        assert np.diff(after).min() * 255 > -0.2


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0.1, 0.9), (0, 0.3), (0.4, 0.6), (0.6, 1)])
def test_a_gradient_rises_everywhere(low, high):
    before = np.linspace(low, high, WIDTH, dtype=np.float32)
    steps = np.diff(toned_row(before)) / np.diff(before)
    assert 0.4 < steps.min() < steps.max() < 2.1


@pytest.mark.parametrize("name", ["sunset.jpg", "mountain.jpg", "dandelion.jpg", "astronaut.png"])
def test_at_every_place_a_brighter_pixel_stays_the_brighter_one(name):
    gain = measure_local_tone(shrunk(photo(name) / 255))
    assert (np.diff(gain.stops, axis=2) * (LEVELS - 1)).min() >= -STEEPEST - 1e-4
    ramp = np.linspace(0, 1, 1000, dtype=np.float32)[:, None, None].repeat(3, axis=2)
    for left in range(10, 800, 150):
        for top in range(10, 500, 120):  # so many image pixels a pixel that all lie at one place
            after = apply_gain(Strip(ramp.copy(), (800, 532), left, top, scale=1e-6), gain, 1)
            assert np.diff(after[:, 0, 0]).min() > 0


def test_grays_leave_room_for_the_steepest_fall():
    """What ``apply_gain`` adds the gain to, log2(x / (1 - x)), rises by more than STEEPEST, by a fifth and more."""
    codes = np.linspace(1e-4, 1 - 1e-4, 20001)
    light = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    least = np.gradient(np.log2(light / (1 - light)), codes).min()
    assert least == pytest.approx(7.74, abs=0.01)
    assert least > 1.2 * STEEPEST


def test_noise_in_shadows_grows_by_no_more_than_the_gain():
    noise = np.random.default_rng(8).normal(0, 0.01, (HEIGHT, WIDTH, 1))
    before = (picture(np.where(ACROSS < WIDTH / 2, 0.08, 0.8)) + noise).clip(0, 1).astype(np.float32)
    gain = measure_local_tone(shrunk(before))
    shadow = np.s_[60:-60, 60:240, 0]
    stops = gain.reader(Strip(before, FRAME))(luma(before), slice(0, HEIGHT))
    largest = np.exp2(stops[shadow[:2]].max())
    noisy = [srgb_to_linear(pixels)[shadow].std() for pixels in (before, toned(before, gain))]
    assert 1.3 < noisy[1] / noisy[0] <= largest


def test_details_keep_their_contrast():
    """Spots of 2 to 4 % of the shorter side, on a dark and on a bright part: in stops, at least four fifths is left."""
    rng = np.random.default_rng(1)
    for size in (3, 10, 20):
        up = np.kron(rng.choice([-1, 1], (161, 214)), np.ones((size, size)))[:HEIGHT, :WIDTH]
        before = (picture(np.where(ACROSS < WIDTH / 2, 0.25, 0.8)) + 0.1 * up[..., None]).astype(np.float32)
        after = toned(before)
        for part in (np.s_[40:-40, 40:280], np.s_[40:-40, 360:600]):
            contrast = []
            for pixels in (before, after):
                stops = np.log2(srgb_to_linear(pixels[part][..., 0]).astype(float))
                contrast.append(stops[up[part] > 0].mean() - stops[up[part] < 0].mean())
            assert contrast[1] > 0.8 * contrast[0]


@pytest.mark.parametrize("name", ["sunset.jpg", "mountain.jpg", "dandelion.jpg"])
def test_a_preview_is_the_whole_picture_small(name):
    """Apart from what it lacks of details: on means of pixels, it is the whole picture's means within a code."""
    before = (photo(name) / 255).astype(np.float32)
    gain = measure_local_tone(shrunk(before))
    frame = (before.shape[1], before.shape[0])
    blurred = shrunk(before).repeat(SMALLER, axis=0).repeat(SMALLER, axis=1)
    whole = shrunk(apply_gain(Strip.whole(blurred), gain, 1))
    preview = apply_gain(Strip(shrunk(before), frame, scale=SMALLER), gain, 1)
    assert np.abs(preview - whole).max() * 255 < 1


@pytest.mark.parametrize("name", ["sunset.jpg", "dandelion.jpg"])
def test_any_thumbnail_gives_nearly_the_same(name):
    before = photo(name)
    found = [toned(before.astype(np.float32) / 255, measure_local_tone(shrunk(before / 255, by))) for by in (2, 4)]
    difference = np.abs(found[0] - found[1]) * 255
    assert difference.mean() < 0.2
    assert np.percentile(difference, 99) < 1.5


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_gain_of_integers_is_that_of_floats(dtype):
    codes, top = shrunk(photo("sunset.jpg") / 255), np.iinfo(dtype).max
    found = measure_local_tone(np.rint(codes * top).astype(dtype))
    np.testing.assert_allclose(found.stops, measure_local_tone(codes).stops, atol=0.03)


def test_what_is_transparent_does_not_count():
    dark = np.full((60, 80, 4), 0.2, dtype=np.float32)
    dark[..., 3] = 1
    hidden = dark.copy()
    hidden[:, 40:] = (1, 1, 1, 0)
    assert np.abs(measure_local_tone(hidden).stops[:, :16, :4]).max() < 0.01
    assert measure_local_tone(hidden[..., :3]).stops[0, 0, 2] > 0.2
    hidden[..., 3] = 0
    assert not measure_local_tone(hidden).stops.any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (1, 256), (256, 1), (2, 2), (3, 256)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_tiny_and_thin_pictures(shape, dtype):
    white = 1 if dtype == np.float32 else np.iinfo(dtype).max
    before = (np.random.default_rng(2).random((*shape, 4)) * white).astype(dtype)
    gain = measure_local_tone(before)
    assert gain.stops.nbytes < 1 << 20, "the grid is larger than the picture's few pixels can tell"
    after = apply_gain(Strip.whole(before.copy()), gain, 1)
    assert np.array_equal(after[..., 3], before[..., 3])
    assert np.isfinite(after.astype(float)).all()


def test_the_grid_is_as_small_for_the_largest_picture():
    assert measure_local_tone(np.zeros((192, 256, 3), np.uint8)).stops.nbytes < 100_000


@pytest.mark.filterwarnings("error")
def test_pixels_that_are_no_numbers():
    strange = np.full((30, 40, 4), 0.4, dtype=np.float32)
    strange[0] = (np.nan, np.inf, -np.inf, 1)
    strange[1] = (1, 2, 3, np.nan)
    strange[2] = (np.inf, np.inf, np.inf, np.inf)
    assert np.isfinite(measure_local_tone(strange).stops).all()


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 2), (0, 4, 3)])
def test_says_what_a_thumbnail_is(shape):
    with pytest.raises(PixelError, match="expected"):
        measure_local_tone(np.zeros(shape, dtype=np.uint8))
