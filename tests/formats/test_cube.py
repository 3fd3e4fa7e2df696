"""Reading and writing .cube: valid first, then one thing broken at a time."""

from __future__ import annotations

import locale

import numpy as np
import pytest
from closeness import assert_luts_close
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from samples import rows

from lut import Lut, LutError, LutFormatError, Shaper
from lut.formats import codes, cube

ADOBE = """\
# Kodachrome
TITLE "Warm & cold"
LUT_3D_SIZE 2
DOMAIN_MIN 0 -1 0
DOMAIN_MAX 1 1 2

0.0 0.1 0.2
1.0 0.0 0.1
0.1 1.0 0.0
1.0 0.9 0.0
0.2 0.0 1.0
1.0 0.1 1.0
0.0 1.0 0.9
1.0 1.0 1.0
"""
RESOLVE = """\
# Two tables
LUT_1D_SIZE 3
LUT_1D_INPUT_RANGE -1 2
LUT_3D_SIZE 2
LUT_3D_INPUT_RANGE 0 4
0 0 0
1 2 3
4 4 4
0.0 0.1 0.2
1.0 0.0 0.1
0.1 1.0 0.0
1.0 0.9 0.0
0.2 0.0 1.0
1.0 0.1 1.0
0.0 1.0 0.9
1.0 1.0 1.0
"""


def test_red_varies_fastest() -> None:
    film = cube.read(ADOBE)
    assert film.title == "Warm & cold"
    assert film.domain.tolist() == [[0, -1, 0], [1, 1, 2]]
    assert film.shaper is None
    expected = [0.0, 0.1, 0.2], [1.0, 0.0, 0.1], [0.1, 1.0, 0.0], [0.2, 0.0, 1.0]
    found = film.table[0, 0, 0], film.table[1, 0, 0], film.table[0, 1, 0], film.table[0, 0, 1]
    assert np.array_equal(found, np.array(expected, dtype=np.float32))


def test_a_shaper_comes_before_the_lattice() -> None:
    film = cube.read(RESOLVE)
    assert film.shaper is not None
    assert film.shaper.values.tolist() == [[0, 0, 0], [1, 2, 3], [4, 4, 4]]
    assert film.shaper.domain.tolist() == [[-1] * 3, [2] * 3]
    assert film.domain.tolist() == [[0] * 3, [4] * 3]
    assert np.array_equal(film.table, cube.read(ADOBE).table)


def test_a_1d_table_becomes_a_shaper() -> None:
    curves = cube.read("LUT_1D_SIZE 3\nDOMAIN_MAX 2 2 2\n-1 0 0\n0 .5 0\n1 1 4\n")
    assert curves.is_curves
    assert curves([[1, 1, 1], [2, 2, 2], [0.5, 0.5, 0.5], [9, -9, 9]]).tolist() == [
        [0, 0.5, 0],
        [1, 1, 4],
        [-0.5, 0.25, 0],
        [1, 0, 4],
    ]


