"""More than 8 bits: read exactly, written exactly.  The files to read are put together here or by ImageMagick, and what
is written is taken apart here, by the slow and obvious reading of the specifications."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import sysconfig
import zlib
from pathlib import Path

import icc_maker
import numpy as np
import pytest
from PIL import Image

from lut import images
from lut.errors import LutFormatError
from lut.images import codecs, tiff_directories
from lut.shared.shell import command

HEIGHT, WIDTH = 70, 5  # more rows than there are in a strip
IMAGEMAGICK = shutil.which("magick") or shutil.which("convert-im6.q16") or shutil.which("convert")
EXIFTOOL = shutil.which("exiftool")
with_imagemagick = pytest.mark.skipif(IMAGEMAGICK is None, reason="ImageMagick is not installed")


def samples(channels: int) -> np.ndarray:
    """Smooth in one half and noise in the other, so that every PNG filter is the best one somewhere."""
    rng = np.random.default_rng(channels)
    result = rng.integers(0, 65536, (HEIGHT, WIDTH, channels), dtype=np.uint16)
    rows, columns = np.mgrid[: HEIGHT // 2, :WIDTH]
    result[: HEIGHT // 2] = (rows * 700 + columns * 300)[..., None] + np.arange(channels) * 1000
    return result


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def plain_png(pixels: np.ndarray, color_type: int) -> bytes:
    """Every row with filter 0."""
    rows = pixels.astype(">u2").reshape(len(pixels), -1)
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 16, color_type, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def plain_tiff(pixels: np.ndarray, order: str = "<", more: dict[int, int] | None = None) -> bytes:
    """One uncompressed strip.  more: further tags, or in place of the usual ones."""
    height, width, channels = pixels.shape
    strip = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
    lists = 8 + len(strip)
    bits, formats = 8 * pixels.dtype.itemsize, {"u": 1, "i": 2, "f": 3}[pixels.dtype.kind]
    numbers = {256: width, 257: height, 259: 1, 262: 2 if channels > 2 else 1, 273: 8, 277: channels}
    numbers |= {278: height, 279: len(strip), **({338: 2} if channels in (2, 4) else {}), **(more or {})}
    tags = [(tag, 4 if tag in (273, 279) else 3, 1, number) for tag, number in numbers.items()]
    if channels > 2:
        tags += [(258, 3, channels, lists), (339, 3, channels, lists + 2 * channels)]
    else:  # what fits is not put elsewhere
        tags += [(tag, 3, 1, value) for tag, value in ((258, bits), (339, formats))]
    result = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(order + "I", lists + 4 * channels) + strip
    result += struct.pack(order + f"{2 * channels}H", *[bits] * channels, *[formats] * channels)
    result += struct.pack(order + "H", len(tags))
    for tag, kind, count, value in sorted(tags):
        form = "HHIHxx" if kind == 3 and count == 1 else "HHII"
        result += struct.pack(order + form, tag, kind, count, value)
    return result + bytes(4)


def unfiltered(png: bytes) -> np.ndarray:
    """The samples of a 16-bit PNG (PNG, section 9), byte by byte."""
    width, height, bits, color_type = struct.unpack_from(">IIBB", png, 16)
    assert bits == 16
    pixel = {0: 2, 2: 6, 4: 4, 6: 8}[color_type]
    data, at = b"", 8
    while at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        content = png[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", png, at + 8 + size)[0] == zlib.crc32(name + content)
        data += content if name == b"IDAT" else b""
        at += 12 + size
    data = zlib.decompress(data)
    above = bytes(width * pixel)
    rows = []
    for start in range(0, len(data), 1 + width * pixel):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + width * pixel])
        for i in range(len(row)):
            left = row[i - pixel] if i >= pixel else 0
            corner = above[i - pixel] if i >= pixel else 0
            guess = min((left, above[i], corner), key=lambda value: abs(left + above[i] - corner - value))
            row[i] = (row[i] + (0, left, above[i], (left + above[i]) // 2, guess)[kind]) % 256
        above = bytes(row)
        rows.append(above)
    return np.frombuffer(b"".join(rows), ">u2").reshape(height, width, pixel // 2)


COLOR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}


def as_read(found: np.ndarray) -> np.ndarray:
    """Samples of 1 to 4 channels as a Picture has them."""
    gray = found.shape[2] < 3
    return np.concatenate([found[..., :1]] * 3 + [found[..., 1:]], axis=2) if gray else found


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_png_is_read_whole(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "deep.png"
    path.write_bytes(plain_png(samples(channels), COLOR_TYPES[channels]))
    picture = images.read(path)
    assert picture.pixels.dtype == np.uint16
    assert (picture.pixels == as_read(samples(channels))).all()
    assert picture.gray is (channels < 3)


def test_a_transparent_color_becomes_alpha(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    data = plain_png(samples(3), 2)
    path.write_bytes(data[:33] + chunk(b"tRNS", samples(3)[3, 2].astype(">u2").tobytes()) + data[33:])
    found = images.read(path).pixels
    assert (found[..., :3] == samples(3)).all()
    assert ((found[..., 3] == 0) == (samples(3) == samples(3)[3, 2]).all(axis=-1)).all()


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("dtype", ["uint16", "float16", "float32", "float64"])
def test_tiff_is_read_whole(tmp_path: Path, channels: int, order: str, dtype: str) -> None:
    path = tmp_path / "deep.tif"
    pixels = samples(channels)
    if dtype != "uint16":
        pixels = (pixels / 40000 - 0.2).astype(dtype)  # some of them below black, some above white
    path.write_bytes(plain_tiff(pixels, order))
    picture = images.read(path)
    found = picture.pixels
    assert ["taken for sRGB's" in note for note in picture.notes] == ([] if dtype == "uint16" else [True])
    assert found.dtype == ("uint16" if dtype == "uint16" else "float32")
    assert (found == as_read(pixels.astype(found.dtype))).all()


def test_where_0_is_white(tmp_path: Path) -> None:
    path = tmp_path / "deep.tif"
    path.write_bytes(plain_tiff(samples(1), more={262: 0}))
    assert (images.read(path).pixels == 65535 - np.repeat(samples(1), 3, axis=2)).all()


@with_imagemagick
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("compression", ["none", "lzw", "zip", "rle"])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("tiff", []),
        ("tiff", ["-endian", "MSB"]),
        ("tiff", ["-interlace", "plane"]),
        ("tiff", ["-define", "tiff:tile-geometry=16x16"]),
        ("tiff64", ["-define", "tiff:rows-per-strip=7"]),
    ],
)
def test_every_arrangement_of_a_tiff(
    tmp_path: Path, channels: int, compression: str, kind: str, options: list[str]
) -> None:
    source, path = tmp_path / "deep.png", tmp_path / "deep.tif"
    source.write_bytes(plain_png(samples(channels), COLOR_TYPES[channels]))
    subprocess.run([IMAGEMAGICK, source, "-compress", compression, *options, f"{kind}:{path}"], check=True)
    picture = images.read(path)
    assert (picture.pixels == samples(channels)).all()
    assert picture.encoding == {"compressed": compression != "none"}


@with_imagemagick
@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("compression", ["none", "lzw", "zip"])
@pytest.mark.parametrize("bits", [8, 16])
def test_bits_from_the_right(tmp_path: Path, channels: int, compression: str, bits: int) -> None:
    """FillOrder 2 (TIFF 6.0, section 8)."""
    source, path = tmp_path / "deep.png", tmp_path / "deep.tif"
    expected = samples(channels) if bits == 16 else (samples(channels) >> 8).astype(np.uint8)
    if bits == 16:
        source.write_bytes(plain_png(expected, COLOR_TYPES[channels]))
    else:
        Image.fromarray(expected[..., 0] if channels == 1 else expected).save(source)
    options = ["-compress", compression, "-define", "tiff:fill-order=LSB"]
    subprocess.run([IMAGEMAGICK, source, *options, f"tiff:{path}"], check=True)
    assert numbers(path.read_bytes())[266] == 2
    assert (images.read(path).pixels == as_read(expected)).all()


@with_imagemagick
def test_imagemagicks_pyramid_is_one_picture(tmp_path: Path) -> None:
    source, path = tmp_path / "noise.png", tmp_path / "pyramid.tif"
    pixels = np.random.default_rng(0).integers(0, 256, (128, 192, 3), np.uint8)
    Image.fromarray(pixels).save(source)
    subprocess.run([IMAGEMAGICK, source, f"ptif:{path}"], check=True)
    with Image.open(path) as image:
        assert image.n_frames > 1
    assert (images.read(path).pixels == pixels).all()


def big_tiff(pixels: np.ndarray, order: str, more: tiff_directories.Directory) -> bytes:
    """The structure with 64-bit offsets (Adobe's draft of 2004), a directory in each directory that is nested.

    more: texts and bytes only, whose order is the same both ways.
    """
    strip = pixels.astype(order + "u2").tobytes()
    body = {"<": b"II", ">": b"MM"}[order] + struct.pack(order + "HHHQ", 43, 8, 0, 16 + len(strip)) + strip

    def directory(entries: tiff_directories.Directory, offset: int) -> bytes:
        head, tail = struct.pack(order + "Q", len(entries)), b""
        end = offset + 8 + 20 * len(entries) + 8
        for tag, value in sorted(entries.items()):
            if isinstance(value, dict):
                place, content = struct.pack(order + "Q", end + len(tail)), directory(value, end + len(tail))
                kind, count = 18, 1
            else:
                kind, content = value
                count = len(content) // tiff_directories.SIZES[kind]
                place = struct.pack(order + "Q", end + len(tail)) if len(content) > 8 else content.ljust(8, b"\0")
                content = content if len(content) > 8 else b""
            head += struct.pack(order + "HHQ", tag, kind, count) + place
            tail += content
        return head + bytes(8) + tail

    height, width, channels = pixels.shape
    numbers = {256: width, 257: height, 259: 1, 262: 2, 273: 16, 277: channels, 278: height, 279: len(strip)}
    entries: tiff_directories.Directory = {tag: (16, struct.pack(order + "Q", value)) for tag, value in numbers.items()}
    entries[258] = (3, struct.pack(f"{order}{channels}H", *[16] * channels))
    return body + directory({**entries, **more}, len(body))


@pytest.mark.parametrize("order", "<>")
def test_a_bigtiffs_metadata_is_kept(tmp_path: Path, order: str) -> None:
    profile = icc_maker.rgb(icc_maker.ADOBE_RGB, icc_maker.gamma(2.19921875))
    described: tiff_directories.Directory = {
        0x010F: (2, b"Xiaomi\0"),
        0x013B: (2, "Zoë, of the long name\0".encode()),
        0x8769: {0x9003: (2, b"2022:07:04 12:00:00\0"), 0xA005: {1: (2, b"R98\0")}},
    }
    path, target = tmp_path / "big.tif", tmp_path / "out.tif"
    path.write_bytes(big_tiff(samples(3), order, {**described, 700: (1, b"<x:xmpmeta/>"), 34675: (7, profile)}))
    images.write(images.read(path), target)
    picture = images.read(target)
    assert (picture.pixels == samples(3)).all()
    assert tiff_directories.parse_block(picture.metadata.exif) == described
    assert (picture.metadata.icc, picture.metadata.xmp) == (profile, b"<x:xmpmeta/>")
    if EXIFTOOL:
        found = json.loads(subprocess.run([EXIFTOOL, "-json", target], check=True, capture_output=True).stdout)[0]
        assert (found["Artist"], found["DateTimeOriginal"]) == ("Zoë, of the long name", "2022:07:04 12:00:00")
        assert not [key for key in found if "Warning" in key or "Error" in key], found


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_png_is_written_whole(tmp_path: Path, channels: int) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    source.write_bytes(plain_png(samples(channels), COLOR_TYPES[channels]))
    images.write(images.read(source), target)
    assert (unfiltered(target.read_bytes()) == samples(channels)).all()


def numbers(data: bytes) -> dict[int, np.ndarray]:
    """What a TIFF's tags of whole numbers say."""
    tags = tiff_directories.parse_block(data)
    assert all(isinstance(value, tuple) for value in tags.values())
    return {tag: np.frombuffer(value[1], {3: "<u2", 4: "<u4"}.get(value[0], "<u1")) for tag, value in tags.items()}


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_tiff_is_written_whole(tmp_path: Path, channels: int, dtype: str) -> None:
    pixels = samples(channels)
    if dtype == "float32":
        pixels = pixels.astype(np.float32) / np.float32(65535)
    pixels = (pixels >> 8).astype(np.uint8) if dtype == "uint8" else pixels
    source, target = tmp_path / "in.tif", tmp_path / "out.tif"
    source.write_bytes(plain_tiff(pixels))
    images.write(images.read(source), target)
    data = target.read_bytes()
    tags = numbers(data)
    assert (tags[256], tags[257], tags[259]) == (WIDTH, HEIGHT, 1)
    assert (tags[258] == 8 * pixels.dtype.itemsize).all() and len(tags[258]) == channels
    assert (tags.get(339, np.array([1])) == (3 if dtype == "float32" else 1)).all()
    assert tags.get(338, ()) == ([2] if channels in (2, 4) else ())
    strips = b"".join(data[at : at + size] for at, size in zip(tags[273], tags[279], strict=True))
    assert (np.frombuffer(strips, pixels.dtype.newbyteorder("<")).reshape(pixels.shape) == pixels).all()


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_a_compressed_tiff_stays_compressed(tmp_path: Path, channels: int, dtype: str) -> None:
    """Deflate (Adobe's supplement of 2002) over differences (TIFF 6.0, section 14; for floats, technical note 3)."""
    pixels = samples(channels)
    if dtype == "float32":
        pixels = pixels.astype(np.float32) / np.float32(65535)
    pixels = (pixels >> 8).astype(np.uint8) if dtype == "uint8" else pixels
    picture = images.Picture(as_read(pixels), gray=channels == 1, format="TIFF", encoding={"compressed": True})
    target = tmp_path / "out.tif"
    images.write(picture, target)
    data = target.read_bytes()
    tags = numbers(data)
    assert tags[259] == 8 and tags[317] == (3 if dtype == "float32" else 2)
    rows = []
    for at, size in zip(tags[273], tags[279], strict=True):
        strip = zlib.decompress(data[at : at + size])
        if dtype != "float32":
            differences = np.frombuffer(strip, pixels.dtype.newbyteorder("<")).reshape(-1, WIDTH, channels)
            rows.append(np.cumsum(differences, axis=1, dtype=pixels.dtype))
            continue
        planes = np.frombuffer(strip, np.uint8).reshape(-1, 4 * WIDTH, channels)
        planes = np.cumsum(planes, axis=1, dtype=np.uint8).reshape(-1, 4, WIDTH * channels)
        rows.append(np.ascontiguousarray(np.moveaxis(planes, 1, 2)).view(">f4").reshape(-1, WIDTH, channels))
    assert (np.concatenate(rows) == pixels).all()
    assert (images.read(target).pixels == as_read(pixels)).all()


@pytest.mark.parametrize(("extension", "told"), [("png", "16 bits"), ("jpg", "8 bits"), ("webp", "8 bits")])
def test_what_a_format_holds_no_more_of_is_rounded_and_said(tmp_path: Path, extension: str, told: str) -> None:
    pixels = np.repeat(np.linspace(-0.5, 1.5, 64 * 64, dtype=np.float32).reshape(64, 64, 1), 3, axis=2)
    pixels[0, 0] = np.nan
    target = tmp_path / f"out.{extension}"
    name = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}[extension]
    notes = images.write(images.Picture(pixels), target)
    assert notes == (f"floating point per channel became {told}: {name} holds no more",)
    found = images.read(target).pixels
    if extension == "png":
        exact = np.clip(np.nan_to_num(pixels), 0, 1).astype(np.float64) * 65535
        assert np.abs(found - exact).max() < 0.504  # the nearest, but for the last bit of float32
    else:
        assert found.dtype == np.uint8


