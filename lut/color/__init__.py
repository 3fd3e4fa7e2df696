"""Color spaces, one file per space, and how far apart colors are (delta_e, difference, probes).

Functions on (..., 3) float32 whose names read as sentences.
"""

from __future__ import annotations

from . import lab, linear, oklab, srgb, xyz
from .delta_e import delta_e2000
from .lab import lab_to_linear, lab_to_xyz, linear_to_lab, srgb_to_lab, xyz_to_lab
from .oklab import (
    chroma,
    hue,
    hue_difference,
    hue_turn,
    linear_to_oklab,
    oklab_to_linear,
    oklab_to_srgb,
    relative_chroma,
    srgb_to_oklab,
)
from .space import Space
from .srgb import linear_to_srgb, srgb_to_linear
from .xyz import linear_to_xyz, luminance, xyz_to_linear

SPACES = (linear.SPACE, srgb.SPACE, xyz.SPACE, lab.SPACE, oklab.SPACE)

__all__ = [
    "SPACES",
    "Space",
    "chroma",
    "delta_e2000",
    "hue",
    "hue_difference",
    "hue_turn",
    "lab_to_linear",
    "lab_to_xyz",
    "linear_to_lab",
    "linear_to_oklab",
    "linear_to_srgb",
    "linear_to_xyz",
    "luminance",
    "oklab_to_linear",
    "oklab_to_srgb",
    "relative_chroma",
    "srgb_to_lab",
    "srgb_to_linear",
    "srgb_to_oklab",
    "xyz_to_lab",
    "xyz_to_linear",
]
