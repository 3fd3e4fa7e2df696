"""Small copies of a drawable: to show on the screen, and for the engine to look at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Babl, Gegl, Gimp

from ..engine.exif_capture import read_capture
from ..engine.shared_memory import SharedMemory
from .crop import Area
from .pixels import convert_pixels

CHANNELS = 4
SRGB = "R'G'B'A u8"
BYTES = {"Y' u8": (1, False), "Y'A u8": (1, True), "R'G'B' u8": (3, False), SRGB: (3, True)}  # colors, alpha
LONGEST = 1024  # GIMP makes no larger one at a time
THUMBNAIL = 256  # pixels across: enough to measure a picture's light


@dataclass(frozen=True)
class Picture:
    """8-bit pixels with alpha.  place: where in the image they lie, in the words of the engine's protocol.

    form: babl's name of the numbers: sRGB, or the image's own.
    """

    data: bytes
    width: int
    height: int
    place: dict[str, Any]
    form: str = SRGB

    def in_srgb(self, data: bytes) -> bytes:
        """Pixels such as these, for the screen."""
        if self.form == SRGB:
            return data
        return convert_pixels(data, self.form, SRGB, self.width * self.height, CHANNELS)


def fit_size(area: Area, longest: int) -> tuple[int, int]:
    """Scale an area's width and height so that neither is more than ``longest``; small ones stay."""
    scale = min(longest / max(area[2:]), 1.0)
    return max(round(area[2] * scale), 1), max(round(area[3] * scale), 1)


def picture_of(drawable: Gimp.Drawable, area: Area, size: tuple[int, int], form: str = SRGB) -> Picture:
    """The drawable's area at that size, with the layer's own effects; form as in ``Picture``."""
    image = drawable.get_image()
    left, top = drawable.get_offsets()[1:]
    place = {
        "frame": [image.get_width(), image.get_height()],
        "left": area[0] + left,
        "top": area[1] + top,
        "scale": area[2] / size[0],
    }
    return Picture(pixels_of(drawable, area, size, form), *size, place, form)


def form_of(drawable: Gimp.Drawable, own_numbers: bool) -> str:
    """What ``picture_of`` is asked for: sRGB, or the encoded numbers of the image's own space."""
    if not own_numbers:
        return SRGB
    return str(Babl.get_name(Babl.format_with_space(SRGB, Babl.format_get_space(drawable.get_format()))))


def pixels_of(drawable: Gimp.Drawable, area: Area, size: tuple[int, int], form: str = SRGB) -> bytes:
    """GIMP scales: the buffer that a plug-in has of a drawable knows its full size only, and is black at any other."""
    if max(size) <= LONGEST:
        return part_of(drawable, area, size, form)
    target = Gegl.Buffer.new(form, 0, 0, *size)
    for left, width in parts(size[0]):
        for top, height in parts(size[1]):
            part = share_of(area, size, (left, top, width, height))
            target.set(
                Gegl.Rectangle.new(left, top, width, height), form, part_of(drawable, part, (width, height), form)
            )
    return bytes(target.get(Gegl.Rectangle.new(0, 0, *size), 1.0, form, Gegl.AbyssPolicy.NONE))


def parts(length: int) -> Iterator[tuple[int, int]]:
    """Starts and lengths of what a side is cut into."""
    for start in range(0, length, LONGEST):
        yield start, min(LONGEST, length - start)


def share_of(area: Area, size: tuple[int, int], part: Area) -> Area:
    """Where in the area a part of the scaled picture comes from."""
    left, right = (round((part[0] + side) * area[2] / size[0]) for side in (0, part[2]))
    top, bottom = (round((part[1] + side) * area[3] / size[1]) for side in (0, part[3]))
    return area[0] + left, area[1] + top, right - left, bottom - top


def part_of(drawable: Gimp.Drawable, area: Area, size: tuple[int, int], form: str) -> bytes:
    """What comes from GIMP has the drawable's own format (3.0), or eight bits of it, encoded (3.2)."""
    found = drawable.get_sub_thumbnail_data(*area, *size)
    data, (width, height, pixel_bytes) = found[0].get_data(), found[1:]
    own = drawable.get_format()
    if Gimp.MINOR_VERSION > 0:
        model = {1: "Y' u8", 2: "Y'A u8", 3: "R'G'B' u8", 4: SRGB}[pixel_bytes]
        own = Babl.format_with_space(model, Babl.format_get_space(own))
    name = Babl.get_name(own)
    if form == SRGB and name in BYTES:
        return spread(data, *BYTES[name])
    return convert_pixels(data, name, form, width * height, CHANNELS)


def spread(data: bytes, colors: int, alpha: bool) -> bytes:
    """Gray or color, with alpha or without, as color with alpha: babl takes half a second for its first conversion."""
    step = colors + alpha
    if step == CHANNELS:
        return bytes(data)
    result = bytearray(b"\xff") * (len(data) // step * CHANNELS)
    for channel in range(3):
        result[channel::CHANNELS] = data[min(channel, colors - 1) :: step]
    if alpha:
        result[3::CHANNELS] = data[colors::step]
    return bytes(result)


@contextlib.contextmanager
def without_effects(drawable: Gimp.Drawable) -> Iterator[Gimp.Drawable]:
    """The drawable as if it had no effects of its own."""
    if not drawable.get_filters():
        yield drawable
        return
    plain = drawable.copy()
    try:
        for effect in plain.get_filters():
            effect.delete()
        yield plain
    finally:
        plain.delete()


@dataclass(frozen=True)
class Thumbnail:
    """A whole drawable, small, and where it lies in the image: what the engine measures a picture's scene on.

    capture: what the image's EXIF says of the light.
    """

    data: bytes
    place: dict[str, Any]
    capture: dict[str, float]

    @classmethod
    def of(cls, drawable: Gimp.Drawable) -> Thumbnail:
        whole = (0, 0, drawable.get_width(), drawable.get_height())
        width, height = fit_size(whole, THUMBNAIL)
        left, top = drawable.get_offsets()[1:]
        place = {"width": width, "rows": height, "left": left, "top": top, "size": list(whole[2:])}
        metadata = drawable.get_image().get_metadata()
        capture = read_capture(metadata.serialize()) if metadata is not None else {}
        return cls(pixels_of(drawable, whole, (width, height)), place, capture)

    def put(self, memory: SharedMemory, start: int) -> dict[str, Any]:
        """Copy it into the shared memory and say where it is, in the words of the engine's protocol."""
        memory.view[start : start + len(self.data)] = self.data
        return {"thumbnail": {"source": start, **self.place}, "capture": self.capture}