BROKEN = [
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1.0\n", "line 9: expected 3 numbers, found 2: '0.1 1.0'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1.0 0.0 0.5\n", "line 9: expected 3 numbers, found 4: '0.1 1.0 0.0 0.5'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 red 0.0\n", "line 9: expected 3 numbers, found 'red'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 nan 0.0\n", "line 9: expected 3 numbers, found 'nan'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 -inf 0.0\n", "line 9: expected 3 numbers, found '-inf'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1e39 0.0\n", "line 9: expected numbers up to 1e+30, found '0.1 1e39 0.0'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1e999 0.0\n", "line 9: expected numbers up to 1e+30, found '0.1 1e999 0.0'"),
    (ADOBE, "0.1 1.0 0.0\n", "0,1 1,0 0,0\n", "line 9: expected 3 numbers, found '0,1'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1_0 0.0\n", "line 9: expected 3 numbers, found '1_0'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1.0 0.0.1\n", "line 9: expected 3 numbers, found '0.0.1'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1.0 -\n", "line 9: expected 3 numbers, found '-'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1.0 2-1\n", "line 9: expected 3 numbers, found '2-1'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1.0 .\n", "line 9: expected 3 numbers, found '.'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1.0 0x1\n", "line 9: expected 3 numbers, found '0x1'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1 1.0 ٣\n", "line 9: expected 3 numbers, found '٣'"),
    (ADOBE, "0.1 1.0 0.0\n", "0.1\u00a01.0 0.0\n", "line 9: expected 3 numbers, found '0.1\\xa01.0'"),
    (ADOBE, "# Kodachrome", "TITLE x", "line 2: expected TITLE once, found it on line 1 too"),
    (ADOBE, "0.1 1.0 0.0\n", "TITLE x\n", "line 9: expected 3 numbers, found 'TITLE'"),
    (
        ADOBE,
        "0.1 1.0 0.0\n1.0 0.9 0.0\n",
        "0.1 1.0\n0.0 1.0 0.9 0.0\n",
        "line 9: expected 3 numbers, found 2: '0.1 1.0'",
    ),
    (ADOBE, "0.1 1.0 0.0\n1.0", "0.1 1.0 0.0 1.0", "line 9: expected 3 numbers, found 6: '0.1 1.0 0.0 1.0 0.9 0.0'"),
    (ADOBE, "0.1 1.0 0.0\n", "0 " * 9999 + "\n", "line 9: expected 3 numbers, found 19,997 characters"),
    (ADOBE, "0.1 1.0 0.0\n", "", "line 13: expected 8 rows for LUT_3D_SIZE 2, found 7"),
    (ADOBE, "0.1 1.0 0.0\n", "0 0 0\n\n# one more:\n1 1 1\n", "line 17: expected 8 rows for LUT_3D_SIZE 2, found 9"),
    (ADOBE, ADOBE[ADOBE.index("0.0 0.1") :], "", "expected 8 rows for LUT_3D_SIZE 2, found none"),
    (ADOBE, "LUT_3D_SIZE 2\n", "", "line 6: expected LUT_3D_SIZE or LUT_1D_SIZE ahead of the first row, found neither"),
    (
        ADOBE,
        "LUT_3D_SIZE 2\n",
        "nan 0 0\n",
        "line 3: expected LUT_3D_SIZE or LUT_1D_SIZE ahead of the first row, found neither",
    ),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE 257", "line 3: expected LUT_3D_SIZE from 2 to 256, found '257'"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE 1", "line 3: expected LUT_3D_SIZE from 2 to 256, found '1'"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE -2", "line 3: expected LUT_3D_SIZE from 2 to 256, found '-2'"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE 2.5", "line 3: expected LUT_3D_SIZE from 2 to 256, found '2.5'"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE two", "line 3: expected LUT_3D_SIZE from 2 to 256, found 'two'"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE 1e999", "line 3: expected LUT_3D_SIZE from 2 to 256, found '1e999'"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE 2 2 2", "line 3: expected LUT_3D_SIZE from 2 to 256, found '2 2 2'"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE", "line 3: expected LUT_3D_SIZE from 2 to 256, found ''"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_1D_SIZE 65537", "line 3: expected LUT_1D_SIZE from 2 to 65536, found '65537'"),
    (ADOBE, "LUT_3D_SIZE 2", "LUT_3D_SIZE 256", "line 14: expected 16,777,216 rows for LUT_3D_SIZE 256, found 8"),
    (
        ADOBE,
        "LUT_3D_SIZE 2",
        "LUT_3D_SIZE 2\nlut_3d_size 2",
        "line 4: expected LUT_3D_SIZE once, found it on line 3 too",
    ),
    (ADOBE, "MIN 0 -1 0", "MIN 0 -1", "line 4: expected 3 numbers behind DOMAIN_MIN, found '0 -1'"),
    (ADOBE, "MIN 0 -1 0", "MIN 0 -1 0 0", "line 4: expected 3 numbers behind DOMAIN_MIN, found '0 -1 0 0'"),
    (ADOBE, "MIN 0 -1 0", "MIN 0 -1 x", "line 4: expected 3 numbers behind DOMAIN_MIN, found '0 -1 x'"),
    (ADOBE, "MIN 0 -1 0", "MIN 0 nan 0", "line 4: expected 3 numbers behind DOMAIN_MIN, found '0 nan 0'"),
    (ADOBE, "MIN 0 -1 0", "MIN 0 -1e39 0", "line 4: expected 3 numbers behind DOMAIN_MIN, found '0 -1e39 0'"),
    (
        ADOBE,
        "MIN 0 -1 0",
        "MIN 0 1 0",
        "line 5: expected a minimum below the maximum in each channel, found 0 1 0 1 1 2",
    ),
    (
        ADOBE,
        "DOMAIN_MIN 0 -1 0",
        "LUT_3D_INPUT_RANGE 0 1",
        "line 5: expected one domain, found two that differ: LUT_3D_INPUT_RANGE and DOMAIN_MIN",
    ),
    (
        ADOBE,
        "# Kodachrome",
        "GAMMA 2.2",
        "line 1: expected LUT_1D_SIZE, LUT_3D_SIZE, DOMAIN_MIN, DOMAIN_MAX, LUT_1D_INPUT_RANGE, LUT_3D_INPUT_RANGE, "
        "LUT_IN_VIDEO_RANGE, LUT_OUT_VIDEO_RANGE, TITLE or 3 numbers; found 'GAMMA 2.2'",
    ),
    (ADOBE, "# Kodachrome", "LUT_IN_VIDEO_RANGE 1", "line 1: expected no numbers behind LUT_IN_VIDEO_RANGE, found '1'"),
    (RESOLVE, "4 4 4\n", "", "line 15: expected 11 rows for LUT_1D_SIZE 3 and LUT_3D_SIZE 2, found 10"),
    (
        RESOLVE,
        "LUT_1D_INPUT_RANGE -1 2",
        "DOMAIN_MIN -1 -1 -1",
        "line 3: expected LUT_1D_INPUT_RANGE and LUT_3D_INPUT_RANGE for two tables, found DOMAIN_MIN or DOMAIN_MAX",
    ),
    (RESOLVE, "LUT_1D_SIZE 3\n", "", "line 13: expected 8 rows for LUT_3D_SIZE 2, found 11"),
    (RESOLVE, "LUT_3D_SIZE 2\n", "", "line 8: expected 3 rows for LUT_1D_SIZE 3, found 11"),
    (
        RESOLVE,
        "RANGE 0 4",
        "RANGE 4 4",
        "line 5: expected a minimum below the maximum in each channel, found 4 4 4 4 4 4",
    ),
    (RESOLVE, "RANGE 0 4", "RANGE 4", "line 5: expected 2 numbers behind LUT_3D_INPUT_RANGE, found '4'"),
]


