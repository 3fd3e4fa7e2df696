"""Files, text and colors for the tests, in which red, green and blue differ everywhere.

SAMPLES has valid files of each format, one per dialect: every sniff, and every kind of damage, is tried on all of them.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from profiles import SAMPLES as PROFILES


def rows(count: int, seed: int = 0, low: float = -0.25, high: float = 1.5) -> str:
    """Lines of 3 numbers, some outside 0..1."""
    numbers = np.random.default_rng(seed).uniform(low, high, (count, 3))
    return "".join(f"{r:.6f} {g:.6f} {b:.6f}\n" for r, g, b in numbers)


def rising(count: int, low: float = 0.0, high: float = 1.0) -> str:
    """Lines of 3 numbers that rise like a power, another one in each channel."""
    steps = np.linspace(0, 1, count)[:, None] ** (0.5, 1.0, 2.0) * (high - low) + low
    return "".join(f"{r:.6f} {g:.6f} {b:.6f}\n" for r, g, b in steps)


def colors(domain: tuple[float, float] = (0.0, 1.0), count: int = 2000, seed: int = 1) -> np.ndarray:
    """(P, 3) float32: the corners of a domain, greys, and random colors inside and outside of it."""
    low, high = domain
    around = (high - low) * 0.5
    random = np.random.default_rng(seed).uniform(low - around, high + around, (count, 3))
    corners = np.stack(np.meshgrid(*[[low, high]] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    greys = np.linspace(low - around, high + around, 33)[:, None].repeat(3, axis=1)
    return np.concatenate([corners, greys, random]).astype(np.float32)


def picture(size: int, kind: str, depth: str = "PNG") -> bytes:
    """The identity as ImageMagick's Hald picture or a game engine's strip, by counting; its red bent, 8 bits."""
    steps = [round(255 * number / (size - 1)) for number in range(size)]
    colors = [(255 - (255 - r) ** 2 // 255, g, b) for b in steps for g in steps for r in steps]
    side = round(size**1.5)
    image = Image.new("RGB", (side, side) if kind == "hald" else (size, size**2))
    image.putdata(colors)  # a strip from top to bottom, as it comes
    file = io.BytesIO()
    image.save(file, depth)
    return file.getvalue()


SAMPLES: dict[str, list[bytes]] = {
    "cube": [
        f'# x\nTITLE "t"\nLUT_3D_SIZE 2\nDOMAIN_MIN -1 0 0\nDOMAIN_MAX 1 2 1\n{rows(8)}'.encode(),
        f"LUT_1D_SIZE 3\nLUT_1D_INPUT_RANGE -1 2\nLUT_3D_SIZE 2\n{rows(11)}".encode(),
        f"LUT_1D_SIZE 5\n{rows(5)}".encode(),
    ],
    "ICC profile": PROFILES,
    "LUT picture": [picture(4, "hald"), picture(9, "hald", "TIFF"), picture(16, "column"), picture(16, "hald", "JPEG")],
}
"""Format.name → whole files."""
