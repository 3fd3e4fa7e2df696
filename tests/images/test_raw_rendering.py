"""The camera's own rendering inside of a raw file: the largest, upright, with its colors."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import tifffile
from dng_maker import (
    ASCII,
    BAYER,
    BYTE,
    CFA,
    LONG,
    SHORT,
    color_tags,
    dng,
    linear_dng,
    mosaic,
    see,
    smooth_picture,
    tag,
    write_jpeg,
)
from PIL import Image

from lut.color.chromaticities import ADOBE_RGB, SRGB
from lut.errors import LutFormatError
from lut.images import matrix_profile, orientations, raw_library, tiff_directories
from lut.images.raw_rendering import read_rendering
from lut.images.reading import convert_pixels_to_srgb

WHOLE = np.rint(smooth_picture(720, 1080) * 255).astype(np.uint8)
RAW = smooth_picture(240, 360)
JPEG_OFF = 3 / 255  # what compression may change


def small(width: int, height: int) -> np.ndarray:
    return np.asarray(Image.fromarray(WHOLE).resize((width, height), Image.Resampling.BOX))


def with_renderings(*renderings: np.ndarray, jpeg: bool = True, orientation: int = 1) -> bytes:
    """A DNG with a small picture in the first directory, and below it raw data between the others."""
    file, usual = io.BytesIO(), {"metadata": None, "software": False}
    raw = [tag(33421, SHORT, (2, 2)), tag(33422, BYTE, BAYER), tag(50717, LONG, 65535)]
    data = np.rint(mosaic(see(RAW)) * 65535).astype(np.uint16)
    first = [*color_tags(), tag(274, SHORT, orientation)]
    with tifffile.TiffWriter(file) as writer:
        beneath = 1 + len(renderings)
        writer.write(small(96, 64), subfiletype=1, subifds=beneath, extratags=first, photometric="rgb", **usual)
        for number, each in enumerate(renderings):
            if jpeg:
                write_jpeg(writer, each)
            else:
                writer.write(each, subfiletype=1, rowsperstrip=len(each), photometric="rgb", **usual)
            if number == 0:
                writer.write(data, subfiletype=0, photometric=CFA, extratags=raw, **usual)
    return file.getvalue()


def read(tmp_path: Path, data: bytes) -> np.ndarray:
    path = tmp_path / "photo.dng"
    path.write_bytes(data)
    pixels = convert_pixels_to_srgb(read_rendering(path))
    return pixels[..., :3].astype(np.float32) / (255 if pixels.dtype == np.uint8 else 1)


def assert_shows(found: np.ndarray, wanted: np.ndarray) -> None:
    assert found.shape == wanted.shape
    assert np.abs(found - wanted / 255).mean() < JPEG_OFF


@pytest.mark.parametrize("jpeg", [True, False], ids=["JPEG", "bitmap"])
@pytest.mark.parametrize("turn", [1, -1], ids=["large first", "large last"])
def test_the_largest_is_read(tmp_path: Path, jpeg: bool, turn: int) -> None:
    assert_shows(read(tmp_path, with_renderings(*[WHOLE, small(600, 400)][::turn], jpeg=jpeg)), WHOLE)


def test_a_jpeg_in_strips_is_read_whole(tmp_path: Path) -> None:
    """LibRaw gives the first strip only."""
    data = dng(RAW, rendering=WHOLE, strips=3)
    with raw_library.open_raw(data) as raw, Image.open(io.BytesIO(raw.extract_thumb().data)) as first:
        assert first.height < 720
    assert_shows(read(tmp_path, data), WHOLE)


def test_it_is_read_beside_raw_data_that_libraw_does_not_decode(tmp_path: Path) -> None:
    assert_shows(read(tmp_path, linear_dng(RAW, WHOLE, compression="jpegxl")), WHOLE)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("jpeg", [True, False], ids=["JPEG", "bitmap"])
def test_it_is_turned_with_the_raw_data(tmp_path: Path, orientation: int, jpeg: bool) -> None:
    data = with_renderings(WHOLE, jpeg=jpeg, orientation=orientation)
    assert_shows(read(tmp_path, data), orientations.turn_upright(WHOLE, orientation))


@pytest.mark.parametrize("orientation", [1, 2, 6])
def test_strips_are_turned_with_the_raw_data(tmp_path: Path, orientation: int) -> None:
    data = dng(RAW, rendering=WHOLE, strips=3, more=[tag(274, SHORT, orientation)])
    assert_shows(read(tmp_path, data), orientations.turn_upright(WHOLE, orientation))


def test_one_that_is_upright_already_is_not_turned(tmp_path: Path) -> None:
    upright = np.ascontiguousarray(np.rot90(WHOLE, 3))
    assert_shows(read(tmp_path, dng(RAW, rendering=upright, more=[tag(274, SHORT, 6)])), upright)


@pytest.mark.parametrize("how", ["PreviewColorSpace", "ICC", "EXIF"])
def test_its_color_space_is_followed(tmp_path: Path, how: str) -> None:
    """In Adobe RGB, the same colors have other numbers."""
    profile = matrix_profile.adobe_rgb_profile()
    linear = see(smooth_picture(720, 1080), (1, 1, 1))
    matrix = np.linalg.inv(ADOBE_RGB.to_xyz_d50()) @ SRGB.to_xyz_d50()
    codes = np.clip(linear @ matrix.T, 0, 1) ** (256 / 563)
    more = {"PreviewColorSpace": [tag(50970, LONG, 3)], "ICC": [tag(34675, 7, list(profile))], "EXIF": []}[how]
    data = dng(RAW, rendering=np.rint(codes * 255).astype(np.uint8), more=more)
    if how == "EXIF":
        data = with_exif(data)
    assert_shows(read(tmp_path, data), WHOLE)


def with_exif(data: bytes) -> bytes:
    """The file with an EXIF directory that says Adobe RGB as DCF 2.0 does: uncalibrated, option file R03."""
    tags = tiff_directories.parse_block(data)
    tags[0x8769] = {0xA001: tiff_directories.shorts(65535), 0xA005: {1: (ASCII, b"R03\0")}}
    return tiff_directories.append_directory(data, tags)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (dng(RAW), "expected the camera’s own rendering inside of the raw file, found none"),
        (with_renderings(small(600, 400)), "expected a rendering of at least 1000 pixels .* found 600 × 400"),
        (
            dng(RAW, rendering=WHOLE[:600, :1070]),
            "expected a rendering of the whole picture .* found 1070 × 600 pixels of 360 × 240",
        ),
    ],
)
def test_what_is_no_rendering_of_the_picture_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(LutFormatError, match=message) as caught:
        read(tmp_path, data)
    assert str(caught.value).startswith(f"{tmp_path / 'photo.dng'}: ")
