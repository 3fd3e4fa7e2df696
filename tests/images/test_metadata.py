"""EXIF, XMP, IPTC, comments and texts stay with a photograph, through every format that has a place for them."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sample_photos import NOISE, PHOTOSHOP, PROFILE, XMP, exif_block, pixels, rich_jpeg

from lut import images
from lut.images import photoshop, tiff_directories


def test_jpeg_keeps_every_block_as_it_was(tmp_path: Path) -> None:
    source, target = rich_jpeg(tmp_path / "in.jpg"), tmp_path / "out.jpg"
    assert images.write(images.read(source), target) == ()
    with Image.open(source) as before, Image.open(target) as after:
        assert before.info["icc_profile"] == after.info["icc_profile"] == PROFILE
        assert after.info["dpi"] == (300, 300)
        kept = {marker for marker, _ in before.applist} - {"APP0"}
        assert sorted(part for part in before.applist if part[0] in kept) == sorted(
            part for part in after.applist if part[0] in kept
        )
        assert {"APP1", "APP2", "APP13", "COM"} <= kept


@pytest.mark.parametrize("extension", ["png", "tif", "webp", "jpg"])
@pytest.mark.parametrize("through", ["png", "tif", "webp", "jpg"])
def test_metadata_crosses_formats(tmp_path: Path, through: str, extension: str) -> None:
    first, last = tmp_path / f"first.{through}", tmp_path / f"last.{extension}"
    images.write(images.read(rich_jpeg(tmp_path / "in.jpg")), first)
    images.write(images.read(first), last)
    found = images.read(last).metadata
    resolution = (282, 283, 296)  # in a TIFF, these are among the tags
    assert tiff_directories.parse_block(found.exif, without=resolution) == tiff_directories.parse_block(exif_block())
    assert (found.xmp, found.icc) == (XMP, PROFILE)
    if "webp" not in (through, extension):
        assert found.dpi == pytest.approx((300, 300), abs=0.01)
    if through in ("tif", "jpg") and extension in ("tif", "jpg"):
        assert found.photoshop == PHOTOSHOP


@pytest.mark.parametrize("extension", ["tif", "jpg"])
def test_thumbnails_of_the_old_look_go(tmp_path: Path, extension: str) -> None:
    """Photoshop's image resources 1033 and 1036, and those in XMP; what stands between and behind them stays."""
    path = b"8BIM\x07\xd0\x06Path 1\0" + struct.pack(">I", 3) + b"abc\0"
    small = [photoshop.make_resource(number, b"a JPEG" * 9) for number in (0x0409, 0x040C)]
    block = small[0] + path + small[1] + PHOTOSHOP
    xmp = XMP.replace(b"/></rdf", b"><xmp:Thumbnails><rdf:Alt>\nabc</rdf:Alt></xmp:Thumbnails></rdf:Description></rdf")
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    picture = replace(picture, metadata=replace(picture.metadata, photoshop=block, xmp=xmp))
    images.write(picture, tmp_path / f"in.{extension}")
    found = images.read(tmp_path / f"in.{extension}").metadata
    assert found.photoshop == path + PHOTOSHOP
    assert found.xmp == xmp.replace(b"<xmp:Thumbnails><rdf:Alt>\nabc</rdf:Alt></xmp:Thumbnails>", b"")


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_damaged_resources_stay_as_they_are(cut: int) -> None:
    block = photoshop.make_resource(1000, b"abc") + photoshop.make_resource(0x0404, b"wine")
    damaged = block[:cut] + b"8BIM\x04"
    assert photoshop.remove_thumbnails(damaged) == damaged


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool (apt libimage-exiftool-perl) is not installed")
@pytest.mark.parametrize("extension", ["png", "tif", "webp", "jpg"])
def test_exiftool_finds_the_metadata(tmp_path: Path, extension: str) -> None:
    target = tmp_path / f"out.{extension}"
    images.write(images.read(rich_jpeg(tmp_path / "in.jpg", orientation=6)), target)
    command = ["exiftool", "-json", "-a", "-G1", str(target)]
    (found,) = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    expected = {
        "IFD0:Make": "Xiaomi",
        "IFD0:Artist": "Zoë",
        "IFD0:Orientation": "Horizontal (normal)",
        "ExifIFD:DateTimeOriginal": "2022:07:04 12:00:00",
        "ExifIFD:ExposureTime": "1/120",
        "GPS:GPSLatitude": "48 deg 12' 0.00\"",
        "XMP-xmp:Rating": 4,
        "ICC-header:ColorSpaceData": "RGB ",
        "Composite:ImageSize": "16x24",
    }
    assert {key: found.get(key) for key in expected} == expected
    if extension in ("jpg", "tif"):
        assert "wine" in (found.get("IPTC:Keywords"), found.get("IPTC2:Keywords"))
    assert not [key for key in found if "Warning" in key or "Error" in key], found


def test_what_a_format_cannot_carry_is_said(tmp_path: Path) -> None:
    notes = images.write(images.read(rich_jpeg(tmp_path / "in.jpg")), tmp_path / "out.webp")
    assert notes == ("WEBP has no place for its IPTC and comments",)


def test_padding_is_no_reason_to_split_xmp(tmp_path: Path) -> None:
    long = XMP.replace(b"<x:", b" " * 70000 + b"<x:", 1)
    images.write(images.read(rich_jpeg(tmp_path / "in.jpg")), tmp_path / "a.png")
    picture = images.read(tmp_path / "a.png")
    picture = replace(picture, metadata=replace(picture.metadata, xmp=long))
    assert images.write(picture, tmp_path / "out.jpg") == ()
    assert images.read(tmp_path / "out.jpg").metadata.xmp == XMP


def test_a_block_too_long_for_jpeg_is_left_out_and_said(tmp_path: Path) -> None:
    """XMP that is not well-formed can't be split."""
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    picture = replace(picture, metadata=replace(picture.metadata, exif=bytes(70000), xmp=b"<" * 70000))
    assert images.write(picture, tmp_path / "out.jpg") == ("JPEG has no place for its EXIF and XMP",)
    assert images.read(tmp_path / "out.jpg").metadata.xmp == b""


def test_further_pictures_in_a_jpeg_are_mentioned(tmp_path: Path) -> None:
    path = tmp_path / "in.jpg"
    NOISE.save(path, "MPO", save_all=True, append_images=[NOISE.rotate(180)])
    picture = images.read(path)
    assert picture.format == "JPEG"
    assert "the file holds more than the photograph" in picture.notes[0]
    images.write(picture, path)
    assert images.read(path).notes == ()


def test_png_texts_are_kept(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Title", "plain")
    info.add_itxt("Author", "Zoë Ő")
    path = tmp_path / "in.png"
    Image.fromarray(pixels()).save(path, pnginfo=info)
    images.write(images.read(path), path)
    with Image.open(path) as image:
        assert image.text == {"Title": "plain", "Author": "Zoë Ő"}
