"""A drawable's pixels, in the numbers that looks are made for."""

from __future__ import annotations

from dataclasses import dataclass

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Babl, Gegl, Gimp  # noqa: E402

from ..strips import Strip  # noqa: E402
from .errors import HostError  # noqa: E402

BYTE_FORMATS = ("R'G'B' u8", "R'G'B'A u8")


@dataclass(frozen=True)
class Format:
    """How pixels travel: babl's name, the engine's type, channels."""

    name: str
    type: str
    channels: int

    @property
    def pixel_bytes(self) -> int:
        return self.channels * (1 if self.type == "uint8" else 4)


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
        return Format(own, "uint8", channels)
    if not own_numbers:
        return Format(f"{encoding} float", "float32", channels)
    kind = "u8" if own.startswith(f"{encoding} u8") else "float"
    space = Babl.format_get_space(drawable.get_format())
    name = Babl.get_name(Babl.format_with_space(f"{encoding} {kind}", space))
    return Format(name, "uint8" if kind == "u8" else "float32", channels)


def rectangle(strip: Strip) -> Gegl.Rectangle:
    return Gegl.Rectangle.new(strip.x, strip.y, strip.width, strip.rows)


def read(buffer: Gegl.Buffer, strip: Strip, pixel_format: Format) -> bytes:
    return buffer.get(rectangle(strip), 1.0, pixel_format.name, Gegl.AbyssPolicy.NONE)


def write(buffer: Gegl.Buffer, strip: Strip, pixel_format: Format, data: bytes) -> None:
    # GEGL writes nothing, and only logs, when the length is wrong.
    expected = strip.rows * strip.width * pixel_format.pixel_bytes
    if len(data) != expected:
        raise HostError(f"expected {expected} bytes for a strip, found {len(data)}; the image is unchanged")
    buffer.set(rectangle(strip), pixel_format.name, data)


def thumbnail(drawable: Gimp.Drawable, area: tuple[int, int, int, int], scale: float) -> tuple[int, int, bytes]:
    """The drawable's area scaled down, as sRGB bytes with alpha: width, height, pixels."""
    x, y, width, height = area
    small = max(round(width * scale), 1), max(round(height * scale), 1)
    # GEGL counts the rectangle in the scaled picture's pixels.
    place = Gegl.Rectangle.new(round(x * scale), round(y * scale), *small)
    data = drawable.get_buffer().get(place, scale, "R'G'B'A u8", Gegl.AbyssPolicy.CLAMP)
    return *small, data
