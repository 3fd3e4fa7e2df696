"""Panasonic's .vlt: what its manual says, and how OpenColorIO sees it."""

from __future__ import annotations

from pathlib import Path

import agreement
import numpy as np
import opencolorio as ocio
import pytest
from lut_pictures import film as bent_film
from samples import colors, levels

import lut
from lut import Lut, LutError, LutFormatError, Shaper
from lut.formats import vlt
from lut.formats.fitting import fit_to_format

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


@pytest.mark.parametrize("size", [17, 33])
def test_written_files_agree_to_a_code(size: int, tmp_path: Path) -> None:
    look = bent_film(size, "Teal")
    lut.write(look, tmp_path / "TEAL.vlt")
    assert np.abs(lut.read(tmp_path / "TEAL.vlt").table - look.table).max() <= 0.501 / 4095


def test_opencolorio_reads_written_files_with_red_and_blue_swapped(tmp_path: Path) -> None:
    """Its reader for .3dl takes the file, in which blue would vary fastest."""
    look, rgb = bent_film(17), np.random.default_rng(1).random((2000, 3), np.float32)
    lut.write(look, tmp_path / "LOOK.vlt")
    found = ocio.applied(tmp_path / "LOOK.vlt", np.ascontiguousarray(rgb[:, ::-1]))
    assert np.abs(found - look(rgb, "trilinear")).max() <= 0.51 / 4095


def test_written_files_have_the_lines_of_the_manual() -> None:
    lines = vlt.write(bent_film(17)).split("\n")
    assert lines[:4] == ["# panasonic vlt file version 1.0", '# source vlt file ""', "LUT_3D_SIZE 17", ""]
    rows = lines[4:-1]
    assert len(rows) == 17**3
    assert lines[-1] == ""
    assert all(row.isascii() and [str(int(word)) for word in row.split(" ")] == row.split(" ") for row in rows)
    first, second, last = (np.array(row.split(" "), int) for row in (rows[0], rows[1], rows[-1]))
    table = bent_film(17).table
    assert first == pytest.approx(table[0, 0, 0] * 4095, abs=0.51)
    assert second == pytest.approx(table[1, 0, 0] * 4095, abs=0.51)
    assert last == pytest.approx(table[16, 16, 16] * 4095, abs=0.51)


@pytest.mark.parametrize(
    ("look", "message"),
    [
        (Lut.identity(9), "expected 17 or 33 lattice points a side for a .vlt file, found 9"),
        (Lut(bent_film(17).table * 1.2), "expected outputs from 0 to 1 for a .vlt file, found 0 to 1.164"),
        (
            Lut(bent_film(17).table, shaper=Shaper([[0, 0, 0], [1, 1, 1]])),
            "expected a table over 0…1 for a .vlt file, found one with a shaper; take its .baked() table",
        ),
    ],
)
def test_what_a_camera_cannot_hold_is_refused(look: Lut, message: str) -> None:
    with pytest.raises(LutError) as failure:
        vlt.write(look)
    assert str(failure.value) == message


@pytest.mark.parametrize(("size", "asked", "written"), [(9, None, 17), (33, None, 17), (65, 33, 33), (64, 33, 33)])
def test_any_look_is_resampled_to_what_cameras_take(size: int, asked: int | None, written: int) -> None:
    fitted = fit_to_format(bent_film(size), Path("LOOK.vlt"), size=asked)
    assert vlt.read(fitted.data.decode("ascii")).size == written
    assert fitted.changes == (f"resampled from {size} to {written} lattice points a side",)


def test_colors_beyond_white_are_clipped_and_told() -> None:
    fitted = fit_to_format(Lut(bent_film(33).table * 1.5), Path("LOOK.vlt"))
    assert fitted.changes[-1] == "clipped to 0 to 1, from 0 to 1.455"
