"""A drawable's pixels, in the numbers that looks are made for."""

from __future__ import annotations

from dataclasses import dataclass

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Babl, Gegl, Gimp

from ..engine.strips import Strip
from ..language import _
from . import gegl_pixels
from .errors import HostError

# 8-bit sRGB travels as it is; so does 8-bit gray, as three equal channels.
BYTE_FORMATS = ("R'G'B' u8", "R'G'B'A u8", "Y' u8", "Y'A u8")
BYTES = {"uint8": 1, "uint16": 2, "float32": 4}


@dataclass(frozen=True)
class Format:
    """How pixels travel: babl's name, the engine's type, channels."""

    name: str
    type: str
    channels: int

    @property
    def in_srgb(self) -> bool:
        """Whether the name says it all: another space has a suffix of its own."""
        return "-" not in self.name

    @property
    def pixel_bytes(self) -> int:
        return self.channels * BYTES[self.type]


def travel_format(drawable: Gimp.Drawable, own_numbers: bool) -> Format:
    """8-bit sRGB as it is, everything else as encoded float.

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


def material_format(drawable: Gimp.Drawable) -> Format:
    """How a layer travels that a look is made of: sRGB with alpha, 8 bits where it has no more, else 16."""
    own = Babl.get_name(drawable.get_format())
    return Format("R'G'B'A u8", "uint8", 4) if own in BYTE_FORMATS else Format("R'G'B'A u16", "uint16", 4)


def read(buffer: Gegl.Buffer, strip: Strip, pixel_format: Format, window: memoryview) -> None:
    """Fill a window with a strip's pixels."""
    if pixel_format.in_srgb and gegl_pixels.get(buffer, strip, pixel_format.name, window):
        return
    window[:] = buffer.get(Gegl.Rectangle.new(*strip), 1.0, pixel_format.name, Gegl.AbyssPolicy.NONE)


def write(buffer: Gegl.Buffer, strip: Strip, pixel_format: Format, window: memoryview) -> None:
    """Write a window's pixels to a strip."""
    # GEGL writes nothing, and only logs, when the length is wrong.
    expected = strip.rows * strip.width * pixel_format.pixel_bytes
    if len(window) != expected:
        raise HostError(
            _("expected {expected} bytes for a strip, found {found}; the image is unchanged").format(
                expected=expected, found=len(window)
            )
        )
    if pixel_format.in_srgb and gegl_pixels.put(buffer, strip, pixel_format.name, window):
        return
    buffer.set(Gegl.Rectangle.new(*strip), pixel_format.name, bytes(window))


def converted(data: bytes, own: str, name: str, count: int, pixel_bytes: int) -> bytes:
    """That many pixels in another of babl's formats.  pixel_bytes: of a pixel in the format ``name``."""
    found = gegl_pixels.converted(data, own, name, count, pixel_bytes)
    if found is None:
        Gegl.init(None)
        place = Gegl.Rectangle.new(0, 0, count, 1)
        buffer = Gegl.Buffer.new(own, 0, 0, count, 1)
        buffer.set(place, own, data)
        found = buffer.get(place, 1.0, name, Gegl.AbyssPolicy.NONE)
    return found
