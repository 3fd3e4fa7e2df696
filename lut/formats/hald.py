"""Hald: a LUT as a square picture, which any program that edits pictures can edit.

ImageMagick's ``hald:8`` (Eskil Steenberg's idea) is the one of level 8. At level L the lattice has N = L² points a
side, and the picture L³ × L³ pixels: the colors in one row, red fastest, then green, then blue, broken into lines.

    level 2: 4 points a side, 8 × 8 pixels, the lattice's red, green and blue of the first line
    000 100 200 300 010 110 210 310

A picture of 8 or 16 bits holds values from 0 to 1 over inputs from 0 to 1. What reads such pictures: ImageMagick
``-hald-clut``, FFmpeg ``haldclut``, G'MIC ``map_clut``, RawTherapee's film simulation, darktable's "lut 3D".
"""

from __future__ import annotations

from math import isqrt

import numpy as np

from ..errors import LutError
from ..language import _
from ..lattice import lattice
from ..table import Lut
from .layouts import Layout, Samples, find_white, judge_layouts

LEVELS = range(2, 17)
USUAL_LEVEL = 8


def make_layout(level: int) -> Layout:
    steps = np.arange(level**2)
    return Layout(_("Hald picture"), "hald", level**3, level**3, steps, steps * level**2, steps * level**4)


def list_layouts(width: int, height: int) -> list[Layout]:
    """List the layouts that a picture of that size can have: at most one."""
    return [make_layout(level) for level in LEVELS if width == height == level**3]


def find_layout(size: int) -> Layout:
    """Find the layout for a lattice of that size.  Raises LutError where there is none."""
    level = isqrt(size)
    if level not in LEVELS or level**2 != size:
        expected = " or ".join(f"{near**2}" for near in (level, level + 1) if near in LEVELS)
        raise LutError(f"expected {expected} lattice points a side for a Hald picture, found {size}")
    return make_layout(level)


def find_next_size(size: int) -> int:
    """Find the lattice size that keeps a LUT of that size best.

    Its own where that is a square; else level 8, which every program takes, or the next larger one.
    """
    level = isqrt(size - 1) + 1
    return size if level**2 == size else max(level, USUAL_LEVEL) ** 2


def make_identity(level: int = USUAL_LEVEL, bits: int = 16) -> Samples:
    """Draw the Hald picture that changes nothing: (L³, L³, 3) uint8 or uint16."""
    if level not in LEVELS:
        raise LutError(f"expected a Hald level from {LEVELS[0]} to {LEVELS[-1]}, found {level}")
    return make_layout(level).samples(lattice(level**2), np.uint8 if bits == 8 else np.uint16)


def from_pixels(pixels: Samples) -> Lut:
    """Read the LUT of an edited Hald picture in memory.

    pixels: (H, W, 3 or 4) uint8, uint16 or float32 (1 is white; numbers outside 0..1 are kept), opaque.
    Raises LutError for what is no Hald picture, or no longer; notes say what befell it.
    """
    height, width = pixels.shape[:2]
    known = list_layouts(width, height)
    if not known:
        sides = ", ".join(str(level**3) for level in LEVELS[:7])
        sentence = _(
            "expected a Hald picture, not cropped or resized ({sides} … pixels a side), found {width} × {height} pixels"
        )
        raise LutError(sentence.format(sides=sides, width=width, height=height))
    if pixels.dtype.kind == "f" and not np.isfinite(pixels).all():
        raise LutError(_("expected a Hald picture of finite numbers, found NaN or infinity"))
    if pixels.shape[2] > 3 and (pixels[..., 3] != find_white(pixels.dtype)).any():
        raise LutError(_("expected an opaque Hald picture, found transparent pixels"))
    judged = judge_layouts(known, pixels[..., :3])
    return Lut(judged.layout.table(pixels[..., :3]), notes=(judged.note,) if judged.note else ())
