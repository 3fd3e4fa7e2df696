"""All looks as pictures to choose from: in groups, found by typing, with favorites."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gi.repository import Gdk, GdkPixbuf, GLib, Gtk

from lut.shared.look_names import OWN

from ...language import _, ngettext
from ...menu.favorites import Shelf
from ...menu.tags import fold_text, searched_text
from .first_frame import after_first_frame
from .look_group import MOVES, Group
from .look_tile import Look, Tile, is_named
from .search_field import SearchField
from .tile_grid import next_place
from .tile_shape import TileShape

AHEAD = 1500  # pixels above and below what is in sight, where tiles and pictures are made as well
BESIDE = 22  # pixels: the scroll bar and what else is beside all columns
LEAST_WIDTH = 300  # two columns of the usual size or nearly
FOLD_FROM = 100  # looks of the user's own, above which their folders are folded
PAGE = 24_000  # pixels, about: GTK draws nothing of a page of more than 32,767
PART = 10  # rows: a larger group is made in parts, of which those far away have no tiles


class Browser(Gtk.Box):
    """A search field over groups of tiles.

    looks: entries of the catalog, in the order of the menu; each partnership is a group.  shape: of the tiles.
    width: that there will be, about.  chosen: called with
    the id of a look that the user has gone to.  starred: called with the id of a look whose star was pressed.
    opened: called when a look was double-clicked, or Return pressed on it.  ``wanting`` is called when other
    pictures than before are wanted first.  ``menu`` is called with a tile whose menu is asked for, and the event of the
    mouse.
    """

    def __init__(
        self,
        looks: Sequence[Look],
        shape: TileShape,
        width: int,
        shelf: Shelf,
        chosen: Callable[[str], None],
        starred: Callable[[str], Shelf],
        opened: Callable[[], None],
    ) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self.looks = {look["id"]: look for look in looks}
        self.texts: dict[str, str] = {}
        self.shape = shape
        self.shelf = shelf
        self.chosen = chosen
        self.starred = starred
        self.opened = opened
        self.current: str | None = None
        self.columns = shape.columns_in(width - BESIDE)
        self.painted = False
        self.column: int | None = None  # that keys keep, past rows that are shorter
        self.revealed: Group | None = None  # whose selected tile is kept in sight, while tiles get their places
        self.looking = 0  # GLib's number of the look around that is due
        self.density = 1
        self.pictures: dict[str, GdkPixbuf.Pixbuf | None] = {}
        self.asked: set[str] = set()
        self.groups: list[Group] = []
        self.unfolded: set[str] = set()
        self.queue: Iterator[str] | None = None
        self.wanting: Callable[[], None] = lambda: None
        self.menu: Callable[[Tile, Gdk.Event | None], None] = lambda tile, event: None

        self.search = SearchField(self._filter_looks, self._go_to_first)
        self.shelves = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self.scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER, overlay_scrolling=False)
        self.scroller.set_size_request(LEAST_WIDTH, 200)
        self.scroller.connect("size-allocate", lambda scroller, place: self._scrolled())
        self.scroller.add(self.shelves)
        adjustment = self.scroller.get_vadjustment()
        for signal in ("value-changed", "changed"):
            adjustment.connect(signal, lambda adjustment: self._scrolled())
        after_first_frame(self, self._begin)
        for widget, signal in ((self.scroller, "scroll-event"), (self.scroller.get_vscrollbar(), "button-press-event")):
            widget.connect(signal, self._on_scrolled_away)
        self.more = Gtk.Label(no_show_all=True, margin=4, wrap=True, max_width_chars=1)
        self.nothing = Gtk.Label(label=_("No look is called that."), no_show_all=True, margin=12)
        self.pack_start(self.search, False, False, 0)
        self.pack_start(self.nothing, False, False, 0)
        self.pack_start(self.scroller, True, True, 0)
        self.pack_start(self.more, False, False, 0)
        self._build_groups()

    def show_picture(self, look: str, picture: GdkPixbuf.Pixbuf | None) -> None:
        self.pictures[look] = picture
        for group in self.groups:
            if look in group.known:
                group.known[look].show_picture(picture, self.density)

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
        """Go to a look, as if the user had; a search that hides it is over, and its group is unfolded."""
        if any(group.choose(look, focus) for group in self.groups):
            return
        self.unfolded.add(self.looks[look]["maker"])
        for text in ("", self.looks[look]["name"]):  # the page may have no room for it but in a search
            self.search.set_text(text)
            self._filter_looks()
            if any(group.choose(look, focus) for group in self.groups):
                return

    def show_look(self, look: str) -> None:
        """Go to a look, and scroll there."""
        self.choose(look)
        self.revealed = next((group for group in self.groups if group.selected()), None)
        self._scrolled()

    def set_looks(self, looks: Sequence[Look]) -> None:
        """Show other looks than before; a picture is made again where its look is another one of the same name."""
        new = {look["id"]: look for look in looks}
        for look in self.asked.copy():
            if new.get(look) != self.looks.get(look):
                self.asked.discard(look)
                self.pictures.pop(look, None)
        self.looks = new
        self._rebuild_groups()

    def take_shape(self, shape: TileShape) -> None:
        """Give tiles another size; their pictures are made again, and scaled until then."""
        self.shape = shape
        self.asked.clear()
        self.columns = self._count_columns()
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
        self.texts = {look["id"]: searched_text(look) for look in self.looks.values()}
        self.groups = []
        own = [look["maker"] for look in self.looks.values() if look["id"].startswith(OWN)]
        folding = set(own) if len(own) > FOLD_FROM else set()
        for title, looks in known.items():
            unfold = self._unfold if title in folding else None
            for start in range(0, len(looks), PART * self.columns):
                part = looks[start : start + PART * self.columns]
                group = Group(
                    title,
                    part,
                    self._make_tile,
                    self.texts,
                    self.go_to,
                    self.opened,
                    self._on_key,
                    self.columns,
                    self.shape.row,
                    unfold,
                )
                group.menu = lambda tile, event: self.menu(tile, event)
                group.tiles.connect("size-allocate", lambda tiles, place: self._scrolled())
                self.groups.append(group)
                self.shelves.pack_start(group, False, False, 0)
        self.shelves.show_all()
        self._filter_looks()

    def _make_tile(self, look: Look) -> Tile:
        tile = Tile(look, self.shape, look["id"] in self.shelf.favorites, self.star)
        if look["id"] in self.pictures:
            tile.show_picture(self.pictures[look["id"]], self.density)
        return tile

    def _rebuild_groups(self) -> None:
        """Rebuild the groups; keep selection and scroll position."""
        place = self.scroller.get_vadjustment().get_value()
        here = next((group for group in self.groups if group.selected()), None)
        look = here.selected() if here else None
        focus = here is not None and here.has_focus_inside()
        self._build_groups()
        if here is not None and look is not None:
            same = (group for group in self.groups if group.title == here.title)
            hidden = not any(group.choose(look, focus) for group in same)
            if hidden and look in self.looks and not self.search.get_text():  # a search is the user's own
                self.choose(look, focus)
        self.revealed = next((group for group in self.groups if group.has_focus_inside()), None)
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
            self.column = None
            self.chosen(look)

    def _on_key(self, group: Group, look: Look, event: Gdk.EventKey) -> bool:
        """Go to another tile, or on to the search with what is typed."""
        control = bool(event.state & Gdk.ModifierType.CONTROL_MASK)
        if control and event.keyval in (Gdk.KEY_d, Gdk.KEY_D):
            self.star(look["id"])
            return True
        if control or event.state & Gdk.ModifierType.MOD1_MASK:
            return False
        if (move := MOVES.get(event.keyval)) is not None:
            self._move(group, look, move)
            return True
        if event.keyval == Gdk.KEY_space:
            return True  # only Return applies a look
        return self.search.take_typed(event)

    def _move(self, group: Group, look: Look, move: str) -> None:
        groups = [each for each in self.groups if each.shown()]
        shown = [each.shown() for each in groups]
        here = groups.index(group)
        place = here, shown[here].index(look)
        upright = move not in ("left", "right", "home", "end")
        self.column = self.column if upright and self.column is not None else place[1] % self.columns
        column = self.column
        page = max(int(self.scroller.get_vadjustment().get_page_size() // self.shape.row), 1)
        there, tile = next_place([len(looks) for looks in shown], self.columns, place, move, page, column)
        groups[there].choose(shown[there][tile]["id"])
        self.column = column if upright else None
        self.revealed = groups[there]
        self._scrolled()

    def _reveal(self) -> None:
        """Scroll to the tile that a key has led to; to its group's title as well, if it is in the first row."""
        tiles = self.revealed.tiles.get_selected_children() if self.revealed is not None else []
        if self.revealed is None or not tiles or tiles[0].get_allocated_height() == 1:
            return
        place, group = tiles[0].get_allocation(), self.revealed.get_allocation()
        top = self.revealed.tiles.get_allocation().y + place.y
        self.scroller.get_vadjustment().clamp_page(group.y if place.y < place.height else top, top + place.height)

    def _on_scrolled_away(self, widget: Gtk.Widget, event: Gdk.Event) -> bool:
        self.revealed = None
        return False

    def _filter_looks(self) -> None:
        words = fold_text(self.search.get_text()).split()
        titles: set[str] = set()
        room, left = PAGE, 0
        for group in self.groups:
            folded = group.foldable and not words and group.title not in self.unfolded
            if folded and group.title in titles:
                group.filter_looks(words, folded, -1)  # the first part shows the title
                continue
            height = group.filter_looks(words, folded, room)
            if group.left_out:
                left += sum(map(group.matches, group.looks))
            elif height:  # the first part of each that has something to show has the title
                room -= height
                group.header.set_visible(group.title not in titles)
                titles.add(group.title)
        self.nothing.set_visible(not titles)
        sentence = ngettext(
            "{count} more look: type some of its name to see it.",
            "{count} more looks: type some of a name to see them.",
            left,
        )
        self.more.set_text(sentence.format(count=left))
        self.more.set_visible(left > 0)
        self._scrolled()

    def _unfold(self, title: str) -> None:
        self.unfolded ^= {title}
        self._filter_looks()

    def _begin(self) -> None:
        self.painted = True
        self._scrolled()

    def _scrolled(self) -> None:
        """Look soon at what is near: while GTK is giving tiles their places, new ones would get none."""
        if not self.looking and self.painted:
            self.looking = GLib.idle_add(self._look_around, priority=GLib.PRIORITY_HIGH_IDLE + 30)  # behind GTK's

    def _look_around(self) -> bool:
        """Make the tiles of groups that are near, and have the pictures of those in sight made first."""
        self.looking = 0
        columns = self._count_columns()
        if self.get_mapped() and columns != self.columns:
            self.columns = columns
            self._rebuild_groups()  # has it look around again
        elif self.get_mapped():
            self._reveal()
            top, bottom = self._reach(AHEAD)
            for group in self.groups:
                if group.is_between(top, bottom):
                    group.fill()
            self.queue = None
            self.wanting()
        return GLib.SOURCE_REMOVE

    def _count_columns(self) -> int:
        return self.shape.columns_in(self.scroller.get_allocated_width() - BESIDE)

    def _reach(self, ahead: int) -> tuple[float, float]:
        """Return where on the page what is in sight begins and ends, with so many pixels above and below it."""
        adjustment = self.scroller.get_vadjustment()
        top = adjustment.get_value()
        return top - ahead, top + adjustment.get_page_size() + ahead

    def in_sight(self, ahead: int) -> list[str]:
        """List the looks whose tiles are on the screen, or so many pixels above and below it."""
        return [look for group in self.groups for look in group.looks_between(*self._reach(ahead))]

    def _go_to_first(self) -> None:
        """Go to the first tile with what was typed in its name, or else in what is said of it."""
        self._filter_looks()  # GTK tells of what was typed a moment later: a quick user is ahead of it
        found = [(group, look) for group in self.groups for look in group.shown()]
        named = [(group, look) for group, look in found if is_named(look, group.words)]
        for group, look in (named or found)[:1]:
            group.choose(look["id"])
