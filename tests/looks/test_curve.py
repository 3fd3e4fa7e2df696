"""Curves: through their points, smooth between them, straight outside, held to SciPy's where it is installed."""

import numpy as np
import pytest

from lut.looks.curve import curve_around, curve_through
from lut.looks.ramps import pieces

X = np.array([0.0, 0.1, 0.25, 0.3, 0.7, 1.0])
Y = np.array([0.05, 0.1, 0.3, 0.28, 0.8, 0.9])


def test_pieces_are_what_a_search_finds() -> None:
    knots = X.astype(np.float32)
    values = np.concatenate((knots, np.linspace(-0.5, 1.5, 999, dtype=np.float32))).reshape(-1, 3)
    np.testing.assert_array_equal(pieces(values, knots), np.searchsorted(knots, values, side="right"))


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


def test_a_monotone_curve_is_scipys() -> None:
    interpolate = pytest.importorskip("scipy.interpolate", reason="SciPy is not installed")
    x = np.linspace(0, 1, 501)
    # SciPy's Pchip has the same slopes: F. N. Fritsch and J. Butland, 1984.
    assert curve_through(X, Y)(x.astype(np.float32)) == pytest.approx(interpolate.PchipInterpolator(X, Y)(x), abs=1e-6)


def test_a_curve_around_the_circle_has_no_seam() -> None:
    curve = curve_around((3.0, 1.0, -2.0, 0.5))
    assert curve(np.float32([0, 90, 180, 270])) == pytest.approx([3, 1, -2, 0.5], abs=1e-5)
    seam = curve(np.float32([359.9, 0, 360]))
    assert seam[2] == pytest.approx(seam[1], abs=1e-5)
    assert seam[1] - seam[0] == pytest.approx(curve(np.float32([0.1]))[0] - seam[1], abs=1e-3)
