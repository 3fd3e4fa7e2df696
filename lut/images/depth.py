"""16 bits per channel with Pillow, which opens a 16-bit RGB file as 8 bits without a word.

Reading: Pillow's unpackers ``RGB;16B`` and ``RGB;16L`` take the high byte of big- and little-endian
samples.  Decoded once with each, a file gives both bytes of every sample.
Writing: for PNG, whose pixels are packed here; Pillow writes every other chunk.
"""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

BIG, LITTLE = ("16B", "16L")
NATIVE = LITTLE if sys.byteorder == "little" else BIG
GRAY = ("I;16", "I;16B", "I;16L", "I;16N")
MIN_IS_WHITE = 0
BITS_PER_SAMPLE, PHOTOMETRIC = 258, 262
PNG_DEPTH = 24  # where a PNG says its bit depth
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
ROWS = 64  # filtered at a time
COMPRESSION = 3  # of 9


def rawmode(image: Any) -> str:
    """How the samples lie in the file, in Pillow's words: ``RGB``, ``RGB;16B`` …"""
    modes = {tile[3] if isinstance(tile[3], str) else tile[3][0] for tile in image.tile if tile[3]}
    return ",".join(sorted(modes))


def is_deep(image: Any, data: bytes) -> bool:
    """Whether the file, whose bytes are ``data``, has more than 8 bits in a channel."""
    if image.format == "TIFF":
        return int(max(image.tag_v2.get(BITS_PER_SAMPLE, (1,)))) > 8
    return image.format == "PNG" and data[PNG_DEPTH] > 8


def read(reopen: Callable[[], Any]) -> NDArray[np.uint16] | None:
    """(H, W, 1, 3 or 4) samples of a 16-bit file, or None where Pillow has no way to give them.

    reopen: opens the file afresh, its pixels not yet decoded.
    """
    image = reopen()
    found = rawmode(image)
    if found in GRAY and image.mode.startswith("I"):  # in a 16-bit mode or, for PNG before Pillow 11, 32-bit integers
        samples = np.asarray(image).astype(np.uint16)[..., None]
        inverted = image.format == "TIFF" and image.tag_v2.get(PHOTOMETRIC) == MIN_IS_WHITE
        return np.uint16(65535) - samples if inverted else samples
    channels, _, order = found.replace("16N", NATIVE).partition(";")
    if channels not in ("RGB", "RGBA") or channels != image.mode or order not in (BIG, LITTLE):
        return None
    result = np.empty((image.height, image.width, len(channels)), np.uint16)
    low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
    halves = result.view(np.uint8).reshape(*result.shape, 2)
    for byte, mode in ((high, order), (low, BIG if order == LITTLE else LITTLE)):
        fill(halves[..., byte], decoded(reopen(), f"{channels};{mode}"))
    return result


def decoded(image: Any, mode: str) -> Any:
    """The image, whose file is decoded with another unpacker than the one Pillow chose."""
    for index, tile in enumerate(image.tile):
        parts = list(tile)
        parts[3] = mode if isinstance(tile[3], str) else (mode, *tile[3][1:])
        image.tile[index] = (
            tile._make(parts) if hasattr(tile, "_make") else tuple(parts)
        )  # a named tuple since Pillow 11
    image.load()
    return image


def fill(target: NDArray[np.uint8], image: Any) -> None:
    """Copy an image's samples, some rows at a time: whole, they would take as much memory once more."""
    for top in range(0, len(target), ROWS):
        bottom = min(top + ROWS, len(target))
        target[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom)))


def png(samples: NDArray[np.uint16], options: dict[str, Any]) -> bytes:
    """A PNG of (H, W, 3 or 4) samples; options: what Pillow's writer is told."""
    from PIL import Image

    height, width, channels = samples.shape
    file = io.BytesIO()
    Image.new("L", (1, 1)).save(file, "PNG", **options)
    header = struct.pack(">IIBBBBB", width, height, 16, {3: 2, 4: 6}[channels], 0, 0, 0)
    parts = [PNG_SIGNATURE]
    for name, content in chunks(file.getvalue()):
        if name == b"IHDR":
            content = header
        if name == b"IDAT":
            content = packed(samples.astype(">u2").view(np.uint8).reshape(height, -1), 2 * channels)
        parts += [struct.pack(">I", len(content)), name, content, struct.pack(">I", zlib.crc32(name + content))]
    return b"".join(parts)


def chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_SIGNATURE)
    while at < len(file):
        size, name = struct.unpack_from(">I4s", file, at)
        yield name, file[at + 8 : at + 8 + size]
        at += 12 + size


def packed(rows: NDArray[np.uint8], pixel: int) -> bytes:
    """Filter rows (H, bytes) and compress them; pixel: bytes per pixel (PNG, section 9).

    Each row takes the filter whose result, read as signed bytes, has the smallest sum: the
    specification's own heuristic.
    """
    compressor = zlib.compressobj(COMPRESSION, strategy=zlib.Z_FILTERED)
    previous = np.zeros((1, rows.shape[1]), np.uint8)
    result = []
    for start in range(0, len(rows), ROWS):
        part = rows[start : start + ROWS]
        above = np.concatenate([previous, part[:-1]])
        previous = part[-1:]
        left, corner = shifted(part, pixel), shifted(above, pixel)
        average = ((left.astype(np.uint16) + above) >> 1).astype(np.uint8)
        candidates = np.stack([part, part - left, part - above, part - average, part - paeth(left, above, corner)])
        cost = np.abs(candidates.view(np.int8).astype(np.int16)).sum(axis=2, dtype=np.int64)
        best = cost.argmin(axis=0)
        filtered = candidates[best, np.arange(len(part))]
        result.append(compressor.compress(np.concatenate([best[:, None].astype(np.uint8), filtered], axis=1).tobytes()))
    result.append(compressor.flush())
    return b"".join(result)


def shifted(rows: NDArray[np.uint8], pixel: int) -> NDArray[np.uint8]:
    """Each byte's neighbour one pixel to the left, 0 at the edge."""
    result = np.zeros_like(rows)
    result[:, pixel:] = rows[:, :-pixel]
    return result


def paeth(left: NDArray[np.uint8], above: NDArray[np.uint8], corner: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Whichever of the three is nearest to left + above − corner; ties in that order."""
    a, b, c = (part.astype(np.int16) for part in (left, above, corner))
    near_a, near_b, near_c = np.abs(b - c), np.abs(a - c), np.abs(a + b - 2 * c)
    return np.where((near_a <= near_b) & (near_a <= near_c), left, np.where(near_b <= near_c, above, corner))
