"""8-bit pixels through a palette are, bit for bit, what each is by itself."""

from __future__ import annotations

import sys
import threading
from functools import partial

import numpy as np
import pytest

import lut
from lut import Lut
from lut.apply_lut import Applier
from lut.kernel import palette
from lut.kernel.blending import Blend
from lut.kernel.interpolation import Tetrahedral
from lut.kernel.palette import CHUNK, MOST_BYPASSED, PROBE, Palette
from lut.lattice import lattice
from tests.waiting import wait_until

SLAB = 1 << 20


def look(size: int = 17) -> Lut:
    """Smooth, with every channel mixed into every other, and out of range at both ends."""
    red, green, blue = np.moveaxis(lattice(size), -1, 0)
    rows = [1.2 * red**1.5 - 0.1 * blue, 0.8 * green**0.7 + 0.3 * red * blue, blue**1.2 - 0.1 * green + 0.05]
    return Lut(np.stack(rows, axis=-1))


@pytest.fixture(scope="module")
def direct() -> Blend:
    one = look()
    return Blend(partial(one.look_up, interpolate=Tetrahedral(one.table, prepare=True)), np.float32(1))


def photograph(height: int, width: int, channels: int = 4) -> np.ndarray:
    """Few colors for its pixels, and alike among neighbors: blocks of slow waves and a little noise."""
    y, x, c = np.ogrid[:height, :width, :channels]
    waves = 128 + 60 * np.sin(x // 8 / 12 + c) + 50 * np.cos(y // 8 / 7 + 2 * c)
    grain = np.random.default_rng(5).integers(-2, 3, (height, width, 1))
    return (waves + grain).clip(0, 255).astype(np.uint8)


def noise(count: int, channels: int = 4, seed: int = 6) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, channels), dtype=np.uint8)


def computed(mix: Blend, pixels: np.ndarray) -> np.ndarray:
    result = pixels.copy()
    mix(result)
    return result


class Counted:
    """A computation that says how many colors it was asked for."""

    def __init__(self, compute: Blend) -> None:
        self.compute = compute
        self.count = 0

    def __call__(self, pixels: np.ndarray) -> None:
        self.count += len(pixels)
        self.compute(pixels)


@pytest.mark.slow("looks up 16 million colors")
def test_all_16_million_colors_are_those_of_the_float_path() -> None:
    """Not just within a level: the same rounding of the same number."""
    one = look(33)
    eight_bits, floats = Applier(one), Applier(one)
    low = np.arange(SLAB, dtype="<u4")
    for high in range(0, 1 << 24, SLAB):
        colors = np.ascontiguousarray((low + high).view(np.uint8).reshape(1024, 1024, 4)[..., :3])
        exact = colors / np.float32(255)
        floats.into(exact, exact)
        expected = np.rint(exact * np.float32(255)).clip(0, 255).astype(np.uint8)
        eight_bits.into(colors, colors)
        np.testing.assert_array_equal(colors, expected)


@pytest.mark.parametrize("channels", [3, 4])
def test_a_photograph_is_what_each_pixel_is_by_itself(direct: Blend, channels: int) -> None:
    pixels = photograph(500, 400, channels).reshape(-1, channels)
    pixels[:100_000, 3:] = 255  # opaque at first, then with any alpha
    expected = computed(direct, pixels)
    table = Palette()
    for _ in ("first use", "again"):
        result = np.empty_like(pixels)
        for start in range(0, len(pixels), 50_000):
            table.into(pixels[start : start + 50_000], result[start : start + 50_000], direct, 2)
        np.testing.assert_array_equal(result, expected)
    table.into(pixels, pixels, direct, 2)
    np.testing.assert_array_equal(pixels, expected)


def test_every_alpha_stays_and_colors_below_alpha_0_count(direct: Blend) -> None:
    pixels = np.tile(noise(1000), (256, 1))
    pixels[:, 3] = np.arange(256).repeat(1000)
    result = np.empty_like(pixels)
    Palette().into(pixels, result, direct, 2)
    np.testing.assert_array_equal(result[:, 3], pixels[:, 3])
    np.testing.assert_array_equal(result[:, :3].reshape(256, 1000, 3)[1:], result[np.newaxis, :1000, :3].repeat(255, 0))
    np.testing.assert_array_equal(result, computed(direct, pixels))


