"""JPEG XL: pixels at their depth, color space, EXIF and XMP, from bare codestreams and containers; and written back."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import icc_maker
import imagecodecs
import numpy as np
import pytest
from heif_maker import box_names, gradient
from PIL import Image
from sample_photos import PROFILE, XMP, exif_block

from lut import images
from lut.color.chromaticities import BT2020, DISPLAY_P3, SRGB
from lut.errors import LutFormatError
from lut.images import icc_profile, jxl_boxes, jxl_header
from lut.images.color_space import ColorError
from lut.images.iso_boxes import make_box

FFMPEG, EXIFTOOL = shutil.which("ffmpeg"), shutil.which("exiftool")
DECODERS = subprocess.run([FFMPEG, "-decoders"], capture_output=True, encoding="utf-8").stdout if FFMPEG else ""
with_ffmpeg = pytest.mark.skipif("libjxl" not in DECODERS, reason="there is no FFmpeg with libjxl")
with_exiftool = pytest.mark.skipif(EXIFTOOL is None, reason="ExifTool is not installed")


def read(tmp_path: Path, data: bytes) -> images.Picture:
    path = tmp_path / "in.jxl"
    path.write_bytes(data)
    return images.read(path)


def coded(pixels: np.ndarray, **options: Any) -> bytes:
    flat = pixels[..., 0] if pixels.shape[2] == 1 else pixels
    return bytes(imagecodecs.jpegxl_encode(np.ascontiguousarray(flat), **{"lossless": True, **options}))


def packed_jpeg(pixels: np.ndarray, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=95, subsampling=0, **options)
    return bytes(imagecodecs.jpegxl_encode_jpeg(file.getvalue()))


class BitWriter:
    """The fields of a header, for what no encoder at hand writes."""

    def __init__(self) -> None:
        self.bits: list[int] = []

    def put(self, value: int, count: int) -> BitWriter:
        self.bits += [value >> at & 1 for at in range(count)]
        return self

    def enum(self, value: int) -> BitWriter:
        if value < 2:
            return self.put(value, 2)
        return self.put(2, 2).put(value - 2, 4) if value < 18 else self.put(3, 2).put(value - 18, 6)

    def data(self) -> bytes:
        padded = self.bits + [0] * (-len(self.bits) % 8 + 64)
        return b"\xff\x0a" + np.packbits(np.array(padded, np.uint8), bitorder="little").tobytes()


def header(color: Any, orientation: int = 1) -> bytes:
    """A header of 24 × 16 pixels, 8 bits, XYB.  color: writes the color encoding."""
    bits = BitWriter().put(1, 1).put(1, 5).put(4, 3)  # small, 16 high, 3 : 2
    bits.put(0, 1).put(1, 1).put(orientation - 1, 3).put(0, 3)  # not all default; extra fields, none of three
    bits.put(0, 1).put(0, 2).put(1, 1).put(0, 2).put(1, 1)  # 8-bit integers, no extra channels, XYB
    color(bits)
    return bits.put(1, 1).data()


def rgb(primaries: int, transfer: int) -> Any:
    return lambda bits: bits.put(0, 2).enum(0).enum(1).enum(primaries).put(0, 1).enum(transfer).enum(1)


@pytest.mark.parametrize("container", [False, True])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_8_bits_are_read_exactly(tmp_path: Path, channels: int, container: bool) -> None:
    pixels = gradient(channels)
    picture = read(tmp_path, coded(pixels, usecontainer=container))
    found = picture.pixels if channels > 1 else picture.pixels[..., :1]
    assert (found == pixels).all() and picture.gray == (channels == 1)
    assert picture.profile is None and picture.notes == () and picture.encoding == {"bits": 8, "lossless": True}


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_linear_light_of_more_bits_gets_the_curve_of_srgb(tmp_path: Path, bits: int) -> None:
    """As which imagecodecs marks whatever has more than 8 bits."""
    pixels = gradient(4, bits)
    picture = read(tmp_path, coded(pixels, bitspersample=bits))
    light = pixels[..., :3] / ((1 << bits) - 1)
    curve = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)  # IEC 61966-2-1
    assert (
        np.abs(picture.pixels[..., :3] / 65535 - curve).max() <= 7 / 65535
    )  # half a 16-bit step of light, in the dark
    assert np.abs(picture.pixels[..., 3] / 65535 - pixels[..., 3] / ((1 << bits) - 1)).max() <= 1 / 65535
    assert picture.profile is None and picture.encoding["bits"] == bits


def test_floating_point_goes_beyond_white(tmp_path: Path) -> None:
    pixels = gradient(3, 16).astype(np.float32) / 40000
    picture = read(tmp_path, coded(pixels))
    assert picture.pixels.dtype == np.float32 and picture.notes == ()
    expected = np.where(pixels <= 0.0031308, 12.92 * pixels, 1.055 * pixels ** (1 / 2.4) - 0.055)
    assert np.abs(picture.pixels - expected).max() < 1e-4


@with_ffmpeg
@pytest.mark.oracle
@pytest.mark.parametrize("quality", [None, 60, 100])
def test_written_files_are_read_by_ffmpeg(tmp_path: Path, quality: int | None) -> None:
    pixels = gradient(3, 8, 96, 128)
    images.write(images.Picture(pixels), tmp_path / "out.jxl", quality=quality)
    command = [FFMPEG, "-loglevel", "error", "-i", tmp_path / "out.jxl", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    found = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.uint8)
    found = found.reshape(96, 128, 3).astype(int)
    assert np.abs(found - pixels).max() <= {None: 16, 60: 40, 100: 0}[quality]
    assert np.abs(found - images.read(tmp_path / "out.jxl").pixels).max() <= 1  # its libjxl is another version


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_it_comes_back_as_it_was_written(tmp_path: Path, dtype: str, channels: int) -> None:
    pixels = gradient(4, 8 if dtype == "uint8" else 16)
    pixels = pixels[..., [0, 0, 0]] if channels == 1 else pixels[..., :channels]
    if dtype == "float32":
        pixels = (pixels / 65535).astype(np.float32)
    assert images.write(images.Picture(pixels, gray=channels == 1), tmp_path / "out.jxl", quality=100) == ()
    again = images.read(tmp_path / "out.jxl")
    assert again.pixels.dtype == pixels.dtype and again.gray == (channels == 1)
    difference = np.abs(again.pixels.astype(float) - pixels).max()
    # 16 bits are stored as linear light, whose steps in the dark are 12.92 of sRGB's.
    assert difference <= {"uint8": 0, "uint16": 7, "float32": 1e-4}[dtype]


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("bits", [8, 16])
def test_another_space_is_kept_or_converted(tmp_path: Path, bits: int, channels: int) -> None:
    pytest.importorskip("pillow_jxl")
    Image.fromarray(gradient(channels)).save(tmp_path / "in.png", icc_profile=PROFILE)
    picture = images.read(tmp_path / "in.png")
    if bits == 16:
        picture = images.Picture(
            picture.pixels.astype(np.uint16) * 257, picture.profile, metadata=images.Metadata(icc=PROFILE)
        )
    notes = images.write(picture, tmp_path / "out.jxl", quality=98)
    again = images.read(tmp_path / "out.jxl")
    if (bits, channels) == (8, 3):
        assert notes == () and again.metadata.icc == PROFILE
        assert np.abs(again.pixels.astype(int) - picture.pixels).max() <= 8
        return
    assert notes == (
        "its colors became sRGB: with more than 8 bits or transparency, JPEG XL is written without a color profile",
    )
    assert again.profile is None and picture.profile is not None
    top = 255 if bits == 8 else 65535
    expected = np.clip(picture.profile.to_srgb(picture.pixels[..., :3]), 0, 1)
    assert np.abs(again.pixels[..., :3] / top - expected).mean() < 0.01


def test_a_profile_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pillow_jxl")
    picture = read(tmp_path, packed_jpeg(gradient(), icc_profile=PROFILE))
    assert picture.metadata.icc == PROFILE and picture.profile is not None
    assert picture.encoding["lossless"] is False


def test_a_profile_without_the_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_jxl", None)
    told = "is a JPEG XL picture with a color profile, for which .* lacks pillow-jxl-plugin"
    with pytest.raises(LutFormatError, match=told):
        read(tmp_path, packed_jpeg(gradient(), icc_profile=PROFILE))
    assert read(tmp_path, packed_jpeg(gradient())).profile is None


def test_orientation_is_applied_once(tmp_path: Path) -> None:
    """libjxl puts a packed JPEG's orientation into the codestream, and keeps it in EXIF."""
    picture = read(tmp_path, packed_jpeg(gradient(), exif=b"Exif\0\0" + exif_block(6)))
    assert picture.pixels.shape == (64, 48, 3)
    assert np.abs(picture.pixels.astype(int) - np.rot90(gradient(), 3)).max() <= 10
    images.write(picture, tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.getexif().get(0x0112) == 1 and image.getexif()[0x010F] == "Xiaomi"


@with_exiftool
@pytest.mark.oracle
def test_exif_and_xmp_travel(tmp_path: Path) -> None:
    images.write(images.Picture(gradient(), metadata=images.Metadata(exif_block(), XMP)), tmp_path / "in.jxl")
    picture = images.read(tmp_path / "in.jxl")
    assert picture.metadata.xmp == XMP
    for target in ("jxl", "avif", "jpg", "png", "tif", "webp"):
        assert images.write(picture, tmp_path / f"out.{target}") == ()
        done = subprocess.run(
            [EXIFTOOL, "-json", "-all", "-warning", "-error", tmp_path / f"out.{target}"], capture_output=True
        )
        found = json.loads(done.stdout)[0]
        named = {"Make": "Xiaomi", "Artist": "Zoë", "Rating": 4, "ExposureTime": "1/120"}
        assert {name: found.get(name) for name in named} == named
        assert not {"Warning", "Error"} & set(found)


def test_compressed_metadata_are_read(tmp_path: Path) -> None:
    plain = coded(gradient())
    boxes = jxl_boxes.SIGNATURE + jxl_boxes.FILE_TYPE + make_box(b"brob", b"xml " + imagecodecs.brotli_encode(XMP))
    picture = read(tmp_path, boxes + make_box(b"jxlc", plain))
    assert picture.metadata.xmp == XMP
    bomb = make_box(b"brob", b"xml " + imagecodecs.brotli_encode(bytes(1 << 26)))
    with pytest.raises(LutFormatError, match="expected a complete JXL file, found a damaged one"):
        read(tmp_path, jxl_boxes.SIGNATURE + jxl_boxes.FILE_TYPE + bomb + make_box(b"jxlc", plain))


def test_what_lies_beside_is_told(tmp_path: Path) -> None:
    boxes = make_box(b"jhgm", bytes(40)) + make_box(b"jumb", bytes(40))
    data = jxl_boxes.SIGNATURE + jxl_boxes.FILE_TYPE + boxes + make_box(b"jxlc", coded(gradient()))
    notes = read(tmp_path, data).notes
    assert notes[0] == "the file holds more than the photograph; this is not kept: an HDR gain map"
    assert notes[1].startswith("its content credentials (C2PA) are not kept")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_header_says_how_large_the_upright_picture_is(orientation: int) -> None:
    found = jxl_header.parse_header(header(rgb(1, 13), orientation))
    assert (found.width, found.height) == ((16, 24) if orientation > 4 else (24, 16))


def test_the_header_names_spaces() -> None:
    found = jxl_header.parse_header(header(rgb(11, 13)))
    assert found.space.is_near(DISPLAY_P3) and found.transfer == 13
    found = jxl_header.parse_header(header(rgb(9, 16)))
    assert found.space.is_near(BT2020) and found.transfer == 16

    def adobe_rgb(bits: BitWriter) -> None:
        bits.put(0, 2).enum(0).enum(1).enum(2)
        for point in ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)):
            for share in point:
                number = round(share * 1e6) * 2  # signed numbers: 0, -1, 1, -2 …
                selector = 0 if number < 1 << 19 else 1 if number < 1 << 20 else 2
                bits.put(selector, 2).put(number - (0, 1 << 19, 1 << 20)[selector], (19, 19, 20)[selector])
        bits.put(1, 1).put(round(1e7 / 2.19921875), 24).enum(1)

    found = jxl_header.parse_header(header(adobe_rgb))
    assert np.allclose(found.space.green, (0.21, 0.71)) and found.space.white == SRGB.white
    assert found.transfer is None and found.gamma == pytest.approx(1 / 2.19921875, abs=1e-6)


