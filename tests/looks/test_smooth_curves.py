"""Curves: through their points, smooth between them, straight outside, held to SciPy's where it is installed."""

import numpy as np
import pytest

from lut.looks.smooth_curves import curve_around, curve_through, find_pieces, waves_around

X = np.array([0.0, 0.1, 0.25, 0.3, 0.7, 1.0])
Y = np.array([0.05, 0.1, 0.3, 0.28, 0.8, 0.9])


def test_pieces_are_what_a_search_finds() -> None:
    knots = X.astype(np.float32)
    values = np.concatenate((knots, np.linspace(-0.5, 1.5, 999, dtype=np.float32))).reshape(-1, 3)
    np.testing.assert_array_equal(find_pieces(values, knots), np.searchsorted(knots, values, side="right"))


def test_a_curve_goes_through_its_points_and_turns_only_where_they_do() -> None:
    curve = curve_through(X, Y)
    assert curve(X.astype(np.float32)) == pytest.approx(Y, abs=1e-6)
    for start, stop, low, high in zip(X, X[1:], Y, Y[1:], strict=False):
        between = curve(np.linspace(start, stop, 100, dtype=np.float32))
        assert (np.diff(between) * np.sign(high - low) >= -1e-6).all()


def test_a_curve_is_straight_outside_and_has_no_step_at_its_ends() -> None:
    curve = curve_through(X, Y)
    ends = np.float32([0, 1])
    outwards = np.float32([-1, 1])
    at, near, far = (curve(ends + distance * outwards) for distance in (0, np.float32(0.5), np.float32(1)))
    assert far - at == pytest.approx(2 * (near - at), rel=1e-5)
    beyond = curve(np.nextafter(ends, outwards * np.float32(9)))
    assert beyond == pytest.approx(at, abs=1e-7)


def test_a_curve_is_scipys_spline_where_that_is_monotone() -> None:
    interpolate = pytest.importorskip("scipy.interpolate", reason="SciPy is not installed")
    x, rising = np.linspace(0, 1, 501), X**1.5
    spline = interpolate.CubicSpline(X, rising, bc_type="not-a-knot")
    assert curve_through(X, rising)(x.astype(np.float32)) == pytest.approx(spline(x), abs=1e-6)


def test_a_curve_meets_a_gamma_between_few_points() -> None:
    points = np.array([0.0, 0.17, 0.27, 0.37, 0.56, 0.74, 0.84, 0.97, 1.0])
    x = np.linspace(0.05, 1, 200)
    assert curve_through(points, points**1.5)(x.astype(np.float32)) == pytest.approx(x**1.5, abs=2e-3)


def test_waves_go_through_their_points_and_have_no_seam() -> None:
    values = ((1.0, 2.0, 3.0, 4.0, -1.0, 0.0), (0.0, 0.0, 5.0, 0.0, 0.0, 0.0))
    assert waves_around(np.float32([0, 60, 120, 180, 240, 300]), values) == pytest.approx(np.array(values), abs=1e-5)
    assert waves_around(np.float32([360]), values) == pytest.approx(waves_around(np.float32([0]), values), abs=1e-5)


def test_a_curve_around_the_circle_has_no_seam() -> None:
    curve = curve_around((3.0, 1.0, -2.0, 0.5))
    assert curve(np.float32([0, 90, 180, 270])) == pytest.approx([3, 1, -2, 0.5], abs=1e-5)
    seam = curve(np.float32([359.9, 0, 360]))
    assert seam[2] == pytest.approx(seam[1], abs=1e-5)
    assert seam[1] - seam[0] == pytest.approx(curve(np.float32([0.1]))[0] - seam[1], abs=1e-3)
