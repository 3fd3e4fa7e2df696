"""Probes: colors on which LUTs are measured and compared.  The ColorChecker and skin tones are in checker.py."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..lattice import UNIT, lattice
from .oklab import oklab_to_linear
from .space import Floats
from .srgb import linear_to_srgb

GRAYS = np.linspace(0, 1, 256, dtype=np.float32)[:, None].repeat(3, axis=1)  # (256, 3): every gray of 8 bits


def random_colors(count: int, domain: ArrayLike = UNIT) -> Floats:
    """Draw (count, 3) float32 colors evenly from a domain (2, 3): the same ones each time."""
    low, high = np.asarray(domain, dtype=np.float64)
    shares = np.random.default_rng(0).random((count, 3), dtype=np.float32)
    colors: Floats = (low + shares * (high - low)).astype(np.float32)
    return colors


def cube_colors(count: int) -> Floats:
    """Draw colors from 0 to 1: ``count`` random ones, then some on the cube's faces, its corners, and grays."""
    anywhere = np.random.default_rng(0).random((count, 3))
    faces = anywhere[: count // 4].copy()
    faces[np.arange(len(faces)), np.arange(len(faces)) % 3] = np.arange(len(faces)) // 3 % 2
    grays = np.linspace(0, 1, 1021)[:, None].repeat(3, axis=1)
    colors: Floats = np.concatenate([anywhere, faces, lattice(2).reshape(-1, 3), grays]).astype(np.float32)
    return colors


def hue_ring(hues: ArrayLike, lightness: float, chroma: float) -> Floats:
    """Return (P, 3) sRGB codes of colors with these Oklab hues in degrees, alike in lightness and chroma."""
    angles = np.radians(hues)
    lab = np.column_stack((np.full(len(angles), lightness), chroma * np.cos(angles), chroma * np.sin(angles)))
    return linear_to_srgb(oklab_to_linear(lab))
