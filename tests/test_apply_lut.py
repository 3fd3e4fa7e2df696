"""apply and Applier: dtypes, alpha, strength, strides, strips, and what they refuse."""

from __future__ import annotations

import itertools
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import lut
from lut import Lut, LutError, Shaper
from lut.apply_lut import BAND, Applier, split_bands, split_chunks
from lut.errors import PixelError
from lut.kernel.blending import CODE_MAX
from lut.kernel.interpolation import CHUNK
from lut.lattice import lattice

EACH_DTYPE = pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
EACH_CHANNELS = pytest.mark.parametrize("channels", [3, 4])
MB = 1 << 20


def look(size: int = 17) -> Lut:
    """Smooth, with every channel mixed into every other, and out of range at both ends."""
    red, green, blue = np.moveaxis(lattice(size), -1, 0)
    rows = [1.2 * red**1.5 - 0.1 * blue, 0.8 * green**0.7 + 0.3 * red * blue, blue**1.2 - 0.1 * green + 0.05]
    return Lut(np.stack(rows, axis=-1))


def image(dtype: type, height: int = 60, width: int = 50, channels: int = 4) -> np.ndarray:
    """Random codes, black and white among them; floats also outside 0..1."""
    random = np.random.default_rng(8)
    if dtype is np.float32:
        return random.uniform(-0.2, 1.2, (height, width, channels)).astype(np.float32)
    code_max = np.iinfo(dtype).max
    codes = random.integers(0, code_max, (height, width, channels), dtype=dtype, endpoint=True)
    codes[0, 0], codes[-1, -1] = 0, code_max
    return codes


def expected(pixels: np.ndarray, one: Lut, strength: float = 1.0, interpolation: str = "tetrahedral") -> np.ndarray:
    """The contract in so many words, and doubles; colors in levels of the dtype, not rounded."""
    scale = CODE_MAX[pixels.dtype]
    colors = pixels[..., :3].astype(float) / scale
    return scale * (colors + strength * (one(colors.astype(np.float32), interpolation) - colors))


def assert_levels_apart(found: np.ndarray, right: np.ndarray, levels: float) -> None:
    np.testing.assert_allclose(found.astype(float), right, rtol=0, atol=levels)


# What comes out


@EACH_DTYPE
@EACH_CHANNELS
@pytest.mark.parametrize("strength", [1.0, 0.35])
@pytest.mark.parametrize("interpolation", ["tetrahedral", "trilinear", "nearest"])
def test_colors_are_rounded_to_the_nearest_and_clamped(
    dtype: type, channels: int, strength: float, interpolation: str
) -> None:
    pixels = image(dtype, channels=channels)
    before = pixels.copy()
    result = lut.apply(pixels, look(), strength, interpolation)
    right = expected(pixels, look(), strength, interpolation)
    if dtype is np.float32:
        assert_levels_apart(result[..., :3], right, 1e-6)
    else:
        # Half a level, and what float32 leaves of a number so large.
        assert_levels_apart(result[..., :3], right.clip(0, CODE_MAX[pixels.dtype]), 0.5 + 1e-6 * np.iinfo(dtype).max)
    assert result.dtype == pixels.dtype and result.shape == pixels.shape
    assert result[..., 3:].tobytes() == before[..., 3:].tobytes()
    assert pixels.tobytes() == before.tobytes() and not np.shares_memory(pixels, result)


@EACH_CHANNELS
@pytest.mark.parametrize("interpolation", ["tetrahedral", "trilinear"])
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.uint8, 1), (np.uint16, 1), (np.float32, 1e-6)])
@pytest.mark.parametrize("size", [17, 33])
def test_opencolorio_agrees(dtype: type, tolerance: float, channels: int, interpolation: str, size: int) -> None:
    from opencolorio_lut import applied

    pixels = image(dtype, 200, 300, channels)
    right = applied(look(size).table, pixels, interpolation)
    assert_levels_apart(lut.apply(pixels, look(size), interpolation=interpolation), right.astype(float), tolerance)


@EACH_DTYPE
def test_the_identity_changes_nothing_inside_its_domain(dtype: type) -> None:
    pixels = image(dtype)
    if dtype is np.float32:
        pixels = pixels.clip(0, 1)
        np.testing.assert_allclose(lut.apply(pixels, Lut.identity()), pixels, rtol=0, atol=2e-7)
    else:
        np.testing.assert_array_equal(lut.apply(pixels, Lut.identity()), pixels)


