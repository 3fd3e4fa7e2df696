"""Laws of the grain: it is that of random disks, belongs to a place in the picture, and keeps every tone's mean."""

import hashlib

import numpy as np
import pytest
from disks import noise_power, simulate, skewness

from lut import looks
from lut.color import srgb_to_linear
from lut.errors import PixelError
from lut.looks.finish import Strip, grain
from lut.looks.finish.film_patch import TONES, draw_emulsion, hash_numbers
from lut.looks.finish.grain import CONTRAST

FRAME = (3000, 2000)
RNG = np.random.default_rng(8)
DTYPES = [np.uint8, np.uint16, np.float32]


def white(dtype):
    return 1 if dtype == np.float32 else np.iinfo(dtype).max


def flat(level, dtype=np.float32, height=200, width=300, channels=3):
    return np.full((height, width, channels), level * white(dtype), dtype=dtype)


def coverage(level, diameter, side=768):
    """The share under silver in a flat field, less its mean."""
    frame = (1500 * diameter / 0.6, 1000 * diameter / 0.6)
    return (grain(Strip(flat(level, height=side, width=side), frame), 0.5)[..., 0] - level) / (0.5 * CONTRAST)


@pytest.mark.parametrize("diameter", [0.6, 1.8, 4.0])
@pytest.mark.parametrize("level", [0.1, 0.5, 0.85])
def test_is_that_of_random_disks(diameter, level):
    """Noise power by spatial frequency, deviation and skewness, beside disks that are simulated one by one."""
    rng = np.random.default_rng(3)
    side = 64
    simulated = np.stack([simulate(rng, level, diameter, side) - level for _ in range(4)])
    ours = coverage(level, diameter).reshape(12, side, 12, side).swapaxes(1, 2).reshape(-1, side, side)
    ratio = noise_power(ours) / noise_power(simulated)
    # Over lengths of more than 16 grains, ours is evener than chance.
    long = 12 / (np.arange(6) + 0.5) > 16 * diameter
    assert (ratio[long] < 1.1).all()
    # A few simulated fields know their power to 8 % at medium frequencies, and to 20 % at the lowest ones.
    np.testing.assert_allclose(ratio[~long], 1, atol=0.25)
    assert np.exp(np.log(ratio[~long]).mean()) == pytest.approx(1, abs=0.1)
    assert ours.std() == pytest.approx(simulated.std(), rel=0.06)
    assert skewness(ours) == pytest.approx(skewness(simulated), abs=0.25)


def test_is_no_single_blob():
    """A Gaussian of the same width has next to no power at high frequencies; sharp disks of all sizes have."""
    fields = coverage(0.5, 4.0).reshape(6, 128, 6, 128).swapaxes(1, 2).reshape(-1, 128, 128)
    power = noise_power(fields)
    frequency = (np.arange(6) + 0.5) / 12
    falloff = np.polyfit(frequency[:3] ** 2, np.log(power[:3]), 1)
    assert power[5] > 100 * np.exp(np.polyval(falloff, frequency[5] ** 2))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("look", ["hasselblad-xpan-bw", "leica-m3-monopan", "gr-hi-contrast-bw"])
def test_keeps_the_mean_of_every_level(dtype, look):
    film = looks.load(look).grain
    for level in range(256):
        before = np.full((192, 256, 3), level * white(dtype) / 255).astype(dtype)
        after = grain(Strip(before.copy(), FRAME, 1000, 500), film.amount, size=film.size)
        assert (after.mean(dtype=np.float64) - before[0, 0, 0]) / white(dtype) * 255 == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("level", [0.0, 1.0])
def test_leaves_black_and_white(dtype, level):
    assert np.array_equal(grain(Strip(flat(level, dtype), FRAME), 1.0), flat(level, dtype))


def test_shadows_have_bright_specks_and_highlights_dark_ones():
    assert skewness(coverage(0.05, 2.0)) > 1
    assert abs(skewness(coverage(0.5, 2.0))) < 0.1
    assert skewness(coverage(0.95, 2.0)) < -1


def test_granularity_rises_with_density():
    """The negative's, which silver covers as much as the print is bright.  In the print, middle tones show it most."""
    levels = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
    shown = [coverage(level, 1.2, 256).std() for level in levels]
    negative = [deviation / (1 - level) for level, deviation in zip(levels, shown, strict=True)]  # of -ln(clear share)
    assert (np.diff(negative) > 0).all()
    assert max(shown) == max(shown[2:4])
    assert min(shown) == min(shown[0], shown[-1])


