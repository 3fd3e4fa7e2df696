"""The laws of Lut and Shaper."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lut import Lut, LutError, Shaper
from lut.lattice import MAX_VALUE, UNIT, lattice

UNHURRIED = settings(deadline=None, max_examples=60)
INTERPOLATIONS = st.sampled_from(["tetrahedral", "trilinear"])
FLOATS = st.floats(-4, 4, width=32)
COLORS = arrays.arrays(np.float32, (20, 3), elements=FLOATS)
TABLES = st.integers(2, 4).flatmap(lambda n: arrays.arrays(np.float32, (n, n, n, 3), elements=FLOATS))
LOW, HIGH = st.floats(-4, -0.125, width=32), st.floats(0.125, 4, width=32)
DOMAINS = st.tuples(st.tuples(LOW, LOW, LOW), st.tuples(HIGH, HIGH, HIGH))
CURVES = st.integers(2, 9).flatmap(lambda m: arrays.arrays(np.float32, (m, 3), elements=FLOATS))
SHAPERS = st.builds(Shaper, CURVES, DOMAINS)
STRENGTHS = st.floats(0, 1, width=32)


def assert_near(found: np.ndarray, expected: np.ndarray, tolerance: float = 2e-6) -> None:
    """At most so many times the largest number apart, or that much where all are below 1."""
    scale = max(1.0, float(np.abs(expected).max(initial=0)))
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance * scale)


def inside(rgb: np.ndarray, domain: np.ndarray) -> np.ndarray:
    return np.clip(rgb, domain[0], domain[1])


# Values


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (np.zeros((2, 2, 2)), r"expected a table of shape \(N, N, N, 3\) with N from 2 to 256, found \(2, 2, 2\)"),
        (np.zeros((2, 3, 2, 3)), r"expected a table of shape \(N, N, N, 3\) .* found \(2, 3, 2, 3\)"),
        (np.zeros((1, 1, 1, 3)), r"with N from 2 to 256, found \(1, 1, 1, 3\)"),
        (np.zeros((0, 0, 0, 3)), r"with N from 2 to 256, found \(0, 0, 0, 3\)"),
        (np.float32(1), r"expected a table of shape .* found \(\)"),
        (np.full((2, 2, 2, 3), np.nan), r"expected finite numbers up to 1e\+30 in the table, found NaN"),
        (np.full((2, 2, 2, 3), -np.inf), r"in the table, found -inf"),
        (np.full((2, 2, 2, 3), 1e300), r"in the table, found inf"),
        (np.full((2, 2, 2, 3), 2 * MAX_VALUE), r"in the table, found 2e\+30"),
        ([[1, 2], [3]], r"expected an array of numbers as table, found list"),
        ("table", r"expected an array of numbers as table, found str"),
        (None, r"in the table, found NaN|as table, found NoneType"),
    ],
)
def test_tables_that_cannot_be(table: object, sentence: str) -> None:
    with pytest.raises(LutError, match=sentence):
        Lut(table)


@pytest.mark.parametrize(
    ("domain", "sentence"),
    [
        ((0, 1), r"expected a domain of shape \(2, 3\), found \(2,\)"),
        (((0, 0, 0), (1, 0, 1)), r"minimum is below its maximum, found \[\[0.0, 0.0, 0.0\], \[1.0, 0.0, 1.0\]\]"),
        (((0, 0, 0), (1e-50, 1, 1)), r"minimum is below its maximum"),
        (((0, 0, 0), (1, np.inf, 1)), r"expected finite numbers up to 1e\+30 in the domain, found inf"),
    ],
)
def test_domains_that_cannot_be(domain: object, sentence: str) -> None:
    with pytest.raises(LutError, match=sentence):
        Lut(lattice(2), domain)
    with pytest.raises(LutError, match=sentence):
        Shaper([[0, 0, 0], [1, 1, 1]], domain)


@pytest.mark.parametrize("values", [np.zeros((1, 3)), np.zeros((2, 4)), np.zeros(6), np.zeros((65537, 3))])
def test_shapers_that_cannot_be(values: np.ndarray) -> None:
    with pytest.raises(LutError, match=r"expected a shaper of shape \(M, 3\) with M from 2 to 65536, found "):
        Shaper(values)


def test_arrays_are_copied_and_read_only() -> None:
    table, domain, values = np.zeros((2, 2, 2, 3), np.float32), np.array(UNIT), np.eye(3, dtype=np.float32)
    film = Lut(table, domain, Shaper(values))
    table[:], domain[:], values[:] = 9, 9, 9
    assert film.shaper is not None
    assert film.table.max() == 0
    assert film.domain.tolist() == [list(end) for end in UNIT]
    assert np.array_equal(film.shaper.values, np.eye(3))
    for array in (film.table, film.domain, film.shaper.values, film.shaper.domain):
        assert array.dtype == np.float32
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_what_is_read_only_already_is_shared() -> None:
    film = Lut(np.zeros((2, 2, 2, 3)))
    assert Lut(film.table, ((0, 0, 0), (2, 2, 2))).table is film.table
    view = np.zeros((4, 2, 2, 3), np.float32)[:2]
    view.setflags(write=False)  # but who holds the whole array can write to it
    assert Lut(view).table is not view


def test_titles_are_one_line() -> None:
    assert Lut(lattice(2), title=" Two\nlines\tand \0 more\u2028end ").title == "Two lines and more end"


def test_they_show_what_they_are() -> None:
    assert repr(Lut.identity(33)) == "Lut(33³)"
    shaper = Shaper([[0, 0, 0], [1, 1, 1]])
    assert repr(Lut(lattice(2), ((0, 0, 0), (2, 2, 2)), shaper, "Warm")) == (
        "Lut(2³, domain=[[0.0, 0.0, 0.0], [2.0, 2.0, 2.0]], "
        "shaper=Shaper(2 points, domain=[[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]), title='Warm')"
    )


def test_they_cross_processes() -> None:
    film = Lut(lattice(3), shaper=Shaper([[0, 0, 0], [1, 1, 2]]), title="x")
    again = pickle.loads(pickle.dumps(film))
    rgb = np.random.default_rng(0).random((50, 3))
    assert np.array_equal(again(rgb), film(rgb))


# Looking up


@UNHURRIED
@given(rgb=COLORS, size=st.integers(2, 40), interpolation=INTERPOLATIONS)
def test_the_identity_changes_nothing(rgb: np.ndarray, size: int, interpolation: str) -> None:
    clipped = inside(rgb, np.array(UNIT, np.float32))
    assert_near(Lut.identity(size)(clipped, interpolation), clipped)


@UNHURRIED
@given(rgb=COLORS, table=TABLES, domain=DOMAINS, interpolation=INTERPOLATIONS)
def test_a_domain_scales_and_clamps(rgb: np.ndarray, table: np.ndarray, domain: object, interpolation: str) -> None:
    film = Lut(table, domain)
    low, high = film.domain.astype(np.float64)
    scaled = ((inside(rgb, film.domain) - low) / (high - low)).astype(np.float32)
    slope = 8 * film.size  # a rounded input moves the output by so much
    assert_near(film(rgb, interpolation), Lut(table)(scaled, interpolation), 2e-6 * slope)


@UNHURRIED
@given(rgb=COLORS, shaper=SHAPERS)
def test_a_shaper_is_three_curves(rgb: np.ndarray, shaper: Shaper) -> None:
    """numpy's interp is the oracle: linear between points, clamped outside."""
    found = shaper(rgb)
    for channel in range(3):
        places = np.linspace(*shaper.domain[:, channel].astype(np.float64), len(shaper.values))
        expected = np.interp(rgb[:, channel].astype(np.float64), places, shaper.values[:, channel])
        assert_near(found[:, channel], expected, 2e-6 * 8 * len(places))


