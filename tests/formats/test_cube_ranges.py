"""Ranges and scales of cubes as people have them: what Resolve ignores, and codes in the place of 0 to 1."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from lut_pictures import film
from samples import colors, rows

import lut
from lut.formats import cube

CUBE = f"LUT_3D_SIZE 3\n{rows(27)}"


@pytest.mark.parametrize("range_", ["0 1.095", "-1 4", "2 1", "0 0"])
def test_a_1d_range_beside_a_3d_table_is_noted_and_ignored(range_: str, tmp_path: Path) -> None:
    """As in Resolve, and in OpenColorIO's reading of the same file."""
    path = agreement.saved(tmp_path, "film.cube", f"LUT_3D_SIZE 3\nLUT_1D_INPUT_RANGE {range_}\n{rows(27)}")
    found = lut.read(path)
    assert found.notes == ("its LUT_1D_INPUT_RANGE is ignored, as in Resolve and OpenColorIO: there is no LUT_1D_SIZE",)
    assert found(colors(), "trilinear") == pytest.approx(ocio.applied(path, colors(), ocio.LINEAR), abs=1e-5)


def test_a_3d_range_beside_a_1d_table_is_noted_and_ignored() -> None:
    found = cube.read(f"LUT_1D_SIZE 3\nLUT_3D_INPUT_RANGE 0 2\n{rows(3, 0, 0, 1)}")
    assert "LUT_3D_INPUT_RANGE is ignored" in found.notes[0]


def test_a_range_that_says_nothing_needs_no_note() -> None:
    assert cube.read(f"LUT_3D_SIZE 3\nLUT_1D_INPUT_RANGE 0 1\nLUT_3D_INPUT_RANGE 0 1\n{rows(27)}").notes == ()


@pytest.mark.parametrize("white", [255, 1023, 4095, 16383, 65535])
@pytest.mark.parametrize("domain", ["", "DOMAIN_MAX {0} {0} {0}\n", "LUT_3D_INPUT_RANGE 0 {0}\n"])
def test_codes_are_scaled_with_a_note(white: int, domain: str) -> None:
    codes = np.rint(film(9).table * white).astype(int).transpose(2, 1, 0, 3).reshape(-1, 3)
    text = f"LUT_3D_SIZE 9\n{domain.format(white)}" + "".join(f"{r} {g} {b}\n" for r, g, b in codes.tolist())
    found = cube.read(text)
    assert found.is_plain
    assert np.abs(found.table - film(9).table).max() <= 0.501 / white
    bits = {255: 8, 1023: 10, 4095: 12, 16383: 14, 65535: 16}[white]
    assert found.notes[-1].endswith(f"read as {bits}-bit codes, where {white} means 1")
