"""What we write, other programs read to the same picture, and what they write, we.

ImageMagick, FFmpeg, G'MIC, RawTherapee and darktable, where they are installed (`-rs` prints which are not), and
OpenColorIO's wheel. The look that is written bends and mixes channels, each in another way, so that no two of them
can be exchanged.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lut_pictures import film, photo
from programs import (
    Program,
    by_darktable,
    by_ffmpeg,
    by_ffmpeg_hald8,
    by_ffmpeg_hald16,
    by_gmic,
    by_imagemagick,
    by_rawtherapee,
    ffmpeg,
    gmic,
    imagemagick,
)

import lut
from lut import Lut
from lut.formats import FORMATS, hald, picture_files

FILM = film(64)


def seen(folder: Path) -> np.ndarray:
    """(H, W, 3) in levels of 255: what a program left in out.png."""
    pixels = lut.images.read(folder / "out.png").pixels[..., :3]
    return pixels.astype(np.float64) / (257 if pixels.dtype == np.uint16 else 1)


@pytest.fixture
def pixels(tmp_path: Path) -> np.ndarray:
    """photo.png and, in 16 bits, photo16.png: a photograph, and random colors below it."""
    random = np.random.default_rng(3).integers(0, 256, (60, 64, 3), dtype=np.uint8)
    made = np.concatenate([photo("autumn.jpg", 64, 60), random])
    (tmp_path / "photo.png").write_bytes(picture_files.encode_picture(made))
    (tmp_path / "photo16.png").write_bytes(picture_files.encode_picture(made.astype(np.uint16) * np.uint16(257)))
    return made


def expected(table: Lut, made: np.ndarray) -> np.ndarray:
    return table(made.astype(np.float32) / np.float32(255)).astype(np.float64) * 255


READERS = [
    *[(by_imagemagick, name, kind) for name in ("film.png", "film.tif") for kind in ("hald8", "hald16")],
    *[(by_ffmpeg_hald8, name, "hald8") for name in ("film.png", "film.tif")],
    *[(by_ffmpeg_hald16, name, "hald16") for name in ("film.png", "film.tif")],
    *[(by_rawtherapee, "film.png", kind) for kind in ("hald8", "hald16")],
    (by_darktable, "film.png", "hald16"),
    *[(by_ffmpeg, f"film.{kind}", kind) for kind in ("cube", "csp")],
    *[(by_darktable, f"film.{kind}", kind) for kind in ("cube", "3dl")],
]
KEYS = {key for kind in FORMATS if kind.write for key in (kind.key, *kind.kinds)}


@pytest.mark.oracle(but_first=True)
@pytest.mark.parametrize(("program", "name", "kind"), READERS)
def test_programs_read_what_we_write(
    program: Program, name: str, kind: str, tmp_path: Path, pixels: np.ndarray
) -> None:
    """Within one level, which some of them truncate to, and half a level where the file itself is of 8 bits."""
    if kind not in KEYS:
        pytest.skip(f"{kind} is not written")
    source = FILM if kind.startswith("hald") else film(33)
    lut.write(source, tmp_path / name, kind=kind)
    program(name, tmp_path)
    wanted = expected(source, pixels)
    assert np.abs(seen(tmp_path) - wanted).max() < (1.51 if kind == "hald8" else 1.01)
    assert np.abs(wanted - pixels).max() > 30


@pytest.mark.oracle
def test_ffmpeg_reads_a_high_level(tmp_path: Path, pixels: np.ndarray) -> None:
    """And we read the same file to FFmpeg's picture, exactly to 16 bits."""
    lut.write(film(13**2), tmp_path / "film.png", kind="hald16")
    by_ffmpeg_hald16("film.png", tmp_path)
    assert np.abs(seen(tmp_path) - expected(lut.read(tmp_path / "film.png"), pixels)).max() < 0.01


@pytest.mark.parametrize(("name", "kind"), [("film.png", "hald8"), ("film.tif", "hald16"), ("film.cube", "cube")])
def test_gmic_reads_what_we_write(name: str, kind: str, tmp_path: Path, pixels: np.ndarray) -> None:
    """G'MIC 2.9 looks a code v up at v · N / 256, not at v · (N - 1) / 255, so that its identity is none; either will
    do."""
    source = FILM if kind.startswith("hald") else film(33)
    lut.write(source, tmp_path / name, kind=kind)
    by_gmic(name, tmp_path)
    theirs = np.minimum(pixels / 256 * source.size / (source.size - 1), 1) * 255
    off = [np.abs(seen(tmp_path) - expected(source, codes)).max() for codes in (pixels, theirs)]
    assert min(off) < 1.3


