"""The original's gimpui draws with GTK 2, for which Python 3 has nothing: its names are here, and raise when used.

So a script that only imports it, or uses it in one of its modes, runs; parameters get their dialog from gimpfu.
"""

from __future__ import annotations

from gimp._errors import missing

WIDGETS = "its widgets are GTK 2's, which Python 3 has not; register parameters with gimpfu to have a dialog"

NAMES = [
    "gimp_ui_init",
    "ImageMenu",
    "LayerMenu",
    "ChannelMenu",
    "DrawableMenu",
    "VectorsMenu",
    "ImageSelector",
    "LayerSelector",
    "ChannelSelector",
    "DrawableSelector",
    "VectorsSelector",
    "ColorSelector",
    "PatternSelector",
    "BrushSelector",
    "GradientSelector",
    "PaletteSelector",
    "FontSelector",
    "FileSelector",
]

globals().update({name: missing(f"gimpui.{name}", WIDGETS) for name in NAMES})


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(name)
    return missing(f"gimpui.{name}", WIDGETS)
