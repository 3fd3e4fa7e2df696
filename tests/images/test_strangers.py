"""Files as other programs write them: what they say is understood, and what cannot be kept is told."""

from __future__ import annotations

import logging
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import icc_maker as maker
import numpy as np
import pytest
from phone_jpegs import FILM, XMP_HEAD, jpeg, packet
from PIL import Image
from sample_photos import PROFILE, segment

import lut
from lut import images
from lut.apply_lut import Applier
from lut.images import png, tiff_directories
from lut.lattice import lattice
from lut.looks.develop import develop

OTHER = maker.rgb(maker.DISPLAY_P3, maker.parametric(*maker.SRGB_CURVE))
IDENTITY = Applier(lut.Lut(lattice(2)))
ONE_PIXEL = zlib.compress(bytes([0, 200, 90, 60]))
needs_imagemagick = pytest.mark.skipif(shutil.which("convert") is None, reason="ImageMagick is not installed")


def written(path: Path, before: list[tuple[bytes, bytes]], after: list[tuple[bytes, bytes]] = ()) -> Path:
    """A PNG of one pixel with those chunks before and behind it."""
    header = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    found = [header, *before, (b"IDAT", ONE_PIXEL), *after, (b"IEND", b"")]
    path.write_bytes(png.SIGNATURE + b"".join(png.make_chunk(*each) for each in found))
    return path


def profile_chunk(profile: bytes, name: bytes = b"Name of it") -> tuple[bytes, bytes]:
    return b"iCCP", name + b"\0\0" + zlib.compress(profile)


def contents(path: Path, name: bytes) -> list[bytes]:
    return [whole[8:-4] for found, whole in png.read_chunks(path.read_bytes()) if found == name]