@pytest.mark.parametrize(("text", "old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(text: str, old: str, new: str, message: str) -> None:
    assert text.count(old) == 1
    with pytest.raises(LutFormatError) as failure:
        cube.read(text.replace(old, new))
    assert str(failure.value) == message


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ('TITLE "Warm"', "Warm"),
        ("title\tWarm and cold ", "Warm and cold"),
        ('TITLE "He said "go" #1"', 'He said "go" #1'),
        ('TITLE "open', "open"),
        ("TITLE", ""),
        ('TITLE ""', ""),
        ('TITLE "Süß"', "Süß"),
        ("# just a comment", ""),
        ('# TITLE "commented out"', "commented out"),
        ('TITLE "first"\n# TITLE "second"', "first"),
    ],
)
def test_titles(line: str, title: str) -> None:
    assert cube.read(ADOBE.replace('TITLE "Warm & cold"', line)).title == title


UNHURRIED = settings(deadline=None, max_examples=60)
Ends = tuple[tuple[float, ...], tuple[float, ...]]

TABLES = arrays.arrays(np.float32, (2, 2, 2, 3), elements=st.floats(-(2.0**99), 2.0**99, width=32))
CURVES = arrays.arrays(np.float32, (3, 3), elements=st.floats(-100, 100, width=32))
LOW, HIGH = st.floats(-100, -0.125, width=32), st.floats(0.125, 100, width=32)
DOMAINS = st.tuples(st.tuples(LOW, LOW, LOW), st.tuples(HIGH, HIGH, HIGH))
RANGES = st.tuples(LOW.map(lambda end: (end,) * 3), HIGH.map(lambda end: (end,) * 3))


