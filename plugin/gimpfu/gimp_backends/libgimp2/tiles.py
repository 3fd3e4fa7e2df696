"""8-bit pixels as GIMP has them, by libgimp's older functions.

They give a drawable's own numbers only, in 8 bits, and need no GEGL: starting babl alone takes a third of a second,
most of what a filter on an ordinary photograph would cost.
"""

from __future__ import annotations

import ctypes
from typing import Any

from gimp_backends.contract import Area
from gimp_backends.libgimp2.libraries import library
from gimp_backends.libgimp2.procedures import call
from gimp_backends.libgimp2.structures import PixelRegion

BYTES = {"R'G'B' u8": 3, "R'G'B'A u8": 4, "Y' u8": 1, "Y'A u8": 2, "Y u8": 1}


class Tiles:
    """A drawable's pixels and its shadow's."""

    def __init__(self, drawable: int) -> None:
        gimp = library("gimp")
        (width,), (height,) = call("gimp-drawable-width", [drawable]), call("gimp-drawable-height", [drawable])
        gimp.gimp_tile_cache_ntiles(2 * (width // gimp.gimp_tile_width() + 1))  # a row of tiles of each
        self._drawable = gimp.gimp_drawable_get(drawable)
        self._regions = (PixelRegion(), PixelRegion())
        for shadow, region in enumerate(self._regions):
            gimp.gimp_pixel_rgn_init(ctypes.byref(region), self._drawable, 0, 0, width, height, shadow, shadow)

    def read(self, area: Area, shadow: bool, pixels: Any) -> None:
        library("gimp").gimp_pixel_rgn_get_rect(ctypes.byref(self._regions[shadow]), pixels, *area)

    def write(self, area: Area, shadow: bool, pixels: Any) -> None:
        library("gimp").gimp_pixel_rgn_set_rect(ctypes.byref(self._regions[shadow]), pixels, *area)

    def close(self) -> None:
        library("gimp").gimp_drawable_flush(self._drawable)
        library("gimp").gimp_drawable_detach(self._drawable)