@EACH_DTYPE
@EACH_CHANNELS
def test_strength_0_changes_nothing_at_all(dtype: type, channels: int) -> None:
    pixels = image(dtype, channels=channels)
    if dtype is np.float32:
        pixels[0, :6, 0] = np.nan, -np.nan, np.inf, -np.inf, -0.0, 3e38
    result = lut.apply(pixels, look(), 0)
    assert result.tobytes() == pixels.tobytes() and not np.shares_memory(pixels, result)


def test_floats_outside_the_domain_keep_what_the_strength_leaves() -> None:
    one = Lut(look().table, domain=((0, 0, 0), (2, 2, 2)))
    pixels = np.array([[[-1.0, 0.5, 3.0], [5.0, 2.0, 0.0]]], np.float32)
    edge = one(pixels.clip(0, 2))
    np.testing.assert_array_equal(lut.apply(pixels, one), edge)
    np.testing.assert_allclose(lut.apply(pixels, one, 0.25), 0.75 * pixels + 0.25 * edge, rtol=0, atol=1e-6)


@pytest.mark.filterwarnings("error")
def test_nan_and_infinity() -> None:
    odd = [np.nan, np.inf, -np.inf, 0.5]
    pixels = np.array(list(itertools.product(odd, odd, odd)), np.float32)[np.newaxis]
    tame = np.nan_to_num(pixels, nan=0, posinf=1, neginf=0)
    np.testing.assert_array_equal(lut.apply(pixels, look()), lut.apply(tame, look()))
    mixed = lut.apply(pixels, look(), 0.5)
    finite = np.isfinite(pixels)
    np.testing.assert_array_equal(mixed[~finite], pixels[~finite])
    np.testing.assert_array_equal(mixed[finite], lut.apply(tame, look(), 0.5)[finite])


@EACH_DTYPE
def test_a_domain_and_a_shaper_are_applied(dtype: type) -> None:
    curves = np.linspace(0, 1, 64)[:, np.newaxis] ** [0.5, 0.8, 1.3]
    one = Lut(look().table, ((-0.5, 0, 0), (1, 1.5, 1)), Shaper(curves, ((0, 0, 0), (0.9, 1, 1))))
    pixels = image(dtype)
    right = expected(pixels, one)
    found = lut.apply(pixels, one)[..., :3]
    if dtype is np.float32:
        assert_levels_apart(found, right, 1e-5)
    else:
        assert_levels_apart(found, right.clip(0, CODE_MAX[pixels.dtype]), 0.5 + 1e-5 * np.iinfo(dtype).max)


def test_alpha_is_bit_identical_whatever_it_says() -> None:
    pixels = image(np.float32)
    bits = pixels.view(np.uint32)
    bits[0, :4, 3] = 0x7FC0_1234, 0xFFC0_0001, 0x8000_0000, 0x7F80_0000  # two NaNs, -0, infinity
    for strength in (0.5, 1):
        np.testing.assert_array_equal(lut.apply(pixels, look(), strength).view(np.uint32)[..., 3], bits[..., 3])


# However the pixels lie in memory


@EACH_DTYPE
@EACH_CHANNELS
def test_views_are_what_their_copies_are(dtype: type, channels: int) -> None:
    large = image(dtype, 80, 90, 6)
    views = {
        "crop": large[10:70, 5:85, :channels],
        "flipped": large[::-1, ::-1, :channels],
        "every other": large[::2, ::3, :channels],
        "turned": large[..., :channels].transpose(1, 0, 2),
        "channels reversed": large[..., channels - 1 :: -1],
        "planes": np.asfortranarray(large[..., :channels]),
        "one row": large[3:4, :, :channels],
        "one color": np.broadcast_to(large[0, 0, :channels], (40, 50, channels)),
    }
    for name, view in views.items():
        before = large.tobytes()
        right = lut.apply(np.ascontiguousarray(view), look(), 0.7)
        np.testing.assert_array_equal(lut.apply(view, look(), 0.7), right, name)
        assert large.tobytes() == before
        if name not in ("one color", "planes"):
            canvas = large.copy()
            target = np.ndarray(view.shape, view.dtype, canvas, view.ctypes.data - large.ctypes.data, view.strides)
            Applier(look(), 0.7).into(view, target)
            np.testing.assert_array_equal(target, right, name)
            target[:] = view
            np.testing.assert_array_equal(canvas, large, name)  # nothing around it was touched


