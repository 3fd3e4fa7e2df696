"""Nuke's .vf, held against OpenColorIO."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from samples import colors, rows

import lut
from lut import LutError
from lut.formats import vf

FILM = f"""\
#Inventor V2.1 ascii

# exported
grid_size 3 3 3
global_transform 0.1 0 0 0  0 0.5 0 0  0 0 1 0  0 0 0 1
data
{rows(27)}"""
THIRD = "0.33333333"
NUKE = f"global_transform {THIRD} 0 0 0  0 {THIRD} 0 0  0 0 {THIRD} 0  0 0 0 1"

DIALECTS = {
    "a scale for each channel": (FILM, (0, 4)),
    "the identity, as Nuke writes it": (f"#Inventor V2.1 ascii\ngrid_size 3 3 3\n{NUKE}\ndata\n{rows(27)}", (0, 1)),
    "no transform": (f"#Inventor V2.1 ascii\ngrid_size 4 4 4\ndata\n{rows(64)}", (0, 1)),
    "tabs and CRLF": (FILM.replace(" ", "\t").replace("\n", "\r\n"), (0, 4)),
}


@pytest.mark.parametrize(("text", "domain"), DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, domain: tuple[float, float], tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.vf", text), domain)


def test_blue_varies_fastest_and_the_transform_is_a_domain() -> None:
    film = vf.read(FILM)
    second = np.array(rows(27).splitlines()[1].split(), np.float32)
    assert np.array_equal(film.table[0, 0, 1], second)
    assert np.allclose(film.domain, [[0, 0, 0], [1 / 0.3, 1 / 1.5, 1 / 3]])


TRANSFORM = "global_transform 0.1 0 0 0  0 0.5 0 0  0 0 1 0  0 0 0 1"
SCALES = "expected a scale for each channel, above 0, as global_transform, found 'global_transform "
BROKEN = [
    ("#Inventor V2.1 ascii", "#VRML V2.0", ":1: expected #Inventor V2.1 ascii, found '#VRML V2.0'"),
    ("grid_size 3 3 3\n", "", ": expected grid_size, found none"),
    ("grid_size 3 3 3", "grid_size 3 3", ":4: expected 3 numbers from 2 to 256 for grid_size, found '3 3'"),
    ("grid_size 3 3 3", "grid_size 3 3 1", ":4: expected 3 numbers from 2 to 256 for grid_size, found '3 3 1'"),
    ("grid_size 3 3 3", "grid_size 3 3 3\ngrid_size 3 3 3", ":5: expected grid_size once, found it on line 4 too"),
    ("grid_size 3 3 3", "grid_size 4 3 3", ":33: expected 36 rows for grid_size 4 3 3, found 27"),
    ("grid_size 3 3 3", "world_origin 1 1 1",
     ":4: expected grid_size, global_transform or data, found 'world_origin 1 1 1'"),
    (TRANSFORM, "global_transform 1 0 0", ":5: expected 16 numbers behind global_transform, found '1 0 0'"),
    (TRANSFORM, f"global_transform nan{' 0' * 15}",
     ":5: expected 16 numbers behind global_transform, found 'nan 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0'"),
    ("0.1 0 0 0", "0.1 0.1 0 0", f":5: {SCALES}0.1 0.1 0 0  0 0.5 0 0…'"),
    ("0.1 0 0 0", "0 0 0 0", f":5: {SCALES}0 0 0 0  0 0.5 0 0  0 …'"),
    ("0.1 0 0 0", "-1 0 0 0", f":5: {SCALES}-1 0 0 0  0 0.5 0 0  0…'"),
    ("data\n", "data 1\n", ":6: expected grid_size, global_transform or data, found 'data 1'"),
    ("data\n", "data\n0 0 0\n", ":34: expected 27 rows for grid_size 3 3 3, found 28"),
    ("data\n", "data\n0 0 1e400\n", ":7: expected numbers up to 1e+30, found '0 0 1e400'"),
    (FILM[FILM.index("data"):], "", ": expected data, found none"),
    (FILM[FILM.index("data"):], "data", ": expected 27 rows for grid_size 3 3 3, found none"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.vf", FILM, old, new, message)


REFUSED_BY_US_ALONE = {
    # OpenColorIO mixes the channels ahead of the lattice, which one table cannot.
    "channels mixed": FILM.replace("0.1 0 0 0", "0.1 0.1 0 0"),
    # OpenColorIO takes the last row for alpha's.
    "a translation": FILM.replace("0 0 0 1", "1 0 0 1"),
    # OpenColorIO skips words that it doesn't know.
    "another origin": FILM.replace("data", "world_origin 1 1 1\ndata"),
}


@pytest.mark.parametrize("text", REFUSED_BY_US_ALONE.values(), ids=REFUSED_BY_US_ALONE.keys())
def test_refused_by_us_alone(text: str, tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.vf", text)
    ocio.applied(path, colors())
    with pytest.raises(LutError):
        lut.read(path)


def test_a_grid_that_is_no_cube_becomes_one() -> None:
    film = vf.read(f"#Inventor V2.1 ascii\ngrid_size 2 3 5\ndata\n{rows(30)}")
    assert film.notes == ("its grid of 2×3×5 points resampled to 5³: the same at all its points",)
    expected = np.array([row.split() for row in rows(30).splitlines()], np.float32).reshape(2, 3, 5, 3)
    assert np.array_equal(film.table[::4, ::2], expected)
