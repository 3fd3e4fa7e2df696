"""Photographs of noise, and what the library makes of them without the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

import lut
from lut import looks
from lut.looks import finish
from lut.looks.interest import interesting_center


def pixels(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (40, 60, 3), dtype=np.uint8)


def photo(name: str, seed: int = 0) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels(seed)).save(path)
    return path


def developed(
    source: np.ndarray, identifier: str, strength: float = 1.0, center: tuple[float, float] | None = None
) -> np.ndarray:
    """What the library does, without the command line."""
    look = looks.load(identifier)
    height, width = source.shape[:2]
    if look.crop:
        left, top, width, height = look.crop.box(
            width, height, center or interesting_center(source, look.crop, (width, height))
        )
        source = source[top : top + height, left : left + width]
    result = lut.apply(source, look.bake(), strength)
    if look.amount("vignette"):
        finish.vignette(finish.Strip.whole(result), look.amount("vignette") * strength)
    if look.grain:
        finish.grain(finish.Strip.whole(result), look.grain.amount * strength, size=look.grain.size)
    return result
