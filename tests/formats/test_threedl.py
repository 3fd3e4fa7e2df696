"""3dl: Lustre's dialect and Flame's, held against OpenColorIO; what we write, against FFmpeg too."""

from __future__ import annotations

from pathlib import Path

import agreement
import ffmpeg
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close
from samples import colors, levels

import lut
from lut import Lut, LutError, Shaper
from lut.formats import threedl

MESH = " ".join(str(round(number)) for number in np.linspace(0, 1023, 17)) + "\n"
LUSTRE = f"""\
#Tokens required by applications - do not edit
3DMESH
Mesh 1 12
0 341 682 1023

{levels(8, 4095)}
#Tokens required by applications - do not edit

LUT8
gamma 1.0
"""
UNEVEN = "0 10 40 100 300 600 1023\n"

DIALECTS = {
    "Lustre": LUSTRE,
    "Flame": f"{MESH}{levels(17**3, 4095)}",
    "steps of 64, up to 1024": f"{' '.join(map(str, range(0, 1025, 64)))}\n{levels(8, 1023)}",
    "no mesh line": levels(27, 1023),
    "8 bits": levels(27, 255),
    "16 bits": levels(125, 65535),
    "12 bits, above white": levels(27, 5000),
    "10 bits, not quite white": levels(27, 600),
    "numbers below 0": f"{levels(26, 1023)}-100 0 5\n",
    "an uneven mesh": f"{UNEVEN}{levels(64, 4095)}",
    "a mesh that falls": f"1023 600 300 10\n{levels(64, 4095)}",
    "a mesh of 16 bits": f"0 10000 30000 65535\n{levels(64, 4095)}",
    "a mesh alone": UNEVEN,
    "comments, tabs, CRLF": f"# x\r\n\t3dmesh\r\nMESH 1 10\r\n{levels(8, 1023)}".replace(" ", "\t"),
    "no last line feed": levels(8, 1023).rstrip(),
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, "film.3dl", text))


def test_blue_varies_fastest() -> None:
    film = threedl.read("0 0 0\n0 0 255\n0 9 0\n0 9 255\n99 0 0\n99 0 255\n99 9 0\n99 9 255\n")
    assert np.array_equal(film.table[0, 0, 1], np.float32([0, 0, 1]))
    assert np.array_equal(film.table[1, 0, 0], np.float32([99 / 255, 0, 0]))


def test_what_is_not_certain_is_noted() -> None:
    assert threedl.read(LUSTRE).notes == ()
    (note,) = threedl.read(f"{UNEVEN}{levels(8, 4095)}").notes
    assert note == "its mesh line is uneven: read as a curve ahead of the lattice, as OpenColorIO does"
    (note,) = threedl.read(f"Mesh 1 12\n{levels(8, 1000)}").notes
    assert note == "its Mesh line says 12 bits, its largest number, 1000, 10: read as 10 bits"


@pytest.mark.parametrize("text", [levels(27, 16383), f"Mesh 1 14\n{levels(27, 9000)}"], ids=["white", "Mesh line"])
def test_14_bits_are_not_16(text: str) -> None:
    """OpenColorIO reads such files as 16 bits: a photograph would become a quarter as bright."""
    film = threedl.read(text)
    assert film.table.max() == pytest.approx(16383 / 16383 if "Mesh" not in text else 9000 / 16383)
    assert [note.split(": ")[1] for note in film.notes] == ["read as 14 bits, where OpenColorIO takes 16"]


