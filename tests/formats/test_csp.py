"""cineSpace's .csp: pre-LUTs of any spacing, lattices and curves, held against OpenColorIO in both directions."""

from __future__ import annotations

from pathlib import Path

import agreement
import ffmpeg
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close, assert_luts_close
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import colors, prelut, rising, rows

import lut
from lut import Lut, Shaper
from lut.formats import csp

FILM = f"""\
CSPLUTV100
3D

BEGIN METADATA
Warm & cold
by hand
END METADATA

3
-1 0.2 3
0.1 0.5 1
2
0 2
0 1
0

2 2 2
{rows(8)}"""
NONE = prelut(0, 1) * 3
SPLINES = "3\n-1 0.2 3\n0.2 0.5 0.9\n5\n0 .1 .2 1 2\n0 .5 .6 .9 1\n2\n0.25 1\n-1 1\n"
STRAIGHT = "2\n-1 3\n0.2 0.9\n" * 3
FALLING = "2\n0 1\n1 0\n" * 3
EVEN = f"9\n{' '.join(map(str, np.linspace(0, 2, 9)))}\n0 .5 .6 .7 .75 .8 .85 .9 1\n" * 3

DIALECTS = {
    "no pre-LUT": (f"CSPLUTV100\n3D\n{NONE}3 3 3\n{rows(27)}", (0, 1)),
    "pre-LUTs of 0 and 1 points": (f"CSPLUTV100\n3D\n0\n1\n0\n3 3 3\n{rows(27)}", (0, 1)),
    "metadata": (FILM, (-1, 3)),
    "tabs and CRLF": (f"CSPLUTV100\n3D\n{NONE}3 3 3\n{rows(27)}".replace(" ", "\t").replace("\n", "\r\n"), (0, 1)),
    "a domain per channel": (f"CSPLUTV100\n3D\n{prelut(-1, 3)}{prelut(0, 2)}{prelut()}3 3 3\n{rows(27)}", (-1, 3)),
    "straight, not 0 to 1": (f"CSPLUTV100\n3D\n{STRAIGHT}3 3 3\n{rows(27)}", (-1, 3)),
    "falling": (f"CSPLUTV100\n3D\n{FALLING}3 3 3\n{rows(27)}", (0, 1)),
    "splines": (f"CSPLUTV100\n3D\n{SPLINES}3 3 3\n{rows(27)}", (-1, 3)),
    "an even spline": (f"CSPLUTV100\n3D\n{EVEN}4 4 4\n{rows(64)}", (0, 2)),
    "one spline": (f"CSPLUTV100\n3D\n0\n4\n0 .01 .1 1\n0 .3 .6 1\n0\n3 3 3\n{rows(27)}", (0, 1)),
    "1D": (f"CSPLUTV100\n1D\n{NONE}9\n{rows(9)}", (0, 1)),
    "1D over domains": (f"CSPLUTV100\n1D\n{prelut(-1, 2)}{prelut(0, 4)}2\n0 1\n-1 1\n9\n{rows(9)}", (-1, 4)),
    "1D behind splines": (f"CSPLUTV100\n1D\n{SPLINES}65\n{rising(65)}", (-1, 3)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "domain"), DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, domain: tuple[float, float], tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.csp", text), domain)


def test_red_varies_fastest_and_the_first_line_of_metadata_is_the_title() -> None:
    film = csp.read(FILM)
    assert film.title == "Warm & cold"
    expected = np.array([line.split() for line in rows(8).splitlines()[:2]], np.float32)
    assert np.array_equal(film.table[:2, 0, 0], expected)


def test_a_straight_pre_lut_is_a_domain() -> None:
    film = csp.read(f"CSPLUTV100\n3D\n{prelut(-1, 3)}{prelut(0, 2)}{prelut()}2 2 2\n{rows(8)}")
    assert film.shaper is None
    assert film.domain.tolist() == [[-1, 0, 0], [3, 2, 1]]


def test_what_can_be_held_only_nearly_is_noted(tmp_path: Path) -> None:
    """Corners of curves behind a spline lie between the points of any even grid; off by no more than is said."""
    path = agreement.saved(tmp_path, "film.csp", f"CSPLUTV100\n1D\n{SPLINES}9\n{rows(9)}")
    film = lut.read(path)
    (note,) = film.notes
    text, _, number = note.rpartition(" ")
    assert text == "its pre-LUT and curves are one curve, resampled on an even grid: off by at most"
    assert 1e-5 < float(number) < 1e-3
    rgb = colors((-1, 3))
    assert_close(film(rgb), ocio.applied(path, rgb), float(number) * 1.2, "colors")
    assert csp.read(FILM).notes == ()


def test_an_identity_that_ends_within_0_to_1_clamps(tmp_path: Path) -> None:
    """OpenColorIO leaves pre-LUTs out that change nothing between their ends, where we clamp, as next to others."""
    narrow = "2\n0.25 0.5\n0.25 0.5\n"
    rest = f"3 3 3\n{rows(27)}"
    path = agreement.saved(tmp_path, "film.csp", f"CSPLUTV100\n3D\n{narrow * 3}{rest}")
    same = agreement.saved(tmp_path, "same.csp", f"CSPLUTV100\n3D\n{narrow}{narrow}2\n0.25 0.5\n0.25 0.50001\n{rest}")
    agreement.assert_means_the_same(path, (0, 1), same, 1e-4)


@pytest.mark.parametrize("sizes", [(2, 3, 5), (4, 2, 3), (33, 3, 2)])
def test_grids_that_are_no_cubes_become_ones(sizes: tuple[int, int, int], tmp_path: Path) -> None:
    """OpenColorIO refuses them. Interpolated axis by axis, which is what trilinear means."""
    count = sizes[0] * sizes[1] * sizes[2]
    text = f"CSPLUTV100\n3D\n{NONE}{' '.join(map(str, sizes))}\n{rows(count)}"
    film = csp.read(text)
    (note,) = film.notes
    assert note.startswith(f"its grid of {'×'.join(map(str, sizes))} points resampled to {film.size}³: the same at all")
    grid = np.array([line.split() for line in rows(count).splitlines()], float).reshape(*sizes[::-1], 3)
    rgb = np.clip(colors(), 0, 1)
    expected = np.array([axis_by_axis(grid.transpose(2, 1, 0, 3), color) for color in rgb])
    assert_close(film(rgb, "trilinear"), expected, 1e-5, "colors")


def axis_by_axis(grid: np.ndarray, color: np.ndarray) -> np.ndarray:
    for position in color:
        low = min(int(position * (len(grid) - 1)), len(grid) - 2)
        part = position * (len(grid) - 1) - low
        grid = grid[low] * (1 - part) + grid[low + 1] * part
    return grid


def test_grids_that_do_not_fit_are_resampled_with_their_error() -> None:
    film = csp.read(f"CSPLUTV100\n3D\n{NONE}13 18 2\n{rows(13 * 18 * 2)}")
    assert film.size == 18
    assert film.notes[0].startswith("its grid of 13×18×2 points resampled to 18³: off by at most ")
    with pytest.raises(lut.LutError, match="expected at most 129 points a side in a grid that is no cube"):
        csp.read(f"CSPLUTV100\n3D\n{NONE}2 2 130\n{rows(520)}")


BROKEN = [
    ("CSPLUTV100", "CSPLUTV200", ":1: expected CSPLUTV100, found 'CSPLUTV200'"),
    ("3D\n", "2D\n", ":2: expected 1D or 3D, found '2D'"),
    ("BEGIN METADATA\n", "", ":4: expected a number of points from 0 to 196,608, found 'Warm & cold'"),
    ("END METADATA", "", ": expected END METADATA, found the end of the file"),
    ("-1 0.2 3\n", "-1 0.2\n", ":10: expected 3 inputs, found 2"),
    ("-1 0.2 3\n", "-1 0.2 3 4\n", ":10: expected 3 inputs, found 4"),
    ("-1 0.2 3\n", "-1 nan 3\n", ":10: expected a number, found 'nan'"),
    ("-1 0.2 3\n", "-1 1e31 3\n", ":10: expected numbers up to 1e+30, found '1e31'"),
    ("-1 0.2 3\n", "-1 0.2 0.2\n", ":10: expected inputs that rise, found '-1 0.2 0.2'"),
    ("0.1 0.5 1\n", "0.1 0.5\n", ":11: expected 3 outputs, found 2"),
    ("3\n-1", "4294967296\n-1", ":9: expected a number of points from 0 to 196,608, found '4294967296'"),
    ("3\n-1", "2.5\n-1", ":9: expected a number of points from 0 to 196,608, found '2.5'"),
    ("2 2 2\n", "2 2\n", ":17: expected 3 numbers from 2 to 256 for the lattice, found '2 2'"),
    ("2 2 2\n", "2 2 1\n", ":17: expected 3 numbers from 2 to 256 for the lattice, found '2 2 1'"),
    ("2 2 2\n", "2 2 2.5\n", ":17: expected 3 numbers from 2 to 256 for the lattice, found '2 2 2.5'"),
    ("2 2 2\n", "256 256 256\n", ":25: expected 16,777,216 rows for 256×256×256 points, found 8"),
    ("2 2 2\n", "2 2 2\n0 0 0\n", ":26: expected 8 rows for 2×2×2 points, found 9"),
    ("2 2 2\n", "2 2 2\n0 0\n", ":18: expected 3 numbers, found 2: '0 0'"),
    (FILM[FILM.index("2 2 2"):], "2 2 2\n", ": expected 8 rows for 2×2×2 points, found none"),
    (FILM[FILM.index("2 2 2"):], "", ": expected a number of points or rows, found the end of the file"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.csp", FILM, old, new, message)


# Writing


def written(tmp_path: Path, film: Lut, domain: tuple[float, float]) -> None:
    agreement.assert_written_alike(film, tmp_path / "ours.csp", domain)


def test_opencolorio_reads_our_lattices(tmp_path: Path) -> None:
    table = np.random.default_rng(0).uniform(-0.5, 2, (4, 4, 4, 3))
    written(tmp_path, Lut(table, title="Warm"), (0, 1))
    assert lut.read(tmp_path / "ours.csp").title == "Warm"
    written(tmp_path, Lut(table, ((-0.5, 0, 0.1), (1, 1.5, 0.9))), (-0.5, 1.5))


@pytest.mark.parametrize("count", [2, 3, 5])
def test_opencolorio_reads_our_shapers(count: int, tmp_path: Path) -> None:
    """Whose straight lines its splines follow, corners and all."""
    random = np.random.default_rng(count)
    shaper = Shaper(random.uniform(-3, 5, (count, 3)), ((-1, 0, 0), (3, 2, 1)))
    film = Lut(random.uniform(0, 1, (4, 4, 4, 3)), ((-3, -4, -3.5), (5, 6, 7)), shaper)
    agreement.assert_written_alike(film, tmp_path / "ours.csp", (-1, 3), 2e-5)


@pytest.mark.parametrize("count", [17, 4096])
def test_opencolorio_reads_our_smooth_shapers(count: int, tmp_path: Path) -> None:
    values = np.linspace(0, 1, count)[:, None] ** (1.5, 1.0, 2.0)
    film = Lut(np.random.default_rng(0).uniform(0, 1, (3, 3, 3, 3)), shaper=Shaper(values))
    written(tmp_path, film, (0, 1))


def test_smooth_shapers_are_written_as_they_are() -> None:
    smooth = Shaper((np.linspace(0, 1, 1025)[:, None] ** 2).repeat(3, axis=1))
    assert csp.write(Lut(Lut.identity(3).table, shaper=smooth)).split("\n")[3] == "1025"


def test_opencolorio_reads_our_curves(tmp_path: Path) -> None:
    values = np.random.default_rng(0).uniform(-3, 5, (9, 3))
    written(tmp_path, Lut.from_shaper(Shaper(values)), (0, 1))
    written(tmp_path, Lut.from_shaper(Shaper(values, ((-1, 0, 0.5), (3, 2, 1)))), (-1, 3))


@ffmpeg.needed
def test_ffmpeg_reads_what_we_write(tmp_path: Path) -> None:
    film = Lut(np.random.default_rng(0).uniform(0, 1, (5, 5, 5, 3)), title="Title")
    lut.write(film, tmp_path / "ours.csp")
    rgb = np.random.default_rng(1).integers(0, 65536, (500, 3))
    assert_close(ffmpeg.applied(tmp_path / "ours.csp", rgb) / 65535, film(rgb / 65535, "trilinear"), 2e-5, "colors")


TABLES = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).normal(0, 9, (2, 2, 2, 3)))
ENDS = st.tuples(st.floats(-100, -0.125, width=32), st.floats(0.125, 100, width=32))


@settings(deadline=None, max_examples=40)
@given(table=TABLES, ends=ENDS, title=st.text())
def test_a_lattice_survives(table: np.ndarray, ends: tuple[float, float], title: str) -> None:
    film = Lut(table, tuple((end, 2 * end, 3 * end) for end in ends), title=title)
    if not film.title.startswith("#") and film.title.upper() != "END METADATA":
        assert_luts_close(csp.read(csp.write(film)), film)
