"""Take files that are dropped onto a window."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Gdk, Gio, GLib, Gtk


def accept_files(window: Gtk.Window, take: Callable[[list[str]], object]) -> None:
    """Have files of this machine dropped anywhere onto a window.  take: called with their paths."""

    def received(
        window: Gtk.Window, context: Gdk.DragContext, x: int, y: int, data: Gtk.SelectionData, info: int, time: int
    ) -> None:
        paths = [Gio.File.new_for_uri(uri).get_path() for uri in data.get_uris()]
        files = [path for path in paths if path is not None]
        Gtk.drag_finish(context, bool(files), False, time)
        if files:
            GLib.idle_add(lambda: take(files) and None)  # the other program waits for the end of the drag

    window.drag_dest_set(Gtk.DestDefaults.ALL, [], Gdk.DragAction.COPY)
    window.drag_dest_add_uri_targets()
    window.connect("drag-data-received", received)