def test_the_second_time_nothing_is_computed(direct: Blend) -> None:
    pixels = photograph(300, 400).reshape(-1, 4)
    table, compute = Palette(), Counted(direct)
    table.into(pixels, np.empty_like(pixels), compute, 1)
    colors = len(np.unique(pixels[:, :3], axis=0))
    assert colors <= compute.count < len(pixels)
    compute.count = 0
    table.into(pixels[::-1].copy(), np.empty_like(pixels), compute, 1)
    assert compute.count == 0


@pytest.mark.parametrize("count", [1, 2, 3, PROBE - 1, PROBE, PROBE + 1])
@pytest.mark.parametrize("channels", [3, 4])
def test_any_number_of_pixels(direct: Blend, count: int, channels: int) -> None:
    pixels = noise(count, channels)
    guarded = np.full((count + 2, channels), 7, np.uint8)
    Palette().into(pixels, guarded[1:-1], direct, 2)
    np.testing.assert_array_equal(guarded[1:-1], computed(direct, pixels))
    assert (guarded[[0, -1]] == 7).all()


def test_noise_goes_past_the_palette_and_a_photograph_after_it_does_not(direct: Blend) -> None:
    table, compute = Palette(), Counted(direct)
    for seed in range(8):
        pixels = noise(CHUNK, seed=seed)
        result = np.empty_like(pixels)
        table.into(pixels, result, compute, 2)
        np.testing.assert_array_equal(result, computed(direct, pixels))
    assert np.count_nonzero(table.table) <= 6 * PROBE  # two threads, three times

    pixels = photograph(512, 512).reshape(-1, 4)
    for _ in range(MOST_BYPASSED // len(pixels) + 2):
        compute.count = 0
        table.into(pixels, np.empty_like(pixels), compute, 1)
    assert compute.count == 0


def test_threads_that_miss_the_same_colors_at_once(direct: Blend) -> None:
    pixels = [photograph(300, 400).reshape(-1, 4)[:: 1 - 2 * (k % 2)].copy() for k in range(4)]
    expected = [computed(direct, part) for part in pixels]
    table, together = Palette(), threading.Barrier(len(pixels))

    def fill(part: np.ndarray) -> None:
        together.wait()
        table.into(part, part, direct, 2)

    threads = [threading.Thread(target=fill, args=(part,)) for part in pixels]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for found, right in zip(pixels, expected, strict=True):
        np.testing.assert_array_equal(found, right)


@pytest.mark.parametrize("interpolation", ["tetrahedral", "trilinear", "nearest"])
@pytest.mark.parametrize("strength", [1.0, 0.3])
@pytest.mark.parametrize("channels", [3, 4])
def test_neither_strips_nor_threads_nor_size_change_a_bit(interpolation: str, strength: float, channels: int) -> None:
    one, pixels = look(), photograph(1100, 1000, channels)
    whole = lut.apply(pixels, one, strength, interpolation)  # enough pixels for a palette
    again = Lut(one.table)  # the same numbers, but nothing is known about it yet
    few = lut.apply(pixels[:50], again, strength, interpolation)  # too few for one
    np.testing.assert_array_equal(few, whole[:50])
    for threads, rows in ((1, 7), (2, 128), (5, 333)):
        applier, result = Applier(again, strength, interpolation, threads), np.empty_like(pixels)
        for top in range(0, len(pixels), rows):
            applier.into(pixels[top : top + rows], result[top : top + rows])
        np.testing.assert_array_equal(result, whole)


def test_a_palette_that_goes_leaves_its_table_empty_for_the_next(direct: Blend) -> None:
    first = Palette()
    pixels = photograph(300, 400, 3).reshape(-1, 3)
    first.into(pixels, pixels, direct, 2)
    table = first.table
    assert table.any()
    del first
    wait_until(lambda: not table.any(), "a palette that no thread holds any more")
    assert Palette().table is table


def test_a_palette_of_more_colors_than_it_remembers_takes_its_table_with_it(direct: Blend) -> None:
    palette.spare.clear()
    full = Palette()
    colors = np.arange(palette.MOST_REMEMBERED + 1)
    full._compute(colors, lambda pixels: None)
    assert np.count_nonzero(full.table) == len(colors)
    del full
    assert not palette.spare and not Palette().table.any()


def test_a_palette_may_go_after_the_names_of_its_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """When Python ends, it sets them to None; what a destructor raises is printed on the user's terminal."""
    raised: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", raised.append)
    last = Palette()
    monkeypatch.setattr(palette, "spare", None)
    del last
    assert raised == []
