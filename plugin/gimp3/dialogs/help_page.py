"""Open our page of help by F1 and by a dialog's Help button.

GIMP's own handlers do it in GIMP 3.0; in GIMP 3.2 they open nothing for a plug-in's page.
"""

from __future__ import annotations

from gi.repository import Gdk, GLib, Gtk

from ...language import LANGUAGES, _
from ..help_pages import find_page
from ..message import announce


def take_help(dialog: Gtk.Dialog) -> None:
    """Have F1 and the Help button of a dialog of GIMP's open our page."""
    given = dialog.get_widget_for_response(Gtk.ResponseType.HELP)
    if given is not None:  # GIMP's answer to it cannot be taken away
        button = Gtk.Button(label=given.get_label(), use_underline=True, visible=True)
        button.connect("clicked", lambda _button: show_help(dialog))
        given.get_parent().pack_start(button, False, False, 0)
        given.get_parent().set_child_secondary(button, True)
        given.set_no_show_all(True)
        given.hide()
    dialog.connect("key-press-event", on_key)


def on_key(dialog: Gtk.Dialog, event: Gdk.EventKey) -> bool:
    if event.keyval not in (Gdk.KEY_F1, Gdk.KEY_KP_F1, Gdk.KEY_Help):
        return False
    show_help(dialog)
    return True


def show_help(dialog: Gtk.Dialog) -> None:
    page = find_page(LANGUAGES)
    try:
        Gtk.show_uri_on_window(dialog, page.as_uri(), Gdk.CURRENT_TIME)
    except GLib.Error as error:
        sentence = _("The page {path} cannot be opened: {reason}")
        announce(sentence.format(path=page, reason=error.message))
