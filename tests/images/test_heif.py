"""HEIC and AVIF: the primary picture at its depth and upright, with profile, EXIF and XMP; and AVIF written back."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import heif_maker
import imagecodecs
import numpy as np
import pytest
from heif_maker import avif, code_points, gradient, heic
from PIL import Image, ImageOps, features
from sample_photos import PROFILE, XMP, exif_block

from lut import images
from lut.errors import LutFormatError
from lut.images import cicp, heif, icc_profile
from lut.images.color_space import ColorError
from lut.images.heif_items import Items

pillow_heif = pytest.importorskip("pillow_heif")

IMAGEMAGICK, EXIFTOOL = shutil.which("convert"), shutil.which("exiftool")
with_imagemagick = pytest.mark.skipif(IMAGEMAGICK is None, reason="ImageMagick is not installed")
with_exiftool = pytest.mark.skipif(EXIFTOOL is None, reason="ExifTool is not installed")
with_pillows_avif = pytest.mark.skipif("avif" not in features.get_supported_modules(), reason="this Pillow has no AVIF")
NEAR = {8: 3, 10: 700, 12: 700}  # what x265 and libaom lose at their best quality, in codes of the samples


def read(tmp_path: Path, data: bytes, name: str = "in.heic") -> images.Picture:
    path = tmp_path / name
    path.write_bytes(data)
    return images.read(path)


def by_imagemagick(path: Path) -> np.ndarray:
    """Decode to (H, W, C) uint16 with ImageMagick's libheif."""
    done = subprocess.run([IMAGEMAGICK, path, "-depth", "16", "png:-"], capture_output=True, check=True)
    found = imagecodecs.png_decode(done.stdout)
    found = found if found.dtype == np.uint16 else found.astype(np.uint16) * 257
    return found if found.ndim == 3 else found[..., None]


def assert_near(found: np.ndarray, pixels: np.ndarray) -> None:
    """found: ImageMagick's, which halves the resolution of colors, and reads 8 bits.  Both uint16."""
    difference = np.abs(found.astype(int) - pixels) / 65535
    assert difference.mean() < 0.006 and difference.max() < 0.025


def tags(path: Path, *options: str) -> dict[str, str]:
    done = subprocess.run([EXIFTOOL, "-json", "-a", "-all", "-warning", "-error", *options, path], capture_output=True)
    return dict(json.loads(done.stdout)[0])


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("bits", [8, 10, 12])
@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_pixels_keep_their_depth(tmp_path: Path, kind: str, bits: int, channels: int) -> None:
    deepest = 8 if bits == 8 else 16
    pixels = gradient(channels, deepest)
    data = heic(pixels, bits) if kind == "heic" else avif(gradient(channels, bits), bits)
    picture = read(tmp_path, data, f"in.{kind}")
    assert picture.format == kind.upper() and picture.encoding["bits"] == bits
    assert picture.gray == (channels == 1)
    assert picture.pixels.dtype == (np.uint8 if bits == 8 else np.uint16)
    found = picture.pixels if channels > 1 else picture.pixels[..., :1]
    assert np.abs(found.astype(int) - pixels).max() <= NEAR[bits]
    if bits > 8:  # not 8 bits in a larger type
        assert (found % 257 != 0).any()


@with_imagemagick
@pytest.mark.oracle
@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_another_decoder_sees_the_same(tmp_path: Path, kind: str) -> None:
    large = {"height": 192, "width": 256}
    data = heic(gradient(bits=16, **large), 10) if kind == "heic" else avif(gradient(bits=10, **large), 10)
    picture = read(tmp_path, data, f"in.{kind}")
    assert_near(by_imagemagick(tmp_path / f"in.{kind}"), picture.pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["heic", pytest.param("avif", marks=with_pillows_avif)])