@UNHURRIED
@given(rgb=COLORS, table=TABLES, domain=DOMAINS, shaper=SHAPERS, interpolation=INTERPOLATIONS)
def test_the_shaper_comes_first(
    rgb: np.ndarray, table: np.ndarray, domain: object, shaper: Shaper, interpolation: str
) -> None:
    film = Lut(table, domain, shaper)
    assert np.array_equal(film(rgb, interpolation), Lut(table, domain)(shaper(rgb), interpolation))


@UNHURRIED
@given(rgb=COLORS, shaper=SHAPERS, interpolation=st.sampled_from(["tetrahedral", "trilinear", "nearest"]))
def test_curves_alone_are_their_shaper(rgb: np.ndarray, shaper: Shaper, interpolation: str) -> None:
    """The lattice behind them changes nothing, looked up or not: other programs do look it up."""
    curves = Lut.from_shaper(shaper, "Curves")
    assert curves.is_curves
    assert np.array_equal(curves(rgb, interpolation), shaper(rgb))
    behind = Lut(curves.table, curves.domain)
    assert_near(behind(shaper(rgb)), shaper(rgb))


def test_what_clips_is_no_curves() -> None:
    shaper = Shaper([[0, 0, 0], [2, 1, 1]])
    clipping = Lut(lattice(2), shaper=shaper)
    assert not clipping.is_curves
    assert clipping([[1, 1, 1]]).tolist() == [[1, 1, 1]]
    assert not Lut(1 - lattice(2), shaper=Shaper([[0, 0, 0], [1, 1, 1]])).is_curves
    assert not Lut.identity(2).is_curves


