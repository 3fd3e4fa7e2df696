"""Read and write a drawable's pixels as the sRGB values that looks are made for.

GEGL's own functions read straight into memory that is there already, and write from it.  PyGObject makes a new
``bytes`` of every strip it reads, and wants one for every strip it writes: two more copies each way, a fifth of the
time.  Where GEGL's libraries are not found under their names, PyGObject does it all the same.
"""

from __future__ import annotations

import ctypes
import itertools
import struct
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from gi.repository import Babl, Gegl, Gimp, GLib

from ..engine.strips import Strip
from ..language import _
from .errors import HostError

# 8-bit sRGB travels as it is; so does 8-bit gray, as three equal channels.
BYTE_FORMATS = ("R'G'B' u8", "R'G'B'A u8", "Y' u8", "Y'A u8")
BYTES = {"uint8": 1, "uint16": 2, "float32": 4}

GEGL, BABL = "libgegl-0.4.so.0", "libbabl-0.1.so.0"
ABYSS_NONE = 0
AUTO_ROWSTRIDE = 0

LEVELS = (0.2, 0.5, 0.8)  # the probe of a profile: all mixtures of these in the image's own numbers
PROBE = [level for color in itertools.product(LEVELS, repeat=3) for level in color]
TOLERANCE = 1 / 255  # of a color that went to sRGB and came back; a sound profile stays below 1e-5
SRGB_FLOAT, SRGB_FLOAT_BYTES = "R'G'B' float", 12


@dataclass(frozen=True)
class Format:
    """The format in which pixels travel: babl's name, the engine's type, channels."""

    name: str
    type: str
    channels: int

    @property
    def in_srgb(self) -> bool:
        """True where the name says it all: that of another space has a suffix."""
        return "-" not in self.name

    @property
    def pixel_bytes(self) -> int:
        return self.channels * BYTES[self.type]


class Rectangle(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("x", "y", "width", "height")]


class Libraries(NamedTuple):
    gegl: ctypes.CDLL
    babl: ctypes.CDLL


@cache
def load_libraries() -> Libraries | None:
    """Load GEGL and babl as this process has them for GIMP already."""
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


def travel_format(drawable: Gimp.Drawable, own_numbers: bool) -> Format:
    """Choose the format for pixels on their way through the engine: 8-bit sRGB as it is, all else as encoded float.

    A babl name without a space means sRGB: babl then converts from the image's profile and back.
    With own_numbers the image's own space is kept instead.
    """
    alpha = drawable.has_alpha()
    channels = 4 if alpha else 3
    own = Babl.get_name(drawable.get_format())
    encoding = "R'G'B'A" if alpha else "R'G'B'"
    if own in BYTE_FORMATS:
        return Format(f"{encoding} u8", "uint8", channels)
    if not own_numbers:
        return Format(f"{encoding} float", "float32", channels)
    kind = "u8" if own.startswith(f"{encoding} u8") else "float"
    space = Babl.format_get_space(drawable.get_format())
    name = Babl.get_name(Babl.format_with_space(f"{encoding} {kind}", space))
    return Format(name, "uint8" if kind == "u8" else "float32", channels)


def mask_format(travel: Format) -> Format:
    """Return the format for a mask that comes back in place of pixels: a share, which is linear, in equal channels."""
    colors = "RGBA" if travel.channels == 4 else "RGB"
    return Format(f"{colors} {'u8' if travel.type == 'uint8' else 'float'}", travel.type, travel.channels)


def material_format(drawable: Gimp.Drawable) -> Format:
    """Choose the format for a layer that a look is made of: sRGB with alpha, 8 bits where it has no more, else 16."""
    own = Babl.get_name(drawable.get_format())
    return Format("R'G'B'A u8", "uint8", 4) if own in BYTE_FORMATS else Format("R'G'B'A u16", "uint16", 4)