BROKEN = [
    ("4095 4095 4095\n", "4095 4095\n", ":13: expected 3 numbers, found 2: '4095 4095'"),
    ("4095 4095 4095\n", "4095 4095 4095 0\n", ":13: expected 3 numbers, found 4: '4095 4095 4095 0'"),
    ("4095 4095 4095\n", "4095 4095 0.5\n", ":13: expected whole numbers, found '4095 4095 0.5'"),
    ("4095 4095 4095\n", "4095 4095 1e31\n", ":13: expected numbers up to 1e+30, found '4095 4095 1e31'"),
    ("4095 4095 4095\n", "4095 4095 4O95\n", ":13: expected 3 numbers, found '4O95'"),
    ("4095 4095 4095\n", "", ":12: expected a cube's number of rows (from 2³ to 256³), found 7"),
    ("0 341 682 1023", "0 341 682 1023.5", ":4: expected whole numbers, found '1023.5'"),
    ("0 341 682 1023", "0 341 682 x", ":4: expected a number, found 'x'"),
    ("0 341 682 1023", "0 1 2 100", ": expected a number of 128 or more, which tells the bit depth, found up to 100"),
    ("0 341 682 1023\n", "0 1 2 1023\n0 1 2 1023\n", ":5: expected a line of more than 3 numbers once, "
     "found it on line 4 too"),
    ("Mesh 1 12", "Mesh 1", ":3: expected 2 numbers behind Mesh, found '1'"),
    ("Mesh 1 12", "Meshes 1 12", ":3: expected 3DMESH, Mesh or whole numbers, found 'Meshes 1 12'"),
    ("Mesh 1 12", "3DMESH", ":3: expected 3DMESH once, found it on line 2 too"),
    ("Mesh 1 12", "<xml>", ":3: expected 3DMESH, Mesh or whole numbers, found '<xml>'"),
    ("gamma 1.0", "gamma 2.2", ":18: expected LUT8, gamma 1.0 or the end, found 'gamma 2.2'"),
    ("LUT8", "LUT10", ":17: expected LUT8, gamma 1.0 or the end, found 'LUT10'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    agreement.assert_refused(tmp_path / "film.3dl", LUSTRE, old, new, message)


def test_small_numbers_tell_no_depth() -> None:
    with pytest.raises(LutError, match="expected a number of 128 or more, which tells the bit depth, found up to 100"):
        threedl.read(levels(8, 100))


# Writing


@pytest.mark.parametrize("size", [2, 3, 4, 17, 33])
def test_opencolorio_reads_what_we_write(size: int, tmp_path: Path) -> None:
    table = np.random.default_rng(size).uniform(0, 1, (size, size, size, 3))
    table[-1, -1, -1] = 1
    agreement.assert_written_alike(Lut(table), tmp_path / "ours.3dl", (0, 1), 0.5 / 4095 + 1e-6)


@ffmpeg.needed
def test_ffmpeg_reads_what_we_write(tmp_path: Path) -> None:
    """17 points a side and 12 bits are all it knows; it divides by 4096, so its white is a little dark."""
    film = Lut(np.random.default_rng(0).uniform(0, 1, (17, 17, 17, 3)))
    lut.write(film, tmp_path / "ours.3dl")
    rgb = np.random.default_rng(1).integers(0, 65536, (500, 3))
    expected = film(rgb / 65535, "trilinear") * 4095 / 4096
    assert_close(ffmpeg.applied(tmp_path / "ours.3dl", rgb) / 65535, expected, 0.5 / 4095 + 3e-5, "colors")


def test_dark_tables_get_16_bits(tmp_path: Path) -> None:
    """12 bits would look like 10: white below 2048."""
    film = Lut(np.random.default_rng(0).uniform(0, 0.4, (5, 5, 5, 3)))
    agreement.assert_written_alike(film, tmp_path / "ours.3dl", (0, 1), 0.5 / 65535 + 1e-6)


CUBE = np.random.default_rng(0).uniform(0, 1, (3, 3, 3, 3))
NOT_HELD = [
    (Lut(CUBE * 0.1), "expected an output above 0.125 for a .3dl file, which tells its bit depth, found up to 0.1"),
    (Lut(CUBE - 0.5), "expected outputs from 0 to 1 for a .3dl file, found -0.5 to 0.5"),
    (Lut(CUBE * 2), "expected outputs from 0 to 1 for a .3dl file, found 0.0 to 2.0"),
    (Lut(CUBE, ((0, 0, 0), (1, 1, 2))), "expected a table over 0…1 for a .3dl file, found the domain"),
    (Lut(CUBE, shaper=Shaper([[0, 0, 0], [1, 1, 1]])), "expected a table over 0…1 for a .3dl file, found one with a"),
]


@pytest.mark.parametrize(("film", "message"), NOT_HELD)
def test_what_it_cannot_hold_is_refused(film: Lut, message: str, tmp_path: Path) -> None:
    with pytest.raises(LutError) as failure:
        threedl.write(film)
    assert str(failure.value)[: len(message) - 15] == message[:-15]


def test_the_mesh_line_is_told_from_rows() -> None:
    """Of fewer than four numbers it would be taken for a row."""
    for size in (2, 3, 4, 5):
        text = threedl.write(Lut.identity(size))
        assert len(text.splitlines()[0].split()) == max(size, 4)
        assert_close(threedl.read(text).table, Lut.identity(size).table, 0.5 / 4095 + 1e-6, "table")


REFUSED_BY_US_ALONE = {
    # OpenColorIO skips every line that is not all numbers.
    "unknown words": f"LIFT 0.1\n{levels(8, 1023)}",
    "a number with a letter": levels(8, 1023) + "0 0 1x\n",
    "another gamma": f"{levels(8, 1023)}gamma 2.2\n",
}


@pytest.mark.parametrize("text", REFUSED_BY_US_ALONE.values(), ids=REFUSED_BY_US_ALONE.keys())
def test_refused_by_us_alone(text: str, tmp_path: Path) -> None:
    path = agreement.saved(tmp_path, "film.3dl", text)
    ocio.applied(path, colors())
    with pytest.raises(LutError):
        lut.read(path)
