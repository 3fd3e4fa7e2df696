"""Pictures in files: PNG and PPM (PGM), 8 bits a component, so that tests can look at them."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOR_TYPES = {0: 2, 1: 6, 2: 0, 3: 4, 4: 3}  # of an image type, in a PNG


class Picture(NamedTuple):
    width: int
    height: int
    type: int  # 0: RGB, 1: RGBA, 2: gray, 3: gray with alpha, 4: indexed
    data: bytes
    colormap: bytes = b""
    resolution: tuple[float, float] | None = None  # pixels per inch


def load(path: str) -> Picture:
    data = Path(path).read_bytes()
    if data.startswith(SIGNATURE):
        return _load_png(data, path)
    if data[:2] in (b"P5", b"P6"):
        return _load_ppm(data, path)
    raise NotImplementedError(f"{path}: the memory backend reads PNG, PPM and PGM files only")


def save(picture: Picture, path: str) -> None:
    """As the name's extension says."""
    extension = Path(path).suffix.lower()
    if extension == ".png":
        Path(path).write_bytes(_png(picture))
    elif extension in (".ppm", ".pgm", ".pnm"):
        Path(path).write_bytes(_ppm(picture))
    else:
        raise NotImplementedError(f"{path}: the memory backend writes PNG, PPM and PGM files only")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(picture: Picture) -> bytes:
    if picture.type not in COLOR_TYPES:
        raise NotImplementedError("the memory backend does not write indexed pictures with alpha")
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, COLOR_TYPES[picture.type], 0, 0, 0)
    stride = len(picture.data) // picture.height
    rows = b"".join(b"\0" + picture.data[i : i + stride] for i in range(0, len(picture.data), stride))
    chunks = [_chunk(b"IHDR", header)]
    if picture.type == 4:
        chunks.append(_chunk(b"PLTE", picture.colormap))
    if picture.resolution:
        meters = [round(value / 0.0254) for value in picture.resolution]
        chunks.append(_chunk(b"pHYs", struct.pack(">IIB", *meters, 1)))
    return SIGNATURE + b"".join([*chunks, _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b"")])


def _load_png(data: bytes, path: str) -> Picture:
    chunks: dict[bytes, bytes] = {}
    place = len(SIGNATURE)
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        chunks[kind] = chunks.get(kind, b"") + data[place + 8 : place + 8 + length]
        place += 12 + length
    width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if depth != 8 or interlaced or (color == 3 and b"tRNS" in chunks):
        raise NotImplementedError(f"{path}: the memory backend reads PNG files of 8 bits, not interlaced, only")
    type = {png: own for own, png in COLOR_TYPES.items()}[color]
    pixel = (3, 4, 1, 2, 1)[type]
    rows = _unfiltered(zlib.decompress(chunks[b"IDAT"]), width * pixel, height, pixel)
    resolution = None
    if b"pHYs" in chunks:
        x, y, unit = struct.unpack(">IIB", chunks[b"pHYs"])
        resolution = (x * 0.0254, y * 0.0254) if unit == 1 else None
    return Picture(width, height, type, rows, chunks.get(b"PLTE", b""), resolution)


def _unfiltered(data: bytes, stride: int, height: int, pixel: int) -> bytes:
    """Rows of a PNG, each with its filter before it, as the pixels they stand for."""
    above = bytes(stride)
    result = bytearray()
    for i in range(0, height * (stride + 1), stride + 1):
        kind, row = data[i], bytearray(data[i + 1 : i + 1 + stride])
        for j in range(stride if kind else 0):
            left = row[j - pixel] if j >= pixel else 0
            corner = above[j - pixel] if j >= pixel else 0
            row[j] = (row[j] + _predicted(kind, left, above[j], corner)) & 255
        result += row
        above = bytes(row)
    return bytes(result)


def _predicted(kind: int, left: int, above: int, corner: int) -> int:
    if kind == 4:
        near = left + above - corner
        return min((left, above, corner), key=lambda value: abs(near - value))
    return (0, left, above, (left + above) // 2)[kind]


def _ppm(picture: Picture) -> bytes:
    if picture.type not in (0, 2):
        raise NotImplementedError("the memory backend writes PPM files of RGB or gray pictures without alpha only")
    kind = b"P6" if picture.type == 0 else b"P5"
    return b"%s\n%d %d\n255\n" % (kind, picture.width, picture.height) + picture.data


def _load_ppm(data: bytes, path: str) -> Picture:
    found = re.match(rb"(P[56])\s(?:#.*\n|\s)*(\d+)\s(?:#.*\n|\s)*(\d+)\s(?:#.*\n|\s)*(\d+)\s", data)
    if not found or int(found.group(4)) != 255:
        raise NotImplementedError(f"{path}: the memory backend reads PPM files of 8 bits only")
    width, height = int(found.group(2)), int(found.group(3))
    type = 0 if found.group(1) == b"P6" else 2
    return Picture(width, height, type, data[found.end() : found.end() + width * height * (3 if type == 0 else 1)])
