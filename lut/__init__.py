"""Camera Looks: 3D color LUTs with a fast numpy kernel, and the looks that are made of them.

import lut

look = lut.looks.load("leica-authentic").bake()
lut.write(look, "authentic.cube")
pixels = lut.apply(pixels, lut.read("film.cube"), strength=0.8)
"""

from __future__ import annotations

from importlib import import_module  # noqa: TID251  (names are a table of this package)
from typing import Any

from .apply import apply
from .errors import LutError, LutFormatError, PixelError, RecipeError
from .formats import read, write
from .table import Lut, Shaper

__version__ = "0.1.0"  # the one place: packages and install.py read it here

__all__ = [
    "Lut",
    "LutError",
    "LutFormatError",
    "PixelError",
    "RecipeError",
    "Shaper",
    "apply",
    "create",
    "fit",
    "looks",
    "read",
    "write",
]


def __getattr__(name: str) -> Any:
    """The packages that not every use of the library needs are imported when they are asked for."""
    if name in ("create", "images", "looks"):
        return import_module(f"{__name__}.{name}")
    if name == "fit":
        from .create.fitting import fit

        return fit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
