"""GEGL's own functions for pixels, straight into memory that is there already.

What PyGObject offers makes a new ``bytes`` of every strip it reads, and wants one for every strip it writes: two
more copies each way, a fifth of the time that the way takes.  Where GEGL's libraries are not found under their
names, that is the way all the same.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any, NamedTuple

GEGL, BABL = "libgegl-0.4.so.0", "libbabl-0.1.so.0"
ABYSS_NONE = 0
AUTO_ROWSTRIDE = 0


class Rectangle(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("x", "y", "width", "height")]


class Libraries(NamedTuple):
    gegl: ctypes.CDLL
    babl: ctypes.CDLL


@cache
def libraries() -> Libraries | None:
    """GEGL and babl as this process has loaded them for GIMP."""
    try:
        gegl, babl = ctypes.CDLL(GEGL), ctypes.CDLL(BABL)
    except OSError:
        return None
    buffer, rectangle, pixels, number = ctypes.c_void_p, ctypes.POINTER(Rectangle), ctypes.c_void_p, ctypes.c_int
    gegl.gegl_buffer_get.argtypes = [buffer, rectangle, ctypes.c_double, ctypes.c_void_p, pixels, number, number]
    gegl.gegl_buffer_set.argtypes = [buffer, rectangle, number, ctypes.c_void_p, pixels, number]
    gegl.gegl_buffer_get.restype = gegl.gegl_buffer_set.restype = None
    babl.babl_format.argtypes, babl.babl_format.restype = [ctypes.c_char_p], ctypes.c_void_p
    babl.babl_fish.argtypes, babl.babl_fish.restype = [ctypes.c_void_p, ctypes.c_void_p], ctypes.c_void_p
    babl.babl_process.argtypes = [ctypes.c_void_p, pixels, pixels, ctypes.c_long]
    babl.babl_format_get_bytes_per_pixel.argtypes = [ctypes.c_void_p]
    return Libraries(gegl, babl)


def get(buffer: Any, area: tuple[int, int, int, int], name: str, window: memoryview) -> bool:
    """Fill a window with the pixels of an area (x, y, width, height); False where that cannot be done here.

    name: of a babl format in sRGB.  window: writable, of exactly the area's size in that format.
    """
    found = libraries()
    if found is None:
        return False
    pixels = ctypes.c_char.from_buffer(window)
    form = found.babl.babl_format(name.encode())
    # PyGObject's hash of an object is the address of what it wraps.
    found.gegl.gegl_buffer_get(
        hash(buffer), Rectangle(*area), 1.0, form, ctypes.addressof(pixels), AUTO_ROWSTRIDE, ABYSS_NONE
    )
    return True


def put(buffer: Any, area: tuple[int, int, int, int], name: str, window: memoryview) -> bool:
    """Write a window's pixels to an area; otherwise as ``get``."""
    found = libraries()
    if found is None:
        return False
    pixels = ctypes.c_char.from_buffer(window)
    form = found.babl.babl_format(name.encode())
    found.gegl.gegl_buffer_set(hash(buffer), Rectangle(*area), 0, form, ctypes.addressof(pixels), AUTO_ROWSTRIDE)
    return True


def converted(data: bytes, own: str, name: str, pixels: int, pixel_bytes: int) -> bytes | None:
    """That many pixels in another of babl's formats; None where that cannot be done here.

    pixel_bytes: of a pixel in the format ``name``.  GEGL is not asked: a buffer of one's own needs all of GEGL to
    start first (0.06 s), and complains otherwise.
    """
    found = libraries()
    if found is None:
        return None
    here, there = (found.babl.babl_format(each.encode()) for each in (own, name))
    if len(data) != pixels * found.babl.babl_format_get_bytes_per_pixel(here):
        return None
    result = ctypes.create_string_buffer(pixels * pixel_bytes)
    found.babl.babl_process(found.babl.babl_fish(here, there), data, result, pixels)
    return result.raw
