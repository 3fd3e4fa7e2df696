"""Choose raw files or a folder of them, and list the pairs that are found there."""

from __future__ import annotations

from pathlib import Path

from gi.repository import Gimp, GLib, Gtk, Pango

from lut.shared.photo_files import PICTURES, RAW

from ...engine.client import Engine, EngineError, Message
from ...language import _
from ..create_source import absolute_paths
from . import layout
from .file_filter import make_filter

MOST_SHOWN = 130  # pixels of the list's height


class PhotoFiles(Gtk.Box):
    """Keep ``files`` of the config as the user chooses them, and show the pairs that the engine finds in them."""

    def __init__(self, engine: Engine, config: Gimp.ProcedureConfig) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=layout.GAP)
        self.engine = engine
        self.config = config
        self.asked = 0  # the latest request's number
        files = Gtk.Button(label=_("Choose _Files…"), use_underline=True)
        files.connect("clicked", lambda _button: self._choose(Gtk.FileChooserAction.OPEN))
        folder = Gtk.Button(label=_("Choose a F_older…"), use_underline=True)
        folder.connect("clicked", lambda _button: self._choose(Gtk.FileChooserAction.SELECT_FOLDER))
        self.count = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.MIDDLE)
        row = Gtk.Box(spacing=layout.GAP)
        for widget, expand in ((files, False), (folder, False), (self.count, True)):
            row.pack_start(widget, expand, True, 0)
        self.list = Gtk.Label(
            xalign=0, yalign=0, selectable=True, can_focus=False, ellipsize=Pango.EllipsizeMode.MIDDLE
        )
        self.scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER, no_show_all=True)
        self.scroller.set_propagate_natural_height(True)
        self.scroller.set_max_content_height(MOST_SHOWN)
        self.scroller.add(self.list)
        self.list.show()
        self.missing = layout.MessageLabel()
        for widget in (row, self.scroller, self.missing):
            self.pack_start(widget, widget is self.scroller, True, 0)
        handler = config.connect("notify::files", lambda *_change: self.find_pairs())
        self.connect("destroy", lambda _box: self._on_destroy(handler))
        self.find_pairs()

    def _on_destroy(self, handler: int) -> None:
        self.config.disconnect(handler)
        self.asked = 0

    def find_pairs(self) -> None:
        """Ask the engine for the pairs in the files that are chosen now."""
        files = self.config.get_property("files")
        self._show({})
        if not files:
            return

        try:
            self.asked = self.engine.post("photos", self._hand_over, files=absolute_paths(files))
        except EngineError:  # making the look fails, too, and says why
            self.asked = 0

    def _hand_over(self, reply: Message) -> None:
        """Hand the reply over to GTK's thread."""
        GLib.idle_add(self._take_pairs, reply)

    def _take_pairs(self, reply: Message) -> bool:
        if reply.get("id") in (self.asked, None):  # without one the engine has ended
            self._show(reply)
        return GLib.SOURCE_REMOVE

    def _show(self, reply: Message) -> None:
        pairs = reply.get("pairs", [])  # without any, making the look fails with the reason
        self.count.set_text(_("Photographs: {count}").format(count=len(pairs)) if pairs else "")
        inside = _("the picture inside it")
        self.list.set_text("\n".join(f"{before}  →  {after or inside}" for before, after in pairs))
        self.scroller.set_min_content_height(min(self.list.get_preferred_height()[1], MOST_SHOWN))
        self.scroller.set_visible(bool(pairs))
        self.missing.tell_warning("\n".join(reply.get("missing", [])))

    def _choose(self, kind: Gtk.FileChooserAction) -> None:
        several = kind == Gtk.FileChooserAction.OPEN
        dialog = Gtk.FileChooserDialog(
            title=_("From Your Phone's Photos"), transient_for=self.get_toplevel(), action=kind, select_multiple=several
        )
        dialog.add_buttons(_("_Cancel"), Gtk.ResponseType.CANCEL, _("_Open"), Gtk.ResponseType.OK)
        dialog.set_default_response(Gtk.ResponseType.OK)
        chosen = self.config.get_property("files")
        if chosen:
            dialog.set_current_folder(str(Path(chosen[0]).parent))
        if several:
            for each in (make_filter(_("Raw files and photographs"), (*RAW, *PICTURES)), make_filter(_("All files"))):
                dialog.add_filter(each)
        try:
            if dialog.run() == Gtk.ResponseType.OK:
                self.config.set_property("files", dialog.get_filenames())
        finally:
            dialog.destroy()
