"""16 bits: read exactly, written exactly.  The files to read are put together here, and what is written is taken apart
here, by the slow and obvious reading of the specifications."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lut import images
from lut.errors import LutFormatError

HEIGHT, WIDTH = 70, 5  # more rows than are filtered at a time


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


def plain_tiff(pixels: np.ndarray, order: str) -> bytes:
    """One uncompressed strip."""
    height, width, channels = pixels.shape
    strip = pixels.astype(order + "u2").tobytes()
    bits = 8 + len(strip)
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, channels, bits), (259, 3, 1, 1), (262, 3, 1, 2)]
    tags += [(273, 4, 1, 8), (277, 3, 1, channels), (278, 4, 1, height), (279, 4, 1, len(strip))]
    if channels == 4:
        tags += [(338, 3, 1, 2)]
    result = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(order + "I", bits + 2 * channels) + strip
    result += struct.pack(order + f"{channels}H", *[16] * channels) + struct.pack(order + "H", len(tags))
    for tag, kind, count, value in tags:
        form = "HHIHxx" if kind == 3 and count == 1 else "HHII"
        result += struct.pack(order + form, tag, kind, count, value)
    return result + bytes(4)


def unfiltered(png: bytes) -> tuple[np.ndarray, set[int]]:
    """The samples of a 16-bit PNG and the filters that its rows use (PNG, section 9), byte by byte."""
    width, height, bits, color_type = struct.unpack_from(">IIBB", png, 16)
    assert bits == 16
    pixel = {0: 2, 2: 6, 6: 8}[color_type]
    data, at = b"", 8
    while at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        content = png[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", png, at + 8 + size)[0] == zlib.crc32(name + content)
        data += content if name == b"IDAT" else b""
        at += 12 + size
    data = zlib.decompress(data)
    above = bytes(width * pixel)
    rows, filters = [], set()
    for start in range(0, len(data), 1 + width * pixel):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + width * pixel])
        filters.add(kind)
        for i in range(len(row)):
            left = row[i - pixel] if i >= pixel else 0
            corner = above[i - pixel] if i >= pixel else 0
            guess = min((left, above[i], corner), key=lambda value: abs(left + above[i] - corner - value))
            row[i] = (row[i] + (0, left, above[i], (left + above[i]) // 2, guess)[kind]) % 256
        above = bytes(row)
        rows.append(above)
    return np.frombuffer(b"".join(rows), ">u2").reshape(height, width, pixel // 2), filters


@pytest.mark.parametrize(("channels", "color_type"), [(1, 0), (3, 2), (4, 6)])
def test_png_is_read_whole(tmp_path: Path, channels: int, color_type: int) -> None:
    path = tmp_path / "deep.png"
    path.write_bytes(plain_png(samples(channels), color_type))
    picture = images.read(path)
    assert picture.pixels.dtype == np.uint16
    assert (picture.pixels == np.repeat(samples(channels), 3 if channels == 1 else 1, axis=2)).all()
    assert picture.gray is (channels == 1)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("channels", [3, 4])
def test_tiff_is_read_whole(tmp_path: Path, channels: int, order: str) -> None:
    path = tmp_path / "deep.tif"
    path.write_bytes(plain_tiff(samples(channels), order))
    assert (images.read(path).pixels == samples(channels)).all()


def test_compressed_tiff_is_read_whole(tmp_path: Path) -> None:
    """16-bit RGB, written by libtiff as gray three times as wide, and named RGB afterwards."""
    path = tmp_path / "deep.tif"
    Image.fromarray(samples(3).reshape(HEIGHT, -1)).save(path, compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    directory = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, directory)[0]
    entries = {}
    for at in range(directory + 2, directory + 2 + 12 * count, 12):
        entries[struct.unpack_from("<H", data, at)[0]] = bytes(data[at : at + 12])
    entries[256] = struct.pack("<HHII", 256, 4, 1, WIDTH)
    entries[258] = struct.pack("<HHII", 258, 3, 3, len(data))
    entries[262] = struct.pack("<HHII", 262, 3, 1, 2)
    entries[277] = struct.pack("<HHII", 277, 3, 1, 3)
    entries.pop(339, None)
    struct.pack_into("<I", data, 4, len(data) + 6)
    data += struct.pack("<3HH", 16, 16, 16, len(entries)) + b"".join(entries[tag] for tag in sorted(entries)) + bytes(4)
    path.write_bytes(data)
    assert (images.read(path).pixels == samples(3)).all()


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_png_is_written_whole(tmp_path: Path, channels: int) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    source.write_bytes(plain_png(samples(channels), {1: 0, 3: 2, 4: 6}[channels]))
    images.write(images.read(source), target)
    found, filters = unfiltered(target.read_bytes())
    assert (found == samples(channels)).all()
    if channels > 1:  # Pillow writes gray
        assert len(filters) > 1


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_tiff_is_written_whole(tmp_path: Path, channels: int) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.tif"
    source.write_bytes(plain_png(samples(channels), {1: 0, 3: 2, 4: 6}[channels]))
    images.write(images.read(source), target)
    with Image.open(target) as image:  # Pillow finds the strip; its bytes are the samples
        assert image.size == (WIDTH, HEIGHT)
        assert tuple(image.tag_v2[258]) == (16,) * channels
        offset, size = image.tag_v2[273][0], image.tag_v2[279][0]
    strip = target.read_bytes()[offset : offset + size]
    assert (np.frombuffer(strip, "<u2").reshape(samples(channels).shape) == samples(channels)).all()


def test_a_format_without_16_bits_rounds_and_says_so(tmp_path: Path) -> None:
    source, target = tmp_path / "in.png", tmp_path / "out.webp"
    ramp = np.repeat(np.arange(0, 65536, 16, dtype=np.uint16).reshape(64, 64, 1), 3, axis=2)
    source.write_bytes(plain_png(ramp, 2))
    notes = images.write(images.read(source), target)
    assert notes == ("16 bits per channel became 8: WEBP holds no more",)
    assert images.read(target).pixels.dtype == np.uint8


def replaced(data: bytes, old: tuple[int, ...], new: tuple[int, ...]) -> bytes:
    """One entry of the directory exchanged for another."""
    before = struct.pack("<HHII", *old)
    assert before in data
    return data.replace(before, struct.pack("<HHII", *new))


def big_tiff() -> bytes:
    """One gray pixel, 8 bits, in the structure with 64-bit offsets."""
    tags = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 16), (277, 1), (278, 1), (279, 1)]
    entries = b"".join(struct.pack("<HHQQ", tag, 3, 1, value) for tag, value in tags)
    return struct.pack("<2sHHHQ", b"II", 43, 8, 0, 16) + struct.pack("<Q", len(tags)) + entries + bytes(8)


TIFF = plain_tiff(samples(3), "<")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (replaced(TIFF, (262, 3, 1, 2), (262, 3, 1, 8)), "a TIFF whose kind of samples is not supported"),
        (replaced(TIFF, (278, 4, 1, HEIGHT), (284, 3, 1, 2)), "16 bits per channel in separate planes"),
        (big_tiff(), "expected a classic TIFF, found a BigTIFF"),
        (plain_png(samples(4)[..., :2], 4), "samples of the kind LA;16B"),
    ],
)
def test_what_would_be_flattened_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "picture"
    path.write_bytes(data)
    with pytest.raises(LutFormatError, match=message):
        images.read(path)
