"""The tile of a look in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gi.repository import Gdk, GdkPixbuf, Gtk, Pango

from ...language import _
from ...menu.tags import fold_text
from . import draw_pixels, style
from .tile_shape import TileShape

STAR, NO_STAR = "★", "☆"

Look = dict[str, Any]


def is_named(look: Look, words: list[str]) -> bool:
    """Return True if a look's name has all words."""
    return all(word in fold_text(look["name"]) for word in words)


class Tile(Gtk.FlowBoxChild):
    """One look: its picture, its name and its star.  star: called when that is pressed, with the look's id."""

    def __init__(self, look: Look, shape: TileShape, favorite: bool, star: Callable[[str], None]) -> None:
        super().__init__()
        style.with_class(self, "tile")
        self.look = look
        self.star = star
        self.shape = shape
        self.picture = style.with_class(Gtk.Image(), "empty")
        self.picture.set_size_request(shape.width, shape.height)
        name = Gtk.Label(
            label=look["name"],
            ellipsize=Pango.EllipsizeMode.END,
            max_width_chars=1,
            wrap=True,
            wrap_mode=Pango.WrapMode.WORD_CHAR,
            lines=2,
            justify=Gtk.Justification.CENTER,
            valign=Gtk.Align.START,
        )
        style.with_class(name, "name")
        mark = style.with_class(Gtk.Label(label=STAR if favorite else NO_STAR), "star")
        if favorite:
            style.with_class(mark, "favorite")
        button = Gtk.EventBox(halign=Gtk.Align.END, valign=Gtk.Align.START, margin=4, visible_window=False)
        button.set_tooltip_text(_("No longer a favorite (Ctrl+D)") if favorite else _("Make it a favorite (Ctrl+D)"))
        button.add(mark)
        button.connect("button-press-event", self._on_star)
        on_picture = Gtk.Overlay(halign=Gtk.Align.CENTER)
        on_picture.add(self.picture)
        on_picture.add_overlay(button)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=2)
        box.pack_start(on_picture, False, False, 0)
        box.pack_start(name, False, False, 0)
        self.add(box)
        self.get_accessible().set_name(
            ", ".join(filter(None, (look["maker"], look["name"], _("favorite") if favorite else None)))
        )
        self.set_tooltip_text(f"{look['name']}: {look['character']}" if look["character"] else look["name"])

    def show_picture(self, picture: GdkPixbuf.Pixbuf | None, density: int) -> None:
        """Show the user's picture in this look; None where there can be none."""
        if picture is None:
            self.picture.set_from_icon_name("dialog-warning-symbolic", Gtk.IconSize.LARGE_TOOLBAR)
        else:
            self.picture.get_style_context().remove_class("looks-empty")
            draw_pixels.show_pixbuf(self.picture, self._fit(picture, density), density)

    def _fit(self, picture: GdkPixbuf.Pixbuf, density: int) -> GdkPixbuf.Pixbuf:
        """Scale a picture that is smaller than a tile, or was made for tiles of another size."""
        width, height = self.shape.width * density, self.shape.height * density
        if (picture.get_width(), picture.get_height()) == (width, height):
            return picture
        return picture.scale_simple(width, height, GdkPixbuf.InterpType.BILINEAR)

    def _on_star(self, button: Gtk.EventBox, event: Gdk.EventButton) -> bool:
        self.star(self.look["id"])
        return True  # the tile is not gone to
