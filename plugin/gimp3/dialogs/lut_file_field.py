"""The field of a dialog's LUT file: choose one, and step through its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gi.repository import Gdk, Gimp, Gio, Gtk, Pango

from lut.shared.lut_files import TABLES
from lut.shared.printable import printable

from ...language import _
from ...menu.parameters import LUT_FILE
from . import layout
from .drop_files import accept_files


class LutFileField(Gtk.Box):
    """A button with the file's name, and two for the files before and behind it.  In step with ``lut-file``.

    ask: called with the present file's path, or None; returns the path of the one to have, or "" for no other.
    """

    def __init__(self, dialog: Gtk.Dialog, config: Gimp.ProcedureConfig, ask: Callable[[str | None], str]) -> None:
        super().__init__(spacing=layout.GAP)
        self.config = config
        self.ask = ask
        self.button = Gtk.Button(hexpand=True)
        self.name = Gtk.Label(ellipsize=Pango.EllipsizeMode.MIDDLE, xalign=0)
        self.button.add(self.name)
        self.button.connect("clicked", lambda button: self._choose())
        label = Gtk.Label(label=LUT_FILE.label, use_underline=True, xalign=0, mnemonic_widget=self.button)
        self.count = Gtk.Label()
        self.before, self.behind = (
            self._make_step(icon, words, by)
            for icon, words, by in (
                ("go-previous-symbolic", _("The LUT file before this one in its folder (Ctrl+Page Up)"), -1),
                ("go-next-symbolic", _("The LUT file behind this one in its folder (Ctrl+Page Down)"), 1),
            )
        )
        for widget, expand in (
            (label, False),
            (self.button, True),
            (self.before, False),
            (self.count, False),
            (self.behind, False),
        ):
            self.pack_start(widget, expand, True, 0)
        handler = config.connect(f"notify::{LUT_FILE.name}", lambda *_change: self._show_file())
        self.connect("destroy", lambda box: config.handler_is_connected(handler) and config.disconnect(handler))
        dialog.connect("key-press-event", self._on_key)
        accept_files(dialog, lambda files: self._set_path(files[0]))
        self._show_file()

    @property
    def path(self) -> str | None:
        file = self.config.get_property(LUT_FILE.name)
        return file.get_path() if file is not None else None

    def _make_step(self, icon: str, words: str, by: int) -> Gtk.Button:
        button = Gtk.Button.new_from_icon_name(icon, Gtk.IconSize.BUTTON)
        button.set_tooltip_text(words)
        button.connect("clicked", lambda button: self._step(by))
        return button

    def _set_path(self, path: str) -> None:
        self.config.set_property(LUT_FILE.name, Gio.File.new_for_path(path))

    def _choose(self) -> None:
        chosen = self.ask(self.path)
        if chosen:
            self._set_path(chosen)

    def _show_file(self) -> None:
        path = self.path
        self.name.set_text(printable(Path(path).name) if path else _("Choose…"))
        self.button.set_tooltip_text(printable(path) if path else None)
        files = list_siblings(Path(path)) if path else []
        place = files.index(Path(path)) if path else 0
        self.count.set_text(f"{place + 1} / {len(files)}" if len(files) > 1 else "")
        self.before.set_sensitive(place > 0)
        self.behind.set_sensitive(place + 1 < len(files))

    def _step(self, by: int) -> None:
        if self.path is None:
            return
        here = Path(self.path)
        files = list_siblings(here)
        place = files.index(here) + by
        if 0 <= place < len(files):
            self._set_path(str(files[place]))

    def _on_key(self, dialog: Gtk.Dialog, event: Gdk.EventKey) -> bool:
        by = {Gdk.KEY_Page_Up: -1, Gdk.KEY_KP_Page_Up: -1, Gdk.KEY_Page_Down: 1, Gdk.KEY_KP_Page_Down: 1}
        if not event.state & Gdk.ModifierType.CONTROL_MASK or event.keyval not in by:
            return False
        self._step(by[event.keyval])
        return True


def list_siblings(file: Path) -> list[Path]:
    """List the LUT files of a file's folder by their names, and the file itself, whatever it is."""
    try:
        found = {each for each in file.parent.iterdir() if each.suffix.lower() in TABLES and each.is_file()}
    except OSError:
        found = set()
    return sorted(found | {file}, key=lambda each: (each.name.casefold(), each.name))
