"""Photographs in files: the way up, the metadata, the formats, and what is refused."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import icc_maker
import numpy as np
import pytest
from PIL import Image

from lut import images
from lut.errors import LutFormatError
from lut.images import directories, icc, jpeg

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
XMP += b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
IPTC = b"\x1c\x02\x19\x00\x04wine"
PHOTOSHOP = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(IPTC)) + IPTC + b"\0"
PROFILE = icc_maker.rgb(icc_maker.ADOBE_RGB, icc_maker.gamma(2.19921875))


def pixels(channels: int = 3) -> np.ndarray:
    """24 × 16, each corner another color."""
    rows, columns = np.mgrid[:16, :24]
    red, green, blue = 255 * columns // 23, 255 * rows // 15, 255 * (columns + rows) // 38
    return np.stack([red, green, blue, 255 - green][:channels], axis=-1).astype(np.uint8)


def exif_block(orientation: int = 1) -> bytes:
    nested: directories.Directory = {0x9003: (2, b"2022:07:04 12:00:00\0"), 0x829A: (5, struct.pack("<2I", 1, 120))}
    return directories.block(
        {
            0x010F: (2, b"Xiaomi\0"),
            0x0112: directories.shorts(orientation),
            0x013B: (2, "Zoë\0".encode()),
            0x8769: nested,
            0x8825: {0x0001: (2, b"N\0"), 0x0002: (5, struct.pack("<6I", 48, 1, 12, 1, 0, 1))},
        }
    )


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def rich_jpeg(path: Path, orientation: int = 1, **options: object) -> Path:
    """A JPEG with every kind of metadata."""
    blocks = [b"Exif\0\0" + exif_block(orientation), b"http://ns.adobe.com/xap/1.0/\0" + XMP]
    extra = b"".join(segment(0xE1, block) for block in blocks)
    extra += segment(0xED, b"Photoshop 3.0\0" + PHOTOSHOP) + segment(0xFE, b"a comment")
    Image.fromarray(pixels()).save(
        path, "JPEG", quality=95, extra=extra, icc_profile=PROFILE, dpi=(300, 300), **options
    )
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_come_upright(tmp_path: Path, orientation: int) -> None:
    """Every orientation as Pillow's own exif_transpose turns it."""
    from PIL import ImageOps

    path = tmp_path / "turned.png"
    Image.fromarray(pixels()).save(path, exif=exif_block(orientation))
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image))
    picture = images.read(path)
    assert picture.pixels.shape == expected.shape
    assert (picture.pixels == expected).all()
    images.write(picture, path)
    with Image.open(path) as image:
        assert image.getexif()[0x0112] == 1
        assert (np.asarray(image) == expected).all()


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_tiff_comes_upright_once(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "turned.tif"
    Image.fromarray(pixels()).save(path, tiffinfo={274: orientation})
    expected = np.rot90(pixels(), {1: 0, 3: 2, 6: 3}[orientation])
    for _ in range(2):
        picture = images.read(path)
        assert (picture.pixels == expected).all()
        images.write(picture, path)


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
    assert directories.parse(found.exif, without=resolution) == directories.parse(exif_block())
    assert (found.xmp, found.icc) == (XMP, PROFILE)
    if "webp" not in (through, extension):
        assert found.dpi == pytest.approx((300, 300), abs=0.01)
    if through in ("tif", "jpg") and extension in ("tif", "jpg"):
        assert found.photoshop == PHOTOSHOP


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool (apt libimage-exiftool-perl) is not installed")
@pytest.mark.parametrize("extension", ["png", "tif", "webp", "jpg"])
def test_exiftool_finds_the_metadata(tmp_path: Path, extension: str) -> None:
    target = tmp_path / f"out.{extension}"
    images.write(images.read(rich_jpeg(tmp_path / "in.jpg", orientation=6)), target)
    command = ["exiftool", "-json", "-a", "-G1", str(target)]
    (found,) = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
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


def test_a_block_too_long_for_jpeg_is_left_out_and_said(tmp_path: Path) -> None:
    long = XMP.replace(b"<x:", b" " * 70000 + b"<x:", 1)
    images.write(images.read(rich_jpeg(tmp_path / "in.jpg")), tmp_path / "a.png")
    picture = images.read(tmp_path / "a.png")
    from dataclasses import replace

    picture = replace(picture, metadata=replace(picture.metadata, xmp=long))
    assert images.write(picture, tmp_path / "out.jpg") == ("JPEG has no place for its XMP",)
    assert images.read(tmp_path / "out.jpg").metadata.xmp == b""


@pytest.mark.parametrize(("quality", "sampling"), [(98, "4:4:4"), (75, "4:2:0"), (50, "4:2:0")])
def test_jpeg_is_at_least_as_fine_as_its_source(tmp_path: Path, quality: int, sampling: str) -> None:
    source, target = tmp_path / "in.jpg", tmp_path / "out.jpg"
    Image.fromarray(pixels()).save(source, quality=quality, subsampling=sampling)
    images.write(images.read(source), target)
    with Image.open(source) as before, Image.open(target) as after:
        standard = jpeg.standard_tables(jpeg.QUALITY)
        for index, table in after.quantization.items():
            assert (np.array(table) <= before.quantization[index]).all()
            assert (np.array(table) <= standard[index]).all()
        assert after.layer == before.layer  # sampling factors


def test_quality_can_be_chosen(tmp_path: Path) -> None:
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    images.write(picture, tmp_path / "small.jpg", quality=30)
    images.write(picture, tmp_path / "large.jpg", quality=99)
    assert (tmp_path / "small.jpg").stat().st_size < (tmp_path / "large.jpg").stat().st_size


@pytest.mark.parametrize("lossless", [True, False])
def test_lossless_webp_stays_lossless(tmp_path: Path, lossless: bool) -> None:
    source, target = tmp_path / "in.webp", tmp_path / "out.webp"
    Image.fromarray(pixels(4)).save(source, lossless=lossless, exact=True, icc_profile=PROFILE)
    images.write(images.read(source), target)
    assert (b"VP8L" in target.read_bytes()) is lossless
    if lossless:
        opaque = pixels(4)[..., 3] > 0
        assert (images.read(target).pixels[opaque] == pixels(4)[opaque]).all()


def test_gray_stays_gray_until_it_is_colored(tmp_path: Path) -> None:
    from dataclasses import replace

    path = tmp_path / "gray.png"
    Image.fromarray(pixels()[..., 0]).save(path)
    picture = images.read(path)
    assert picture.pixels.shape == (16, 24, 3)
    images.write(picture, path)
    with Image.open(path) as image:
        assert image.mode == "L"
        assert (np.asarray(image) == pixels()[..., 0]).all()
    images.write(replace(picture, pixels=pixels()), path)
    with Image.open(path) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize("mode", ["LA", "PA", "P"])
def test_other_modes_become_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "in.png"
    image = Image.fromarray(pixels(4))
    expected = image.convert("LA" if mode == "LA" else "RGB")
    if mode == "LA":
        expected.save(path)
    else:
        image.convert("RGB").quantize(16).save(path, transparency=3 if mode == "PA" else None)
    with Image.open(path) as saved:
        rgba = np.asarray(saved.convert("RGBA"))
    found = images.read(path).pixels
    assert (found[..., :3] == rgba[..., :3]).all()
    if mode != "P":
        assert (found[..., 3] == rgba[..., 3]).all()


def test_transparency_is_not_flattened(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    Image.fromarray(pixels(4)).save(path)
    with pytest.raises(LutFormatError, match=r"out\.jpg: JPEG has no transparency, which the picture has"):
        images.write(images.read(path), tmp_path / "out.jpg")
    opaque = pixels(4)
    opaque[..., 3] = 255
    Image.fromarray(opaque).save(path)
    images.write(images.read(path), tmp_path / "out.jpg")
    assert images.read(tmp_path / "out.jpg").pixels.shape == (16, 24, 3)


def saved(format_: str, image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return png[:33] + chunk + png[33:]


def test_the_usual_gamma_is_srgb(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    path.write_bytes(with_chunk(saved("PNG", RGB), b"gAMA", struct.pack(">I", 45455)))
    assert images.read(path).profile is None


RGB = Image.fromarray(pixels())
NOISE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
FRAMES = [RGB.copy(), RGB.rotate(180)]
CMYK_PROFILE = icc_maker.profile({}, space=b"CMYK")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "found an empty file"),
        (b"hello", "found something else"),
        (saved("GIF", RGB), "found a GIF"),
        (saved("BMP", RGB), "found a BMP"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "found a HEIF or AVIF picture"),
        (saved("JPEG", NOISE)[:2000], "expected a complete JPEG file, found a damaged one"),
        (saved("PNG", NOISE)[:2000], "expected a complete PNG file, found a damaged one"),
        (saved("WEBP", NOISE)[:1000], "damaged"),
        (saved("JPEG", RGB.convert("CMYK")), "expected RGB or gray, found CMYK"),
        (saved("TIFF", RGB.convert("LAB")), "expected RGB or gray, found CIELAB"),
        (saved("PNG", RGB.convert("1")), "expected RGB or gray, found pure black and white"),
        (saved("TIFF", RGB.convert("F")), "expected floating point with white at 1, found a median of 32.5"),
        (saved("TIFF", RGB, save_all=True, append_images=FRAMES), "expected one picture, found [23] in the file"),
        (saved("PNG", RGB, save_all=True, append_images=FRAMES), "expected one picture, found [23] in the file"),
        (saved("WEBP", RGB, save_all=True, append_images=FRAMES), "expected one picture, found [23] in the file"),
        (saved("TIFF", RGB, tiffinfo={50706: b"\1\4\0\0"}), "a camera's raw file"),
        (saved("TIFF", RGB, tiffinfo={254: 1}), "a camera's raw file"),
        (saved("PNG", RGB, icc_profile=CMYK_PROFILE), "color profile is not understood: .* found one for CMYK"),
        (with_chunk(saved("PNG", RGB), b"gAMA", struct.pack(">I", 100000)), "found a gamma of 1;"),
        (saved("PNG", RGB, icc_profile=b"junk" * 40), "color profile is not understood"),
    ],
)
def test_refusals_name_the_file_and_the_reason(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    with pytest.raises(LutFormatError, match=message) as caught:
        images.read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_name_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    with pytest.raises(LutFormatError, match=r"expected a file name for JPEG, PNG, TIFF or WebP.*'\.bmp'"):
        images.write(picture, tmp_path / "out.bmp")


def test_further_pictures_in_a_jpeg_are_mentioned(tmp_path: Path) -> None:
    path = tmp_path / "in.jpg"
    NOISE.save(path, "MPO", save_all=True, append_images=[NOISE.rotate(180)])
    picture = images.read(path)
    assert picture.format == "JPEG"
    assert "the file holds more than the photograph" in picture.notes[0]
    images.write(picture, path)
    assert images.read(path).notes == ()


@pytest.mark.parametrize("claim", [b'hdrgm:Version="1.0"', b'GCamera:MotionPhoto="1"', b"Camera:MicroVideo='1'"])
def test_xmp_does_not_promise_what_is_gone(tmp_path: Path, claim: bytes) -> None:
    """A reader that believes it would look for a gain map or a film behind the photograph."""
    path = tmp_path / "in.jpg"
    before = XMP.replace(b' xmp:Rating="4"', b' xmp:Rating="4" ' + claim)
    path.write_bytes(saved("JPEG", RGB, extra=segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + before)) + b"a film")
    picture = images.read(path)
    assert picture.metadata.xmp == XMP
    assert "a film" in picture.notes[0]


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_gray_jpeg_stays_gray(tmp_path: Path, options: dict[str, bool]) -> None:
    path = tmp_path / "in.jpg"
    Image.fromarray(pixels()[..., 0]).save(path, quality=97, **options)
    images.write(images.read(path), path)
    with Image.open(path) as image:
        assert image.mode == "L"
        assert bool(image.info.get("progressive")) is bool(options)
        assert np.abs(np.asarray(image).astype(int) - pixels()[..., 0]).max() < 16


def test_a_profile_of_tables_becomes_srgb(tmp_path: Path) -> None:
    """What littleCMS makes of it.  The profile is one that it wrote itself, with tables instead of a matrix."""
    path = tmp_path / "in.png"
    Image.fromarray(pixels()).save(path, icc_profile=table_profile())
    picture = images.read(path)
    assert picture.profile is None
    assert "converted to sRGB" in picture.notes[0]
    assert icc.parse(picture.metadata.icc).is_srgb
    # The tables hold CIELAB of gamma-1.8 sRGB primaries: every code gets brighter, white and black stay.
    assert (picture.pixels.astype(int) >= pixels().astype(int) - 2).all()
    assert picture.pixels.mean() > pixels().mean() + 5


def table_profile() -> bytes:
    """An RGB profile with a 2 × 2 × 2 table to XYZ (lut16Type, ICC.1:2022 10.10), input curves of gamma 1.8."""
    ramp = np.linspace(0, 1, 256)
    inputs = np.rint(np.tile(ramp**1.8, 3) * 65535).astype(">u2").tobytes()
    outputs = np.rint(np.tile(np.linspace(0, 1, 2), 3) * 65535).astype(">u2").tobytes()
    corners = np.stack(np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij"), axis=-1).reshape(8, 3)
    xyz = corners @ icc_maker.matrix_d50(icc_maker.SRGB).T
    table = np.rint(xyz * 32768).astype(">u2").tobytes()
    identity = icc_maker.fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    head = b"mft2\0\0\0\0" + bytes([3, 3, 2, 0]) + identity + struct.pack(">HH", 256, 2)
    return icc_maker.profile({b"A2B0": head + inputs + table + outputs}, version=2)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    target = tmp_path / "out.jpg"
    target.write_bytes(b"what was there before")

    def failing(self: Path, other: Path) -> None:
        assert self.read_bytes()[:2] == b"\xff\xd8"
        raise OSError(28, "No space left on device", str(other))

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="No space left"):
        images.write(picture, target)
    assert target.read_bytes() == b"what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jpg", "out.jpg"]


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    picture = images.read(rich_jpeg(tmp_path / "in.jpg"))
    target = tmp_path / "out.jpg"
    target.touch(mode=0o640)
    target.chmod(0o640)
    images.write(picture, target)
    assert target.stat().st_mode & 0o777 == 0o640


def test_png_with_imagemagicks_exif_comes_upright(tmp_path: Path) -> None:
    """``Raw profile type exif``: a line end, the name, the length, then hexadecimal digits."""
    from PIL.PngImagePlugin import PngInfo

    block = b"Exif\0\0" + exif_block(3)
    info = PngInfo()
    info.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n{block.hex()}\n", zip=True)
    path = tmp_path / "in.png"
    Image.fromarray(pixels()).save(path, pnginfo=info)
    picture = images.read(path)
    assert (picture.pixels == np.rot90(pixels(), 2)).all()
    assert directories.parse(picture.metadata.exif) == directories.parse(exif_block(1))
    assert "Raw profile type exif" not in picture.metadata.texts


def test_png_texts_are_kept(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Title", "plain")
    info.add_itxt("Author", "Zoë Ő")
    path = tmp_path / "in.png"
    Image.fromarray(pixels()).save(path, pnginfo=info)
    images.write(images.read(path), path)
    with Image.open(path) as image:
        assert image.text == {"Title": "plain", "Author": "Zoë Ő"}
