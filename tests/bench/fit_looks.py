"""Looks to be found again from a picture before and after: the library's own, and some that other programs make."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

import lut
from lut.color import linear_to_srgb, srgb_to_linear

from .photos import ROOT
from .programs import Missing

FOLDER = ROOT / "docs/photos"
PHOTOS = tuple(path.name for path in sorted(FOLDER.iterdir()) if path.suffix in (".jpg", ".png"))
QUALITY = 92

LIBRARY = ("leica-authentic", "zeiss-vivid", "hasselblad-emerald", "sony-in", "leica-sepia")
IMAGEMAGICK = {"ImageMagick: sigmoidal, modulate": ("-sigmoidal-contrast", "4x45%", "-modulate", "103,125,97")}
FFMPEG = {
    "FFmpeg: curves, balance, hue": "curves=preset=medium_contrast,"
    "colorbalance=rs=0.06:bs=-0.08:rm=-0.03:bm=0.04:rh=0.05:bh=-0.08,huesaturation=hue=6:saturation=0.2",
    "FFmpeg: channel curves": "curves=r='0/0.03 0.25/0.2 0.7/0.78 1/0.97':"
    "g='0/0.02 0.5/0.5 1/1':b='0/0.1 0.3/0.32 0.75/0.7 1/0.9'",
}
LOOKS = (*LIBRARY, *IMAGEMAGICK, *FFMPEG)
SHIFT, CORNER_LOSS = (3, -2), 0.3  # pixels down and right; share of the corners' light


@cache
def photo(name: str) -> np.ndarray:
    """(H, W, 3) uint8."""
    return np.asarray(Image.open(FOLDER / name).convert("RGB"))


def maker(look: str, folder: Path) -> Callable[[np.ndarray], np.ndarray]:
    """What turns (H, W, 3) uint8 into that look, before it is compressed; folder: for a program's pictures."""
    if look in LIBRARY:
        table = lut.looks.load(look).bake()
        return lambda pixels: lut.apply(pixels, table)
    source, target = folder / "look-in.png", folder / "look-out.png"
    if look in IMAGEMAGICK:
        command = [imagemagick(), str(source), *IMAGEMAGICK[look], "-depth", "8", f"PNG24:{target}"]
    else:
        if not shutil.which("ffmpeg"):
            raise Missing("FFmpeg: apt-get install ffmpeg")
        filters = f"format=gbrp,{FFMPEG[look]}"
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(source), "-vf", filters, "-pix_fmt", "rgb24", str(target)]

    def made(pixels: np.ndarray) -> np.ndarray:
        Image.fromarray(pixels).save(source, compress_level=1)
        subprocess.run(command, check=True, capture_output=True)
        return np.asarray(Image.open(target).convert("RGB"))

    return made


@cache
def imagemagick() -> str:
    for name in ("magick", "convert"):
        if shutil.which(name):
            said = subprocess.run([name, "-version"], capture_output=True, check=False, encoding="utf-8").stdout
            if "ImageMagick" in said:
                return name
    raise Missing("ImageMagick: apt-get install imagemagick")


def compressed(pixels: np.ndarray) -> np.ndarray:
    """What a JPEG gives back, with its chroma at half the resolution."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=QUALITY)
    return np.asarray(Image.open(file).convert("RGB"))


def misaligned(pixels: np.ndarray) -> np.ndarray:
    """Some pixels beside its place, and with less light in the corners."""
    height, width = pixels.shape[:2]
    moved = np.roll(pixels, SHIFT, (0, 1)).astype(np.float32) / 255
    y, x = np.mgrid[:height, :width] + 0.5
    radius = np.hypot(y - height / 2, x - width / 2) / (np.hypot(height, width) / 2)
    light = 1 - CORNER_LOSS * (0.6 * radius**2 + 0.4 * radius**4)
    codes = linear_to_srgb(srgb_to_linear(moved) * light[..., None].astype(np.float32))
    return np.rint(255 * np.clip(codes, 0, 1)).astype(np.uint8)


def gmic(before: np.ndarray, after: np.ndarray, folder: Path) -> lut.Lut:
    """What G'MIC's "CLUT from After-Before Layers" makes of a pair, with its own settings, at 64³."""
    if not shutil.which("gmic"):
        raise Missing("G'MIC: apt-get install gmic")
    names = [folder / f"gmic-{name}.png" for name in ("after", "before")]
    for path, pixels in zip(names, (after, before), strict=True):
        Image.fromarray(pixels).save(path, compress_level=1)
    as_layer, size, sampling = 1, 4, 50
    settings = f"{as_layer},{size},.,unused.png,{sampling}"
    out = folder / "gmic.png"
    command = ["gmic", "-v", "0", *map(str, names), "fx_clut_from_ab", settings, "output[0]", str(out)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    hald = np.asarray(Image.open(out).convert("RGB"), np.float32) / 255
    return lut.Lut(hald.reshape(64, 64, 64, 3).transpose(2, 1, 0, 3))  # red varies fastest