@pytest.mark.parametrize("shaper", [None, Shaper([[0.25, 0.5, 0.75], [1, 2, 3]], ((-1, -1, -1), (1, 1, 1)))])
def test_nan_and_infinity_are_defined(shaper: Shaper | None) -> None:
    film = Lut(np.random.default_rng(2).random((3, 3, 3, 3)), ((-1, -2, -3), (1, 2, 3)), shaper)
    low = [-1.0, -1.0, -1.0] if shaper else [-1.0, -2.0, -3.0]
    high = [-end for end in low]
    assert np.array_equal(film([[np.nan] * 3]), film([low]))
    assert np.array_equal(film([[-np.inf] * 3]), film([low]))
    assert np.array_equal(film([[np.inf] * 3]), film([high]))
    assert np.array_equal(film([[np.inf, 0, np.nan]]), film([[high[0], 0, low[2]]]))


@pytest.mark.parametrize("shape", [(3,), (0, 3), (5, 3), (4, 5, 3), (2, 3, 4, 3)])
def test_any_shape_of_colors(shape: tuple[int, ...]) -> None:
    rgb = np.random.default_rng(1).random(shape)
    before = rgb.copy()
    film = Lut(lattice(3) ** 2)
    result = film(rgb)
    assert result.shape == shape
    assert result.dtype == np.float32
    assert np.array_equal(rgb, before)
    assert np.array_equal(result.reshape(-1, 3), film(rgb.reshape(-1, 3)))


# Operations


@UNHURRIED
@given(rgb=COLORS, table=TABLES, domain=DOMAINS, strength=STRENGTHS, interpolation=INTERPOLATIONS)
def test_blending_tables_blends_colors(
    rgb: np.ndarray, table: np.ndarray, domain: object, strength: float, interpolation: str
) -> None:
    film = Lut(table, domain, title="x")
    rgb = inside(rgb, film.domain)
    blended = film.blended(strength)
    assert_near(blended(rgb, interpolation), rgb + strength * (film(rgb, interpolation) - rgb), 1e-5)
    assert (blended.title, blended.domain.tolist()) == ("x", film.domain.tolist())


@UNHURRIED
@given(table=TABLES, domain=DOMAINS)
def test_the_ends_of_blending(table: np.ndarray, domain: object) -> None:
    film = Lut(table, domain)
    assert np.array_equal(film.blended(0).table, lattice(film.size, film.domain))
    assert_near(film.blended(1).table, film.table)
    assert np.array_equal(film.table, table)


@pytest.mark.parametrize("strength", [-0.1, 1.1, np.nan])
def test_strengths_that_cannot_be(strength: float) -> None:
    with pytest.raises(LutError, match=f"expected a strength from 0 to 1, found {strength:g}"):
        Lut.identity(2).blended(strength)


def test_shapers_are_not_blended() -> None:
    film = Lut(lattice(2), shaper=Shaper([[0, 0, 0], [1, 1, 1]]))
    with pytest.raises(
        LutError, match=r"expected a LUT without a shaper to blend, found one with; take its \.baked\(\)"
    ):
        film.blended(0.5)
    assert_near(film.baked().blended(0).table, lattice(33))