def test_16_bits_round_to_8(tmp_path: Path) -> None:
    ramp = np.repeat(np.arange(0, 65536, 16, dtype=np.uint16).reshape(64, 64, 1), 3, axis=2)
    notes = images.write(images.Picture(ramp), tmp_path / "out.webp")
    assert notes == ("16 bits per channel became 8 bits: WEBP holds no more",)
    assert images.read(tmp_path / "out.webp").pixels.dtype == np.uint8


TIFF = plain_tiff(samples(3))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (plain_tiff(samples(3), more={262: 8}), "expected RGB or gray, found CIELAB"),
        (plain_tiff(samples(4), more={262: 5}), "expected RGB or gray, found CMYK"),
        (plain_tiff(samples(4), more={338: 1}), "found premultiplied alpha"),
        (plain_tiff(np.concatenate([samples(3)] * 2, axis=2)), "found 6 channels"),
        (plain_tiff(samples(3).astype(np.uint32)), "found 32-bit integers"),
        (plain_tiff(samples(3).astype(np.int16)), "found 16-bit signed integers"),
        (plain_tiff(samples(1).astype(np.float32), more={262: 0}), "found floating point with white at 0"),
        (plain_tiff(samples(3), more={273: 0, 279: 0}), "expected a complete TIFF file, found a damaged one"),
        (TIFF[: len(samples(3).tobytes())], "expected "),
        (plain_tiff(samples(3), more={257: 2 * HEIGHT}), "expected a complete TIFF file, found a damaged one"),
        (plain_tiff(samples(3), more={259: 50000}), "expected a complete TIFF file, found a damaged one"),
        (plain_png(samples(3), 2)[:-200], "expected a complete PNG file, found a damaged one"),
    ],
)
def test_what_is_no_photograph_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "picture"
    path.write_bytes(data)
    with pytest.raises(LutFormatError, match=message) as caught:
        images.read(path)
    assert "\n" not in str(caught.value)


