"""What TIFF's colorimetry tags make of the numbers: TIFF 6.0, section 20."""

from __future__ import annotations

import struct
from pathlib import Path

import icc_maker as maker
import numpy as np
import pytest
from PIL import Image
from sample_photos import PROFILE
from test_png_color import DCI_WHITE, seen, srgb_light, to_srgb

from lut import images
from lut.images import icc_profile as icc
from lut.images import tiff, tiff_color, tiff_directories
from lut.images.tiff_directories import RATIONAL, SHORT, Directory, shorts

SKIN = (200, 90, 60)
RANGE = 342


def rationals(*values: float) -> tiff_directories.Value:
    return RATIONAL, b"".join(struct.pack("<2I", round(value * 100000), 100000) for value in values)


def curve(light: object, count: int) -> np.ndarray:
    return np.rint(np.array(light(np.linspace(0, 1, count))) * 65535).astype("<u2")


def space(primaries: tuple, white: tuple[float, float] = maker.D65) -> Directory:
    return {318: rationals(*white), 319: rationals(*(number for point in primaries for number in point))}


def written(path: Path, tags: Directory, codes: object = SKIN, dtype: str = "uint8", icc: bytes = b"") -> Path:
    """A file of 8 × 8 pixels of that color, of one channel or three, with those tags."""
    samples = np.broadcast_to(np.array(codes, dtype), (8, 8, np.size(codes)))
    file = tiff.encode(np.ascontiguousarray(samples), images.Picture(samples, metadata=images.Metadata(icc=icc)), None)
    path.write_bytes(tiff_directories.append_directory(file, tiff_directories.parse_block(file) | tags))
    return path


@pytest.mark.parametrize("primaries", ["ADOBE_RGB", "DISPLAY_P3"])
def test_primaries_alone_have_the_gamma_that_is_the_default(tmp_path: Path, primaries: str) -> None:
    path = written(tmp_path / "in.tif", space(getattr(maker, primaries)))
    expected = to_srgb(np.array(SKIN) / 255, lambda code: code**2.2, getattr(maker, primaries))
    assert np.abs(seen(path) / 255 - expected).max() < 0.1 / 255


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("channels", [1, 3])
def test_transfer_function(tmp_path: Path, dtype: str, channels: int) -> None:
    """A table for all channels or one for each, with an entry for each code."""
    count, scale = (256, 1) if dtype == "uint8" else (65536, 257)
    entries = np.concatenate([curve(srgb_light, count)] * channels)
    tags = space(maker.DISPLAY_P3) | {301: (SHORT, entries.tobytes())}
    path = written(tmp_path / "in.tif", tags, np.array(SKIN) * scale, dtype)
    expected = to_srgb(np.array(SKIN) / 255, srgb_light, maker.DISPLAY_P3)
    assert np.abs(images.read_srgb(path)[0, 0] - expected).max() < 0.1 / 255
    assert np.rint(expected * 255).tolist() == [216, 81, 49]


def test_each_channel_has_its_own_curve(tmp_path: Path) -> None:
    exponents = (1.0, 1.8, 2.6)
    entries = np.concatenate([curve(lambda code, power=power: code**power, 256) for power in exponents])
    path = written(tmp_path / "in.tif", {301: (SHORT, entries.tobytes())})
    expected = to_srgb(np.array(SKIN) / 255, lambda code: code ** np.array(exponents), maker.SRGB)
    assert np.abs(seen(path) / 255 - expected).max() < 0.1 / 255


def test_transfer_range(tmp_path: Path) -> None:
    """Black at 16 and white at 235, as the formula in section 20 has it."""
    entries = curve(lambda code: code**2, 256)
    ends = [16, 235] * 3
    path = written(tmp_path / "in.tif", {301: (SHORT, entries.tobytes()), RANGE: tiff_directories.shorts(*ends)})
    table = entries / 65535
    light = (table[np.array(SKIN) + 16] - table[16]) / (table[235] - table[16])
    assert np.abs(seen(path) / 255 - to_srgb(light, lambda code: code, maker.SRGB)).max() < 0.1 / 255


@pytest.mark.parametrize("tags", [space(maker.SRGB), {318: rationals(*maker.D65)}, {}])
def test_what_programs_write_into_files_of_srgb(tmp_path: Path, tags: Directory) -> None:
    path = written(tmp_path / "in.tif", tags)
    picture = images.read(path)
    assert picture.profile is None
    images.write(picture, path)
    kept = tiff_directories.parse_block(path.read_bytes())
    assert {tag: kept[tag] for tag in tags} == tags


def test_a_profile_stands_above_the_tags(tmp_path: Path) -> None:
    path = written(tmp_path / "in.tif", space(maker.DISPLAY_P3), icc=PROFILE)
    expected = icc.parse_profile(PROFILE).to_srgb(np.array([[SKIN]], np.uint8))[0, 0] * 255
    assert np.abs(seen(path) - expected).max() < 1e-3
    there = tmp_path / "out.jpg"
    images.write(images.read(path), there)
    assert images.read(there).metadata.icc == PROFILE


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_the_tags_stay_as_they_are(tmp_path: Path, dtype: str) -> None:
    codes = np.array(SKIN) / 255 * {"uint8": 255, "uint16": 65535, "float32": 1}[dtype]
    path = written(tmp_path / "in.tif", space(maker.DISPLAY_P3, DCI_WHITE), codes, dtype)
    before = tiff_directories.parse_block(path.read_bytes())
    images.write(images.read(path), path)
    after = tiff_directories.parse_block(path.read_bytes())
    assert {tag: after[tag] for tag in (318, 319)} == {tag: before[tag] for tag in (318, 319)}


