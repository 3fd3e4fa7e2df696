"""All looks as pictures to choose from: in groups, found by typing, with favorites."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk, Pango  # noqa: E402

from ..shelf import Shelf  # noqa: E402
from .thumbnails import HEIGHT, WIDTH  # noqa: E402

COLUMNS = 3
FAVORITES, RECENT = "Favorites", "Recent"
STAR, NO_STAR = "★", "☆"

Look = dict[str, Any]


class Browser(Gtk.Box):
    """A search field over groups of tiles.

    looks: entries of the catalog, in the order of the menu; each partnership is a group.  chosen: called with
    the id of a look that the user has gone to.  starred: called with the id of a look whose star was pressed.
    opened: called when a look was double-clicked, or Return pressed on it.
    """

    def __init__(
        self,
        looks: Sequence[Look],
        shelf: Shelf,
        chosen: Callable[[str], None],
        starred: Callable[[str], Shelf],
        opened: Callable[[], None],
    ) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self.looks = {look["id"]: look for look in looks}
        self.shelf = shelf
        self.chosen = chosen
        self.starred = starred
        self.opened = opened
        self.current: str | None = None
        self.pictures: dict[str, GdkPixbuf.Pixbuf] = {}
        self.groups: list[Group] = []

        self.search = Gtk.SearchEntry(placeholder_text="Search looks")
        self.search.get_accessible().set_name("Search looks")
        self.search.connect("search-changed", lambda entry: self._filter())
        self.search.connect("activate", lambda entry: self._go_to_first())
        self.search.connect("stop-search", lambda entry: entry.set_text(""))
        self.search.connect("key-press-event", self._on_search_key)
        self.shelves = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=4)
        self.scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER, overlay_scrolling=False)
        self.scroller.set_size_request(COLUMNS * (WIDTH + 14) + 24, 200)
        self.scroller.add(self.shelves)
        self.nothing = Gtk.Label(label="No look is called that.", no_show_all=True, margin=12)
        self.pack_start(self.search, False, False, 0)
        self.pack_start(self.nothing, False, False, 0)
        self.pack_start(self.scroller, True, True, 0)
        self._fill()

    def show_picture(self, look: str, picture: GdkPixbuf.Pixbuf) -> None:
        self.pictures[look] = picture
        for group in self.groups:
            group.show_picture(look, picture)

    def choose(self, look: str) -> None:
        """Go to a look, as if the user had."""
        for group in self.groups:
            if group.choose(look):
                return

    def _fill(self) -> None:
        """Make the groups anew: favorites and recent ones first, then each partnership."""
        for child in self.shelves.get_children():
            self.shelves.remove(child)
        known = {
            FAVORITES: [self.looks[look] for look in self.shelf.favorites if look in self.looks],
            RECENT: [self.looks[look] for look in self.shelf.recent if look in self.looks],
        }
        for look in self.looks.values():
            known.setdefault(look["maker"], []).append(look)
        self.groups = [Group(self, title, looks) for title, looks in known.items() if looks]
        for group in self.groups:
            self.shelves.pack_start(group, False, False, 0)
            for look, picture in self.pictures.items():
                group.show_picture(look, picture)
        self.shelves.show_all()
        self._filter()

    def star(self, look: str) -> None:
        self.shelf = self.starred(look)
        place = self.scroller.get_vadjustment().get_value()
        group = next((group.title for group in self.groups if group.has_focus_inside()), None)
        self._fill()
        for each in self.groups:
            if each.title == group and each.choose(look):
                break
        else:
            self.choose(look)
        GLib.idle_add(self.scroller.get_vadjustment().set_value, place)

    def went_to(self, group: Group, look: str) -> None:
        for other in self.groups:
            if other is not group:
                other.tiles.unselect_all()
        if look != self.current:
            self.current = look
            self.chosen(look)

    def _filter(self) -> None:
        words = self.search.get_text().casefold().split()
        found = [group.filter(words) for group in self.groups]
        self.nothing.set_visible(not any(found))

    def _go_to_first(self) -> None:
        self._filter()  # GTK tells of what was typed a moment later: a quick user is ahead of it
        for group in self.groups:
            if group.get_visible() and group.go_to_first():
                return

    def _on_search_key(self, entry: Gtk.SearchEntry, event: Gdk.EventKey) -> bool:
        if event.keyval == Gdk.KEY_Down:
            self._go_to_first()
            return True
        return False


class Group(Gtk.Box):
    """A title and the tiles below it."""

    def __init__(self, browser: Browser, title: str, looks: Sequence[Look]) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL)
        self.browser = browser
        self.title = title
        self.words: list[str] = []
        header = Gtk.Label(xalign=0, margin_top=6)
        header.set_markup(f"<b>{GLib.markup_escape_text(title)}</b>")
        self.tiles = Gtk.FlowBox(
            selection_mode=Gtk.SelectionMode.SINGLE,
            min_children_per_line=COLUMNS,
            max_children_per_line=COLUMNS,
            homogeneous=True,
            activate_on_single_click=False,
        )
        self.tiles.get_accessible().set_name(title)
        for look in looks:
            self.tiles.add(Tile(browser, look))
        self.tiles.set_filter_func(lambda tile: tile.matches(self.words))
        self.tiles.connect("selected-children-changed", self._on_selected)
        self.tiles.connect("child-activated", lambda tiles, tile: browser.opened())
        self.pack_start(header, False, False, 0)
        self.pack_start(self.tiles, False, False, 0)

    def show_picture(self, look: str, picture: GdkPixbuf.Pixbuf) -> None:
        for tile in self.tiles.get_children():
            if tile.look["id"] == look:
                tile.picture.set_from_pixbuf(picture)

    def choose(self, look: str) -> bool:
        """Go to a look if it is here and not hidden by the search."""
        for tile in self.tiles.get_children():
            if tile.look["id"] == look and tile.matches(self.words):
                self.tiles.select_child(tile)
                tile.grab_focus()
                return True
        return False

    def go_to_first(self) -> bool:
        shown = [tile for tile in self.tiles.get_children() if tile.matches(self.words)]
        return bool(shown) and self.choose(shown[0].look["id"])

    def filter(self, words: list[str]) -> bool:
        """Show the tiles that all words fit; whether there is one."""
        self.words = words
        found = any(tile.matches(words) for tile in self.tiles.get_children())
        self.set_visible(found)
        self.tiles.invalidate_filter()
        return found

    def has_focus_inside(self) -> bool:
        return self.tiles.get_focus_child() is not None

    def _on_selected(self, tiles: Gtk.FlowBox) -> None:
        selected = tiles.get_selected_children()
        if selected:
            self.browser.went_to(self, selected[0].look["id"])


class Tile(Gtk.FlowBoxChild):
    """One look: its picture, its name and its star."""

    def __init__(self, browser: Browser, look: Look) -> None:
        super().__init__()
        self.browser = browser
        self.look = look
        self.text = " ".join(str(look[key] or "") for key in ("name", "maker", "phone", "character", "id")).casefold()
        self.picture = Gtk.Image()
        self.picture.set_size_request(WIDTH, HEIGHT)
        name = Gtk.Label(label=look["name"], ellipsize=Pango.EllipsizeMode.END, max_width_chars=1)
        favorite = look["id"] in browser.shelf.favorites
        star = Gtk.EventBox(halign=Gtk.Align.END, valign=Gtk.Align.START, margin=3)
        star.set_tooltip_text("No longer a favorite (F)" if favorite else "Make it a favorite (F)")
        mark = Gtk.Label(label=STAR if favorite else NO_STAR)
        mark.get_style_context().add_class("osd")
        star.add(mark)
        star.connect("button-press-event", self._on_star)
        on_picture = Gtk.Overlay(halign=Gtk.Align.CENTER)
        on_picture.add(self.picture)
        on_picture.add_overlay(star)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, margin=2)
        box.pack_start(on_picture, False, False, 0)
        box.pack_start(name, False, False, 0)
        self.add(box)
        self.get_accessible().set_name(f"{look['maker']}, {look['name']}{', favorite' if favorite else ''}")
        self.set_tooltip_text(look["character"])
        self.connect("key-press-event", self._on_key)

    def matches(self, words: list[str]) -> bool:
        return all(word in self.text for word in words)

    def _on_star(self, star: Gtk.EventBox, event: Gdk.EventButton) -> bool:
        self.browser.star(self.look["id"])
        return True  # the tile is not gone to

    def _on_key(self, tile: Gtk.FlowBoxChild, event: Gdk.EventKey) -> bool:
        if event.keyval in (Gdk.KEY_f, Gdk.KEY_F) and not event.state & Gdk.ModifierType.CONTROL_MASK:
            self.browser.star(self.look["id"])
            return True
        return False
