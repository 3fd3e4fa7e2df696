"""A group of the browser, and the tile of a look in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk, Pango

from ...language import _
from . import draw_pixels, style
from .look_thumbnails import HEIGHT, WIDTH

if TYPE_CHECKING:
    from .look_browser import Browser

COLUMNS = 3
STAR, NO_STAR = "★", "☆"
SEARCHED = ("name", "maker", "phone", "year", "character", "id")

Look = dict[str, Any]


def plain(text: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


class Group(Gtk.Box):
    """A title and the tiles below it."""

    def __init__(self, browser: Browser, title: str, looks: Sequence[Look]) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=2)
        self.browser = browser
        self.title = title
        self.words: list[str] = []
        header = Gtk.Label(xalign=0, margin_start=6, margin_top=2)
        header.set_markup(f"<b>{GLib.markup_escape_text(title)}</b>")
        self.tiles = Gtk.FlowBox(
            selection_mode=Gtk.SelectionMode.SINGLE,
            min_children_per_line=COLUMNS,
            max_children_per_line=COLUMNS,
            homogeneous=True,
            activate_on_single_click=False,
        )
        self.tiles.get_accessible().set_name(title)
        self.all = [Tile(browser, look) for look in looks]
        for tile in self.all:
            self.tiles.add(tile)
        self.tiles.set_filter_func(lambda tile: tile.matches(self.words))
        self.tiles.connect("selected-children-changed", self._on_selected)
        self.tiles.connect("child-activated", lambda tiles, tile: browser.opened())
        self.tiles.connect("keynav-failed", self._on_edge)
        self.pack_start(header, False, False, 0)
        self.pack_start(self.tiles, False, False, 0)

    def show_picture(self, look: str) -> None:
        for tile in self.all:
            if tile.look["id"] == look:
                tile.show_picture()

    def choose(self, look: str, focus: bool = True) -> bool:
        """Go to a look if it is here and not hidden by the search."""
        for tile in self.shown():
            if tile.look["id"] == look:
                self.tiles.select_child(tile)
                if focus:
                    tile.grab_focus()
                return True
        return False

    def shown(self) -> list[Tile]:
        return [tile for tile in self.all if tile.matches(self.words)]

    def selected(self) -> str | None:
        tiles = self.tiles.get_selected_children()
        return tiles[0].look["id"] if tiles else None

    def filter(self, words: list[str]) -> bool:
        """Show the tiles that all words fit; whether there is one."""
        self.words = words
        found = bool(self.shown())
        self.set_visible(found)
        self.tiles.invalidate_filter()
        return found

    def between(self, top: float, bottom: float) -> Iterator[str]:
        """The looks whose tiles lie there, in pixels of the page."""
        page = self.tiles.get_allocation()
        if self.get_visible() and page.y < bottom and page.y + page.height > top:
            for tile in self.shown():
                place = tile.get_allocation()
                if page.y + place.y < bottom and page.y + place.y + place.height > top:
                    yield tile.look["id"]

    def has_focus_inside(self) -> bool:
        return self.tiles.get_focus_child() is not None

    def _on_selected(self, tiles: Gtk.FlowBox) -> None:
        look = self.selected()
        if look is not None:
            self.browser.went_to(self, look)

    def _on_edge(self, tiles: Gtk.FlowBox, direction: Gtk.DirectionType) -> bool:
        """An arrow key at the first or the last row: on to the next group, in the same column."""
        if direction not in (Gtk.DirectionType.UP, Gtk.DirectionType.DOWN):
            return False
        shown = self.shown()
        column = shown.index(tiles.get_focus_child()) % COLUMNS
        return self.browser.step(self, direction == Gtk.DirectionType.DOWN, column)


class Tile(Gtk.FlowBoxChild):
    """One look: its picture, its name and its star."""

    def __init__(self, browser: Browser, look: Look) -> None:
        super().__init__()
        style.with_class(self, "tile")
        self.browser = browser
        self.look = look
        self.text = plain(" ".join(str(look[key] or "") for key in SEARCHED))
        favorite = look["id"] in browser.shelf.favorites
        self.picture = style.with_class(Gtk.Image(), "empty")
        self.picture.set_size_request(WIDTH, HEIGHT)
        name = Gtk.Label(label=look["name"], ellipsize=Pango.EllipsizeMode.END, max_width_chars=1)
        style.with_class(name, "name")
        mark = style.with_class(Gtk.Label(label=STAR if favorite else NO_STAR), "star")
        if favorite:
            style.with_class(mark, "favorite")
        star = Gtk.EventBox(halign=Gtk.Align.END, valign=Gtk.Align.START, margin=4, visible_window=False)
        star.set_tooltip_text(_("No longer a favorite (F)") if favorite else _("Make it a favorite (F)"))
        star.add(mark)
        star.connect("button-press-event", self._on_star)
        on_picture = Gtk.Overlay(halign=Gtk.Align.CENTER)
        on_picture.add(self.picture)
        on_picture.add_overlay(star)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=2)
        box.pack_start(on_picture, False, False, 0)
        box.pack_start(name, False, False, 0)
        self.add(box)
        self.get_accessible().set_name(
            ", ".join(filter(None, (look["maker"], look["name"], favorite and _("favorite"))))
        )
        self.set_tooltip_text(f"{look['name']}: {look['character']}" if look["character"] else look["name"])
        self.connect("key-press-event", self._on_key)
        self.show_picture()

    def show_picture(self) -> None:
        known = self.browser.pictures
        if self.look["id"] not in known:
            return
        picture = known[self.look["id"]]
        if picture is None:
            self.picture.set_from_icon_name("dialog-warning-symbolic", Gtk.IconSize.LARGE_TOOLBAR)
        else:
            self.picture.get_style_context().remove_class("looks-empty")
            draw_pixels.show(self.picture, picture, self.browser.density)

    def matches(self, words: list[str]) -> bool:
        return all(word in self.text for word in words)

    def is_named(self, words: list[str]) -> bool:
        return all(word in plain(self.look["name"]) for word in words)

    def _on_star(self, star: Gtk.EventBox, event: Gdk.EventButton) -> bool:
        self.browser.star(self.look["id"])
        return True  # the tile is not gone to

    def _on_key(self, tile: Gtk.FlowBoxChild, event: Gdk.EventKey) -> bool:
        if event.keyval in (Gdk.KEY_f, Gdk.KEY_F) and not event.state & Gdk.ModifierType.CONTROL_MASK:
            self.browser.star(self.look["id"])
            return True
        return False
