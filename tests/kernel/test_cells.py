"""Cells are the kernel's tetrahedra, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import lut
from lut import Lut
from lut.apply_lut import CELLS_PIXELS, Applier, cells
from lut.kernel.cells import LARGEST, Cells
from lut.kernel.interpolation import Tetrahedral
from lut.lattice import lattice

# Quarters, so that many colors lie on planes where tetrahedra meet.
COLORS = arrays.arrays(
    np.float32, (40, 3), elements=st.floats(-0.5, 1.5, width=32) | st.integers(0, 8).map(lambda n: n / 8)
)


def random_table(size: int) -> np.ndarray:
    return np.random.default_rng(size).uniform(-1, 2, (size, size, size, 3)).astype(np.float32)


@settings(deadline=None, max_examples=60)
@given(size=st.sampled_from([2, 3, 4, 5]), colors=COLORS)
def test_every_color_is_the_kernels(size: int, colors: np.ndarray) -> None:
    table = random_table(size)
    np.testing.assert_array_equal(Cells(table)(colors), Tetrahedral(table, prepare=True)(colors))


@pytest.mark.parametrize("size", [17, 33, LARGEST])
def test_every_color_of_large_lattices_is_the_kernels(size: int) -> None:
    table = random_table(size)
    random = np.random.default_rng(1).random((50_000, 3), dtype=np.float32)
    for colors in (random, lattice(size).reshape(-1, 3), random[:, :1].repeat(3, 1), random[:, [0, 0, 1]]):
        np.testing.assert_array_equal(Cells(table)(colors), Tetrahedral(table, prepare=True)(colors))


def waves(dtype: type, height: int, width: int) -> np.ndarray:
    """(H, W, 3) smooth, as photographs are."""
    y, x, c = np.ogrid[:height, :width, :3]
    values = 0.5 + 0.3 * np.sin(x / 970 + c) + 0.3 * np.cos(y / 610 + 2 * c)
    return values.astype(dtype) if dtype is np.float32 else (values.clip(0, 1) * 65535).astype(dtype)


@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_large_images_use_them_and_no_bit_tells(dtype: type, strength: float) -> None:
    one = Lut(random_table(17))
    height = CELLS_PIXELS // 1000 + 1
    pixels = waves(dtype, height, 1000)
    few = lut.apply(pixels[:100], one, strength)
    assert cells.find(one, None) is None
    large = lut.apply(pixels, one, strength)
    assert cells.find(one, None) is not None
    np.testing.assert_array_equal(large[:100], few)
    result = np.empty_like(pixels)
    for top in range(0, height, 300):
        Applier(Lut(one.table), strength).into(pixels[top : top + 300], result[top : top + 300])
    np.testing.assert_array_equal(result, large)


def test_noise_and_lattices_too_large_do_without() -> None:
    noise = np.random.default_rng(2).random((CELLS_PIXELS // 1000 + 1, 1000, 3), dtype=np.float32)
    for size, pixels in ((17, noise), (LARGEST + 1, waves(np.float32, len(noise), 1000))):
        one = Lut(random_table(size))
        lut.apply(pixels, one)
        assert cells.find(one, None) is None


@pytest.mark.filterwarnings("error")
def test_no_pixels_and_odd_pixels_do_not_matter() -> None:
    one = Lut(random_table(5))
    applier = Applier(one)
    applier.into(*2 * [waves(np.float32, CELLS_PIXELS // 1000 + 1, 1000)])
    odd = np.array([[[np.nan, np.inf, -np.inf], [3e38, -3e38, 0.5]]], np.float32)
    np.testing.assert_array_equal(lut.apply(odd, one), lut.apply(odd, Lut(one.table)))
    for shape in ((0, 5, 3), (5, 0, 3)):
        applier.into(*2 * [np.empty(shape, np.float32)])
