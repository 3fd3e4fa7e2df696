"""G'MIC's CLUTs, held against G'MIC."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from gmz_files import keypoints, stored, table
from lut_pictures import film
from programs import gmic

import lut
from lut import LutFormatError, formats
from lut.formats import gmz

FILM = keypoints(20)


def rebuilt_by_gmic(file: str, folder: Path) -> np.ndarray:
    """(33, 33, 33, 3) in 0..1: what G'MIC makes of a file's keypoints."""
    gmic("-v", 0, file, "decompress_clut", 33, "cut", "0,255", "output", "table.cimg,float", folder=folder)
    _, shape, data = (folder / "table.cimg").read_bytes().split(b"\n", 2)
    width, height, depth, channels = map(int, shape.split()[:4])
    found = np.frombuffer(data, "<f4").reshape(channels, depth, height, width)
    return np.broadcast_to(found.transpose(3, 2, 1, 0), (33, 33, 33, 3)) / 255


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("points", "most"),
    [
        (FILM, 1e-6),
        (keypoints(200), 1e-6),
        (keypoints(40, gray=True), 1e-6),
        (keypoints(700), 1e-5),  # many are diffused
        (keypoints(300, falling=True), 1e-5),
        (keypoints(1500, falling=True), 1e-5),
        (FILM.transpose(1, 0, 2, 3), 1e-6),
    ],
    ids=["few", "more", "gray", "many", "diffused", "most", "in a row"],
)
def test_keypoints_become_the_table_that_gmic_makes(points: np.ndarray, most: float, tmp_path: Path) -> None:
    """But for keypoints halfway between two lattice points, which float32 puts on one side and float64 on the other."""
    (tmp_path / "film.gmz").write_bytes(stored([points], names=("Film",)))
    found = lut.read(tmp_path / "film.gmz")
    assert found.title == "Film"
    assert found.notes == ()
    off = np.abs(found.table - rebuilt_by_gmic("film.gmz", tmp_path)).max(axis=-1)
    assert np.quantile(off, 0.999) <= most
    assert off.max() <= 1 / 255


@pytest.mark.oracle
def test_what_gmic_compresses_is_the_look_again(tmp_path: Path) -> None:
    (tmp_path / "look.cube").write_text(formats.cube.write(film(17)), encoding="utf-8")
    gmic("-v", 0, "look.cube", "c", "0,255", "compress_clut", "1,0.5", "output", "look.gmz", folder=tmp_path)
    found = lut.read(tmp_path / "look.gmz")
    colors = np.random.default_rng(1).random((2000, 3), np.float32)
    assert np.abs(found(colors) - film(17)(colors)).mean() < 1.5 / 255
    assert found.title == "look"


@pytest.mark.parametrize("kind", ["u1", "u2", "f4", "f8"])
@pytest.mark.parametrize("packed", [True, False])
def test_tables_are_read_exactly(kind: str, packed: bool) -> None:
    """Red runs along the width: the three channels of the made look bend in different ways."""
    numbers = table(9) * (257 if kind == "u2" else 1)
    found = gmz.read(stored([numbers], kind, packed=packed))
    assert found.table == pytest.approx(table(9) / 255, abs=1e-6)
    assert found.title == "CLUT 1"


@pytest.mark.oracle
def test_gmic_applies_the_same_table(tmp_path: Path) -> None:
    """G'MIC 2.9 looks a code v up at v · N / 256, not at v · (N - 1) / 255."""
    (tmp_path / "film.gmz").write_bytes(stored([table(17)], names=("Film",)))
    rgb = np.rint(np.random.default_rng(1).random((40, 1, 1, 3)) * 239)
    (tmp_path / "rgb.cimg").write_bytes(stored([rgb], "f4", packed=False))
    gmic("-v", 0, "rgb.cimg", "film.gmz", "map_clut[0]", "[1]", "k[0]", "output", "out.cimg,float", folder=tmp_path)
    data = (tmp_path / "out.cimg").read_bytes().split(b"\n", 2)[2]
    theirs = np.frombuffer(data, "<f4").reshape(3, -1).T / 255
    found = lut.read(tmp_path / "film.gmz")(rgb.reshape(-1, 3) / 256 * 17 / 16)
    assert found == pytest.approx(theirs, abs=1.5 / 255)


