"""Color spaces, one file per space, and how far apart colors are (delta_e, difference, probes).

Functions on (..., 3) float32 whose names read as sentences.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..on_demand import import_attribute

if TYPE_CHECKING:
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
    from .srgb import linear_to_srgb, srgb_to_linear
    from .xyz import linear_to_xyz, luminance, xyz_to_linear

__all__ = [
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

NAMES = {
    "delta_e": ("delta_e2000",),
    "lab": ("lab_to_linear", "lab_to_xyz", "linear_to_lab", "srgb_to_lab", "xyz_to_lab"),
    "oklab": (
        "chroma",
        "hue",
        "hue_difference",
        "hue_turn",
        "linear_to_oklab",
        "oklab_to_linear",
        "oklab_to_srgb",
        "relative_chroma",
        "srgb_to_oklab",
    ),
    "srgb": ("linear_to_srgb", "srgb_to_linear"),
    "xyz": ("linear_to_xyz", "luminance", "xyz_to_linear"),
}
MODULES = {name: module for module, names in NAMES.items() for name in names}

if not TYPE_CHECKING:
    __getattr__ = partial(import_attribute, __name__, MODULES)
