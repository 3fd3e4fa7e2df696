"""Nucoda's .cms, a dialect of .cube: held against OpenColorIO's reading of the same tables as a .cube."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import pytest
from samples import rising, rows

import lut

THIRD = (
    f'NUCODA_3D_CUBE 3\n\nTITLE "Film"\n\nLUT_1D_SIZE 9\nLUT_1D_INPUT_RANGE -1 2\nLUT_3D_SIZE 3\n'
    f"LUT_3D_INPUT_RANGE 0 4\n\n{rising(9, 0, 4)}{rows(27)}"
)
SECOND = f"NUCODA_3D_CUBE 2\nLUT_1D_SIZE 9\nLUT_3D_SIZE 3\n{rising(9)}{rows(27)}"


@pytest.mark.parametrize("text", [THIRD, SECOND, f"NUCODA_3D_CUBE 3\nLUT_3D_SIZE 3\n{rows(27)}"])
def test_opencolorio_sees_the_same_without_nucodas_line(text: str, tmp_path: Path) -> None:
    plain = text.replace(text.split("\n")[0], "# Nucoda").replace('TITLE "Film"', "# a title")
    same = agreement.saved(tmp_path, "same.cube", plain)
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.cms", text), (-1, 2), same)


def test_in_the_first_version_a_shaper_runs_to_the_lattices_size(tmp_path: Path) -> None:
    text = f"NUCODA_3D_CUBE 1\nLUT_1D_SIZE 9\nLUT_3D_SIZE 3\n{rising(9, 0, 3)}{rows(27)}"
    first = agreement.saved(tmp_path, "first.cms", text)
    second = agreement.saved(tmp_path, "second.cms", SECOND)
    rgb = np.random.default_rng(1).random((500, 3), np.float32)
    assert lut.read(first)(rgb) == pytest.approx(lut.read(second)(rgb), abs=1e-5)


def test_the_title_and_the_name_do_not_matter(tmp_path: Path) -> None:
    assert lut.read(agreement.saved(tmp_path, "film.cms", THIRD.replace("\n", "\r\n"))).title == "Film"
    assert lut.read(agreement.saved(tmp_path, "film.cube", THIRD)).title == "Film"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("CUBE 3", "CUBE 4", ":1: expected NUCODA_3D_CUBE from 1 to 3, found '4'"),
        ("CUBE 3", "CUBE", ":1: expected NUCODA_3D_CUBE from 1 to 3, found ''"),
        ("CUBE 3", "CUBE 2", ":8: expected no ranges in version 2 of Nucoda's format, found one"),
        ("LUT_3D_SIZE 3\n", "", ":18: expected 9 rows for LUT_1D_SIZE 9, found 36"),
    ],
)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.cms", THIRD, old, new, message)