def assume_no_codes(film: Lut) -> None:
    """Leave tables out that a reader takes for integer codes."""
    try:
        assume(codes.decode_codes(film) is film)
    except LutError:
        assume(False)


@UNHURRIED
@given(table=TABLES, domain=DOMAINS, title=st.text())
def test_a_lattice_survives(table: np.ndarray, domain: Ends, title: str) -> None:
    film = Lut(table, domain, title=title.replace('"', "'"))
    assume_no_codes(film)
    assert_luts_close(cube.read(cube.write(film)), film)


@UNHURRIED
@given(table=TABLES, domain=RANGES, values=CURVES, shaper_domain=RANGES, title=st.text())
def test_a_lattice_behind_a_shaper_survives(
    table: np.ndarray, domain: Ends, values: np.ndarray, shaper_domain: Ends, title: str
) -> None:
    film = Lut(table, domain, Shaper(values, shaper_domain), title.replace('"', "'"))
    assume_no_codes(film)
    assert_luts_close(cube.read(cube.write(film)), film)


@UNHURRIED
@given(values=CURVES, domain=DOMAINS)
def test_curves_survive(values: np.ndarray, domain: Ends) -> None:
    curves = Lut.from_shaper(Shaper(values, domain), "Curves")
    assume_no_codes(curves)
    text = cube.write(curves)
    assert "LUT_3D_SIZE" not in text
    assert_luts_close(cube.read(text), curves)


def test_what_people_exchange_is_written_plainly() -> None:
    film = Lut(cube.read(ADOBE).table, title='A "quoted"\ntitle')
    assert cube.write(film).splitlines()[:4] == [
        "TITLE \"A 'quoted' title\"",
        "LUT_3D_SIZE 2",
        "0.0 0.1 0.2",
        "1.0 0.0 0.1",
    ]


def test_no_exponents_are_written() -> None:
    tiny = Lut(np.full((2, 2, 2, 3), 1.5e-7), title="e")
    assert cube.write(tiny).splitlines()[2] == "0.00000015 0.00000015 0.00000015"
    huge = Lut(np.full((2, 2, 2, 3), -(2.0**80)))
    assert_luts_close(cube.read(cube.write(huge)), huge)
    assert "e" not in cube.write(huge)


def test_a_shaper_with_a_domain_per_channel_is_refused() -> None:
    shaper = Shaper([[0, 0, 0], [1, 1, 1]], domain=((0, 0, 0), (1, 1, 2)))
    film = Lut(np.zeros((2, 2, 2, 3)), shaper=shaper)
    with pytest.raises(
        LutError, match=r"^expected a shaper with the same domain in each channel .* found 0 0 0 1 1 2$"
    ):
        cube.write(film)
    assert cube.read(cube.write(film.baked(33))).size == 33


def test_numbers_do_not_depend_on_the_locale() -> None:
    wanted = ("de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "German_Germany.1252")
    before = locale.setlocale(locale.LC_NUMERIC)
    for name in wanted:
        try:
            locale.setlocale(locale.LC_NUMERIC, name)
        except locale.Error:
            continue
        break
    else:
        pytest.skip(f"none of these locales is installed: {', '.join(wanted)}")
    try:
        film = cube.read(ADOBE)
        assert "0.1" in cube.write(film)
        assert_luts_close(cube.read(cube.write(film)), film)
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)


def test_large_files_are_read_in_blocks() -> None:
    """Rows meet at the blocks' edges, and odd ones among them are found at their line."""
    text = f"LUT_3D_SIZE 33\n{rows(33**3)}"
    film = cube.read(text)
    expected = np.array(text.split()[2:], dtype=np.float64).reshape(33, 33, 33, 3).transpose(2, 1, 0, 3)
    assert np.array_equal(film.table, expected.astype(np.float32))
    lines = text.splitlines()
    assert np.array_equal(cube.read("\n".join([*lines[:30000], "# late", " \t", *lines[30000:]])).table, film.table)
    lines[30000] = "0.5 0.5"
    with pytest.raises(LutFormatError, match=r"^line 30001: expected 3 numbers, found 2: '0.5 0.5'$"):
        cube.read("\n".join(lines))