def test_orientation_is_applied_once(tmp_path: Path, kind: str, orientation: int) -> None:
    """pillow-heif and Pillow write irot and imir for it, and leave it in EXIF."""
    pixels = gradient()
    if kind == "heic":
        data = heic(pixels, exif=b"Exif\0\0" + exif_block(orientation))
    else:
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "AVIF", quality=100, subsampling="4:4:4", exif=exif_block(orientation))
        data = file.getvalue()
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = Image.fromarray(pixels)
    turned.info["exif"] = exif.tobytes()
    turned.getexif()[0x0112] = orientation
    upright = np.asarray(ImageOps.exif_transpose(turned))
    picture = read(tmp_path, data, f"in.{kind}")
    assert picture.pixels.shape == upright.shape
    assert np.abs(picture.pixels.astype(int) - upright).max() <= 4
    images.write(picture, tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.getexif().get(0x0112, 1) == 1
        assert image.getexif()[0x010F] == "Xiaomi"


def test_a_crop_is_applied(tmp_path: Path) -> None:
    numbers = (40, 1, 20, 1, 2, 1, -4, 1)  # 40 × 20 around a center 2 to the right and 4 up
    clap = b"".join(number.to_bytes(4, "big", signed=True) for number in numbers)
    picture = read(tmp_path, avif(gradient(), clap=clap), "in.avif")
    assert np.abs(picture.pixels.astype(int) - gradient()[10:30, 14:54]).max() <= 4
    beyond = b"".join(number.to_bytes(4, "big", signed=True) for number in (40, 1, 20, 1, 90, 1, 0, 1))
    with pytest.raises(LutFormatError, match="its crop is not inside of it"):
        read(tmp_path, avif(gradient(), clap=beyond), "in.avif")


def test_the_primary_picture_of_several_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    first, second = gradient(), gradient()[::-1]
    file = pillow_heif.from_bytes("RGB", (64, 48), first.tobytes())
    file.add_frombytes("RGB", (64, 48), np.ascontiguousarray(second).tobytes())
    data = io.BytesIO()
    file.save(data, quality=100, chroma=444, primary_index=1)
    picture = read(tmp_path, data.getvalue())
    assert np.abs(picture.pixels.astype(int) - second).max() <= 3
    assert picture.notes == ("the file holds more than the photograph; this is not kept: a further picture",)


def test_a_thumbnail_is_no_further_picture(tmp_path: Path) -> None:
    image = pillow_heif.from_pillow(Image.fromarray(gradient(height=480, width=640)))
    image[0].info["thumbnails"] = [128]
    data = io.BytesIO()
    image.save(data, quality=50, save_all=True)
    assert read(tmp_path, data.getvalue()).notes == ()


@pytest.mark.parametrize(
    ("urn", "told"),
    [
        (b"urn:com:apple:photo:2020:aux:hdrgainmap", "an HDR gain map"),
        (b"urn:mpeg:hevc:2015:auxid:2", "a depth map"),
    ],
)
def test_auxiliary_pictures_are_told(tmp_path: Path, urn: bytes, told: str) -> None:
    """An alpha plane made into another kind of auxiliary picture, which has the same boxes."""
    old = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
    data = avif(gradient(4))
    assert old in data
    data = data.replace(old, urn.ljust(len(old), b"\0"))
    picture = read(tmp_path, data, "in.avif")
    assert picture.notes == (f"the file holds more than the photograph; this is not kept: {told}",)


@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_the_profile_is_used_and_kept(tmp_path: Path, kind: str) -> None:
    data = heic(gradient(), icc_profile=PROFILE) if kind == "heic" else avif(gradient(), colr=b"prof" + PROFILE)
    picture = read(tmp_path, data, f"in.{kind}")
    assert picture.metadata.icc == PROFILE
    assert picture.profile is not None and not picture.profile.is_srgb
    for name in ("out.avif", "out.jpg", "out.png"):
        images.write(picture, tmp_path / name)
        assert images.read(tmp_path / name).metadata.icc == PROFILE


def test_code_points_become_a_profile(tmp_path: Path) -> None:
    """Display P3, as phones write it without ICC."""
    picture = read(tmp_path, avif(gradient(), colr=code_points(12, 13)), "in.avif")
    expected = icc_profile.parse_profile(cicp.CodePoints(12, 13, 0, 1).profile())
    assert picture.profile is not None
    assert np.abs(picture.profile.matrix - expected.matrix).max() < 1e-6
    images.write(picture, tmp_path / "out.avif")
    again = images.read(tmp_path / "out.avif")
    assert again.profile is not None and np.abs(again.profile.matrix - expected.matrix).max() < 1e-6


@pytest.mark.parametrize("points", [code_points(1, 13), code_points(2, 2)])
def test_srgb_by_code_points_needs_no_profile(tmp_path: Path, points: bytes) -> None:
    picture = read(tmp_path, avif(gradient(), colr=points), "in.avif")
    assert picture.profile is None and picture.notes == ()
    assert images.write(picture, tmp_path / "out.jpg") == ()
    assert images.read(tmp_path / "out.jpg").metadata.icc == b""


@pytest.mark.parametrize(("transfer", "coding"), [(16, "PQ"), (18, "HLG")])
@pytest.mark.parametrize("beside", [b"", b"prof" + PROFILE])
def test_hdr_is_refused_with_the_reason(tmp_path: Path, transfer: int, coding: str, beside: bytes) -> None:
    data = avif(gradient(bits=10), 10, colr=code_points(9, transfer))
    if beside:
        named = [(b"colr", beside), (b"colr", code_points(9, transfer))]
        data = heif_maker.with_properties(data, named)
    with pytest.raises(ColorError, match=f"its numbers are HDR, coded as {coding}, and looks are made for sRGB"):
        read(tmp_path, data, "in.avif")


@with_exiftool
@pytest.mark.oracle
@pytest.mark.parametrize("source", ["heic", "avif", "jpg"])
def test_exif_and_xmp_travel(tmp_path: Path, source: str) -> None:
    exif = exif_block()
    if source == "heic":
        (tmp_path / "in.heic").write_bytes(heic(gradient(), exif=b"Exif\0\0" + exif, xmp=XMP))
    else:
        images.write(images.Picture(gradient(), metadata=images.Metadata(exif, XMP)), tmp_path / f"in.{source}")
    picture = images.read(tmp_path / f"in.{source}")
    for target in ("avif", "jpg", "png", "tif", "webp"):
        assert images.write(picture, tmp_path / f"out.{target}") == ()
        found = tags(tmp_path / f"out.{target}")
        named = {"Make": "Xiaomi", "Artist": "Zoë", "Rating": 4, "ExposureTime": "1/120"}
        assert {name: found.get(name) for name in named} == named
        assert not {"Warning", "Error"} & set(found)


@with_imagemagick
@pytest.mark.oracle
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("bits", [8, 16])
def test_written_avif_is_read_by_others(tmp_path: Path, bits: int, channels: int) -> None:
    shown = gradient(4, bits, 192, 256)
    pixels = shown[..., [0, 0, 0]] if channels < 3 else shown[..., :3]
    pixels = np.concatenate([pixels, shown[..., 3:]], axis=2) if channels in (2, 4) else pixels
    path = tmp_path / "out.avif"
    notes = images.write(images.Picture(pixels, gray=channels < 3), path, quality=100)
    assert notes == (() if bits == 8 else ("16 bits per channel became 12 bits: AVIF holds no more",))
    deep = pixels if bits == 16 else pixels.astype(np.uint16) * 257
    found = by_imagemagick(path)
    assert_near(found, deep[..., {1: [0], 2: [0, 3], 3: [0, 1, 2], 4: [0, 1, 2, 3]}[found.shape[2]]])
    again = images.read(path).pixels
    assert again.shape == pixels.shape and np.abs(again.astype(int) - pixels).max() <= NEAR[8 if bits == 8 else 12]
    if "avif" in features.get_supported_modules():
        with Image.open(path) as image:
            assert image.size == (256, 192) and ("A" in image.mode) == (channels in (2, 4))


def test_a_picture_of_10_bits_stays_one(tmp_path: Path) -> None:
    picture = read(tmp_path, heic(gradient(bits=16), 10))
    assert images.write(picture, tmp_path / "out.avif", quality=100) == ()
    again = images.read(tmp_path / "out.avif")
    assert again.encoding["bits"] == 10
    assert np.abs(again.pixels.astype(int) - picture.pixels).max() <= NEAR[10]


def test_quality_is_followed(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)
    sizes = []
    for quality in (20, 60, 95):
        images.write(images.Picture(noise), tmp_path / "out.avif", quality=quality)
        sizes.append((tmp_path / "out.avif").stat().st_size)
    assert sizes == sorted(sizes) and sizes[0] < sizes[2] / 2


def test_heic_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(LutFormatError) as caught:
        images.write(images.Picture(gradient()), tmp_path / "out.heic")
    assert str(caught.value) == (
        f"{tmp_path / 'out.heic'}: expected a file name for JPEG, PNG, TIFF, WebP, AVIF or JPEG XL, found the "
        "extension '.heic', which is only read"
    )


def test_tiles_are_one_picture(tmp_path: Path) -> None:
    """A grid, as phones write it: of two equal tiles side by side, cut to 100 × 64."""
    one = avif(gradient(height=64))
    items = Items(one)
    tile = items.content(items.primary)
    data = heif_maker.grid(items, tile, (100, 64))
    picture = read(tmp_path, data, "in.avif")
    expected = np.concatenate([gradient(height=64)] * 2, axis=1)[:, :100]
    assert picture.pixels.shape == (64, 100, 3) and picture.notes == ()
    assert np.abs(picture.pixels.astype(int) - expected).max() <= 4
    assert heif.read_bits(Items(data)) == 8


@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_without_the_package_the_command_is_told(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    data = heic(gradient()) if kind == "heic" else avif(gradient())
    monkeypatch.setitem(sys.modules, "pillow_heif" if kind == "heic" else "imagecodecs", None)
    package = "pillow-heif" if kind == "heic" else "imagecodecs"
    with pytest.raises(LutFormatError, match=f"in.{kind}: is an? {kind.upper()} picture, for which .* lacks {package}"):
        read(tmp_path, data, f"in.{kind}")


@pytest.mark.parametrize("kind", ["heic", "avif"])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.6, 0.95])
def test_a_file_cut_off_is_one_sentence(tmp_path: Path, kind: str, share: float) -> None:
    data = heic(gradient(), exif=b"Exif\0\0" + exif_block()) if kind == "heic" else avif(gradient())
    with pytest.raises(LutFormatError) as caught:
        read(tmp_path, data[: int(share * len(data))], f"in.{kind}")
    assert "\n" not in str(caught.value)
    assert "please report" not in str(caught.value)
