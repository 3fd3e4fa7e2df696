"""Small copies of a drawable: to show on the screen, and for the engine to look at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
        """Convert pixels such as these for the screen."""
        if self.form == SRGB:
            return data
        return convert_pixels(data, self.form, SRGB, self.width * self.height, CHANNELS)


def fit_size(area: Area, longest: int) -> tuple[int, int]:
    """Scale an area's width and height so that neither is more than ``longest``; small ones stay."""
    scale = min(longest / max(area[2:]), 1.0)
    return max(round(area[2] * scale), 1), max(round(area[3] * scale), 1)


def read_picture(drawable: Gimp.Drawable, area: Area, size: tuple[int, int], form: str = SRGB) -> Picture:
    """Read an area at a size, with the layer's own effects; form as in ``Picture``."""
    image = drawable.get_image()
    left, top = drawable.get_offsets()[1:]
    place = {
        "frame": [image.get_width(), image.get_height()],
        "left": area[0] + left,
        "top": area[1] + top,
        "scale": area[2] / size[0],
    }
    return Picture(read_pixels(drawable, area, size, form), *size, place, form)


def babl_form(drawable: Gimp.Drawable, own_numbers: bool) -> str:
    """Return babl's name of the numbers to read: sRGB, or the encoded ones of the image's own space."""
    if not own_numbers:
        return SRGB
    return str(Babl.get_name(Babl.format_with_space(SRGB, Babl.format_get_space(drawable.get_format()))))


def read_pixels(drawable: Gimp.Drawable, area: Area, size: tuple[int, int], form: str = SRGB) -> bytes:
    """Read an area, scaled by GIMP: the buffer that a plug-in has knows its full size only, and is black at others."""
    if max(size) <= LONGEST:
        return read_part(drawable, area, size, form)
    target = Gegl.Buffer.new(form, 0, 0, *size)
    for left, width in split_side(size[0]):
        for top, height in split_side(size[1]):
            part = source_area(area, size, (left, top, width, height))
            target.set(
                Gegl.Rectangle.new(left, top, width, height), form, read_part(drawable, part, (width, height), form)
            )
    return bytes(target.get(Gegl.Rectangle.new(0, 0, *size), 1.0, form, Gegl.AbyssPolicy.NONE))


def split_side(length: int) -> Iterator[tuple[int, int]]:
    """Cut a side into parts that GIMP makes at a time.  Yields starts and lengths."""
    for start in range(0, length, LONGEST):
        yield start, min(LONGEST, length - start)


def source_area(area: Area, size: tuple[int, int], part: Area) -> Area:
    """Find where in the area a part of the scaled picture comes from."""
    left, right = (round((part[0] + side) * area[2] / size[0]) for side in (0, part[2]))
    top, bottom = (round((part[1] + side) * area[3] / size[1]) for side in (0, part[3]))
    return area[0] + left, area[1] + top, right - left, bottom - top


def read_part(drawable: Gimp.Drawable, area: Area, size: tuple[int, int], form: str) -> bytes:
    """Read one of GIMP's thumbnails: in the drawable's own format (3.0), or eight bits of it, encoded (3.2)."""
    found = drawable.get_sub_thumbnail_data(*area, *size)
    data, (width, height, pixel_bytes) = found[0].get_data(), found[1:]
    own = drawable.get_format()
    if Gimp.MINOR_VERSION > 0:
        model = {1: "Y' u8", 2: "Y'A u8", 3: "R'G'B' u8", 4: SRGB}[pixel_bytes]
        own = Babl.format_with_space(model, Babl.format_get_space(own))
    name = Babl.get_name(own)
    if form == SRGB and name in BYTES:
        return expand_channels(data, *BYTES[name])
    return convert_pixels(data, name, form, width * height, CHANNELS)


def expand_channels(data: bytes, colors: int, alpha: bool) -> bytes:
    """Make color with alpha of any 8-bit pixels: babl takes half a second for its first conversion."""
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
    """Give a copy without effects, or the drawable itself where it has none."""
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
        return cls(read_pixels(drawable, whole, (width, height)), place, capture)

    def put(self, memory: SharedMemory, start: int) -> dict[str, Any]:
        """Copy it into the shared memory.  Returns where it is, in the words of the engine's protocol."""
        memory.view[start : start + len(self.data)] = self.data
        return {"thumbnail": {"source": start, **self.place}, "capture": self.capture}