@EACH_DTYPE
def test_a_read_only_image_and_no_pixels(dtype: type) -> None:
    pixels = image(dtype)
    pixels.setflags(write=False)
    assert lut.apply(pixels, look()).flags.writeable
    for shape in ((0, 5, 3), (5, 0, 4), (0, 0, 3)):
        assert lut.apply(np.zeros(shape, dtype), look()).shape == shape


@EACH_DTYPE
@EACH_CHANNELS
@pytest.mark.parametrize("strength", [1.0, 0.5])
def test_in_place_strips_of_a_mapped_file_are_the_whole(
    dtype: type, channels: int, strength: float, tmp_path: Path
) -> None:
    pixels = image(dtype, 300, 400, channels)
    whole = lut.apply(pixels, look(), strength)
    file = np.memmap(tmp_path / "strips", dtype, "w+", shape=pixels.shape)
    file[:] = pixels
    for threads, rows in ((1, 300), (2, 64), (3, 1)):
        file[:] = pixels
        applier = Applier(look(), strength, threads=threads)
        for top in range(0, 300, rows):
            applier.into(file[top : top + rows], file[top : top + rows])
        np.testing.assert_array_equal(file, whole)


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 2 * BAND + 3), (2 * BAND + 3, 1), (5, BAND), (1000, 3007), (3, BAND + 1)]
)
def test_bands_cover_every_pixel_once_and_keep_their_size(shape: tuple[int, int]) -> None:
    seen = np.zeros(shape, np.uint8)
    for band in split_bands(shape):
        seen[band] += 1
        assert seen[band].size <= BAND
    assert (seen == 1).all()


@pytest.mark.parametrize("count", [0, 1, 3, 20_000, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
@pytest.mark.parametrize("threads", [1, 2, 7])
def test_chunks_cover_every_pixel_once_and_keep_their_size(count: int, threads: int) -> None:
    seen = np.zeros(count, np.uint8)
    for chunk in split_chunks(count, threads):
        seen[chunk] += 1
        assert seen[chunk].size <= CHUNK
    assert (seen == 1).all()


# Memory


@pytest.mark.parametrize(("dtype", "most"), [(np.uint8, 64 + 24), (np.uint16, 32), (np.float32, 32)])
@pytest.mark.parametrize("height", [1000, 5000])
def test_memory_does_not_grow_with_the_image(dtype: type, most: int, height: int) -> None:
    """Two threads' work arrays, the table's copies, and 64 MB of palette where there is one; never an image's worth."""
    pixels = np.zeros((height, 2000, 4), dtype)
    applier = Applier(look(33), 0.5, threads=2)
    tracemalloc.start()
    applier.into(pixels, pixels)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= most * MB


# What is refused


@pytest.mark.parametrize(
    ("pixels", "sentence"),
    [
        (np.zeros((4, 4), np.uint8), r"expected pixels \(H, W, 3 or 4\) of uint8, .* found \(4, 4\) of uint8"),
        (np.zeros((4, 4, 2), np.uint8), r"found \(4, 4, 2\) of uint8"),
        (np.zeros((4, 4, 3), np.float64), r"found \(4, 4, 3\) of float64"),
        (np.zeros((4, 4, 3), ">u2"), r"found \(4, 4, 3\) of >u2"),
        ([[1, 2, 3]], r"found \(1, 3\) of int64"),
    ],
)
def test_other_pixels_are_refused(pixels: object, sentence: str) -> None:
    with pytest.raises(PixelError, match=sentence):
        lut.apply(pixels, look())


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"strength": 1.5}, "expected a strength from 0 to 1, found 1.5"),
        ({"strength": float("nan")}, "expected a strength from 0 to 1, found nan"),
        ({"interpolation": "cubic"}, "expected interpolation tetrahedral, trilinear, nearest; found 'cubic'"),
        ({"threads": 0}, "expected at least 1 thread, found 0"),
    ],
)
def test_other_settings_are_refused(settings: dict[str, object], sentence: str) -> None:
    with pytest.raises(LutError, match=sentence):
        Applier(look(), **settings)


@pytest.mark.parametrize(
    "target", [np.zeros((4, 5, 3), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3), np.uint16)]
)
def test_a_target_unlike_the_source_is_refused(target: np.ndarray) -> None:
    with pytest.raises(PixelError, match=r"expected a target like the source, \(4, 4, 3\) of uint8, found"):
        Applier(look()).into(np.zeros((4, 4, 3), np.uint8), target)
