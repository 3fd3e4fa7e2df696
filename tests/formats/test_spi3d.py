"""Imageworks' .spi3d: a lattice whose rows say where they belong, held against OpenColorIO in both directions."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_luts_close
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import colors, placed, rows

import lut
from lut import Lut, LutError
from lut.formats import spi3d

HEAD = "SPILUT 1.0\n3 3\n"
FILM = f"{HEAD}2 2 2\n{placed(2)}"
LAST = placed(2).splitlines()[-1]

DIALECTS = {
    "blue fastest": f"{HEAD}4 4 4\n{placed(4)}",
    "any order": f"{HEAD}3 3 3\n" + "\n".join(np.random.default_rng(0).permutation(placed(3).splitlines())) + "\n",
    "tabs and CRLF": FILM.replace(" ", " \t").replace("SPILUT \t", "SPILUT ").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.spi3d", text))


BROKEN = [
    ("SPILUT 1.0", "SPILUT 2.0", ":1: expected SPILUT 1.0, found 'SPILUT 2.0'"),
    ("3 3\n", "3 4\n", ":2: expected 3 3, found '3 4'"),
    ("2 2 2\n", "2 2\n", ":3: expected 3 numbers from 2 to 256 for the lattice, found '2 2'"),
    ("2 2 2\n", "2 2 257\n", ":3: expected 3 numbers from 2 to 256 for the lattice, found '2 2 257'"),
    ("2 2 2\n", "256 256 256\n", ":11: expected 16,777,216 rows for '256 256 256', found 8"),
    ("2 2 2\n", "3 2 2\n", ":11: expected 12 rows for '3 2 2', found 8"),
    (LAST, "1 1 2 0 0 0", ":11: expected a place in the lattice, found '1 1 2 0 0 0'"),
    (LAST, "1 1 -1 0 0 0", ":11: expected a place in the lattice, found '1 1 -1 0 0 0'"),
    (LAST, "1 1 .5 0 0 0", ":11: expected a place in the lattice, found '1 1 .5 0 0 0'"),
    (LAST, "1 1 0 0 0 0", ":11: expected each place once, found one again: '1 1 0 0 0 0'"),
    (LAST, "1 1 1 0 0", ":11: expected 6 numbers, found 5: '1 1 1 0 0'"),
    (LAST, "1 1 1 0 0 inf", ":11: expected 6 numbers, found 'inf'"),
    (LAST, f"{LAST}\n0 0 0 0 0 0", ":12: expected 8 rows for '2 2 2', found 9"),
    (FILM, "SPILUT 1.0\n", ": expected 3 3, found the end of the file"),
    (placed(2), "", ": expected 8 rows for '2 2 2', found none"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.spi3d", FILM, old, new, message)


REFUSED_BY_US_ALONE = {
    # OpenColorIO skips what is not six numbers, and stops reading when it has all.
    "a row of other numbers": f"{HEAD}2 2 2\n0 0 0\n{placed(2)}",
}


@pytest.mark.parametrize("text", REFUSED_BY_US_ALONE.values(), ids=REFUSED_BY_US_ALONE.keys())
def test_refused_by_us_alone(text: str, tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.spi3d", text)
    ocio.applied(path, colors())
    with pytest.raises(LutError):
        lut.read(path)


def test_a_grid_that_is_no_cube_becomes_one() -> None:
    """OpenColorIO refuses it."""
    places = [f"{r} {g} {b}" for r, g, b in np.ndindex(2, 3, 5)]
    text = "".join(f"{place} {row}\n" for place, row in zip(places, rows(30).splitlines(), strict=True))
    film = spi3d.read(f"{HEAD}2 3 5\n{text}")
    assert film.size == 5
    assert film.notes == ("its grid of 2×3×5 points resampled to 5³: the same at all its points",)
    expected = np.array([row.split() for row in rows(30).splitlines()], np.float32).reshape(2, 3, 5, 3)
    assert np.array_equal(film.table[::4, ::2], expected)


@pytest.mark.parametrize("size", [2, 3, 17])
def test_opencolorio_reads_what_we_write(size: int, tmp_path: Path) -> None:
    table = np.random.default_rng(size).uniform(-0.5, 2, (size, size, size, 3))
    agreement.assert_written_alike(Lut(table), tmp_path / "ours.spi3d", (0, 1))


TABLES = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).normal(0, 9, (3, 3, 3, 3)))


@settings(deadline=None, max_examples=40)
@given(table=TABLES)
def test_a_lattice_survives(table: np.ndarray) -> None:
    assert_luts_close(spi3d.read(spi3d.write(Lut(table))), Lut(table))


def test_what_it_cannot_hold_is_refused() -> None:
    with pytest.raises(LutError, match=r"^expected a table over 0…1 for a .spi3d file, found a domain or a shaper"):
        spi3d.write(Lut(Lut.identity(2).table, ((0, 0, 0), (1, 1, 2))))
