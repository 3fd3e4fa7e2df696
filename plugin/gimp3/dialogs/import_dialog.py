"""Import LUTs: list the looks in files, each on the user's own picture, to tick those that are to be stored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gi.repository import Gimp, GimpUi, GLib, Gtk, Pango

from ...engine.client import Engine, Message
from ...language import _
from ..errors import Cancelled
from ..thumbnails import Thumbnail, fit_size, read_picture
from . import layout
from .draw_pixels import draw_on_checks
from .rendering import Renderer, Wish

FOLDER = 1  # response: the folder that the file chooser shows
SMALL, LARGE = 112, 480  # pixels of the pictures' longer sides
STATES = {
    "known": _("Is among your looks already"),
    "taken": _("Another look has this name: this one gets a number"),
}


def choose_files() -> list[str]:
    """Ask for files, or a folder; raises Cancelled when the user chooses none."""
    GimpUi.init("camera-looks")
    dialog = Gtk.FileChooserDialog(title=_("Import LUTs"), action=Gtk.FileChooserAction.OPEN, select_multiple=True)
    dialog.add_button(_("This Whole _Folder"), FOLDER)
    dialog.add_buttons(_("_Cancel"), Gtk.ResponseType.CANCEL, _("_Open"), Gtk.ResponseType.OK)
    dialog.set_default_response(Gtk.ResponseType.OK)
    try:
        response = dialog.run()
        if response == FOLDER and dialog.get_current_folder():
            return [dialog.get_current_folder()]
        if response != Gtk.ResponseType.OK:
            raise Cancelled
        return list(dialog.get_filenames())
    finally:
        dialog.destroy()


def choose_looks(engine: Engine, files: Sequence[str], drawable: Gimp.Drawable | None) -> list[int]:
    """Ask which looks are to be stored, by their numbers; raises Cancelled when the dialog is closed otherwise."""
    GimpUi.init("camera-looks")
    found = engine.request("offers", files=[str(Path(file).absolute()) for file in files])
    window = ImportWindow(engine, found, drawable)
    try:
        if window.dialog.run() != Gtk.ResponseType.OK:
            raise Cancelled
        return window.ticked()
    finally:
        window.close()


class ImportWindow:
    """A list of looks with ticks, and a larger picture of the one that is chosen."""

    def __init__(self, engine: Engine, found: Message, drawable: Gimp.Drawable | None) -> None:
        self.rows = [Row(offer, self._count, pictured=drawable is not None) for offer in found["offers"]]
        self.dialog = Gtk.Dialog(title=_("Import LUTs"))
        self.dialog.set_default_size(900 if drawable is not None else 420, 600)
        self.dialog.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
        self.accept = self.dialog.add_button(_("_Import"), Gtk.ResponseType.OK)
        self.dialog.set_default_response(Gtk.ResponseType.OK)
        self.list = Gtk.ListBox(activate_on_single_click=False)
        style = Gtk.CssProvider()
        style.load_from_data(b"row * { background-color: transparent; }")  # GIMP's themes color labels and ticks
        Gtk.StyleContext.add_provider_for_screen(
            self.dialog.get_screen(), style, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION
        )
        for row in self.rows:
            self.list.add(row)
        self.list.connect("row-selected", lambda box, row: self._show(row))
        self.list.connect("row-activated", lambda box, row: row.tick.set_active(not row.tick.get_active()))
        scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER, overlay_scrolling=False)
        scroller.set_size_request(360, -1)
        scroller.add(self.list)
        every = Gtk.CheckButton(label=_("_All"), use_underline=True, active=True)
        every.connect("toggled", lambda tick: [row.tick.set_active(tick.get_active()) for row in self.rows if row.good])
        left = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        left.pack_start(every, False, False, 0)
        left.pack_start(scroller, True, True, 0)
        self.large = Gtk.Image(hexpand=True, vexpand=True)
        both = Gtk.Box(spacing=12, margin=12)
        both.pack_start(left, drawable is None, True, 0)
        if drawable is not None:
            both.pack_start(self.large, True, True, 0)
        content = self.dialog.get_content_area()
        content.pack_start(both, True, True, 0)
        if found["failed"]:
            frame = Gtk.Frame(label=_("Not understood"), margin=12)
            frame.add(layout.scroll_sentences(found["failed"], 120))
            content.pack_start(frame, False, False, 0)
        content.show_all()
        self.renderer: Renderer | None = None
        if drawable is not None:
            whole = (0, 0, drawable.get_width(), drawable.get_height())
            self.plain = [read_picture(drawable, whole, fit_size(whole, longest)) for longest in (SMALL, LARGE)]
            self.renderer = Renderer(engine, Thumbnail.of(drawable), troubled=lambda sentence: None)
            waiting = iter(range(len(self.rows)))
            self.renderer.fill(lambda: next((self._wish(number, 0) for number in waiting), None))
        self._count()
        if self.rows:
            self.list.select_row(self.rows[0])
            self.dialog.set_focus(self.rows[0])  # Space ticks a row, Return imports

    def ticked(self) -> list[int]:
        return [number for number, row in enumerate(self.rows) if row.tick.get_active()]

    def close(self) -> None:
        if self.renderer is not None:
            self.renderer.close()
        self.dialog.destroy()

    def _count(self) -> None:
        self.accept.set_sensitive(bool(self.ticked()))

    def _show(self, row: Row | None) -> None:
        if self.renderer is not None and row is not None:
            self.renderer.ask(self._wish(self.rows.index(row), 1))

    def _wish(self, number: int, size: int) -> Wish:
        """Ask for the picture of a row: the small one in it (size 0), or the large one."""
        row, plain = self.rows[number], self.plain[size]

        def show(answer: Message, data: bytes | None) -> None:
            if data is None:
                row.fail(answer["error"])
            else:
                widget = self.large if size else row.picture
                widget.set_from_pixbuf(draw_on_checks(data, plain.width, plain.height))

        return Wish(plain, {"offer": number, "strength": 1.0}, show)


class Row(Gtk.ListBoxRow):
    """One look: whether to store it, its picture where there is one, its name, and what is to be said of it."""

    def __init__(self, offer: dict[str, Any], ticked: Any, pictured: bool) -> None:
        super().__init__()
        self.good = offer["state"] != "broken"
        self.tick = Gtk.CheckButton(active=offer["state"] in ("new", "taken"), sensitive=self.good)
        self.tick.get_accessible().set_name(offer["name"])
        self.tick.connect("toggled", lambda tick: ticked())
        self.picture = Gtk.Image()
        if pictured:
            self.picture.set_size_request(SMALL, 0)
        name = Gtk.Label(label=offer["name"], xalign=0, ellipsize=Pango.EllipsizeMode.MIDDLE)
        self.words = Gtk.Label(xalign=0, wrap=True, max_width_chars=1)
        self.say(" · ".join(filter(None, (offer["pack"], STATES.get(offer["state"], "")))))
        text = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, valign=Gtk.Align.CENTER)
        for label in (name, self.words):
            text.pack_start(label, False, False, 0)
        box = Gtk.Box(spacing=8, margin=3)
        for widget, expand in ((self.tick, False), (self.picture, False), (text, True)):
            box.pack_start(widget, expand, True, 0)
        self.set_tooltip_text(offer["source"])
        self.add(box)

    def say(self, words: str) -> None:
        self.words.set_markup(f"<small>{GLib.markup_escape_text(words)}</small>")

    def fail(self, sentence: str) -> None:
        """Say why it cannot be a look."""
        self.good = False
        self.tick.set_active(False)
        self.tick.set_sensitive(False)
        self.picture.set_from_icon_name("dialog-warning", Gtk.IconSize.DIALOG)
        self.say(sentence)