def test_the_first_of_two_profiles_counts_and_keeps_its_name(tmp_path: Path) -> None:
    """As libpng has it."""
    path = written(tmp_path / "in.png", [profile_chunk(OTHER), profile_chunk(PROFILE)])
    picture = images.read(path)
    assert picture.metadata.icc == OTHER
    images.write(picture, tmp_path / "out.png")
    assert contents(tmp_path / "out.png", b"iCCP") == [profile_chunk(OTHER)[1]]
    images.write(picture, tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.info["icc_profile"] == OTHER


@pytest.mark.parametrize(
    "chunk", [profile_chunk(OTHER), (b"cICP", bytes([12, 13, 0, 1])), (b"gAMA", struct.pack(">I", 100000))]
)
def test_color_chunks_behind_the_pixels_say_nothing(tmp_path: Path, chunk: tuple[bytes, bytes]) -> None:
    picture = images.read(written(tmp_path / "in.png", [], [chunk]))
    assert picture.profile is None
    assert picture.metadata.icc == b""
    told = f"PNG chunks behind the pixels, where they say nothing, are not kept: {chunk[0].decode()}"
    assert picture.notes == (told,)


def test_chunks_that_go_are_told(tmp_path: Path) -> None:
    private = [(b"prVt", b"1"), (b"bKGD", bytes(6)), (b"oFFs", bytes(9)), (b"prVt", b"2")]
    assert images.read(written(tmp_path / "in.png", private)).notes == ("PNG chunks that are not kept: prVt, oFFs",)


@pytest.mark.parametrize(("across", "down", "told"), [(2, 1, True), (0, 1, False), (1, 1, False)])
def test_pixels_that_are_not_square_are_told(tmp_path: Path, across: int, down: int, told: bool) -> None:
    """FFmpeg writes 0 and 1 into every PNG."""
    path = written(tmp_path / "in.png", [(b"pHYs", struct.pack(">IIB", across, down, 0))])
    note = "its pixels are not square (2 × 1 in the same length), which the result does not say"
    assert images.read(path).notes == ((note,) if told else ())
    plain = jpeg()
    at = plain.index(b"JFIF\0") + 7
    assert plain[at] == 0
    (tmp_path / "in.jpg").write_bytes(plain[: at + 1] + struct.pack(">HH", across, down) + plain[at + 5 :])
    assert images.read(tmp_path / "in.jpg").notes == ((note,) if told else ())


def test_texts_keep_their_language(tmp_path: Path) -> None:
    title = (b"iTXt", b"Title\0\0\0de\0Titel\0" + "Größe".encode())
    path = written(tmp_path / "in.png", [title], [(b"tEXt", b"Comment\0one"), (b"tEXt", b"Comment\0two")])
    picture = images.read(path)
    assert picture.notes == ("of several PNG texts with the same keyword, only the last is kept: Comment",)
    images.write(picture, path)
    assert contents(path, b"iTXt") == [title[1]]
    assert contents(path, b"tEXt") == [b"Comment\0two"]


def test_libpng_says_nothing_by_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Of an interlaced picture with 16 bits, it warns."""
    header = png.make_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 1))
    pixel = png.make_chunk(b"IDAT", zlib.compress(b"\0" + bytes(range(6))))
    path = tmp_path / "in.png"
    path.write_bytes(png.SIGNATURE + header + pixel + png.make_chunk(b"IEND", b""))
    with caplog.at_level(logging.WARNING, "root"):
        assert images.read(path).pixels.tolist() == [[[0x0001, 0x0203, 0x0405]]]
    assert caplog.records == []


def test_a_float_tiff_with_srgbs_primaries_may_be_linear(tmp_path: Path) -> None:
    """ImageMagick writes the primaries of sRGB into every file."""
    numbers = (0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
    primaries = b"".join(struct.pack("<2I", round(number * 1000), 1000) for number in numbers)
    file = images.encode(images.Picture(np.full((4, 4, 3), 0.5, np.float32)), "in.tif")[0]
    tags = tiff_directories.parse_block(file) | {319: (tiff_directories.RATIONAL, primaries)}
    (tmp_path / "in.tif").write_bytes(tiff_directories.append_directory(file, tags))
    (note,) = images.read(tmp_path / "in.tif").notes
    assert "its floating-point numbers were taken for sRGB's" in note


@pytest.mark.parametrize(("gamma", "told"), [(1.0, True), (1.8, False)])
def test_linear_light_in_8_bits_is_told(tmp_path: Path, gamma: float, told: bool) -> None:
    """As darktable and GIMP export it."""
    profile = maker.rgb(maker.SRGB, maker.gamma(gamma))
    pixels = np.full((4, 4, 3), 0x1234, np.uint16)
    images.write(images.Picture(pixels, metadata=images.Metadata(icc=profile)), tmp_path / "in.png")
    notes = images.write(images.read(tmp_path / "in.png"), tmp_path / "out.jpg")
    assert notes[0] == "16 bits per channel became 8 bits: JPEG holds no more"
    assert ["linear light" in note for note in notes[1:]] == [True] * told


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_xmp_of_a_film_in_other_codings(tmp_path: Path, coding: str) -> None:
    said = packet({"GCamera:MicroVideo": "1", "GCamera:MicroVideoOffset": str(len(FILM))})
    block = segment(0xE1, XMP_HEAD + said.decode().encode(coding))
    (tmp_path / "in.jpg").write_bytes(jpeg(block) + FILM)
    picture = images.read(tmp_path / "in.jpg")
    assert picture.notes == ()
    assert picture.metadata.xmp.removeprefix(b"\xef\xbb\xbf") == said.removeprefix(b"\xef\xbb\xbf")
    assert images.encode(picture, "out.jpg")[0].endswith(FILM)


def test_a_second_exif_block_is_told(tmp_path: Path) -> None:
    block = segment(0xE1, b"Exif\0\0" + tiff_directories.make_block({271: (tiff_directories.BYTE, b"A\0")}))
    (tmp_path / "in.jpg").write_bytes(jpeg(block, block))
    assert images.read(tmp_path / "in.jpg").notes == ("of its EXIF blocks, only the first is kept",)


def test_lossless_webp_keeps_colors_below_transparency(tmp_path: Path) -> None:
    samples = np.full((8, 8, 4), (200, 90, 60, 0), np.uint8)
    Image.fromarray(samples).save(tmp_path / "in.webp", lossless=True, exact=True)
    images.write(images.read(tmp_path / "in.webp"), tmp_path / "out.webp")
    with Image.open(tmp_path / "out.webp") as image:
        assert (np.asarray(image) == samples).all()


BY_IMAGEMAGICK = {
    **{f"{order}-{bits}.tif": f"-endian {order} -depth {bits}" for order in ("LSB", "MSB") for bits in (8, 16)},
    **{f"float{bits}.tif": f"-depth {bits} -define quantum:format=floating-point" for bits in (16, 32, 64)},
    **{f"{name}.tif": f"-compress {name}" for name in ("Zip", "LZW", "RLE", "None")},
    **{f"{name}.tif": f"-orient {name}" for name in ("LeftTop", "RightTop", "BottomRight")},
    "gray.tif": "-colorspace Gray",
    "gray2.tif": "-colorspace Gray -depth 2",
    "white-is-0.tif": "-colorspace Gray -depth 16 -define quantum:polarity=min-is-white",
    "palette.tif": "-colors 16 -type Palette",
    "alpha.tif": "-alpha set -channel A -evaluate set 40% +channel -depth 16",
    "planes.tif": "-interlace plane",
    "tiles.tif": "-define tiff:tile-geometry=16x16",
    "fill.tif": "-define tiff:fill-order=lsb -depth 16",
    "interlaced.png": "-interlace PNG -depth 16",
    "gray4.png": "-colorspace Gray -depth 4",
    "linear.png": "-colorspace RGB -depth 16",
    "lossless.webp": "-define webp:lossless=true",
}


@needs_imagemagick
@pytest.mark.oracle
@pytest.mark.parametrize(("name", "options"), BY_IMAGEMAGICK.items())
def test_imagemagick_sees_the_same_before_and_after(tmp_path: Path, name: str, options: str) -> None:
    base = np.empty((24, 32, 3), np.uint8)
    base[..., 0], base[..., 1], base[..., 2] = np.arange(80, 176, 3), 110, np.arange(60, 156, 4)[:, None]
    Image.fromarray(base).save(tmp_path / "base.png")
    source, result = tmp_path / name, tmp_path / f"out-{name}"
    subprocess.run(["convert", tmp_path / "base.png", *options.split(), source], check=True)
    images.write(develop(images.read(source), IDENTITY), result)
    before, after = (
        subprocess.run(
            ["convert", path, "-auto-orient", "-depth", "16", "-endian", "LSB", "RGBA:-"],
            check=True,
            capture_output=True,
        ).stdout
        for path in (source, result)
    )
    assert len(before) == len(after) == base.size // 3 * 8
    difference = np.frombuffer(before, "<u2").astype(int) - np.frombuffer(after, "<u2")
    assert np.abs(difference).max() <= 257
