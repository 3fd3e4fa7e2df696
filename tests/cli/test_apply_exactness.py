"""``apply`` from file to file against other programs: ImageMagick decodes, OpenColorIO and FFmpeg look colors up,
exiftool reads metadata."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import lut
from lut.cli import main

IMAGEMAGICK = shutil.which("magick") or shutil.which("convert-im6.q16") or shutil.which("convert")
WIDTH, HEIGHT = 61, 47
pytestmark = pytest.mark.skipif(IMAGEMAGICK is None, reason="ImageMagick is not installed")


@pytest.fixture
def here(here: Path) -> Path:
    """A folder with a LUT in which the channels differ and mix, and photographs made by ImageMagick from raw pixels."""
    mixed = lut.Lut.identity(17).table @ np.array([[0.9, 0.05, 0.0], [0.1, 0.85, 0.1], [0.0, 0.1, 0.8]], np.float32)
    lut.write(lut.Lut(mixed ** np.array([0.9, 1.0, 1.1], np.float32)), "film.cube")
    colors().astype("<u2").tofile("raw.rgb")
    raw = ["-size", f"{WIDTH}x{HEIGHT}", "-depth", "16", "-endian", "LSB", "rgb:raw.rgb"]
    Path("in").mkdir()
    for name, options in {
        "plain.png": [],
        "plain.tif": ["-compress", "none"],
        "lzw.tif": ["-compress", "lzw"],
        "tiles.tif": ["-compress", "zip", "-define", "tiff:tile-geometry=16x16"],
    }.items():
        subprocess.run([IMAGEMAGICK, *raw, *options, f"in/{name}"], check=True)
    return here


def colors() -> np.ndarray:
    return np.random.default_rng(7).integers(0, 65536, (HEIGHT, WIDTH, 3), dtype=np.uint16)


def decoded(path: Path) -> np.ndarray:
    """By ImageMagick, which has 16 bits."""
    command = [IMAGEMAGICK, path, "-depth", "16", "-endian", "LSB", "rgb:-"]
    samples = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(samples, "<u2").reshape(HEIGHT, WIDTH, 3)


@pytest.mark.oracle(but_first=True)
@pytest.mark.parametrize("format_", ["png", "tif"])
def test_16_bits_are_opencolorios(here: Path, format_: str) -> None:
    from opencolorio_lut import applied

    names = {"png": ["plain.png"], "tif": ["plain.tif", "lzw.tif", "tiles.tif"]}[format_]
    assert main(["apply", *(f"in/{name}" for name in names), "out/", "--lut", "film.cube", "-q"]) == 0
    expected = applied(lut.read("film.cube").table, colors())
    for name in names:
        difference = np.abs(decoded(Path("out", name)).astype(int) - expected)
        assert difference.max() <= 1, name
        assert (difference == 0).mean() > 0.99, name  # the rest: ties that two float32 sums round differently


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="FFmpeg is not installed")
def test_16_bits_are_ffmpegs(here: Path) -> None:
    assert main(["apply", "in/lzw.tif", "out.png", "--lut", "film.cube", "-q"]) == 0
    raw = ["-f", "rawvideo", "-pix_fmt", "gbrpf32le"]  # what it computes in: its own conversions are less exact
    green_blue_red = np.moveaxis(colors()[..., [1, 2, 0]].astype("<f4") / np.float32(65535), -1, 0)
    lookup = ["-vf", "lut3d=file=film.cube:interp=tetrahedral"]
    command = ["ffmpeg", "-v", "error", *raw, "-s", f"{WIDTH}x{HEIGHT}", "-i", "-", *lookup, *raw, "-"]
    done = subprocess.run(command, input=green_blue_red.tobytes(), check=True, capture_output=True)
    planes = np.frombuffer(done.stdout, "<f4")
    theirs = np.moveaxis(planes.reshape(3, HEIGHT, WIDTH)[[2, 0, 1]], 0, -1).astype(np.float64) * 65535
    assert np.abs(decoded(Path("out.png")) - theirs).max() < 0.6  # half a code of rounding, and float32's own


@pytest.mark.oracle
@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool (apt libimage-exiftool-perl) is not installed")
def test_metadata_and_profile_are_the_same_to_exiftool(here: Path) -> None:
    """Of 16-bit files that went through processes: all that exiftool finds, but for what describes the file itself."""
    from PIL import ImageCms

    Path("srgb.icc").write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    told = ["-Make=Xiaomi", "-Artist=Zoë", "-ExposureTime=1/120", "-DateTimeOriginal=2022:07:04 12:00:00"]
    told += ["-GPSLatitude=48.2", "-GPSLatitudeRef=N", "-XMP:Rating=4", "-ICC_Profile<=srgb.icc"]
    files = sorted(map(str, Path("in").iterdir()))
    subprocess.run(["exiftool", "-q", "-overwrite_original", *told, *files], check=True)
    assert main(["apply", "in", "out", "--lut", "film.cube", "-q", "--jobs", "2"]) == 0
    groups = ["-EXIF:all", "-XMP:all", "-ICC_Profile:all", "-GPS:all"]
    layout = {"StripOffsets", "StripByteCounts", "RowsPerStrip", "TileOffsets", "TileByteCounts", "TileWidth"}
    layout |= {"TileLength", "Compression", "Predictor", "PlanarConfiguration", "SampleFormat", "ExtraSamples"}
    layout |= {"FillOrder", "SourceFile", "PageNumber", "PhotometricInterpretation", "BitsPerSample", "SubfileType"}
    layout |= {"ImageWidth", "ImageHeight", "SamplesPerPixel", "ResolutionUnit", "XResolution", "YResolution"}
    layout |= {"WhitePoint", "PrimaryChromaticities"}  # what the profile says, too
    for name in files:
        before, after = (
            json.loads(subprocess.run(["exiftool", "-json", *groups, path], check=True, capture_output=True).stdout)[0]
            for path in (name, name.replace("in", "out", 1))
        )
        kept = {key: value for key, value in before.items() if key not in layout}
        assert {key: after.get(key) for key in kept} == kept, name
        assert {"Make", "Artist", "ExposureTime", "GPSLatitude", "Rating", "ProfileDescription"} <= set(kept)
