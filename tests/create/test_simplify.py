"""The smallest lattice that stays within a ΔE."""

from __future__ import annotations

import re

import numpy as np
import pytest
from pairs import look

from lut import Lut, LutError, Shaper
from lut.color import delta_e2000, srgb_to_lab
from lut.create import simplified

COLORS = np.random.default_rng(4).random((20_000, 3), dtype=np.float32)


def difference(a: Lut, b: Lut) -> np.ndarray:
    return delta_e2000(*(srgb_to_lab(lut(COLORS)) for lut in (a, b)))


@pytest.mark.slow("bakes and simplifies a look each", but_first=True)
@pytest.mark.parametrize(("name", "delta_e"), [("moody", 0.5), ("vivid", 1.5), ("brown", 0.3)])
def test_within_and_no_larger_than_need_be(name: str, delta_e: float) -> None:
    lut = look(name)
    small = simplified(lut, delta_e)
    assert small.size < 33
    off = difference(small, lut)
    assert off.max() <= delta_e * 1.05  # other random colors than it measured on
    for size in range(2, small.size):
        lattice_points = lut.table.reshape(-1, 3)
        there = lut.resized(size).resized(33).table.reshape(-1, 3)
        worst = delta_e2000(*(srgb_to_lab(codes) for codes in (lattice_points, there))).max()
        assert max(worst, difference(lut.resized(size), lut).max()) > delta_e * 0.95


def test_says_what_it_did() -> None:
    lut = look("moody")
    small = simplified(lut)
    found = re.fullmatch(r"Simplified from 33³ to (\d+)³: ΔE2000 (\S+) on average and (\S+) at most\.", small.notes[-1])
    assert found is not None
    assert int(found[1]) == small.size
    off = difference(small, lut)
    assert off.mean() == pytest.approx(float(found[2]), rel=0.2)
    assert off.max() <= float(found[3]) * 1.05 <= 0.53


def test_straight_luts_need_two_points() -> None:
    assert simplified(Lut.identity(33)).size == 2
    assert simplified(Lut(Lut.identity(33).table * 0.5 + 0.2, title="Half")).size == 2


def test_large_lattices_are_simplified_too() -> None:
    lut = Lut(Lut.identity(97).table ** np.array((1.1, 1.0, 0.9), np.float32))
    small = simplified(lut, 1)
    assert small.size < 20
    assert difference(small, lut).max() < 1.05


def test_what_cannot_be_smaller_stays() -> None:
    noise = Lut(np.random.default_rng(0).random((9, 9, 9, 3)), notes=("a note",))
    same = simplified(noise)
    assert (same.table == noise.table).all()
    assert same.notes == ("a note", "No lattice smaller than 9³ stays within ΔE2000 0.5.")


def test_domain_and_shaper_stay() -> None:
    shaper = Shaper(np.linspace(0, 1, 64)[:, None].repeat(3, 1) ** 0.5, ((0, 0, 0), (4, 4, 4)))
    lut = Lut(look("moody").table, shaper=shaper, title="Film")
    small = simplified(lut)
    assert small.size < 33 and small.shaper is shaper and small.title == "Film"
    lut = Lut(lut.table, domain=((-1, 0, 0), (1, 2, 3)))
    assert simplified(lut).domain.tolist() == lut.domain.tolist()


@pytest.mark.parametrize("delta_e", [0, -1, float("nan"), float("inf")])
def test_a_difference_is_above_0(delta_e: float) -> None:
    with pytest.raises(LutError, match="expected a ΔE above 0, found"):
        simplified(Lut.identity(5), delta_e)
