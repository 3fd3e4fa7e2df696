"""LUTs and pictures for the tests of pictures: smooth tables whose channels differ, and an obvious reader of pixels."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lut import Lut

PHOTOS = Path(__file__).resolve().parents[2] / "docs" / "photos"


def film(size: int, title: str = "") -> Lut:
    """A table that bends each channel in its own way and mixes them, inside 0..1."""
    r, g, b = np.moveaxis(Lut.identity(size).table.astype(np.float64), -1, 0)
    mixed = (0.85 * r**0.8 + 0.1 * g + 0.02, 0.9 * g + 0.05 * b**2, 0.7 * b**1.3 + 0.1 * r + 0.15)
    return Lut(np.stack(mixed, axis=-1), title=title)


def rounded(lut: Lut, bits: int) -> np.ndarray:
    """(N, N, N, 3): the table's codes."""
    return np.rint(lut.table.astype(np.float64) * (2**bits - 1)).astype(np.uint8 if bits == 8 else np.uint16)


def by_counting(size: int, place: Any) -> list[tuple[tuple[int, int, int], tuple[int, int]]]:
    """Lattice points (r, g, b) and the pixels (x, y) that some place(r, g, b) says they are in."""
    points = [(r, g, b) for r in range(size) for g in range(size) for b in range(size)]
    return [(point, place(*point)) for point in points]


def painted(width: int, height: int, codes: np.ndarray, place: Any) -> np.ndarray:
    """(height, width, 3): each lattice point's color at its place, one by one."""
    pixels = np.zeros((height, width, 3), codes.dtype)
    for point, (x, y) in by_counting(len(codes), place):
        pixels[y, x] = codes[point]
    return pixels


def file_of(pixels: np.ndarray, kind: str = "PNG", **options: Any) -> bytes:
    """8 bits, written by Pillow."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **options)
    return file.getvalue()


@lru_cache(maxsize=2)
def decoded(name: str) -> Image.Image:
    with Image.open(PHOTOS / name) as opened:
        return opened.convert("RGB")


def photo(name: str, width: int, height: int) -> np.ndarray:
    """(height, width, 3): the middle of a photograph, as large as its width allows."""
    image = decoded(name)
    high = max(height, round(image.height * width / image.width))
    image = image.resize((width, high), Image.Resampling.BOX)
    top = (high - height) // 2
    return np.asarray(image.crop((0, top, width, top + height)))
