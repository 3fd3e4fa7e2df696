# -*- coding: utf-8 -*-
"""Read a drawable's pixels for the engine, and write them back."""

from __future__ import absolute_import, division

from gimpfu import pdb

from ..engine.exif_capture import read_capture
from ..language import _

try:
    from gimp_backends import current as backend
except ImportError:
    backend = None  # the original gimpfu

BYTES = {"uint8": 1, "float32": 4}
BYTE_FORMATS = ("R'G'B' u8", "R'G'B'A u8", "Y' u8", "Y'A u8")
OWN_SPACE = "own "
U8_GAMMA = 150  # GIMP_PRECISION_U8_GAMMA
THUMBNAIL = 256  # pixels across: enough to measure a picture's light


class Refused(RuntimeError):
    """A request that cannot be carried out; ``str(error)`` is one sentence for the user."""


def open_pixels(drawable, shadow, own_numbers):
    """Return a reader and writer of a drawable's pixels, or its shadow's, for the running gimpfu."""
    return (EightBits if backend is None else Precise)(drawable, shadow, own_numbers)


class Pixels(object):
    """A reader and writer of pixels.  type, channels: of what the engine gets, in its words."""

    def __init__(self, drawable, shadow):
        self.drawable = drawable
        self.shadow = shadow
        self.channels = 4 if drawable.has_alpha else 3
        self.type = "uint8"

    @property
    def pixel_bytes(self):
        return self.channels * BYTES[self.type]


class Precise(Pixels):
    """Pixels through our own gimpfu: 8 bits as they are, all others as float; in sRGB unless own_numbers."""

    def __init__(self, drawable, shadow, own_numbers):
        Pixels.__init__(self, drawable, shadow)
        eight_bits = pdb.gimp_drawable_get_format(drawable) in BYTE_FORMATS
        self.type = "uint8" if eight_bits else "float32"
        encoding = "R'G'B'A" if self.channels == 4 else "R'G'B'"
        self.format = (OWN_SPACE if own_numbers else "") + encoding + (" u8" if eight_bits else " float")

    def read(self, strip, window):
        self._move(backend().read_into, strip, window)

    def write(self, strip, window):
        self._move(backend().write_from, strip, window)

    def _move(self, way, strip, window):
        try:
            way(self.drawable.ID, strip, self.format, window, self.shadow)
        except ValueError as error:
            raise Refused(_("{reason}; the image is unchanged.").format(reason=error))


class EightBits(Pixels):
    """Pixels through the original gimpfu: 8 bits, unconverted; refuses what is not sRGB, unless own_numbers."""

    def __init__(self, drawable, shadow, own_numbers):
        Pixels.__init__(self, drawable, shadow)
        if not own_numbers and not has_srgb_profile(drawable.image):
            raise Refused(
                _(
                    "The image has a color profile that this GIMP’s Python cannot convert to sRGB: choose Ignore the "
                    "color profile, or convert the image by Image ▸ Color Management ▸ Convert to Color Profile… first."
                )
            )
        self.region = drawable.get_pixel_rgn(0, 0, drawable.width, drawable.height, shadow, shadow)
        self.gray = drawable.is_gray

    def read(self, strip, window):
        x, y, width, rows = strip
        data = self.region[x : x + width, y : y + rows]
        window[:] = gray_to_color(data, self.channels) if self.gray else data

    def write(self, strip, window):
        x, y, width, rows = strip
        data = window.tobytes()
        self.region[x : x + width, y : y + rows] = color_to_gray(data, self.channels) if self.gray else data


def has_srgb_profile(image):
    """Return whether an image is in sRGB, judging by its profile's name."""
    profile = bytes(bytearray(pdb.gimp_image_get_color_profile(image)[1]))
    return not profile or b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def has_more_than_8_bits(image):
    return pdb.gimp_image_get_precision(image) != U8_GAMMA


def gray_to_color(data, channels):
    """Repeat gray bytes, perhaps with alpha, as three equal channels."""
    own = channels - 2
    colors = bytearray(len(data) // own * channels)
    for channel in range(3):
        colors[channel::channels] = data[::own]
    if channels == 4:
        colors[3::4] = data[1::2]
    return bytes(colors)


def color_to_gray(data, channels):
    """Take the first channel, and alpha where there is one."""
    own = channels - 2
    gray = bytearray(len(data) // channels * own)
    gray[::own] = data[::channels]
    if channels == 4:
        gray[1::2] = data[3::4]
    return bytes(gray)


class Thumbnail(object):
    """A drawable's thumbnail, 8 bits with alpha; its place in the image; what the EXIF data says of the light."""

    def __init__(self, drawable):
        scale = min(THUMBNAIL / max(drawable.width, drawable.height), 1.0)
        wanted = [max(int(round(side * scale)), 1) for side in (drawable.width, drawable.height)]
        width, height, channels, _count, data = pdb.gimp_drawable_thumbnail(drawable, *wanted)
        self.data = add_alpha(bytearray(data), channels)
        left, top = drawable.offsets
        self.place = {"width": width, "rows": height, "left": left, "top": top}
        self.place["size"] = [drawable.width, drawable.height]
        self.capture = read_capture(pdb.gimp_image_get_metadata(drawable.image))

    def put(self, memory, start):
        """Copy the pixels into shared memory, and return the fields of the request that describe them."""
        memory.view[start : start + len(self.data)] = self.data
        return {"thumbnail": dict(self.place, source=start), "capture": self.capture}


def add_alpha(data, channels):
    """Convert pixels of 1 to 4 channels (gray or color, perhaps with alpha) to 4."""
    pixels = bytearray(b"\xff") * (len(data) // channels * 4)
    for channel in range(3):
        pixels[channel::4] = data[min(channel, channels - 1) if channels > 2 else 0 :: channels]
    if channels in (2, 4):
        pixels[3::4] = data[channels - 1 :: channels]
    return bytes(pixels)