OCIO_FORMATS = [kind for kind in FORMATS if kind.write and kind.key in ("cube", "3dl", "csp", "spi3d", "clf")]


@pytest.mark.parametrize("kind", OCIO_FORMATS, ids=lambda kind: kind.key)
def test_opencolorio_reads_what_we_write(kind: object, tmp_path: Path) -> None:
    opencolorio = pytest.importorskip("opencolorio")
    key, extensions = kind.key, kind.extensions  # type: ignore[attr-defined]
    path = tmp_path / f"film{extensions[0]}"
    lut.write(film(17), path, kind=key)
    colors = np.random.default_rng(5).uniform(-0.2, 1.2, (3000, 3)).astype(np.float32)
    found = opencolorio.applied(path, colors, opencolorio.TETRAHEDRAL)
    assert np.abs(found - film(17)(colors)).max() < (0.5 / 1023 if key == "3dl" else 1e-5)


# From them to us


def edit_of_imagemagick(source: str, target: str, folder: Path) -> None:
    edit = ("-modulate", "100,70", "-channel", "R", "-gamma", 1.3, "-channel", "B", "+level", "10%,90%")
    imagemagick(source, *edit, "+channel", "-set", "gamma", 0.45455, "-depth", 16, target, folder=folder)


def edit_of_ffmpeg(source: str, target: str, folder: Path) -> None:
    chain = "colorchannelmixer=.9:.1:0:0:.05:.8:.1:0:0:.2:.7,curves=r=0/0.1 .5/.6 1/1:b=0/0 .5/.4 1/.9"
    ffmpeg("-i", source, "-vf", f"format=rgb24,{chain},format=rgb24", "-frames:v", 1, target, folder=folder)


def edit_of_gmic(source: str, target: str, folder: Path) -> None:
    mixed = "s = max(i0, i1, i2) > 255 ? 257 : 1; [0.8 * i0 + 0.1 * i1 + 5 * s, 0.9 * i1, 0.6 * i2 + 0.2 * i0 + 20 * s]"
    gmic(source, "fill", mixed, "round", "output", target, folder=folder)


def hald_of_imagemagick(folder: Path) -> None:
    imagemagick("hald:8", "-depth", 16, "hald.png", folder=folder)


def hald_of_ffmpeg(folder: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "haldclutsrc=8", *("-frames:v", 1, "-pix_fmt", "rgb24"), "hald.png", folder=folder)


def hald_of_ours(bits: int) -> object:
    def made(folder: Path) -> None:
        (folder / "hald.png").write_bytes(picture_files.encode_picture(hald.make_identity(8, bits)))

    made.__name__ = f"hald_of_ours_{bits}"
    return made


@pytest.mark.parametrize("made", [hald_of_imagemagick, hald_of_ffmpeg], ids=lambda made: made.__name__)
def test_their_identity_is_one(made: object, tmp_path: Path) -> None:
    """FFmpeg's truncates where it should round: it is 1 of 255 levels off."""
    made(tmp_path)  # type: ignore[operator]
    found = lut.read(tmp_path / "hald.png")
    assert np.abs(found.table - Lut.identity(64).table).max() < 1.01 / 255
    assert found.notes == ()


EDITS = [edit_of_imagemagick, edit_of_ffmpeg, edit_of_gmic]
HALDS = [hald_of_imagemagick, hald_of_ffmpeg, hald_of_ours(8), hald_of_ours(16)]


@pytest.mark.oracle(but_first=True)
@pytest.mark.parametrize("made", HALDS, ids=lambda made: made.__name__)
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_what_they_do_to_a_hald_picture_we_do_to_a_photograph(
    edit: Program, made: object, tmp_path: Path, pixels: np.ndarray
) -> None:
    """An edit in a program, once on the Hald picture and read as a LUT, once on the photograph itself."""
    made(tmp_path)  # type: ignore[operator]
    edit("hald.png", "edited.png", tmp_path)  # type: ignore[call-arg,arg-type]
    edit("photo.png", "out.png", tmp_path)  # type: ignore[call-arg,arg-type]
    table = lut.read(tmp_path / "edited.png")
    off = np.abs(expected(table, pixels) - seen(tmp_path))
    assert off.mean() < 0.6
    assert off.max() < 3