def test_a_flat_table_is_laid_out_as_gmic_does() -> None:
    """Row by row, red fastest, then green: a Hald picture's order."""
    flat = table(16).reshape(64, 64, 1, 3, order="F")
    assert gmz.read(stored([flat])).table == pytest.approx(table(16) / 255, abs=1e-6)


def test_big_endian_numbers() -> None:
    data = stored([table(3)], "f4", packed=False)
    head, shape, numbers = data.split(b"\n", 2)
    swapped = np.frombuffer(numbers, "<f4").astype(">f4").tobytes()
    found = gmz.read(b"\n".join([head.replace(b"little", b"big"), shape, swapped]))
    assert found.table == pytest.approx(table(3) / 255, abs=1e-6)


def test_every_clut_of_a_file_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "films.gmz"
    names = ("Warm/1", "Cold", "Cold", "A photograph", "Grün")
    path.write_bytes(stored([FILM, table(3), table(4), np.zeros((30, 20, 1, 3)), table(5)], names=names))
    found = formats.read_all(path)
    assert list(found) == ["Warm-1", "Cold", "Cold (3)", "Grün"]
    assert [each.size for each in found.values()] == [33, 3, 4, 5]
    assert found["Warm-1"].notes == ("left out, as no CLUT: 'A photograph' (30 × 20 × 1 with 3 channels)",)
    assert lut.read(path).notes == ("this is the first CLUT, Warm-1, of 4 in the file",)


GOOD = stored([FILM], names=("Film",))
HEAD = GOOD[: GOOD.index(b"\n", GOOD.index(b"\n") + 1) + 1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"1 unsigned_char little_endian\n", "expected picture 1 of 1, found 0 bytes of no picture"),
        (b"1 complex little_endian\n1 1 1 1\n", "expected a number of pictures and their type, found '1 complex"),
        (b"99999 float\n1 1 1 1\n", "expected at most 10,000 pictures, found 99,999"),
        (GOOD.replace(b"1 20 1 6", b"1 21 1 6"), "expected 126 bytes in a picture, found 120"),
        (GOOD.replace(b"1 20 1 6", b"1 19 1 6"), "expected 114 bytes in a picture, found more"),
        (GOOD[: len(HEAD) + 20], "bytes in picture 1 of 2, found an earlier end"),
        (HEAD + b"x" * (len(GOOD) - len(HEAD)), "expected picture 2 of 2, found"),
        (stored([np.zeros((3, 4, 1, 3))]), "expected CLUTs as keypoints or tables, found 'CLUT 1' (3 × 4 × 1 with 3"),
        (stored([], names=("x",)), "expected CLUTs as keypoints or tables, found no pictures"),
        (
            stored([np.full((1, 9, 1, 6), 300.0)], "f4"),
            "keypoints from 0 to 255 in 'CLUT 1', found 300 to 300",
        ),
        (stored([np.full((1, 9, 1, 6), np.nan)], "f4"), "expected finite numbers in 'CLUT 1', found others"),
        (stored([np.full((1, 9, 1, 6), 7.0)], "f4"), "expected keypoints at different places in 'CLUT 1'"),
        (b"1 uint8 little_endian\n9 9 9 3 #4\nzlib", "expected a picture that can be unpacked, found a damaged one"),
        (b"1 uint8\n145 145 145 3 #4\nzlib", "expected CLUTs as keypoints or tables, found 'CLUT 1' (145 × 145"),
        (b"1 double\n144 144 144 3 #4\nzlib", "expected at most 35,831,808 bytes in a picture, found 71,663,616"),
    ],
)
def test_what_is_broken_is_said(data: bytes, message: str) -> None:
    with pytest.raises(LutFormatError) as failure:
        gmz.read(data)
    assert message in str(failure.value)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zlib.compress(bytes(1 << 26))
    with pytest.raises(LutFormatError, match="expected 2,187 bytes in a picture, found more"):
        gmz.read(b"1 uint8 little_endian\n9 9 9 3 #%d\n" % len(bomb) + bomb)
