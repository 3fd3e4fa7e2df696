"""Ask for a name, until one will do."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Gtk

from ...engine.client import EngineError
from ...language import _
from . import layout

WIDTH = 360


def ask_name(parent: Gtk.Window, title: str, name: str, use: Callable[[str], None]) -> None:
    """Ask for a name that is at first the given one.

    use: called with each; the sentence of its EngineError is shown, and another name can be given.
    """
    dialog = Gtk.Dialog(title=title, transient_for=parent, modal=True, resizable=False)
    dialog.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
    dialog.add_button(_("_OK"), Gtk.ResponseType.OK)
    dialog.set_default_response(Gtk.ResponseType.OK)
    entry = Gtk.Entry(text=name, activates_default=True)
    label = Gtk.Label(label=_("_Name"), use_underline=True, mnemonic_widget=entry)
    message = layout.MessageLabel()
    row = Gtk.Box(spacing=12)
    row.pack_start(label, False, False, 0)
    row.pack_start(entry, True, True, 0)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=layout.GAP, margin=12)
    box.set_size_request(WIDTH, -1)
    box.pack_start(row, False, False, 0)
    box.pack_start(message, False, False, 0)
    dialog.get_content_area().pack_start(box, True, True, 0)
    box.show_all()
    try:
        while dialog.run() == Gtk.ResponseType.OK:
            try:
                use(entry.get_text())
            except EngineError as error:
                message.tell_error(str(error))
            else:
                return
    finally:
        dialog.destroy()
