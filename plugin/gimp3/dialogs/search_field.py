"""The field in which one types what to find in the browser."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Gdk, Gtk

from ...language import _


class SearchField(Gtk.SearchEntry):
    """A search entry.

    changed: called when the text is another one, a moment after the typing.  entered: called by Return, and by the
    arrow key that leads down to what was found.  Escape empties the field; in an empty one, it closes the dialog.
    """

    def __init__(self, changed: Callable[[], None], entered: Callable[[], None]) -> None:
        super().__init__(placeholder_text=_("Search looks"))
        self.entered = entered
        self.get_accessible().set_name(_("Search looks"))
        self.connect("search-changed", lambda entry: changed())
        self.connect("activate", lambda entry: entered())
        self.connect("stop-search", lambda entry: entry.set_text(""))
        self.connect("key-press-event", self._on_key)

    def take_typed(self, event: Gdk.EventKey) -> bool:
        """Take what is typed elsewhere, and the focus.  Return False if the key types nothing."""
        if Gdk.keyval_to_unicode(event.keyval) <= ord(" ") or not self.handle_event(event):
            return False
        self.grab_focus_without_selecting()
        self.set_position(-1)
        return True

    def _on_key(self, entry: Gtk.SearchEntry, event: Gdk.EventKey) -> bool:
        if event.keyval == Gdk.KEY_Down:
            self.entered()
        elif event.keyval == Gdk.KEY_Escape and not self.get_text():
            self.get_toplevel().emit("close")  # as Escape does anywhere else
        else:
            return False
        return True
