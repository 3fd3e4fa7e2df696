"""Mixtures of LUTs, whatever their lattices, domains and shapers."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lut import Lut, LutError, Shaper
from lut.create import mixed

UNHURRIED = settings(deadline=None, max_examples=40)
COLORS = np.random.default_rng(1).uniform(-0.2, 1.2, (5000, 3)).astype(np.float32)
LOG = Shaper(np.log2(np.linspace(0, 16, 4096)[:, None] * (60, 40, 20) + 1) / 10, ((0, 0, 0), (16, 16, 16)))


def random_lut(size: int, seed: int = 0, **settings: object) -> Lut:
    return Lut(np.random.default_rng(seed).uniform(-0.2, 1.3, (size, size, size, 3)), **settings)


def smooth_lut(size: int = 17, **settings: object) -> Lut:
    table = Lut.identity(size).table ** np.array((0.8, 1.1, 1.4), np.float32)
    return Lut(table @ np.array(((0.8, 0.1, 0), (0.2, 0.8, 0.2), (0, 0.1, 0.8)), np.float32), **settings)


def expected(a: Lut, b: Lut, share: float, colors: np.ndarray) -> np.ndarray:
    return (1 - share) * a(colors).astype(np.float64) + share * b(colors)


def curves(points: int, power: float, low: float = 0.0, high: float = 1.0) -> Lut:
    steps = np.linspace(0, 1, points)[:, None] ** (power, 1.0, 1 / power)
    return Lut.from_shaper(Shaper(steps * 1.2 - 0.1, ((low,) * 3, (high,) * 3)))


@UNHURRIED
@given(sizes=st.sampled_from([(2, 9), (9, 9), (17, 33), (5, 7), (3, 65), (4, 6)]), share=st.floats(0, 1))
def test_exact_where_a_lattice_holds_both(sizes: tuple[int, int], share: float) -> None:
    a, b = (random_lut(size, seed=size) for size in sizes)
    found = mixed(a, b, share)
    assert found.notes == ()
    np.testing.assert_allclose(found(COLORS), expected(a, b, share, COLORS), atol=2e-5)


@pytest.mark.parametrize(("sizes", "size"), [((17, 33), 33), ((33, 25), 97), ((5, 7), 13), ((9, 9), 9)])
def test_the_smallest_such_lattice(sizes: tuple[int, int], size: int) -> None:
    assert mixed(smooth_lut(sizes[0]), smooth_lut(sizes[1]), 0.3).size == size


def test_domain_and_shaper_that_both_have_stay() -> None:
    domain = ((-1, 0, 0), (1, 2, 4))
    a, b = random_lut(5, 1, domain=domain), random_lut(9, 2, domain=domain)
    found = mixed(a, b, 0.25)
    assert found.domain.tolist() == a.domain.tolist() and found.notes == ()
    np.testing.assert_allclose(found(3 * COLORS), expected(a, b, 0.25, 3 * COLORS), atol=2e-5)
    a, b = random_lut(5, 1, shaper=LOG), random_lut(9, 2, shaper=LOG)
    found = mixed(a, b, 0.25)
    assert found.shaper is LOG and found.notes == ()
    np.testing.assert_allclose(found(16 * COLORS), expected(a, b, 0.25, 16 * COLORS), atol=2e-5)


@pytest.mark.parametrize("points", [(5, 5), (11, 16), (1024, 1024), (2, 4096)])
def test_curves_stay_curves(points: tuple[int, int]) -> None:
    a, b = curves(points[0], 0.5), curves(points[1], 2.0)
    found = mixed(a, b, 0.4)
    assert found.is_curves and found.notes == ()
    np.testing.assert_allclose(found(COLORS), expected(a, b, 0.4, COLORS), atol=2e-6)


def test_curves_and_the_identity() -> None:
    a = curves(1024, 0.5)
    found = mixed(Lut.identity(33), a, 0.4)
    assert found.is_curves
    np.testing.assert_allclose(found(COLORS), expected(Lut.identity(2), a, 0.4, COLORS), atol=2e-6)


@pytest.mark.parametrize("a", [random_lut(5), random_lut(5, shaper=LOG), curves(9, 2.0)], ids=str)
def test_ends_and_itself(a: Lut) -> None:
    b = smooth_lut(7)
    assert mixed(a, b, 0) is a
    assert mixed(a, b, 1) is b
    colors = 8 * COLORS
    np.testing.assert_allclose(mixed(a, a, 0.37)(colors), a(colors), atol=2e-6)


@UNHURRIED
@given(share=st.floats(0.01, 0.99))
def test_the_other_way_around(share: float) -> None:
    a, b = random_lut(5, 1), random_lut(9, 2)
    np.testing.assert_allclose(mixed(a, b, share).table, mixed(b, a, 1 - share).table, atol=1e-6)


@UNHURRIED
@given(share=st.floats(0.01, 1))
def test_with_the_identity_it_is_a_strength(share: float) -> None:
    a = random_lut(9)
    np.testing.assert_allclose(mixed(Lut.identity(33), a, share)(COLORS), a.blended(share)(COLORS), atol=1e-5)


SAMPLED = {
    "lattices": (smooth_lut(33), smooth_lut(32), 1.0),
    "domains": (smooth_lut(17), smooth_lut(17, domain=((-0.5, 0, 0), (1, 2, 1))), 2.0),
    "a shaper and none": (smooth_lut(17, shaper=LOG), smooth_lut(17), 16.0),
    "none and a shaper": (smooth_lut(17), smooth_lut(17, shaper=LOG), 16.0),
    "curves and a table": (curves(1024, 0.7), smooth_lut(17), 1.0),
    "two shapers": (smooth_lut(17, shaper=LOG), smooth_lut(17, shaper=curves(256, 0.6, 0, 4).shaper), 16.0),
}


@pytest.mark.parametrize("case", SAMPLED)
def test_what_is_sampled_says_how_far_it_is_off(case: str) -> None:
    a, b, top = SAMPLED[case]
    found = mixed(a, b, 0.4)
    (note,) = found.notes
    mean, most = (float(figure) for figure in re.findall(r"off by (\S+) on average and (\S+) at most", note)[0])
    for power in (1, 3):  # dark ones, too, where a logarithm is steep
        colors = (top * COLORS**power).astype(np.float32)
        off = np.abs(found(colors) - expected(a, b, 0.4, colors)).max(axis=1)
        assert off.max() <= 1.5 * most
        assert off.mean() < 0.005
    assert 0 < mean < 0.005 and mean < most < 0.06


def test_behind_a_shaper_the_dark_is_not_lost() -> None:
    """Sampled evenly over 0..16, all that is below 0.25 would be one straight line."""
    a, b, _ = SAMPLED["a shaper and none"]
    found = mixed(a, b, 0.5)
    dark = COLORS * 0.05
    assert found.shaper is a.shaper
    assert np.abs(found(dark) - expected(a, b, 0.5, dark)).max() < 0.01


def test_a_shaper_that_cannot_be_undone_is_not_sampled_behind() -> None:
    back = Shaper(np.abs(np.linspace(-1, 1, 101))[:, None].repeat(3, 1))
    found = mixed(smooth_lut(17, shaper=back), smooth_lut(17), 0.5)
    assert found.shaper is None and found.size == 65
    colors = np.clip(COLORS, 0, 1)
    assert np.abs(found(colors) - expected(smooth_lut(17, shaper=back), smooth_lut(17), 0.5, colors)).max() < 0.02


def test_size_is_what_is_asked_for() -> None:
    assert mixed(smooth_lut(17), smooth_lut(33), 0.5, size=21).size == 21


def test_title_and_notes() -> None:
    a = Lut(smooth_lut(9).table, title="Film", notes=("one", "two"))
    b = Lut(smooth_lut(9).table, notes=("two", "three"))
    found = mixed(a, b, 0.4)
    assert (found.title, found.notes) == ("Film 60%, a LUT of 9³ 40%", ("one", "two", "three"))


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(LutError, match="expected a share from 0 to 1, found"):
        mixed(smooth_lut(), smooth_lut(), share)