@pytest.mark.parametrize(("tags", "noted"), [({318: rationals(*maker.D65)}, True), (space(maker.DISPLAY_P3), False)])
def test_floating_point_without_a_space_is_noted(tmp_path: Path, tags: Directory, noted: bool) -> None:
    path = written(tmp_path / "in.tif", tags, np.array(SKIN) / 255, "float32")
    assert ["taken for sRGB's" in note for note in images.read(path).notes] == [True] * noted


@pytest.mark.parametrize("extension", ["jpg", "png", "webp"])
def test_the_meaning_travels_as_a_profile(tmp_path: Path, extension: str) -> None:
    tags = space(maker.DISPLAY_P3) | {301: (SHORT, curve(srgb_light, 256).tobytes())}
    path, there = written(tmp_path / "in.tif", tags), tmp_path / f"out.{extension}"
    assert images.write(images.read(path), there) == ()
    with Image.open(there) as image:
        assert image.info["icc_profile"]
    assert np.abs(seen(there) - seen(path)).max() <= (0.1 if extension == "png" else 3)


def test_a_curve_for_white_at_0_is_turned_with_the_pixels(tmp_path: Path) -> None:
    """As section 20 says, entry 0 of such a curve is the light of white."""
    light = curve(lambda code: (1 - code) ** 1.8, 256)
    path = written(tmp_path / "in.tif", {301: (SHORT, light.tobytes()), 262: tiff_directories.shorts(0)}, [200])
    expected = to_srgb(np.array([55] * 3) / 255, lambda code: code**1.8, maker.SRGB) * 255
    assert np.abs(seen(path) - expected).max() < 0.1
    images.write(images.read(path), path)
    assert np.abs(seen(path) - expected).max() < 0.1


def test_a_curve_has_as_many_entries_as_there_are_codes() -> None:
    tags = {301: (SHORT, curve(lambda code: code, 16).tobytes())}
    assert tiff_color.resample_curves(tags, 8) == {301: (SHORT, curve(lambda code: code, 256).tobytes())}


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ({319: rationals(0.64, 0.33)}, "its TIFF tags for primaries and white have the wrong size"),
        (space((maker.SRGB[0],) * 3), "its TIFF tags for primaries and white are broken"),
        (space(maker.SRGB, (0.3, 0)), "are broken"),
        ({318: (RATIONAL, bytes(16)), 319: (RATIONAL, bytes(48))}, "are broken"),
        ({301: (SHORT, bytes(2 * 100))}, "TransferFunction has 100 entries; expected one or three for each code"),
        ({301: (SHORT, bytes(2 * 256))}, "its curves do not rise"),
        (
            {301: (SHORT, curve(lambda x: x, 256).tobytes()), RANGE: shorts(*[9, 9] * 3)},
            "TransferRange",
        ),
    ],
)
def test_refused_unless_ignored(tmp_path: Path, tags: Directory, message: str) -> None:
    path = written(tmp_path / "in.tif", tags)
    with pytest.raises(images.ColorError, match=message):
        images.read(path)
    images.write(images.read(path, ignore_profile=True), path)
    kept = tiff_directories.parse_block(path.read_bytes())
    assert {tag: kept[tag] for tag in tags} == tags


def exif_of(space_: int | None, **tags: tiff_directories.Value) -> bytes:
    nested: Directory = {} if space_ is None else {0xA001: tiff_directories.shorts(space_)}
    gamma = {0xA500: tags.pop("gamma")} if "gamma" in tags else {}
    return tiff_directories.make_block({**space(maker.ADOBE_RGB), 0x8769: nested | gamma})


@pytest.mark.parametrize(
    ("exif", "exponent"),
    [
        (exif_of(65535), 2.2),
        (exif_of(65535, gamma=rationals(1.8)), 1.8),
        (tiff_directories.make_block({0x8769: {0xA001: tiff_directories.shorts(2)}}), 563 / 256),
        (
            tiff_directories.make_block({0x8769: {0xA001: shorts(65535), 0xA005: {1: (2, b"R03\0")}}}),
            563 / 256,
        ),
    ],
)
def test_what_cameras_say_in_exif(tmp_path: Path, exif: bytes, exponent: float) -> None:
    path = tmp_path / "in.jpg"
    Image.new("RGB", (8, 8), SKIN).save(path, exif=b"Exif\0\0" + exif, quality=100)
    code = images.read(path).pixels[0, 0] / 255
    assert np.abs(seen(path) / 255 - to_srgb(code, lambda x: x**exponent, maker.ADOBE_RGB)).max() < 0.1 / 255
    images.write(images.read(path), tmp_path / "out.png")
    with Image.open(tmp_path / "out.png") as image:
        assert np.abs(seen(tmp_path / "out.png") - seen(path)).max() < 0.1
        assert image.info["icc_profile"]
    images.write(images.read(path), path)
    with Image.open(path) as image:
        assert "icc_profile" not in image.info


@pytest.mark.parametrize(
    "exif",
    [
        exif_of(1),
        exif_of(None),
        tiff_directories.make_block({0x8769: {0xA001: tiff_directories.shorts(1), 0xA005: {1: (2, b"R03\0")}}}),
        tiff_directories.make_block({319: (RATIONAL, bytes(48)), 0x8769: {0xA001: tiff_directories.shorts(65535)}}),
    ],
)
def test_what_exif_leaves_at_srgb(tmp_path: Path, exif: bytes) -> None:
    path = tmp_path / "in.jpg"
    Image.new("RGB", (8, 8), SKIN).save(path, exif=b"Exif\0\0" + exif)
    assert images.read(path).profile is None
