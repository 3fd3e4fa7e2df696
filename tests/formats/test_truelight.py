"""Truelight's .cub, held against OpenColorIO."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from samples import colors, rising, rows

import lut
from lut import LutError
from lut.formats import truelight

FILM = f"""\
# Truelight Cube v2.0
# made by hand
# lutLength 9
# iDims     3
# oDims     3
# width     4 4 4

# InputLUT
{rising(9, 0, 3)}
# Cube
{rows(64)}# end
"""
EVEN = "".join(f"{x:.6f} {x:.6f} {x:.6f}\n" for x in np.linspace(0, 3, 9))

DIALECTS = {
    "curves and a lattice": FILM,
    "a lattice": f"# Truelight Cube v2.0\n# width 4 4 4\n# Cube\n{rows(64)}# end\n",
    "no end": f"# Truelight Cube v2.0\n# width 4 4 4\n# Cube\n{rows(64)}",
    "curves": f"# Truelight Cube v2.0\n# lutLength 9\n# InputLUT\n{rising(9)}# end\n",
    "curves beyond the lattice": FILM.replace(rising(9, 0, 3), rising(9, -1, 5)),
    "curves that change nothing": FILM.replace(rising(9, 0, 3), EVEN),
    "anything behind the end": f"{FILM}0 0 0\nwhatever\n",
    "upper case, tabs, CRLF": FILM.upper().replace(" ", "\t").replace("#\tTRUELIGHT\tCUBE", "# TRUELIGHT CUBE")
    .replace("\n", "\r\n"),
    "comments in between": FILM.replace("# Cube\n", "# Cube\n# red first\n"),
}  # fmt: skip


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.cub", text))


def test_red_varies_fastest_and_even_curves_are_left_out() -> None:
    film = truelight.read(FILM)
    expected = np.array([line.split() for line in rows(64).splitlines()[:4]], np.float32)
    assert np.array_equal(film.table[:, 0, 0], expected)
    assert film.shaper is not None
    assert film.shaper.values[-1].tolist() == [1, 1, 1]
    assert truelight.read(DIALECTS["curves that change nothing"]).shaper is None


LAST = rows(64).splitlines()[-1]
BROKEN = [
    ("# Truelight Cube v2.0", "# Spotlight", ":1: expected # Truelight Cube v2.0, found '# Spotlight'"),
    ("# lutLength 9", "# lutLength 1", ":3: expected lutLength from 2 to 65,536, found '1'"),
    ("# lutLength 9", "# lutLength 65536", ":17: expected 65,536 rows for lutLength, found 9"),
    ("# lutLength 9\n", "", ": expected lutLength, found none"),
    ("# lutLength 9", "# lutLength 9\n# lutLength 9", ":4: expected lutLength once, found it on line 3 too"),
    ("# iDims     3", "# iDims     1", ":4: expected iDims from 3 to 3, found '1'"),
    ("# width     4 4 4", "# width     4 4", ":6: expected 3 numbers from 2 to 256 for width, found '4 4'"),
    ("# width     4 4 4", "# width     4 4 1e9", ":6: expected 3 numbers from 2 to 256 for width, found '4 4 1e9'"),
    ("# width     4 4 4", "# width     5 4 4", ":83: expected 80 rows for width 5 4 4, found 64"),
    ("# width     4 4 4\n", "", ": expected width, found none"),
    ("# InputLUT\n", "", ":8: expected # InputLUT or # Cube ahead of the rows, found '0.000000 0.000000 0.000000'"),
    ("# Cube\n", "", ": expected Cube, found none"),
    ("# Cube\n", "# Cube\n0 0 nan\n", ":20: expected 3 numbers, found 'nan'"),
    ("# Cube\n", "# Cube\n0 0\n", ":20: expected 3 numbers, found 2: '0 0'"),
    ("# Cube\n", "# Cube\nwhatever\n", ":20: expected 3 numbers, found 'whatever'"),
    ("# Cube\n", "# Cube\n# Cube\n", ":20: expected Cube once, found it on line 19 too"),
    ("# Cube\n", "# Cube\n0 0 0\n", ":84: expected 64 rows for width 4 4 4, found 65"),
    ("# Cube\n", "# end\n# Cube\n", ": expected Cube, found none"),
    (FILM[FILM.index("# made"):], "", ": expected # InputLUT or # Cube, found neither"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.cub", FILM, old, new, message)


def test_stray_numbers_are_refused_by_us_alone(tmp_path: Path) -> None:
    """OpenColorIO skips lines that are not three numbers."""
    path = agreement.saved(tmp_path, "film.cub", FILM.replace("# Cube\n", "# Cube\n0.5 0.5 0.5 0.5\n"))
    ocio.applied(path, colors())
    with pytest.raises(LutError, match=r":20: expected 3 numbers, found 4"):
        lut.read(path)


def test_a_grid_that_is_no_cube_becomes_one() -> None:
    """OpenColorIO refuses it. Its curves' outputs are places along each axis."""
    curves = rising(9).replace("1.000000 1.000000 1.000000", "1 2 4")
    film = truelight.read(
        f"# Truelight Cube v2.0\n# lutLength 9\n# width 2 3 5\n# InputLUT\n{curves}# Cube\n{rows(30)}"
    )
    assert film.notes == ("its grid of 2×3×5 points resampled to 5³: the same at all its points",)
    assert film.shaper is not None
    assert film.shaper.values[-1].tolist() == [1, 1, 1]
    expected = np.array([row.split() for row in rows(30).splitlines()], np.float32).reshape(5, 3, 2, 3)
    assert np.array_equal(film.table[::4, ::2], expected.transpose(2, 1, 0, 3))
