"""The menu of a tile: what can be done with its look."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gi.repository import Gdk, Gtk

from .look_tile import Tile

Entry = tuple[str, Callable[[], object]]  # a label with a mnemonic, and what it does


def open_menu(tile: Tile, event: Gdk.Event | None, groups: Iterable[Iterable[Entry]]) -> Gtk.Menu:
    """Open a menu at the pointer, or below the tile where a key asked for it.  groups: with a line between them."""
    menu = Gtk.Menu()
    for group in groups:
        entries = list(group)
        if entries and menu.get_children():
            menu.append(Gtk.SeparatorMenuItem())
        for label, act in entries:
            item = Gtk.MenuItem(label=label, use_underline=True)
            item.connect("activate", lambda item, act=act: act())
            menu.append(item)
    menu.attach_to_widget(tile.get_toplevel(), None)
    menu.connect("selection-done", Gtk.Menu.destroy)
    menu.show_all()
    if event is not None:
        menu.popup_at_pointer(event)
    else:
        menu.popup_at_widget(tile, Gdk.Gravity.CENTER, Gdk.Gravity.NORTH_WEST, None)
        menu.select_first(False)
    return menu
