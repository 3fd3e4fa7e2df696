"""A group of looks in the browser: a title, and the tiles below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gi.repository import Gdk, GLib, Gtk, Pango

from .look_tile import Look, Tile

HEADER_HEIGHT = 40
MOVES = {  # keys, as ``tile_grid`` names where they lead
    getattr(Gdk, f"KEY_{pad}{key}"): key.lower()
    for key in ("Left", "Right", "Up", "Down", "Page_Up", "Page_Down", "Home", "End")
    for pad in ("", "KP_")
}


class Group(Gtk.Box):
    """A title and the tiles below it.

    The tiles are made by ``fill``, when the group comes near what is in sight: a thousand of them take seconds.  Until
    then the group is about as high as they will be.
    A group that is folded, or hidden as the page has no room for it, shows no looks.
    make_tile: makes the tile of a look.  texts: by id, what the search finds a look by.  row_height: about, of tiles
    that are not there yet.
    chosen: called with the group and the id of a look that the user has gone to.  opened: called when a look was
    double-clicked, or Return pressed on it.  pressed: called with the group, the focused tile's look and the event of
    a key; returns True if that is done with.  unfold: called with the title of a group that is to be folded or
    unfolded; None for one that never is.
    """

    def __init__(
        self,
        title: str,
        looks: Sequence[Look],
        make_tile: Callable[[Look], Tile],
        texts: dict[str, str],
        chosen: Callable[[Group, str], None],
        opened: Callable[[], None],
        pressed: Callable[[Group, Look, Gdk.EventKey], bool],
        columns: int,
        row_height: int,
        unfold: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=2)
        self.title = title
        self.looks = looks
        self.make_tile = make_tile
        self.texts = texts
        self.chosen = chosen
        self.pressed = pressed
        self.columns = columns
        self.row_height = row_height
        self.words: list[str] = []
        self.foldable = unfold is not None
        self.folded = self.left_out = False
        self.known: dict[str, Tile] = {}
        self.label = Gtk.Label(xalign=0, margin_start=6, margin_top=2, ellipsize=Pango.EllipsizeMode.MIDDLE)
        self.header: Gtk.Widget = self.label
        if unfold is not None:
            self.header = Gtk.Button(relief=Gtk.ReliefStyle.NONE)
            self.header.add(self.label)
            self.header.connect("clicked", lambda button: unfold(title))
        self._name_header()
        self.tiles = Gtk.FlowBox(
            selection_mode=Gtk.SelectionMode.SINGLE,
            min_children_per_line=columns,
            max_children_per_line=columns,
            homogeneous=True,
            activate_on_single_click=False,
        )
        self.tiles.get_accessible().set_name(title)
        self.tiles.set_filter_func(lambda tile: self.matches(tile.look))
        self.tiles.connect("selected-children-changed", self._on_selected)
        self.tiles.connect("child-activated", lambda tiles, tile: opened())
        self.tiles.connect("key-press-event", self._on_key)
        self.tiles.connect("focus", self._on_focus)
        self.tiles.connect("button-press-event", self._on_button)
        self.tiles.connect("popup-menu", self._on_menu_key)
        self.menu: Callable[[Tile, Gdk.Event | None], None] = lambda tile, event: None  # opens what a right-click does
        self.pack_start(self.header, False, False, 0)
        self.pack_start(self.tiles, False, False, 0)
        self._reserve_height()

    def fill(self) -> None:
        """Make the tiles, once; none while they are not to be seen."""
        if self.known or self.folded or self.left_out:
            return
        self.tiles.set_size_request(-1, -1)
        for look in self.looks:
            tile = self.known[look["id"]] = self.make_tile(look)
            self.tiles.add(tile)
            tile.show_all()

    def matches(self, look: Look) -> bool:
        text = self.texts[look["id"]]
        return all(word in text for word in self.words)

    def choose(self, look: str, focus: bool = True) -> bool:
        """Go to a look if it is here and not hidden by the search."""
        if look not in {each["id"] for each in self.shown()}:
            return False
        self.fill()
        self.tiles.select_child(self.known[look])
        if focus:
            if self.get_realized():
                self.known[look].realize()  # GTK drops keys for a new tile otherwise, until it has drawn it
            self.known[look].grab_focus()
        return True

    def shown(self) -> list[Look]:
        return [] if self.folded or self.left_out else [look for look in self.looks if self.matches(look)]

    def selected(self) -> str | None:
        tiles = self.tiles.get_selected_children()
        return tiles[0].look["id"] if tiles else None

    def filter_looks(self, words: list[str], folded: bool, room: int) -> int:
        """Show the looks that all words fit, unless the group is folded or higher than the room in pixels.

        Return the height, about; 0 if no look fits.
        """
        self.words, self.folded, self.left_out = words, folded, False
        if not any(map(self.matches, self.looks)):
            self.set_visible(False)
            return 0
        height = HEADER_HEIGHT + self.row_height * -(-len(self.shown()) // self.columns)
        self.left_out = height > room
        self.set_visible(not self.left_out)
        self.tiles.set_visible(not folded)
        self._name_header()
        if self.known:
            self.tiles.invalidate_filter()
        else:
            self._reserve_height()
        return height

    def is_between(self, top: float, bottom: float) -> bool:
        """Return True if some of the group lies there, in pixels of the page."""
        page = self.get_allocation()
        return self.get_visible() and page.height > 1 and page.y < bottom and page.y + page.height > top

    def looks_between(self, top: float, bottom: float) -> Iterator[str]:
        """List the looks whose tiles lie there, in pixels of the page."""
        page = self.tiles.get_allocation()
        if self.known and not self.folded and self.is_between(top, bottom):
            for look in self.shown():
                place = self.known[look["id"]].get_allocation()
                if page.y + place.y < bottom and page.y + place.y + place.height > top:
                    yield look["id"]

    def has_focus_inside(self) -> bool:
        return self.tiles.get_focus_child() is not None

    def _name_header(self) -> None:
        mark = ("▸ " if self.folded else "▾ ") if self.foldable else ""
        self.label.set_markup(f"{mark}<b>{GLib.markup_escape_text(self.title)}</b>")

    def _reserve_height(self) -> None:
        rows = -(-len(self.shown()) // self.columns)
        self.tiles.set_size_request(-1, rows * self.row_height)

    def _on_selected(self, tiles: Gtk.FlowBox) -> None:
        look = self.selected()
        if look is not None:
            self.chosen(self, look)

    def _on_key(self, tiles: Gtk.FlowBox, event: Gdk.EventKey) -> bool:
        """Hand a key over before GTK takes it: its own arrow keys do not lead to the next group."""
        tile = tiles.get_focus_child()
        if event.keyval == Gdk.KEY_F10 and event.state & Gdk.ModifierType.SHIFT_MASK:
            return self._on_menu_key(tiles)  # not every GTK makes "popup-menu" of it, as of the Menu key
        return tile is not None and self.pressed(self, tile.look, event)

    def _on_button(self, tiles: Gtk.FlowBox, event: Gdk.EventButton) -> bool:
        """Open the menu of the tile that is right-clicked, which the user goes to by that."""
        if not event.triggers_context_menu():
            return False
        x, y = Gtk.get_event_widget(event).translate_coordinates(tiles, event.x, event.y)
        tile = tiles.get_child_at_pos(x, y)
        if tile is not None:
            self.choose(tile.look["id"])
            self.menu(tile, event)
        return tile is not None

    def _on_menu_key(self, tiles: Gtk.FlowBox) -> bool:
        tile = tiles.get_focus_child()
        if tile is not None:
            self.menu(tile, None)
        return tile is not None

    def _on_focus(self, tiles: Gtk.FlowBox, direction: Gtk.DirectionType) -> bool:
        """Have Tab lead to the tile that is selected, and out of the tiles from there."""
        selected = tiles.get_selected_children()
        if tiles.get_focus_child() is None and selected:
            selected[0].grab_focus()
            return True
        tiles.stop_emission_by_name("focus")
        return False
