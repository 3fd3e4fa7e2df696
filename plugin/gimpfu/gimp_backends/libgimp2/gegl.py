"""GEGL's buffers of GIMP's drawables, and babl's formats."""

from __future__ import annotations

import ctypes
import itertools
import os
from functools import lru_cache

from gimp_backends.libgimp2.libraries import encoded, library

RELATIVE_COLORIMETRIC = 1
PROBE = [level for color in itertools.product((0.2, 0.5, 0.8), repeat=3) for level in color]
TOLERANCE = 1 / 255  # of a color that went to sRGB and came back


@lru_cache(maxsize=None)
def start() -> None:
    """Start GEGL, without its operations: nothing here uses one, and loading them takes a seventh of a second."""
    given = os.environ.get("GEGL_PATH")
    os.environ["GEGL_PATH"] = os.devnull
    try:
        library("gegl").gegl_init(None, None)
    finally:
        if given is None:
            del os.environ["GEGL_PATH"]
        else:
            os.environ["GEGL_PATH"] = given


@lru_cache(maxsize=None)
def space(profile: bytes) -> int | None:
    """babl's color space of an ICC profile; None where colors do not survive the way to sRGB and back.

    babl knows profiles made of primaries and curves, not of tables; primaries on a line or curves that fall have no way
    back.
    """
    start()
    babl, said = library("babl"), ctypes.c_char_p()
    found = babl.babl_space_from_icc(profile, len(profile), RELATIVE_COLORIMETRIC, ctypes.byref(said))
    if not found:
        return None
    own, srgb = (babl.babl_format_with_space(b"R'G'B' float", one) for one in (found, None))
    before, there, back = ((ctypes.c_float * len(PROBE))(*PROBE) for _ in range(3))
    babl.babl_process(babl.babl_fish(own, srgb), before, there, len(PROBE) // 3)
    babl.babl_process(babl.babl_fish(srgb, own), there, back, len(PROBE) // 3)
    return found if all(abs(one - other) <= TOLERANCE for one, other in zip(before, back)) else None  # NaN: False


@lru_cache(maxsize=None)
def named(name: str, space: int | None = None) -> int:
    """babl's format of a name, in a color space or in sRGB."""
    start()
    babl = library("babl")
    if not babl.babl_format_exists(encoded(name)):
        raise ValueError(f"pixel format: expected one that babl knows, such as \"R'G'B'A u8\"; found {name!r}")
    return babl.babl_format_with_space(encoded(name), space)


def stored(drawable: int, space: int | None) -> int:
    """The format in which GIMP keeps a drawable.  GIMP 2.10 tells a plug-in nothing of the space."""
    start()
    own = library("gimp").gimp_drawable_get_format(drawable)
    return own if space is None else library("babl").babl_format_with_space(library("babl").babl_get_name(own), space)


def buffer(drawable: int, shadow: bool, space: int | None) -> int:
    """A drawable's pixels, or its shadow's, in a color space (None: sRGB).

    To be let go of with g_object_unref, which also sends to GIMP what was written.
    """
    start()
    gimp = library("gimp")
    found = (gimp.gimp_drawable_get_shadow_buffer if shadow else gimp.gimp_drawable_get_buffer)(drawable)
    if not found:
        raise ValueError(f"drawable {drawable}: expected one whose pixels can be had, found none")
    if space is not None:
        library("gegl").gegl_buffer_set_format(found, stored(drawable, space))
    return found