def test_a_space_of_the_header_becomes_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lut.images import jxl

    monkeypatch.setattr(jxl, "parse_header", lambda data: jxl_header.Header(64, 48, space=DISPLAY_P3, lossless=True))
    picture = read(tmp_path, coded(gradient()))
    expected = icc_profile.parse_profile(
        icc_maker.rgb(icc_maker.DISPLAY_P3, icc_maker.parametric(*icc_maker.SRGB_CURVE))
    )
    assert picture.profile is not None and np.abs(picture.profile.matrix - expected.matrix).max() < 1e-3


@pytest.mark.parametrize(("transfer", "coding"), [(16, "PQ"), (18, "HLG")])
def test_hdr_is_refused_with_the_reason(
    tmp_path: Path, transfer: int, coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lut.images import jxl

    told = jxl_header.Header(64, 48, space=BT2020, transfer=transfer)
    monkeypatch.setattr(jxl, "parse_header", lambda data: told)
    with pytest.raises(ColorError, match=f"its numbers are HDR, coded as {coding}, and looks are made for sRGB"):
        read(tmp_path, coded(gradient()))


@pytest.mark.parametrize("container", [False, True])
@pytest.mark.parametrize("share", [0.003, 0.02, 0.1, 0.3, 0.6, 0.95])
def test_a_file_cut_off_is_one_sentence(tmp_path: Path, share: float, container: bool) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)
    data = coded(noise, usecontainer=container)
    with pytest.raises(LutFormatError) as caught:
        read(tmp_path, data[: int(share * len(data))])
    assert "\n" not in str(caught.value)
    assert "please report" not in str(caught.value)


def test_the_codestream_stays_behind_its_level(tmp_path: Path) -> None:
    images.write(images.Picture(gradient(4, 16), metadata=images.Metadata(xmp=XMP)), tmp_path / "out.jxl")
    names = box_names((tmp_path / "out.jxl").read_bytes())
    assert names[:4] == [b"JXL ", b"ftyp", b"jxll", b"xml "] and names[4] in (b"jxlc", b"jxlp")
