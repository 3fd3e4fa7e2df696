"""Pixels of a drawable, in any format of contract.py, straight from or into memory that is there already."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any, NamedTuple

from gimp_backends.contract import OWN, OWN_8_BIT, OWN_SPACE, Area
from gimp_backends.libgimp2 import gegl
from gimp_backends.libgimp2.icc import is_srgb
from gimp_backends.libgimp2.libraries import library
from gimp_backends.libgimp2.procedures import call
from gimp_backends.libgimp2.structures import Rectangle
from gimp_backends.libgimp2.tiles import BYTES, Tiles

ABYSS_NONE = 0


class Layout(NamedTuple):
    """How pixels lie in memory; form: babl's, None for those that the tiles hold as they are."""

    pixel_bytes: int
    form: int | None


class Pixels:
    """A drawable's pixels and its shadow's, with what is kept from one rectangle to the next.

    GIMP may change, resize or remove the drawable in any call of a procedure: then nothing may be kept.
    """

    def __init__(self, drawable: int) -> None:
        self.drawable = drawable
        (self.name,) = call("gimp-drawable-get-format", [drawable])
        self.size = (*call("gimp-drawable-width", [drawable]), *call("gimp-drawable-height", [drawable]))
        self.profile = profile_of(drawable)
        self._tiles: Tiles | None = None
        self._buffers: dict[bool, int] = {}
        self.layout = lru_cache(maxsize=None)(self._layout)

    def read(self, area: Area, form: str, memory: Any, shadow: bool, stride: int) -> None:
        layout = self.layout(form)
        place = self._place(area, layout, memory, stride)
        if self._tiles_do(area, layout, stride):
            self._tiles.read(area, shadow, place)
            return
        buffer, rectangle = self._buffer(shadow), ctypes.byref(Rectangle(*area))
        library("gegl").gegl_buffer_get(buffer, rectangle, 1.0, self._form(layout), place, stride, ABYSS_NONE)

    def write(self, area: Area, form: str, memory: Any, shadow: bool, stride: int) -> None:
        layout = self.layout(form)
        place = self._place(area, layout, memory, stride)
        if self._tiles_do(area, layout, stride):
            self._tiles.write(area, shadow, place)
            return
        buffer, rectangle = self._buffer(shadow), ctypes.byref(Rectangle(*area))
        library("gegl").gegl_buffer_set(buffer, rectangle, 0, self._form(layout), place, stride)

    def close(self) -> None:
        """Send what was written to GIMP, and let go."""
        self._close_tiles()
        while self._buffers:
            library("gobject").g_object_unref(self._buffers.popitem()[1])

    def _layout(self, form: str) -> Layout:
        """Raises ValueError for a format that nobody knows, or that the image's profile keeps from being made."""
        name = form[len(OWN_SPACE) :] if form.startswith(OWN_SPACE) else form
        own_numbers = form in (OWN, OWN_8_BIT) or name != form or self.profile is None
        if own_numbers and name in (OWN, OWN_8_BIT, self.name) and (self.name in BYTES or self._indexed):
            return Layout(BYTES.get(self.name) or call("gimp-drawable-bpp", [self.drawable])[0], None)
        if form == OWN:
            found = gegl.stored(self.drawable, self._space)
        elif form == OWN_8_BIT:
            found = gegl.named(self.name.split()[0] + " u8", self._space)
        elif own_numbers:
            found = gegl.named(name, self._space)
        elif self._space is None:
            raise ValueError("the image's color profile cannot be converted to sRGB and back")
        else:
            found = gegl.named(name)
        return Layout(library("babl").babl_format_get_bytes_per_pixel(found), found)

    @property
    def _indexed(self) -> bool:
        return bool(call("gimp-drawable-is-indexed", [self.drawable])[0])

    @property
    def _space(self) -> int | None:
        """babl's space of the drawable's numbers; None for sRGB, and for what babl does not understand."""
        return None if self.profile is None else gegl.space(self.profile)

    def _place(self, area: Area, layout: Layout, memory: Any, stride: int) -> Any:
        """Where the memory lies, once it is known to be large enough and the area to be inside: GEGL does not ask."""
        x, y, width, height = area
        if width < 1 or height < 1 or x < 0 or y < 0 or x + width > self.size[0] or y + height > self.size[1]:
            found = f"{width} × {height} at {x}, {y}"
            raise ValueError(f"expected a rectangle inside of {self.size[0]} × {self.size[1]} pixels, found {found}")
        row = width * layout.pixel_bytes
        wanted = (stride or row) * (height - 1) + row
        view = memoryview(memory).cast("B")
        if len(view) < wanted or (stride and stride < row):
            raise ValueError(f"expected {wanted} bytes for {width} × {height} pixels, found {len(view)}")
        if view.readonly:
            return ctypes.c_char_p(memory if isinstance(memory, bytes) else bytes(view))
        return (ctypes.c_char * wanted).from_buffer(view)

    def _tiles_do(self, area: Area, layout: Layout, stride: int) -> bool:
        """Whether the short way gives these pixels; it is open then.  The two ways do not know of each other."""
        if layout.form is not None or stride not in (0, area[2] * layout.pixel_bytes) or self._buffers:
            self._close_tiles()
            return False
        if self._tiles is None:
            self._tiles = Tiles(self.drawable)
        return True

    def _close_tiles(self) -> None:
        if self._tiles is not None:
            self._tiles.close()
            self._tiles = None

    def _buffer(self, shadow: bool) -> int:
        if shadow not in self._buffers:
            self._buffers[shadow] = gegl.buffer(self.drawable, shadow, self._space)
        return self._buffers[shadow]

    def _form(self, layout: Layout) -> int:
        return gegl.stored(self.drawable, self._space) if layout.form is None else layout.form


def profile_of(drawable: int) -> bytes | None:
    """The color profile that a layer's numbers are of; None for sRGB.  Masks and channels have none."""
    if not call("gimp-item-is-layer", [drawable])[0]:
        return None
    (image,) = call("gimp-item-get-image", [drawable])
    profile = call("gimp-image-get-color-profile", [image])[1]
    return None if not profile or is_srgb(profile) else profile
