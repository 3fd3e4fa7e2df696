"""Imageworks' .spi1d: curves over any range, held against OpenColorIO in both directions."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_luts_close
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import colors, column, rising, rows

import lut
from lut import Lut, LutError, Shaper
from lut.formats import spi1d

FILM = f"""\
Version 1
From -0.5 2
Length 7
Components 3
{{
{rows(7)}}}
"""

DIALECTS = {
    "three curves": (FILM, (-0.5, 2)),
    "one curve": (f"Version 1\nFrom 0.0 1.0\nLength 9\nComponents 1\n{{\n{column(9)}}}\n", (0, 1)),
    "two curves": ("Version 1\nFrom 0 1\nLength 2\nComponents 2\n{\n0 .1\n1 .9\n}\n", (0, 1)),
    "no range": (f"Version 1\nLength 9\nComponents 1\n{{\n{column(9)}}}\n", (0, 1)),
    "another order": (f"Components 3\nLength 7\nFrom 0 4\nVersion 1\n{{\n{rows(7)}}}\n", (0, 4)),
    "blanks, tabs, CRLF": (FILM.replace(" ", " \t").replace("\n", "\r\n"), (-0.5, 2)),
    "most points": (f"Version 1\nFrom -7.5 3.75\nLength 65536\nComponents 3\n{{\n{rising(65536)}}}\n", (-7.5, 3.75)),
    "exponents": ("Version 1\nFrom -1e-1 1.5e0\nLength 2\nComponents 1\n{\n-1e-3\n+2.5E1\n}\n", (-0.1, 1.5)),
}


@pytest.mark.parametrize(("text", "domain"), DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, domain: tuple[float, float], tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.spi1d", text)
    agreement.assert_means_the_same(path, domain)
    assert lut.read(path).is_curves


BROKEN = [
    ("Version 1", "Version 2", ":1: expected Version from 1 to 1, found '2'"),
    ("Version 1\n", "", ": expected Version, found none"),
    ("From -0.5 2", "From 2 2", ":2: expected a minimum below the maximum, found '2 2'"),
    ("From -0.5 2", "From 2 0", ":2: expected a minimum below the maximum, found '2 0'"),
    ("From -0.5 2", "From nan 2", ":2: expected 2 numbers behind From, found 'nan 2'"),
    ("From -0.5 2", "From 0", ":2: expected 2 numbers behind From, found '0'"),
    ("From -0.5 2", "To -0.5 2", ":2: expected Version, From, Length, Components or {, found 'To -0.5 2'"),
    ("Length 7", "Length 7\nLength 7", ":4: expected Length once, found it on line 3 too"),
    ("Length 7", "Length 1", ":3: expected Length from 2 to 65,536, found '1'"),
    ("Length 7", "Length 65537", ":3: expected Length from 2 to 65,536, found '65537'"),
    ("Length 7", "Length 65536", ":12: expected 65,536 rows for Length, found 7"),
    ("Length 7", "Length 6", ":12: expected 6 rows for Length, found 7"),
    ("Components 3", "Components 4", ":4: expected Components from 1 to 3, found '4'"),
    ("Components 3", "Components 1", ":6: expected a number, found 3: '0.864683 0.222127 -0.178296'"),
    ("Components 3\n", "", ": expected Components, found none"),
    ("{\n", "", ":5: expected Version, From, Length, Components or {, found '0.864683 0.222127 -0.178296'"),
    ("}\n", "", ": expected a line } behind the rows, found none"),
    ("}\n", "}\n1 2 3\n", ":14: expected nothing behind }, found '1 2 3'"),
    (FILM[FILM.index("{"):], "", ": expected a line { ahead of the rows, found none"),
    (FILM[FILM.index("{"):], "{\n}\n", ": expected 7 rows for Length, found none"),
    (FILM[FILM.index("{"):], "{", ": expected a line } behind the rows, found none"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.spi1d", FILM, old, new, message)


def test_half_a_number_is_refused_by_us_alone(tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.spi1d", "Version 1\nLength 2\nComponents 1\n{\n0\n1_5\n}\n")
    ocio.applied(path, colors())  # reads 1
    with pytest.raises(LutError, match=r":6: expected a number, found '1_5'"):
        lut.read(path)


@pytest.mark.parametrize("ends", [(0.0, 1.0), (-1.5, 8.0)])
def test_opencolorio_reads_what_we_write(ends: tuple[float, float], tmp_path: Path) -> None:
    values = np.random.default_rng(0).uniform(-2, 3, (9, 3))
    film = Lut.from_shaper(Shaper(values, tuple((end,) * 3 for end in ends)))
    agreement.assert_written_alike(film, tmp_path / "ours.spi1d", ends)


CURVES = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).normal(0, 9, (5, 3)))


@settings(deadline=None, max_examples=40)
@given(values=CURVES, low=st.floats(-100, -0.125, width=32), high=st.floats(0.125, 100, width=32))
def test_curves_survive(values: np.ndarray, low: float, high: float) -> None:
    film = Lut.from_shaper(Shaper(values, ((low,) * 3, (high,) * 3)))
    assert_luts_close(spi1d.read(spi1d.write(film)), film)


def test_what_it_cannot_hold_is_refused() -> None:
    with pytest.raises(LutError, match=r"^expected curves alone for a .spi1d file, found a lattice$"):
        spi1d.write(Lut.identity(3))
    curves = Lut.from_shaper(Shaper([[0, 0, 0], [1, 1, 1]], ((0, 0, 0), (1, 1, 2))))
    with pytest.raises(LutError, match=r"^expected the same domain in each channel .* found 0 0 0 1 1 2$"):
        spi1d.write(curves)
