"""Draw pixels for widgets: over checks, sharp on screens of high density."""

from __future__ import annotations

from collections.abc import Sequence

import gi
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk

from ..crop import Area
from ..thumbnails import Picture

CHANNELS = 4
CHECKS = (8, 0xFF999999, 0xFF666666)  # size and the two grays below transparent pixels
SHADE = 64  # of 255: what is left of the light outside a crop

try:
    gi.require_foreign("cairo")
    CAIRO = True
except ImportError:  # pycairo is a package of its own in Debian: GTK then scales the picture up
    CAIRO = False


def screen_density(widget: Gtk.Widget) -> int:
    """Return the screen's pixels for each of GTK's, as far as a picture can use them."""
    return int(widget.get_scale_factor()) if CAIRO else 1


def draw_on_checks(rgba: bytes, width: int, height: int) -> GdkPixbuf.Pixbuf:
    """Draw 8-bit sRGB with alpha for the screen, over checks where it is transparent."""
    data = GLib.Bytes.new(rgba)
    pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(data, GdkPixbuf.Colorspace.RGB, True, 8, width, height, width * CHANNELS)
    return pixbuf.composite_color_simple(width, height, GdkPixbuf.InterpType.NEAREST, 255, *CHECKS)


def draw_picture(picture: Picture, data: bytes, crop: Sequence[int] | None) -> GdkPixbuf.Pixbuf:
    """Draw a picture, or what the engine has made of it.  crop: what will be left of the image, in its pixels."""
    pixbuf = draw_on_checks(picture.in_srgb(data), picture.width, picture.height)
    if not crop:
        return pixbuf
    scale, corner = picture.place["scale"], (picture.place["left"], picture.place["top"])
    left, top = (round((crop[axis] - corner[axis]) / scale) for axis in (0, 1))
    return darken_outside(pixbuf, (left, top, round(crop[2] / scale), round(crop[3] / scale)))


def darken_outside(pixbuf: GdkPixbuf.Pixbuf, lit: Area) -> GdkPixbuf.Pixbuf:
    """Darken all but one area."""
    width, height = pixbuf.get_width(), pixbuf.get_height()
    dark = pixbuf.composite_color_simple(width, height, GdkPixbuf.InterpType.NEAREST, SHADE, 8, 0, 0)
    left, top = max(lit[0], 0), max(lit[1], 0)
    right, bottom = min(lit[0] + lit[2], width), min(lit[1] + lit[3], height)
    if left < right and top < bottom:
        pixbuf.copy_area(left, top, right - left, bottom - top, dark, left, top)
    return dark


def show_pixbuf(image: Gtk.Image, pixbuf: GdkPixbuf.Pixbuf, scale: int) -> None:
    """Put a picture into a widget; scale: the screen's pixels for each of GTK's."""
    if scale == 1:
        image.set_from_pixbuf(pixbuf)
    else:
        image.set_from_surface(Gdk.cairo_surface_create_from_pixbuf(pixbuf, scale, None))
