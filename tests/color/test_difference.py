"""How far two LUTs are apart: known distances, and where they are looked for."""

from __future__ import annotations

import numpy as np
import pytest

from lut import Lut, Shaper
from lut.color import delta_e2000, srgb_to_lab
from lut.color.difference import compare_luts, compare_with_identity

WIDE = ((-1.0, -1.0, -1.0), (3.0, 3.0, 3.0))


def film(size: int = 17) -> Lut:
    return Lut(Lut.identity(size).table ** np.array([0.8, 1.0, 1.25], np.float32))


def test_nothing() -> None:
    same = compare_luts(film(), film())
    assert (same.mean, same.largest, same.beyond) == (0, 0, 0)
    assert same.largest_delta_e < 1e-12  # some numpys round float64 by where in memory an array begins
    assert compare_with_identity(Lut.identity(33)).is_none
    assert compare_luts(film(), Lut(film().table + np.float32(1e-6))).is_none
    assert not compare_luts(film(), Lut(film().table + np.float32(1e-5))).is_none


def test_a_known_distance_in_levels() -> None:
    found = compare_luts(film(), Lut(film().table + np.float32(0.1)))
    assert found.mean == pytest.approx(25.5, rel=1e-5)
    assert found.largest == pytest.approx(25.5, rel=1e-5)
    assert found.beyond == 0


def test_a_known_distance_in_delta_e() -> None:
    """Black for everything, so the farthest color is the one that differs most from black."""
    found = compare_with_identity(Lut(np.zeros((2, 2, 2, 3))))
    colors = Lut.identity(33).table.reshape(-1, 3)
    farthest = delta_e2000(srgb_to_lab(colors), np.zeros(3)).max()
    assert found.largest_delta_e == pytest.approx(farthest, rel=1e-3)
    assert found.largest == 255


@pytest.mark.parametrize("point", [(0, 0, 0), (16, 16, 16), (3, 8, 15), (16, 0, 5)])
def test_a_single_lattice_point_is_found(point: tuple[int, int, int]) -> None:
    """Whichever of the two has it."""
    table = film().table.copy()
    table[point] += np.float32(0.5)
    for pair in ((film(), Lut(table)), (Lut(table), film())):
        assert compare_luts(*pair).largest == pytest.approx(127.5, rel=1e-4)


def test_between_lattice_points() -> None:
    """Two lattices that agree at all points of the coarser one."""
    bent = Lut.identity(3).table.copy()
    bent[1] += np.float32(0.2)
    assert compare_luts(Lut.identity(2), Lut(bent)).largest == pytest.approx(0.2 * 255, rel=1e-4)


def test_beyond_0_to_1() -> None:
    wide = Lut(Lut.identity(5).table * 4 - 1, domain=WIDE)  # the identity from -1 to 3
    found = compare_luts(wide, Lut.identity(2))  # which clamps
    assert found.largest == pytest.approx(0, abs=1e-3)
    assert found.beyond == pytest.approx(2 * 255, rel=1e-5)
    assert not found.is_none
    assert compare_luts(Lut.identity(2), wide).beyond == 0  # what the first is not made for is no loss
    shaped = Lut.from_shaper(Shaper([[-1.0] * 3, [3.0] * 3], WIDE))
    assert compare_luts(shaped, Lut.identity(2)).beyond == pytest.approx(2 * 255, rel=1e-5)