@with_imagemagick
def test_several_pictures_are_refused(tmp_path: Path) -> None:
    source, path = tmp_path / "deep.png", tmp_path / "deep.tif"
    source.write_bytes(plain_png(samples(3), 2))
    subprocess.run([IMAGEMAGICK, source, source, path], check=True)
    with pytest.raises(LutFormatError, match="expected one picture, found 2 in the file"):
        images.read(path)


@pytest.mark.parametrize("missing", ["imagecodecs", "tifffile"])
@pytest.mark.parametrize("data", [TIFF, plain_png(samples(3), 2)], ids=["TIFF", "PNG"])
def test_without_the_libraries_it_is_refused(
    tmp_path: Path, data: bytes, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never read as 8 bits: an engine may run in a Python that has numpy and Pillow alone."""
    path = tmp_path / "deep.tif"
    path.write_bytes(data)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(LutFormatError) as caught:
        images.read(path)
    assert str(caught.value) == (
        f"{path}: has more than 8 bits per channel, for which {sys.executable} lacks {missing}; "
        f"run: {command([sys.executable, '-m', 'pip', 'install', 'imagecodecs', 'tifffile'])}"
    )
    with pytest.raises(LutFormatError, match=f"out.png: has more than 8 bits .* lacks {missing}"):
        images.write(images.Picture(samples(3)), tmp_path / "out.png")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deep.tif"]


@pytest.mark.parametrize("deep", [True, False])
def test_the_systems_own_python_gets_them_from_its_packages(
    tmp_path: Path, deep: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pip would refuse: Debian marks its Python like this, and a virtual environment is beyond the mark."""
    monkeypatch.setitem(sys.modules, "tifffile", None)
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    (tmp_path / "EXTERNALLY-MANAGED").touch()
    for prefix, managed in ((sys.base_prefix, True), (str(tmp_path / "env"), False)):
        monkeypatch.setattr(sys, "prefix", prefix)
        with pytest.raises(LutFormatError) as caught:
            codecs.import_library("tifffile", deep)
        assert ("lacks tifffile: get that from your system’s packages" in str(caught.value)) == managed
        assert ("; run: " in str(caught.value)) != managed


@pytest.mark.parametrize("format_", ["PNG", "TIFF", "JPEG", "WEBP"])
def test_8_bits_need_none_of_them(tmp_path: Path, format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("imagecodecs", "tifffile"):
        monkeypatch.setitem(sys.modules, name, None)
    pixels = (samples(3) >> 8).astype(np.uint8)
    path = tmp_path / f"out.{format_.lower()}"
    images.write(images.Picture(pixels, format="TIFF", encoding={"compressed": True}), path)
    assert np.abs(images.read(path).pixels.astype(int) - pixels).mean() < (1 if format_ in ("PNG", "TIFF") else 40)
    Image.fromarray(pixels).save(path, format_)
    assert images.read(path).pixels.shape == pixels.shape