def read_strip(buffer: Gegl.Buffer, strip: Strip, pixel_format: Format, window: memoryview) -> None:
    """Fill a writable window, of exactly the strip's size, with the strip's pixels."""
    found = load_libraries() if pixel_format.in_srgb else None
    if found is None:
        window[:] = buffer.get(Gegl.Rectangle.new(*strip), 1.0, pixel_format.name, Gegl.AbyssPolicy.NONE)
        return
    pixels = ctypes.addressof(ctypes.c_char.from_buffer(window))
    form = found.babl.babl_format(pixel_format.name.encode())
    # PyGObject's hash of an object is the address of what it wraps.
    found.gegl.gegl_buffer_get(hash(buffer), Rectangle(*strip), 1.0, form, pixels, AUTO_ROWSTRIDE, ABYSS_NONE)


def write_strip(buffer: Gegl.Buffer, strip: Strip, pixel_format: Format, window: memoryview) -> None:
    """Write a window's pixels to a strip."""
    # GEGL writes nothing, and only logs, when the length is wrong.
    expected = strip.rows * strip.width * pixel_format.pixel_bytes
    if len(window) != expected:
        raise HostError(
            _("expected {expected} bytes for a strip, found {found}; the image is unchanged").format(
                expected=expected, found=len(window)
            )
        )
    found = load_libraries() if pixel_format.in_srgb else None
    if found is None:
        buffer.set(Gegl.Rectangle.new(*strip), pixel_format.name, bytes(window))
        return
    pixels = ctypes.addressof(ctypes.c_char.from_buffer(window))
    form = found.babl.babl_format(pixel_format.name.encode())
    found.gegl.gegl_buffer_set(hash(buffer), Rectangle(*strip), 0, form, pixels, AUTO_ROWSTRIDE)


def convert_pixels(data: bytes, own: str, name: str, count: int, pixel_bytes: int) -> bytes:
    """Convert that many pixels to another of babl's formats.

    pixel_bytes: of a pixel in the format ``name``.  babl does it alone where it can: a buffer of one's own needs all of
    GEGL to start first (0.06 s), and complains otherwise.
    """
    found = load_libraries()
    if found is not None:
        here, there = (found.babl.babl_format(each.encode()) for each in (own, name))
        if len(data) == count * found.babl.babl_format_get_bytes_per_pixel(here):
            result = ctypes.create_string_buffer(count * pixel_bytes)
            found.babl.babl_process(found.babl.babl_fish(here, there), data, result, count)
            return result.raw
    Gegl.init(None)
    place = Gegl.Rectangle.new(0, 0, count, 1)
    buffer = Gegl.Buffer.new(own, 0, 0, count, 1)
    buffer.set(place, own, data)
    converted: bytes = buffer.get(place, 1.0, name, Gegl.AbyssPolicy.NONE)
    return converted


def check_profile(image: Gimp.Image) -> None:
    """Refuse profiles that do not survive sRGB and back.

    Babl knows profiles made of primaries and curves.  Of one made of tables GIMP gives a plug-in the bare
    numbers, and one whose primaries lie on a line, or whose curves do not rise, has no way back.
    """
    profile = image.get_color_profile()
    if profile is not None and not profile.is_gray() and not survives_srgb(profile):
        raise HostError(
            _(
                "The image's color profile “{profile}” cannot be converted to sRGB and back: choose Ignore the color "
                "profile, or convert the image by Image ▸ Color Management ▸ Convert to Color Profile… first."
            ).format(profile=profile.get_label())
        )


def survives_srgb(profile: Gimp.ColorProfile) -> bool:
    """Return True if colors in the profile's own numbers come back from sRGB as they were."""
    try:
        space = profile.get_space(Gimp.ColorRenderingIntent.RELATIVE_COLORIMETRIC)
    except GLib.Error:
        return False
    own, numbers, count = Babl.get_name(Babl.format_with_space(SRGB_FLOAT, space)), f"{len(PROBE)}f", len(PROBE) // 3
    there = convert_pixels(struct.pack(numbers, *PROBE), own, SRGB_FLOAT, count, SRGB_FLOAT_BYTES)
    back = struct.unpack(numbers, convert_pixels(there, SRGB_FLOAT, own, count, SRGB_FLOAT_BYTES))
    return all(abs(after - before) <= TOLERANCE for before, after in zip(PROBE, back, strict=True))  # False for NaN
