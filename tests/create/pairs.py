"""Pairs of pictures to fit LUTs to: photographs made small, looks, and what real pairs bring."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

import lut
from lut.color import delta_e2000, linear_to_srgb, srgb_to_lab, srgb_to_linear
from lut.looks.recipe import read_recipes

PHOTOS = Path(__file__).resolve().parents[2] / "docs/photos"
OWN = {look.id: look for look in read_recipes(Path(__file__).with_name("looks.toml"))}


@cache
def photo(name: str, across: int = 720) -> np.ndarray:
    """(H, W, 3) uint8, the longer side that long."""
    with Image.open(PHOTOS / name) as image:
        scale = across / max(image.size)
        size = tuple(round(length * scale) for length in image.size)
        return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX))


@cache
def look(name: str) -> lut.Lut:
    """A look of the library, or one of these tests' own that stay when the library's change: curves, and looks.toml."""
    if name == "curves":
        return curves()
    return (OWN[name] if name in OWN else lut.looks.load(name)).bake()


def curves() -> lut.Lut:
    """Another curve for each channel, as in an editor: nothing that the library's recipes could say."""
    codes = lut.Lut.identity(33).table
    red = codes[..., 0] + 0.06 * np.sin(2 * np.pi * codes[..., 0])
    green = 0.02 + 0.97 * codes[..., 1]
    blue = 0.1 + 0.8 * codes[..., 2] ** 1.1
    return lut.Lut(np.stack([red, green, blue], axis=-1))


def compressed(pixels: np.ndarray, quality: int = 92) -> np.ndarray:
    """What a JPEG gives back, with its chroma at half the resolution."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


def vignetted(pixels: np.ndarray, loss: float) -> np.ndarray:
    """The same with less light in the corners, by that share: another falloff than the fit's own."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[:height, :width] + 0.5
    r2 = ((y - height / 2) ** 2 + (x - width / 2) ** 2) / ((height**2 + width**2) / 4)
    light = srgb_to_linear(pixels.astype(np.float32) / 255) * (1 - loss * r2[..., None]).astype(np.float32)
    return np.rint(255 * linear_to_srgb(light)).astype(np.uint8)


def locally_toned(pixels: np.ndarray, stops: float) -> np.ndarray:
    """Each area moved towards middle gray, as phones open shadows and hold back lights; stops: from black to white."""
    height, width = pixels.shape[:2]
    small = Image.fromarray(pixels).convert("L").resize((8, 6), Image.Resampling.BOX)
    around = np.asarray(small.resize((width, height), Image.Resampling.BICUBIC), np.float32)[..., None] / 255
    light = srgb_to_linear(pixels.astype(np.float32) / 255) * 2 ** (stops * (0.5 - around))
    return np.rint(255 * np.clip(linear_to_srgb(light), 0, 1)).astype(np.uint8)


def warped(pixels: np.ndarray, right: float, down: float, scale: float = 1.0, turn: float = 0.0) -> np.ndarray:
    """The picture moved by so many pixels, larger by scale and turned clockwise by degrees, around its middle."""
    height, width = pixels.shape[:2]
    angle = np.radians(turn)
    cos, sin = np.cos(angle) / scale, np.sin(angle) / scale
    x, y = width / 2 + right, height / 2 + down
    # Pillow asks where in the source a place of the result lies.
    matrix = (cos, sin, width / 2 - cos * x - sin * y, -sin, cos, height / 2 + sin * x - cos * y)
    image = Image.fromarray(pixels).transform((width, height), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
    return np.asarray(image)


def error(found: lut.Lut, wanted: lut.Lut, name: str) -> float:
    """Mean ΔE2000 on a photograph."""
    pixels = photo(name, 240)
    labs = (srgb_to_lab(lut.apply(pixels, each).astype(np.float32) / 255) for each in (found, wanted))
    return float(delta_e2000(*labs).mean())