@UNHURRIED
@given(rgb=COLORS, table=TABLES, domain=DOMAINS)
def test_a_lattice_that_contains_another_says_the_same(rgb: np.ndarray, table: np.ndarray, domain: object) -> None:
    film = Lut(table, domain, title="x")
    larger = film.resized(2 * film.size - 1)
    assert larger.size == 2 * film.size - 1
    assert (larger.title, larger.domain.tolist()) == ("x", film.domain.tolist())
    assert_near(larger.table[::2, ::2, ::2], film.table)
    assert_near(larger(rgb), film(rgb), 1e-5)
    assert_near(larger.resized(film.size).table, film.table)
    assert film.resized(film.size) is film


@pytest.mark.parametrize("size", [0, 1, 257])
def test_sizes_that_cannot_be(size: int) -> None:
    for make in (Lut.identity, Lut.identity(2).resized, Lut.identity(2).baked):
        with pytest.raises(LutError, match=f"expected a lattice size from 2 to 256, found {size}"):
            make(size)


@UNHURRIED
@given(first=TABLES, second=TABLES, domain=DOMAINS, other=DOMAINS, shaper=st.none() | SHAPERS, rgb=COLORS)
def test_one_after_the_other(
    first: np.ndarray, second: np.ndarray, domain: object, other: object, shaper: Shaper | None, rgb: np.ndarray
) -> None:
    a, b = Lut(first, domain, shaper, "a"), Lut(second, other, title="b")
    both = a.then(b)
    assert both.size == max(a.size, b.size)
    assert (both.title, both.shaper) == ("a", a.shaper)
    assert np.array_equal(both.domain, a.domain)
    assert np.array_equal(both.table, b(a.resized(both.size).table))
    assert np.array_equal(a.then(b, 5).table, b(a.resized(5).table))
    ends = a.domain[:, :1] if shaper is None else None
    if ends is not None:  # at the lattice's corners nothing is interpolated
        corners = lattice(2, a.domain).reshape(-1, 3)
        assert_near(both(corners), b(a(corners)), 1e-4)


@UNHURRIED
@given(table=TABLES, rgb=COLORS)
def test_the_identity_is_neutral(table: np.ndarray, rgb: np.ndarray) -> None:
    film = Lut(table)
    assert_near(Lut.identity(2).then(film).table, film.table)
    wide = Lut(lattice(2, ((-4, -4, -4), (4, 4, 4))), ((-4, -4, -4), (4, 4, 4)))
    assert_near(film.then(wide)(rgb), film(rgb), 1e-5)


@UNHURRIED
@given(table=TABLES, domain=DOMAINS, shaper=st.none() | SHAPERS, size=st.integers(2, 9))
def test_baking_samples(table: np.ndarray, domain: object, shaper: Shaper | None, size: int) -> None:
    film = Lut(table, domain, shaper, "x")
    plain = film.baked(size)
    assert plain.is_plain
    assert (plain.size, plain.title) == (size, "x")
    assert np.array_equal(plain.table, film(lattice(size)))
    assert film.baked().size == 33


def test_what_is_plain_is_baked() -> None:
    film = Lut(lattice(5) ** 2)
    assert film.baked() is film
    assert film.baked(5) is film
    assert film.baked(9).size == 9


@pytest.mark.parametrize("size", [2, 3, 17, 33, 65])
@pytest.mark.parametrize("domain", [UNIT, ((-0.1, 0.1, 1 / 3), (0.7, 1.1, 100.0))])
def test_lattices_hold_both_ends(size: int, domain: tuple[tuple[float, ...], ...]) -> None:
    points = lattice(size, domain)
    assert points.dtype == np.float32
    assert np.array_equal(points[0, 0, 0], np.array(domain[0], np.float32))
    assert np.array_equal(points[-1, -1, -1], np.array(domain[1], np.float32))
    steps = np.linspace(*np.array(domain), size)
    assert_near(points[:, 0, 0, 0], steps[:, 0], 1e-7)
    assert_near(points[0, :, 0, 1], steps[:, 1], 1e-7)
    assert_near(points[0, 0, :, 2], steps[:, 2], 1e-7)