def test_deviation_falls_with_the_root_of_the_area():
    """Selwyn's law, for areas above those of grains: of squares of pixels, and of pixels of smaller pictures."""
    field = coverage(0.5, 1.0)
    by_side = {side: field.reshape(768 // side, side, 768 // side, side).mean(axis=(1, 3)).std() for side in (4, 8, 16)}
    assert by_side[4] / by_side[8] == pytest.approx(2, rel=0.12)
    assert by_side[8] / by_side[16] == pytest.approx(2, rel=0.15)
    for diameter in (0.25, 0.125):  # the smaller one is finer than is drawn
        assert coverage(0.5, diameter).std() == pytest.approx(by_side[round(1 / diameter)], rel=0.12)


def test_granularity_is_that_of_films():
    """RMS granularity, 1000 σ of density under 48 µm, in a negative that its print makes 1.6 times as steep."""
    micrometers = 6.0
    frame = (36000 / micrometers, 24000 / micrometers)
    y, x = np.mgrid[-4:5, -4:5]
    aperture = np.zeros((1024, 1024))
    aperture[(y % 1024)[y**2 + x**2 <= 16], (x % 1024)[y**2 + x**2 <= 16]] = 1 / (y**2 + x**2 <= 16).sum()

    def granularity(amount, size):
        light = srgb_to_linear(grain(Strip(flat(0.5, height=1024, width=1024), frame), amount, size=size)[..., 0])
        seen = np.fft.irfft2(np.fft.rfft2(light) * np.fft.rfft2(aperture))
        return 1000 * np.log10(seen).std() / 1.6

    assert granularity(0.25, 0.6) == pytest.approx(14, abs=2)  # ISO 400
    assert granularity(0.2, 0.35) == pytest.approx(7.5, abs=1.5)  # ISO 50


def test_does_not_repeat():
    """On a large sky, nothing further away than a grain looks like a place itself, be it as far as a patch is large."""
    side = 2048
    sky = grain(Strip(flat(0.45, height=side, width=side), (8000, 6000)), 0.25)[..., 0] - 0.45
    alike = np.fft.irfft2(np.abs(np.fft.rfft2(sky, (2 * side, 2 * side))) ** 2)
    overlap = np.fft.irfft2(np.abs(np.fft.rfft2(np.ones((side, side)), (2 * side, 2 * side))) ** 2)
    alike = (alike / np.maximum(overlap, 1))[:1100, :1100] / sky.var()
    assert alike[0, 0] == pytest.approx(1, rel=0.01)
    alike[:40, :40] = 0
    assert np.abs(alike).max() < 0.06


def test_seams_of_windows_do_not_show():
    """Deviation and neighbors' likeness are the same along the seams as elsewhere."""
    film = draw_emulsion(3.6)
    field = coverage(0.4, 3.6, 4 * film.cell)
    along = np.arange(4 * film.cell) % film.cell < film.seam
    assert field[:, along].std() == pytest.approx(field.std(), rel=0.06)
    assert field[along].std() == pytest.approx(field.std(), rel=0.06)
    steps = np.abs(np.diff(field, axis=1)).mean(axis=0)
    assert steps.max() < 1.25 * steps.mean()


@pytest.mark.parametrize(("scale", "size"), [(1, 0.2), (1, 0.6), (1, 5.0), (5, 0.6)])
def test_strips_equal_the_whole_over_many_windows(scale, size):
    before = np.linspace(0, 1, 700, dtype=np.float32)[None, :, None] * np.ones((260, 1, 3), dtype=np.float32)
    whole = grain(Strip(before.copy(), FRAME, -300, 1020, scale=scale), 0.5, size=size)
    for top, left in ((0, 200), (1, 0), (127, 511), (250, 699)):
        part = before[top:, left:].copy()
        grain(Strip(part, FRAME, -300 + left * scale, 1020 + top * scale, scale=scale), 0.5, size=size)
        assert np.array_equal(part, whole[top:, left:])


@pytest.mark.parametrize("dtype", DTYPES)
def test_is_the_same_in_all_channels(dtype):
    """In a gray picture, which stays gray, and in a colored one."""
    gray = grain(Strip(flat(0.5, dtype), FRAME), 0.5)
    assert np.ptp(gray, axis=-1).max() == 0
    color = (np.array([0.6, 0.4, 0.3]) * white(dtype) * np.ones((200, 300, 1))).astype(dtype)
    added = grain(Strip(color.copy(), FRAME), 0.5).astype(np.float64) - color
    assert added.std() > 0
    assert np.ptp(added, axis=-1).max() <= (1e-6 if dtype == np.float32 else 1)  # rounding


def test_amount_0_and_alpha():
    before = flat(0.4, np.uint8, channels=4)
    assert np.array_equal(grain(Strip(before.copy(), FRAME), 0.0), before)
    assert np.array_equal(grain(Strip(before.copy(), FRAME), 1.0)[..., 3], before[..., 3])


def test_gray_levels_stay_inside_and_integers_do_not_wrap_around():
    for level in (0.01, 0.97):
        before = flat(level, np.uint8)
        after = grain(Strip(before.copy(), FRAME), 1.0).astype(int)
        assert np.abs(after - before).max() <= 1 + 255 * CONTRAST * 0.97 * 2**0.5
        floats = grain(Strip(flat(level), FRAME), 1.0)
        assert floats.min() >= 0 and floats.max() <= 1
    vivid = np.zeros((200, 300, 3), dtype=np.uint8)
    vivid[..., 0] = 255
    after = grain(Strip(vivid, FRAME), 1.0)
    assert after[..., 0].min() > 100 and after[..., 1:].max() < 150


def test_floats_outside_are_left():
    before = flat(0.5)
    before[0, :4] = [(1.5,) * 3, (-0.2,) * 3, (np.nan,) * 3, (np.inf,) * 3]
    assert np.array_equal(grain(Strip(before.copy(), FRAME), 1.0)[0, :4], before[0, :4], equal_nan=True)


def test_grains_grow_with_size_and_with_the_picture():
    def neighbors(frame=FRAME, size=0.6):
        added = grain(Strip(flat(0.5), frame), 0.5, size)[..., 0] - 0.5
        return np.corrcoef(added[:, 1:].ravel(), added[:, :-1].ravel())[0, 1]

    assert neighbors() < neighbors(size=1.2) < neighbors(size=3.0)
    assert neighbors(frame=(6000, 4000)) == pytest.approx(neighbors(size=1.2), abs=0.01)


@pytest.mark.parametrize("size", [0.6, 3.0])
def test_preview_shows_as_much_grain_as_the_picture_does_from_afar(size):
    picture = grain(Strip(flat(0.5, height=800, width=800), FRAME), 0.5, size=size)
    seen = picture.reshape(200, 4, 200, 4, 3).mean(axis=(1, 3)).std()
    preview = grain(Strip(flat(0.5, height=200, width=200), FRAME, scale=4), 0.5, size=size).std()
    assert preview == pytest.approx(seen, rel=0.1)


def test_is_the_same_on_every_machine():
    """Grains are drawn with integers alone."""
    film = draw_emulsion(1.0)
    assert hashlib.sha256(film.coverage).hexdigest()[:16] == "68bb0eb0c59b0adb"


def test_darker_tones_grains_are_all_in_brighter_ones():
    film = draw_emulsion(1.0)
    assert (np.diff(film.coverage.reshape(TONES + 1, -1).astype(int), axis=0) >= 0).all()


def test_hash_is_the_published_one():
    assert hash_numbers(np.arange(3, dtype=np.uint32)).tolist() == [lowbias32(0), lowbias32(1), lowbias32(2)]
    uniform = hash_numbers(np.arange(100_000, dtype=np.uint32)) / 2**32
    assert np.histogram(uniform, bins=10, range=(0, 1))[0] == pytest.approx(np.full(10, 10_000), rel=0.05)


def lowbias32(x):
    """Wellons's function as published, in Python's unbounded integers."""
    x ^= x >> 16
    x = x * 0x7FEB352D & 0xFFFFFFFF
    x ^= x >> 15
    x = x * 0x846CA68B & 0xFFFFFFFF
    return x ^ x >> 16


def test_films_of_the_looks():
    """ISO 50 is finer than ISO 400, and a high contrast film coarser; looks in color have no grain of their own."""
    fine, fast, coarse = (
        looks.load(name).grain for name in ("leica-m3-monopan", "hasselblad-xpan-bw", "gr-hi-contrast-bw")
    )
    assert (fast.amount, fast.size) == (0.25, 0.6)
    assert fine.amount < fast.amount < coarse.amount
    assert fine.size < fast.size < coarse.size
    assert all(look.monochrome for look in looks.all_looks() if look.grain)


def test_says_what_is_wrong():
    with pytest.raises(PixelError, match=r"expected a grain from 0 to 1, found -0\.1"):
        grain(Strip(flat(0.5), FRAME), -0.1)
