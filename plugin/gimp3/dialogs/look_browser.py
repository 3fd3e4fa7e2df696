"""All looks as pictures to choose from: in groups, found by typing, with favorites."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gi.repository import Gdk, GdkPixbuf, GLib, Gtk

from ...language import _
from ...menu.favorites import Shelf
from .look_thumbnails import WIDTH
from .look_tile import Look, Tile, fold_text

COLUMNS = 3
AHEAD = 1500  # pixels above and below what is in sight, where pictures are made as well


class Group(Gtk.Box):
    """A title and the tiles below it.

    chosen: called with the group and the id of a look that the user has gone to.  opened: called when a look was
    double-clicked, or Return pressed on it.  leave: called with the group, whether downwards, and the column when an
    arrow key leads out of it; returns False where there is nowhere to go.
    """

    def __init__(
        self,
        title: str,
        tiles: Sequence[Tile],
        chosen: Callable[[Group, str], None],
        opened: Callable[[], None],
        leave: Callable[[Group, bool, int], bool],
    ) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=2)
        self.title = title
        self.all = tiles
        self.chosen = chosen
        self.leave = leave
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
        for tile in tiles:
            self.tiles.add(tile)
        self.tiles.set_filter_func(lambda tile: tile.matches(self.words))
        self.tiles.connect("selected-children-changed", self._on_selected)
        self.tiles.connect("child-activated", lambda tiles, tile: opened())
        self.tiles.connect("keynav-failed", self._on_edge)
        self.pack_start(header, False, False, 0)
        self.pack_start(self.tiles, False, False, 0)

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

    def filter_tiles(self, words: list[str]) -> bool:
        """Show the tiles that all words fit.  Return True if there is one."""
        self.words = words
        found = bool(self.shown())
        self.set_visible(found)
        self.tiles.invalidate_filter()
        return found

    def looks_between(self, top: float, bottom: float) -> Iterator[str]:
        """List the looks whose tiles lie there, in pixels of the page."""
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
            self.chosen(self, look)

    def _on_edge(self, tiles: Gtk.FlowBox, direction: Gtk.DirectionType) -> bool:
        """Go on to the next group, in the same column: an arrow key was pressed at the first or the last row."""
        if direction not in (Gtk.DirectionType.UP, Gtk.DirectionType.DOWN):
            return False
        shown = self.shown()
        column = shown.index(tiles.get_focus_child()) % COLUMNS
        return self.leave(self, direction == Gtk.DirectionType.DOWN, column)


class Browser(Gtk.Box):
    """A search field over groups of tiles.

    looks: entries of the catalog, in the order of the menu; each partnership is a group.  chosen: called with
    the id of a look that the user has gone to.  starred: called with the id of a look whose star was pressed.
    opened: called when a look was double-clicked, or Return pressed on it.  ``wanting`` is called when other
    pictures than before are wanted first.
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
        self.density = 1
        self.pictures: dict[str, GdkPixbuf.Pixbuf | None] = {}
        self.asked: set[str] = set()
        self.groups: list[Group] = []
        self.queue: Iterator[str] | None = None
        self.wanting: Callable[[], None] = lambda: None

        self.search = Gtk.SearchEntry(placeholder_text=_("Search looks"))
        self.search.get_accessible().set_name(_("Search looks"))
        self.search.connect("search-changed", lambda entry: self._filter_looks())
        self.search.connect("activate", lambda entry: self._go_to_first())
        self.search.connect("stop-search", lambda entry: entry.set_text(""))
        self.search.connect("key-press-event", self._on_search_key)
        self.shelves = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self.scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER, overlay_scrolling=False)
        self.scroller.set_size_request(COLUMNS * (WIDTH + 12) + 26, 200)
        self.scroller.add(self.shelves)
        adjustment = self.scroller.get_vadjustment()
        for signal in ("value-changed", "changed"):
            adjustment.connect(signal, lambda adjustment: self._scrolled())
        self.nothing = Gtk.Label(label=_("No look is called that."), no_show_all=True, margin=12)
        self.pack_start(self.search, False, False, 0)
        self.pack_start(self.nothing, False, False, 0)
        self.pack_start(self.scroller, True, True, 0)
        self._build_groups()

    def show_picture(self, look: str, picture: GdkPixbuf.Pixbuf | None) -> None:
        self.pictures[look] = picture
        for group in self.groups:
            for tile in group.all:
                if tile.look["id"] == look:
                    tile.show_picture(picture, self.density)

    def next_without_picture(self) -> str | None:
        """Choose the look whose picture to make next: those in sight come first, and those far away not at all."""
        if self.queue is None:
            self.queue = iter([*self.in_sight(0), *self.in_sight(AHEAD)])
        for look in self.queue:
            if look not in self.asked:
                self.asked.add(look)
                return look
        return None

    def choose(self, look: str, focus: bool = True) -> None:
        """Go to a look, as if the user had; a search that hides it is over."""
        if not any(group.choose(look, focus) for group in self.groups) and self.search.get_text():
            self.search.set_text("")
            self._filter_looks()
            self.choose(look, focus)

    def set_looks(self, looks: Sequence[Look]) -> None:
        """Show other looks than before; a picture is made again where its look is another one of the same name."""
        new = {look["id"]: look for look in looks}
        for look in self.asked.copy():
            if new.get(look) != self.looks.get(look):
                self.asked.discard(look)
                self.pictures.pop(look, None)
        self.looks = new
        self._rebuild_groups()

    def _build_groups(self) -> None:
        """Build the groups: favorites and recent looks first, then each partnership."""
        for child in self.shelves.get_children():
            child.destroy()
        known = {
            _("Favorites"): [self.looks[look] for look in self.shelf.favorites if look in self.looks],
            _("Recent"): [self.looks[look] for look in self.shelf.recent if look in self.looks],
        }
        for look in self.looks.values():
            known.setdefault(look["maker"], []).append(look)
        self.groups = []
        for title, looks in known.items():
            if looks:
                tiles = [Tile(look, look["id"] in self.shelf.favorites, self.star) for look in looks]
                for tile in tiles:
                    if tile.look["id"] in self.pictures:
                        tile.show_picture(self.pictures[tile.look["id"]], self.density)
                group = Group(title, tiles, self.go_to, self.opened, self.step)
                self.groups.append(group)
                self.shelves.pack_start(group, False, False, 0)
        self.shelves.show_all()
        self._filter_looks()

    def _rebuild_groups(self) -> None:
        """Rebuild the groups; keep selection and scroll position."""
        place = self.scroller.get_vadjustment().get_value()
        here = next((group for group in self.groups if group.selected()), None)
        look = here.selected() if here else None
        focus = here is not None and here.has_focus_inside()
        self._build_groups()
        if here is not None and look is not None:
            same = next((group for group in self.groups if group.title == here.title), None)
            if same is None or not same.choose(look, focus):
                self.choose(look, focus)
        GLib.idle_add(self.scroller.get_vadjustment().set_value, place)

    def star(self, look: str) -> None:
        """Make a look a favorite, or no longer."""
        self.shelf = self.starred(look)
        self._rebuild_groups()

    def go_to(self, group: Group, look: str) -> None:
        for other in self.groups:
            if other is not group:
                other.tiles.unselect_all()
        self.shelves.set_focus_chain([group])  # all tiles are one stop of the Tab key
        if look != self.current:
            self.current = look
            self.chosen(look)

    def step(self, group: Group, down: bool, column: int) -> bool:
        """Go to the group below this one, or above it; False where there is none."""
        shown = [each for each in self.groups if each.get_visible()]
        index = shown.index(group) + (1 if down else -1)
        if not 0 <= index < len(shown):
            return False
        tiles = shown[index].shown()
        start = 0 if down else (len(tiles) - 1) // COLUMNS * COLUMNS
        return shown[index].choose(tiles[min(start + column, len(tiles) - 1)].look["id"])

    def _filter_looks(self) -> None:
        words = fold_text(self.search.get_text()).split()
        found = [group.filter_tiles(words) for group in self.groups]
        self.nothing.set_visible(not any(found))
        self._scrolled()

    def _scrolled(self) -> None:
        self.queue = None
        self.wanting()

    def in_sight(self, ahead: int) -> list[str]:
        """List the looks whose tiles are on the screen, or so many pixels above and below it."""
        adjustment = self.scroller.get_vadjustment()
        top = adjustment.get_value() - ahead
        bottom = adjustment.get_value() + adjustment.get_page_size() + ahead
        return [look for group in self.groups for look in group.looks_between(top, bottom)]

    def _go_to_first(self) -> None:
        """Go to the first tile with what was typed in its name, or else in what is said of it."""
        self._filter_looks()  # GTK tells of what was typed a moment later: a quick user is ahead of it
        found = [(group, tile) for group in self.groups for tile in group.shown()]
        named = [(group, tile) for group, tile in found if tile.is_named(group.words)]
        for group, tile in (named or found)[:1]:
            group.choose(tile.look["id"])

    def _on_search_key(self, entry: Gtk.SearchEntry, event: Gdk.EventKey) -> bool:
        if event.keyval == Gdk.KEY_Down:
            self._go_to_first()
            return True
        return False
