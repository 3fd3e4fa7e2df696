"""Numbers on another scale than their format's: read on theirs where that is beyond doubt, refused where it is not."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import agreement
import numpy as np
import pytest

import lut
from lut import Lut, LutFormatError
from lut.formats.codes import WHITES
from lut.lattice import lattice

SIZE = 5


def warm(size: int = SIZE) -> np.ndarray:
    """A faded, warm look (N, N, N, 3) in 0..1."""
    return lattice(size).astype(np.float64) * (0.9, 0.93, 0.8) + (0.05, 0.02, 0.0)


def lines(table: np.ndarray, form: str = "{:.0f}") -> str:
    return "".join(" ".join(form.format(number) for number in row) + "\n" for row in table.reshape(-1, 3))


def cube(table: np.ndarray, form: str = "{:.0f}", head: str = "") -> str:
    return f"LUT_3D_SIZE {len(table)}\n{head}{lines(table.transpose(2, 1, 0, 3), form)}"  # red varies fastest


def curves(white: float, count: int = 17) -> np.ndarray:
    return np.linspace(0, 1, count)[:, None] ** (0.5, 1.0, 2.0) * white


def spi3d(table: np.ndarray) -> str:
    rows = zip(np.ndindex(*table.shape[:3]), lines(table).splitlines(), strict=True)
    placed = "".join(f"{r} {g} {b} {row}\n" for (r, g, b), row in rows)
    return f"SPILUT 1.0\n3 3\n{len(table)} {len(table)} {len(table)}\n{placed}"


def csp(table: np.ndarray) -> str:
    size = f"{len(table)} {len(table)} {len(table)}"
    return "CSPLUTV100\n3D\n\n" + "2\n0 1\n0 1\n" * 3 + f"\n{size}\n{lines(table.transpose(2, 1, 0, 3))}"


def vf(table: np.ndarray) -> str:
    size = f"{len(table)} {len(table)} {len(table)}"
    return f"#Inventor V2.1 ascii\ngrid_size {size}\ndata\n{lines(table)}"


def houdini(table: np.ndarray) -> str:
    fixed = "To 0 1\nBlack 0\nWhite 1"
    rows = lines(table.transpose(2, 1, 0, 3))
    return f"Version 1\nFormat any\nType 3D\nFrom 0 1\n{fixed}\nLength {len(table)}\nLUT:\n {{\n{rows} }}\n"


def truelight(table: np.ndarray) -> str:
    size = f"{len(table)} {len(table)} {len(table)}"
    return f"# Truelight Cube v2.0\n# width {size}\n# Cube\n{lines(table.transpose(2, 1, 0, 3))}# end\n"


def look(table: np.ndarray) -> str:
    numbers = np.rint(table).transpose(2, 1, 0, 3).ravel()
    data = struct.pack(f"<{numbers.size}f", *numbers).hex()
    return f'<?xml version="1.0"?><look><LUT><size>"{len(table)}"</size><data>"{data}"</data></LUT></look>'


def three_dl(table: np.ndarray) -> str:
    return lines(table)


LATTICES = {
    "film.cube": cube,
    "film.itx": cube,
    "film.spi3d": spi3d,
    "film.csp": csp,
    "film.vf": vf,
    "film.lut": houdini,
    "film.cub": truelight,
    "film.look": look,
    "film.3dl": three_dl,
}


@pytest.mark.parametrize("white", WHITES)
@pytest.mark.parametrize(("name", "text"), LATTICES.items(), ids=LATTICES)
def test_whole_numbers_up_to_almost_a_white_are_codes(
    name: str, text: Callable[[np.ndarray], str], white: int, tmp_path: Path
) -> None:
    if (name, white) == ("film.3dl", 16383):
        white = 65535  # 14 bits are 16 there, as in OpenColorIO
    film = lut.read(agreement.saved(tmp_path, name, text(warm() * white)))
    assert np.abs(film.table - warm()).max() <= 0.51 / white
    bits = white.bit_length()
    if name == "film.3dl":  # is in codes by definition
        assert film.notes == ()
    else:
        assert [note.partition(": ")[2] for note in film.notes] == [f"read as {bits}-bit codes, where {white} means 1"]


CURVES = {
    "film.cube": "LUT_1D_SIZE 17\n{rows}",
    "film.spi1d": "Version 1\nFrom 0 1\nLength 17\nComponents 3\n{{\n{rows}}}\n",
    "film.csp": "CSPLUTV100\n1D\n" + "0\n" * 3 + "17\n{rows}",
    "film.cub": "# Truelight Cube v2.0\n# lutLength 17\n# InputLUT\n{rows}# end\n",
}


@pytest.mark.parametrize("white", WHITES)
@pytest.mark.parametrize(("name", "text"), CURVES.items(), ids=CURVES)
def test_curves_are_decoded_too(name: str, text: str, white: int, tmp_path: Path) -> None:
    film = lut.read(agreement.saved(tmp_path, name, text.format(rows=lines(curves(white)))))
    assert film.is_curves
    assert film((0.25, 0.5, 0.5)) == pytest.approx((0.5, 0.5, 0.25), abs=0.51 / white + 1e-6)
    assert len(film.notes) == 1


@pytest.mark.parametrize("white", [255, 1023, 65535])
def test_numbers_with_fractions_up_to_exactly_a_white_are_codes(white: int, tmp_path: Path) -> None:
    film = lut.read(agreement.saved(tmp_path, "film.cube", cube(lattice(SIZE) ** 0.9 * white, "{:.3f}")))
    assert film((0.5, 0.5, 0.5)) == pytest.approx([0.5**0.9] * 3, abs=0.01)
    assert len(film.notes) == 1


def test_both_ends_of_an_identity_are_enough(tmp_path: Path) -> None:
    film = lut.read(agreement.saved(tmp_path, "film.cube", cube(lattice(2) * 255)))
    assert np.array_equal(film.table, lattice(2))


@pytest.mark.parametrize(
    "head",
    ["DOMAIN_MIN 0 0 0\nDOMAIN_MAX 1023 1023 1023\n", "LUT_3D_INPUT_RANGE 0 1023\n", "DOMAIN_MAX 1023 1023 1023\n"],
)
@pytest.mark.parametrize("white", [1, 1023])
def test_inputs_in_codes_are_decoded_with_the_outputs_and_without(head: str, white: int, tmp_path: Path) -> None:
    form = "{:.6f}" if white == 1 else "{:.2f}"
    film = lut.read(agreement.saved(tmp_path, "film.cube", cube(warm() * white, form, head)))
    assert film.is_unit
    assert np.abs(film.table - warm()).max() < 1e-4
    assert film.notes[0] == "its input range is 0 to 1023: read as 10-bit codes"
    assert len(film.notes) == (1 if white == 1 else 2)


def test_a_shaper_in_codes_meets_its_lattice(tmp_path: Path) -> None:
    text = f"LUT_1D_SIZE 17\nLUT_3D_SIZE {SIZE}\n{lines(curves(1023))}" + cube(warm(), "{:.6f}").partition("\n")[2]
    film = lut.read(agreement.saved(tmp_path, "film.cube", text))
    expected = Lut(warm())(np.array([0.25, 0.5, 0.5]) ** (0.5, 1, 2))
    assert film((0.25, 0.5, 0.5)) == pytest.approx(expected, abs=1e-3)
    assert film.notes == ("its shaper's outputs run up to 1023: read as 10-bit codes, where 1023 means 1",)


def test_a_shaper_and_a_lattice_of_one_scale_are_left_alone(tmp_path: Path) -> None:
    head = f"LUT_1D_SIZE 17\nLUT_3D_SIZE {SIZE}\nLUT_3D_INPUT_RANGE 0 1023\n"
    text = f"{head}{lines(curves(1023))}" + cube(warm(), "{:.6f}").partition("\n")[2]
    film = lut.read(agreement.saved(tmp_path, "film.cube", text))
    expected = Lut(warm())(np.array([0.25, 0.5, 0.5]) ** (0.5, 1, 2))
    assert film((0.25, 0.5, 0.5)) == pytest.approx(expected, abs=1e-3)
    assert film.notes == ()


def test_video_levels_are_levels_of_the_codes(tmp_path: Path) -> None:
    video = lattice(SIZE) * (940 - 64) + 64
    film = lut.read(agreement.saved(tmp_path, "film.cube", cube(video, head="LUT_OUT_VIDEO_RANGE\n")))
    assert np.abs(film.table - lattice(SIZE)).max() < 1e-3


# What tables into scene-linear light and out of it hold: nothing of it is a code.
STOPS = lattice(33).astype(np.float64)
LINEAR = {
    "an exposure of four stops in whole numbers": lattice(17) * 16,
    "a matrix of whole numbers": lattice(2) * 48,
    "ACEScct to linear light": 2.0 ** (STOPS * 17.52 - 9.72),
    "ARRI LogC4 to linear light": (2 ** (14 * (STOPS * 0.9071358748 + 0.0928641252) + 6) - 64) / 2231.8263,
    "half floats": 2.0 ** (STOPS * 31 - 15) - 2.0**-15,
    "the transfer curve of ST 2084, in units of a nit": 10000 * STOPS**12,
    "a power to 60 times white": STOPS**2.4 * 60,
    "outputs below zero": (STOPS - 0.5) * 3000,
}


@pytest.mark.parametrize("table", LINEAR.values(), ids=LINEAR)
def test_outputs_above_1_are_no_codes_by_themselves(table: np.ndarray, tmp_path: Path) -> None:
    film = lut.read(agreement.saved(tmp_path, "film.cube", cube(table, "{:.6f}")))
    assert np.allclose(film.table, table, rtol=1e-5, atol=1e-5)
    assert film.notes == ()


def test_a_table_out_of_wide_inputs_keeps_its_outputs(tmp_path: Path) -> None:
    text = cube(lattice(SIZE) * 200, "{:.6f}", "DOMAIN_MAX 200 200 200\n")
    film = lut.read(agreement.saved(tmp_path, "film.cube", text))
    assert (film.domain[1] == 200).all()
    assert film.notes == ()


UNCLEAR = {
    "whole numbers up to the middle of two whites": (lattice(SIZE) * 500, "{:.0f}", "0 to 500"),
    "fractions up to no white": (lattice(SIZE) * 251.3, "{:.2f}", "0 to 251.3"),
    "hundredths of a percent": (lattice(SIZE) * 10000, "{:.0f}", "0 to 10000"),
    "percent in whole numbers": (lattice(SIZE) * 100, "{:.0f}", "0 to 100"),
    "all white": (np.full((2, 2, 2, 3), 255.0) - lattice(2) * (1, 2, 3), "{:.0f}", "252 to 255"),
}


@pytest.mark.parametrize(("table", "form", "found"), UNCLEAR.values(), ids=UNCLEAR)
def test_codes_of_an_unknown_white_are_refused(table: np.ndarray, form: str, found: str, tmp_path: Path) -> None:
    codes = "0 to 255, 1023, 4095, 16383, 65535"
    expected = f"film.cube: expected outputs of about 0 to 1, or codes from {codes}; found {found}$"
    with pytest.raises(LutFormatError, match=expected):
        lut.read(agreement.saved(tmp_path, "film.cube", cube(table, form)))


def test_a_range_of_a_table_that_is_not_there_is_noted(tmp_path: Path) -> None:
    text = cube(warm(), "{:.6f}", "LUT_1D_INPUT_RANGE 0 1.095\n")
    film = lut.read(agreement.saved(tmp_path, "film.cube", text))
    assert film.is_unit
    assert film.notes == ("its LUT_1D_INPUT_RANGE is ignored, as in Resolve and OpenColorIO: there is no LUT_1D_SIZE",)
    agreement.assert_means_the_same(tmp_path / "film.cube")
