"""Operators, and the form of LUT that is found for a list of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import colors

from lut import LutError
from lut.lattice import lattice
from lut.operators import (
    Affine,
    Clamp,
    Grid,
    HalfTable,
    HueKept,
    InverseTable,
    Log,
    MonitorCurve,
    Operator,
    Power,
    Table,
    merge_operators,
    run,
)
from lut.operators.curves import find_ends
from lut.operators.lut_forms import make_lut
from lut.operators.notes import round_up

RGB = colors((-1, 2)).astype(np.float64)
ONE, ZERO = np.ones(3), np.zeros(3)
MIX = Affine(np.array([[0.9, 0.2, -0.1], [0.05, 0.8, 0.1], [0, 0.15, 1.2]]), np.array([0.1, -0.2, 0.3]))
STRETCH = Affine.diagonal([2, 0.5, 1], [-0.1, 0.2, 0])
RISING = Table(np.float32(np.linspace(0, 1, 33)[:, None] ** (0.5, 1.5, 2.0)))
FILM = Grid(np.random.default_rng(3).uniform(-0.5, 1.5, (4, 4, 4, 3)).astype(np.float32))

INVERSES: dict[str, tuple[Operator, Operator]] = {
    "power": (Power(np.array([2.2, 1, 0.5])), Power(1 / np.array([2.2, 1, 0.5]))),
    "mirrored power": (Power(ONE * 3, "mirror"), Power(ONE / 3, "mirror")),
    "passed power": (Power(ONE * 3, "pass"), Power(ONE / 3, "pass")),
    "monitor": (MonitorCurve(ONE * 2.4, ONE * 0.055), MonitorCurve(ONE * 2.4, ONE * 0.055, reverse=True)),
    "mirrored monitor": (
        MonitorCurve(ONE * 2.4, ONE * 0.055, mirror=True),
        MonitorCurve(ONE * 2.4, ONE * 0.055, True, True),
    ),
    "logarithm": (Log(ONE * 2, ONE, ONE * 4, ONE / 4, ZERO), Log(ONE * 2, ONE, ONE * 4, ONE / 4, ZERO, reverse=True)),
    "camera": (
        Log(ONE * 2, ONE, ONE / 10, ONE / 4, ONE / 2, ONE / 100),
        Log(ONE * 2, ONE, ONE / 10, ONE / 4, ONE / 2, ONE / 100, reverse=True),
    ),
    "table": (RISING, InverseTable(RISING.values)),
}


@pytest.mark.parametrize(("there", "back"), INVERSES.values(), ids=INVERSES.keys())
def test_what_undoes_the_other(there: Operator, back: Operator) -> None:
    inside = RGB if "pass" in str(there) or "mirror" in str(there) else np.clip(RGB, 0, 1)
    assert np.abs(run([there, back], inside) - inside).max() < 1e-6


def test_a_half_table_is_its_function_at_every_half_float() -> None:
    bits = np.arange(1 << 16, dtype=np.uint16)
    halfs = bits.view(np.float16).astype(np.float32)
    with np.errstate(invalid="ignore"):
        table = HalfTable(np.stack([halfs, -halfs, halfs / 2], axis=1))
    finite = halfs[np.isfinite(halfs)].astype(np.float64)
    found = run([table], finite[:, None].repeat(3, axis=1))
    assert np.array_equal(found, np.stack([finite, -finite, finite / 2], axis=1))


def test_the_middle_channel_keeps_its_place() -> None:
    kept = HueKept(RISING)
    rgb = np.clip(RGB, 0, 1)
    gray = rgb[:, :1].repeat(3, axis=1)
    assert np.array_equal(run([kept], gray), run([RISING], gray))
    same = HueKept(Table(np.float32(np.linspace(0, 1, 2)[:, None].repeat(3, axis=1))))
    assert np.abs(run([same], rgb) - rgb).max() < 1e-12


def test_runs_are_merged() -> None:
    assert merge_operators([Affine.diagonal(2), Affine.diagonal(0.5)]) == []
    several = [MIX, STRETCH, Clamp(-1, 0.5), Clamp(0, 1), Clamp(0.75, 2), RISING]
    few = merge_operators(several)
    assert [type(operator) for operator in few] == [Affine, Clamp, Table]
    assert np.abs(run(few, RGB) - run(several, RGB)).max() < 1e-12


@settings(deadline=None, max_examples=20)
@given(st.floats(-5, 5), st.floats(0.1, 5), st.floats(0.1, 3))
def test_ends_of_curves_are_found(low: float, width: float, slope: float) -> None:
    found = find_ends([Affine.diagonal(slope), Clamp(slope * low, slope * (low + width)), Power(ONE, "mirror")])
    assert np.abs(np.array(found) - [[low] * 3, [low + width] * 3]).max() < 1e-9
    assert np.array_equal(find_ends([STRETCH]), [[-np.inf] * 3, [np.inf] * 3])
    assert np.array_equal(find_ends([Affine.diagonal(0, 0.5)]), [[0] * 3, [1] * 3])
    assert np.array_equal(find_ends([Clamp(-np.inf, 1)]), [[-np.inf] * 3, [1] * 3])


FORMS: dict[str, tuple[list[Operator], int, int, int]] = {  # lattice, shaper (0: none), notes
    "nothing": ([], 2, 2, 1),
    "a matrix": ([MIX], 2, 0, 1),
    "a stretch": ([STRETCH], 2, 2, 1),
    "a table": ([RISING], 2, 33, 0),
    "a table over a domain": ([STRETCH, RISING], 2, 33, 0),
    "tables": ([RISING, Table(np.float32([[0, 0, 0], [1, 2, 3]]))], 2, 33, 0),
    "a lattice": ([FILM], 4, 0, 0),
    "a lattice over a domain": ([STRETCH, FILM], 4, 0, 0),
    "a clamp and a lattice": ([Clamp(), FILM], 4, 0, 0),
    "a falling line and a lattice": ([Affine.diagonal(-1, 1), FILM], 4, 2, 0),
    "all of a LUT": ([STRETCH, RISING, STRETCH, FILM], 4, 33, 0),
    "a lattice and a matrix": ([FILM, MIX], 4, 0, 0),
    "a table and a matrix": ([RISING, MIX], 2, 33, 0),
}


@pytest.mark.parametrize(("operators", "size", "points", "notes"), FORMS.values(), ids=FORMS.keys())
def test_the_smallest_form_is_found(operators: list[Operator], size: int, points: int, notes: int) -> None:
    film = make_lut(operators, "t").as_table
    assert (film.size, 0 if film.shaper is None else len(film.shaper.values)) == (size, points)
    assert len(film.notes) == notes
    assert film.title == "t"
    assert np.abs(film(RGB) - run(operators, RGB)).max() < 1e-5


def test_what_is_baked_is_baked_behind_the_best_curves() -> None:
    """From linear light through a matrix into an encoding: a lattice in linear light would be far off near black."""
    encode = Power(ONE / 2.2)
    gentle = Affine(0.9 * np.eye(3) + 0.1 / 3, ZERO)
    film = make_lut([gentle, encode]).as_table
    rgb = np.clip(RGB, 0, 1)
    plain = lattice(film.size)
    assert film.shaper is not None
    assert np.abs(film(rgb) - run([gentle, encode], rgb)).mean() < 1e-3
    baked = Grid(run([gentle, encode], plain.reshape(-1, 3)).reshape(plain.shape).astype(np.float32), "tetrahedral")
    assert (
        np.abs(run([baked], rgb) - run([gentle, encode], rgb)).max()
        > 2 * np.abs(film(rgb) - run([gentle, encode], rgb)).max()
    )


@pytest.mark.parametrize(
    "operators",
    [
        [Log(ONE * 10, ONE, ZERO, ONE / 100, ZERO, reverse=True)],
        [Log(ONE * 10, ONE, ZERO, ONE / 100, ZERO, reverse=True), MIX],
        [Log(ONE * 10, ONE, ZERO, ONE / 100, ZERO, reverse=True), MIX, Power(ONE)],
        [MIX, Affine.diagonal(1e30), MIX],
    ],
)
def test_infinite_numbers_are_refused(operators: list[Operator]) -> None:
    with pytest.raises(LutError, match=r"expected operators that give numbers up to 1e\+30 .*, found larger"):
        make_lut(operators)


@settings(max_examples=300)
@given(st.floats(1e-30, 1e30))
def test_figures_are_rounded_up(error: float) -> None:
    assert error <= float(round_up(error)) <= 1.11 * error
