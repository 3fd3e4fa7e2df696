"""The kernel against a scalar one, against OpenColorIO, and against its own laws."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import scalar
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lut import LutError
from lut.kernel import interpolation
from lut.kernel.interpolation import CHUNK, INTERPOLATORS, PREPARED_SIZE, Tetrahedral
from lut.lattice import lattice

SMOOTH = ("tetrahedral", "trilinear")
EXACT_SIZES = (2, 3, 5, 9, 17, 33, 65)  # k / (N - 1) * (N - 1) is k in float32
BOTH_WAYS = pytest.mark.parametrize("prepare", [False, True], ids=["plain", "prepared"])
EACH = pytest.mark.parametrize("name", INTERPOLATORS)

ANYWHERE = st.floats(-0.5, 1.5, width=32) | st.sampled_from([0, 0.25, 0.5, 0.75, 1, np.nan, np.inf, -np.inf, -0.0])
COLORS = arrays.arrays(np.float32, (30, 3), elements=ANYWHERE)
TABLES = st.sampled_from([2, 3, 5]).flatmap(
    lambda n: arrays.arrays(np.float32, (n, n, n, 3), elements=st.floats(-2, 2, width=32))
)


def random_table(size: int, seed: int = 1) -> np.ndarray:
    """Numbers from -1 to 2 in which no channel, axis or cell is like another."""
    return np.random.default_rng(seed).uniform(-1, 2, (size, size, size, 3)).astype(np.float32)


def random_colors(count: int, seed: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 3), dtype=np.float32)


@EACH
@BOTH_WAYS
@settings(deadline=None, max_examples=60)
@given(table=TABLES, colors=COLORS)
def test_every_color_is_what_one_color_alone_is(
    name: str, prepare: bool, table: np.ndarray, colors: np.ndarray
) -> None:
    found = INTERPOLATORS[name](table, prepare)(colors)
    expected = [scalar.INTERPOLATIONS[name](table, color) for color in colors.tolist()]
    np.testing.assert_allclose(found, expected, rtol=0, atol=3e-6 if name in SMOOTH else 0)


@EACH
@BOTH_WAYS
@pytest.mark.parametrize("size", EXACT_SIZES)
def test_lattice_points_are_exact(name: str, prepare: bool, size: int) -> None:
    table = random_table(size)
    found = INTERPOLATORS[name](table, prepare)(lattice(size).reshape(-1, 3))
    np.testing.assert_array_equal(found.reshape(table.shape), table)


@EACH
@BOTH_WAYS
@pytest.mark.parametrize("size", [7, 36, 48, 64])
def test_lattice_points_of_other_sizes_are_a_rounding_off(name: str, prepare: bool, size: int) -> None:
    table = random_table(size)
    found = INTERPOLATORS[name](table, prepare)(lattice(size).reshape(-1, 3))
    # Half a unit of float32 in a position of up to 63 cells, times the largest step between neighbors.
    np.testing.assert_allclose(found.reshape(table.shape), table, rtol=0, atol=2**-18 * 3)


@pytest.mark.parametrize("name", SMOOTH)
@BOTH_WAYS
@pytest.mark.parametrize("size", [2, 17, 33, 65, 129])
def test_opencolorio_agrees(name: str, prepare: bool, size: int) -> None:
    from opencolorio_lut import applied

    table, colors = random_table(size), random_colors(50_000)
    expected = applied(table, colors[np.newaxis], name)[0]
    # A position of up to 128 cells is rounded to 2**-18 cells, each of which may go from -1 to 2: see the next test.
    np.testing.assert_allclose(INTERPOLATORS[name](table, prepare)(colors), expected, rtol=0, atol=3e-5)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("size", [17, 33, 65])
def test_opencolorio_agrees_to_the_last_digits_on_a_smooth_table(name: str, size: int) -> None:
    from opencolorio_lut import applied

    points = lattice(size)
    table = np.stack([points[..., 0] ** 1.5, points[..., 1] ** 0.8, points.mean(axis=-1) ** 2], axis=-1)
    colors = random_colors(50_000)
    found = INTERPOLATORS[name](table, True)(colors)
    np.testing.assert_allclose(found, applied(table, colors[np.newaxis], name)[0], rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", SMOOTH)
@BOTH_WAYS
def test_what_is_linear_stays_so(name: str, prepare: bool) -> None:
    matrix = np.array([[0.5, 0.25, -0.125], [0.0, 1.0, 0.5], [0.75, -0.5, 0.25]], np.float32)
    colors = random_colors(10_000)
    found = INTERPOLATORS[name](lattice(9) @ matrix + np.float32(0.25), prepare)(colors)
    np.testing.assert_allclose(found, colors @ matrix + np.float32(0.25), rtol=0, atol=5e-7)


@EACH
@BOTH_WAYS
def test_values_outside_clamp_and_nan_is_zero_without_a_warning(name: str, prepare: bool) -> None:
    odd = np.array([-np.inf, -3e38, -1, -0.0, 0.3, 2, 3e38, np.inf, np.nan, -np.nan], np.float32)
    colors = np.stack(np.meshgrid(odd, odd, odd, indexing="ij"), axis=-1).reshape(-1, 3)
    tame = np.where(np.isnan(colors), 0, np.clip(colors, 0, 1))
    interpolate = INTERPOLATORS[name](random_table(5), prepare)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_array_equal(interpolate(colors), interpolate(tame))


@EACH
@BOTH_WAYS
def test_neither_chunks_nor_neighbors_change_a_bit(name: str, prepare: bool) -> None:
    interpolate = INTERPOLATORS[name](random_table(17), prepare)
    colors = random_colors(CHUNK + 5_003)
    whole = interpolate(colors)
    for start, end in ((0, 1), (1, 18), (18, 5_000), (5_000, CHUNK + 1), (CHUNK + 1, len(colors))):
        np.testing.assert_array_equal(interpolate(colors[start:end]), whole[start:end])
    np.testing.assert_array_equal(interpolate(colors[::-1])[::-1], whole)


@EACH
@BOTH_WAYS
def test_strides_change_nothing_and_the_input_may_be_the_output(name: str, prepare: bool) -> None:
    interpolate = INTERPOLATORS[name](random_table(5), prepare)
    pixels = np.random.default_rng(3).random((1000, 4), dtype=np.float32)
    before = pixels.copy()
    expected = interpolate(np.ascontiguousarray(pixels[:, :3]))
    np.testing.assert_array_equal(pixels, before)
    np.testing.assert_array_equal(interpolate(pixels[::-1, :3])[::-1], expected)
    planes = np.ascontiguousarray(pixels[:, :3].T)
    np.testing.assert_array_equal(interpolate(planes.T, planes.T), expected)
    interpolate(pixels[:, :3], pixels[:, :3])
    np.testing.assert_array_equal(pixels[:, :3], expected)
    np.testing.assert_array_equal(pixels[:, 3], before[:, 3])


@EACH
@pytest.mark.parametrize("size", [2, 17, PREPARED_SIZE])
def test_preparing_changes_the_last_bit_at_most_and_that_only_at_the_top(name: str, size: int) -> None:
    table, colors = random_table(size), random_colors(20_000)
    plain, prepared = (INTERPOLATORS[name](table, prepare) for prepare in (False, True))
    np.testing.assert_array_equal(plain(colors), prepared(colors))
    colors[:, 1] = 1
    np.testing.assert_allclose(plain(colors), prepared(colors), rtol=0, atol=1e-6)


def test_a_large_lattice_is_never_copied() -> None:
    table = random_table(PREPARED_SIZE + 1)
    interpolate = Tetrahedral(table, prepare=True)
    assert np.shares_memory(interpolate.rows, table) and not interpolate.edges


@EACH
def test_no_colors(name: str) -> None:
    assert INTERPOLATORS[name](random_table(2))(np.empty((0, 3), np.float32)).shape == (0, 3)


def test_an_unknown_interpolation_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LutError, match="expected interpolation tetrahedral, trilinear, nearest; found 'cubic'"):
        interpolation.find_interpolator("cubic")


@settings(deadline=None)
@given(
    curves=st.integers(2, 9).flatmap(lambda m: arrays.arrays(np.float32, (m, 3), elements=st.floats(-2, 2, width=32))),
    colors=arrays.arrays(np.float32, (20, 3), elements=st.floats(0, 1, width=32)),
)
def test_curves_are_those_of_numpy(curves: np.ndarray, colors: np.ndarray) -> None:
    places = np.linspace(0, 1, len(curves))
    expected = np.stack([np.interp(colors[:, c], places, curves[:, c]) for c in range(3)], axis=1)
    np.testing.assert_allclose(interpolation.interpolate_curves(curves, colors), expected, rtol=0, atol=5e-6)


def test_the_domain_becomes_0_to_1_and_clamps() -> None:
    domain = np.array([[-1, 0, 2], [1, 4, 3]], np.float32)
    colors = np.array([[-1, 0, 2], [1, 4, 3], [0, 1, 2.75], [-9, 9, np.nan], [np.inf, -np.inf, 3e38]], np.float32)
    expected = [[0, 0, 0], [1, 1, 1], [0.5, 0.25, 0.75], [0, 1, 0], [1, 0, 1]]
    before = colors.copy()
    np.testing.assert_array_equal(interpolation.normalize(colors, domain), np.array(expected, np.float32))
    np.testing.assert_array_equal(colors, before)
