"""Panasonic's .vlt: what its manual says, and how OpenColorIO sees it."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from samples import colors, levels

import lut
from lut import LutFormatError
from lut.formats import vlt

HEAD = '# panasonic vlt file version 1.0\n# source vlt file "{source}"\nLUT_3D_SIZE {size}\n\n'


def warm(size: int = 17) -> str:
    """A warm look in 12 bits: red (200…3886) varies fastest, blue ends at 3276."""
    steps = np.linspace(0, 1, size)
    blue, green, red = (part.ravel() for part in np.meshgrid(steps, steps, steps, indexing="ij"))
    rows = np.rint(np.stack([200 + 3686 * red, 3890 * green, 3276 * blue], axis=1)).astype(int)
    return HEAD.format(source="", size=size) + "".join(f"{r} {g} {b}\n" for r, g, b in rows.tolist())


def test_white_is_4095_and_red_varies_fastest() -> None:
    film = vlt.read(warm())
    assert film.size == 17
    assert film.table[16, 0, 0] * 4095 == pytest.approx((3886, 0, 0))
    assert film.table[0, 0, 16] * 4095 == pytest.approx((200, 0, 3276))
    assert film((0.5, 0.5, 0.5)) == pytest.approx((0.499, 0.475, 0.4), abs=1e-3)
    assert film.notes == ()


def test_opencolorio_sees_the_same_grays(tmp_path: Path) -> None:
    """It has no reader for this format: the one for .3dl, which takes the file, swaps red and blue."""
    path = agreement.saved(tmp_path, "warm.vlt", warm())
    grays = np.linspace(0, 1, 33, dtype=np.float32)[:, None].repeat(3, axis=1)
    assert lut.read(path)(grays, "trilinear") == pytest.approx(ocio.applied(path, grays), abs=1e-5)


def test_opencolorio_sees_the_same_in_the_numbers_as_a_cube(tmp_path: Path) -> None:
    text = HEAD.format(source="", size=5) + levels(125, 4095)
    _head, rows = text.split("\n\n")
    scaled = "".join(" ".join(f"{int(word) / 4095:.9f}" for word in row.split()) + "\n" for row in rows.splitlines())
    cube = agreement.saved(tmp_path, "same.cube", f"LUT_3D_SIZE 5\n{scaled}")
    film, rgb = lut.read(agreement.saved(tmp_path, "film.vlt", text)), colors()
    assert film(rgb, "trilinear") == pytest.approx(ocio.applied(cube, rgb), abs=1e-5)


@pytest.mark.parametrize("name", ["warm.vlt", "warm.cube", "warm.txt", "warm.3dl"])
def test_content_tells_it_whatever_the_name(name: str, tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, name, warm().replace("\n", "\r\n"))
    assert lut.read(path).table.max() < 1


def test_the_name_of_the_file_it_was_made_from_is_the_title() -> None:
    assert vlt.read(HEAD.format(source="Teal.vlt", size=2) + levels(8, 4095)).title == "Teal.vlt"


def test_without_its_first_lines_the_numbers_tell_the_scale(tmp_path: Path) -> None:
    rows = warm().partition("LUT_3D_SIZE")[2]
    film = lut.read(agreement.saved(tmp_path, "bare.vlt", f"LUT_3D_SIZE{rows}"))
    assert film((0.5, 0.5, 0.5)) == pytest.approx((0.499, 0.475, 0.4), abs=1e-3)
    assert film.notes == ("its outputs run up to 3890: read as 12-bit codes, where 4095 means 1",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0 0 9\n", "0 0 4096\n", ":5: expected whole numbers from 0 to 4095, found '0 0 4096'"),
        ("0 0 9\n", "0 0 -1\n", ":5: expected whole numbers from 0 to 4095, found '0 0 -1'"),
        ("0 0 9\n", "0 0 0.5\n", ":5: expected whole numbers, found '0 0 0.5'"),
        ("0 0 9\n", "", ":11: expected 8 rows for LUT_3D_SIZE 2, found 7"),
        ("SIZE 2", "SIZE 257", ":3: expected LUT_3D_SIZE from 2 to 256, found '257'"),
        ("SIZE 2\n", "SIZE 2\nDOMAIN_MAX 2 2 2\n", ":4: expected 3 numbers, found 'DOMAIN_MAX'"),
        ("LUT_3D_SIZE 2\n", "", ":4: expected LUT_3D_SIZE, found '0 0 9'"),
    ],
)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = HEAD.format(source="", size=2) + "0 0 9\n" + levels(7, 4095)
    agreement.assert_refused(tmp_path / "film.vlt", text, old, new, message)


def test_a_file_that_ends_behind_its_header_is_refused() -> None:
    with pytest.raises(LutFormatError, match=r"^expected LUT_3D_SIZE and rows of 3 numbers, found nothing$"):
        vlt.read("# panasonic vlt file version 1.0\n")
