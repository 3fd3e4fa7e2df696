"""Import LUTs: what the chosen files bring, each on the user's own picture, to be ticked before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gi

gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import GdkPixbuf, Gimp, GimpUi, GLib, Gtk, Pango

from ...engine.client import Engine, EngineError, Message
from ...engine.shared_memory import SharedMemory
from ...language import _
from ..errors import Cancelled
from ..thumbnails import pixels_of

SMALL, LARGE = 112, 480  # pixels of the pictures' longer sides
STATES = {
    "known": _("Is among your looks already"),
    "taken": _("Another look has this name: this one gets a number"),
}


def choose_files() -> list[str]:
    """The files that the user chooses; raises Cancelled when there are none."""
    GimpUi.init("camera-looks")
    dialog = Gtk.FileChooserDialog(title=_("Import LUTs"), action=Gtk.FileChooserAction.OPEN, select_multiple=True)
    dialog.add_buttons(_("_Cancel"), Gtk.ResponseType.CANCEL, _("_Open"), Gtk.ResponseType.OK)
    dialog.set_default_response(Gtk.ResponseType.OK)
    try:
        if dialog.run() != Gtk.ResponseType.OK:
            raise Cancelled
        return list(dialog.get_filenames())
    finally:
        dialog.destroy()


def choose_looks(engine: Engine, files: Sequence[str], drawable: Gimp.Drawable | None) -> list[int]:
    """The numbers of the looks that are to be stored; raises Cancelled when the dialog is closed otherwise."""
    GimpUi.init("camera-looks")
    found = engine.request("offers", files=[str(Path(file).absolute()) for file in files])
    window = Window(engine, found, drawable)
    try:
        if window.dialog.run() != Gtk.ResponseType.OK:
            raise Cancelled
        return window.ticked()
    finally:
        window.close()


class Window:
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
        self.list.connect("row-selected", lambda box, row: row is not None and self._show(row))
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
            content.pack_start(not_looks(found["failed"]), False, False, 0)
        content.show_all()
        self.pictures = Pictures(engine, drawable, self.rows, self.large) if drawable is not None else None
        self._count()
        if self.rows:
            self.list.select_row(self.rows[0])
            self.dialog.set_focus(self.rows[0])  # Space ticks a row, Return imports

    def ticked(self) -> list[int]:
        return [number for number, row in enumerate(self.rows) if row.tick.get_active()]

    def close(self) -> None:
        if self.pictures is not None:
            self.pictures.close()
        self.dialog.destroy()

    def _count(self) -> None:
        self.accept.set_sensitive(bool(self.ticked()))

    def _show(self, row: Row) -> None:
        if self.pictures is not None:
            self.pictures.show(self.rows.index(row))


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
        """It cannot be a look."""
        self.good = False
        self.tick.set_active(False)
        self.tick.set_sensitive(False)
        self.picture.set_from_icon_name("dialog-warning", Gtk.IconSize.DIALOG)
        self.say(sentence)


class Pictures:
    """Has the engine make the rows' pictures one after the other, and before them the large one that is wanted."""

    def __init__(self, engine: Engine, drawable: Gimp.Drawable, rows: Sequence[Row], large: Gtk.Image) -> None:
        self.engine, self.rows, self.large = engine, rows, large
        plain = [small(drawable, side) for side in (SMALL, LARGE)]
        self.sizes = [(width, height) for width, height, _data in plain]
        lengths = [len(data) for _width, _height, data in plain]
        self.starts = [0, lengths[0]]
        self.target = sum(lengths)
        self.memory = SharedMemory(engine, self.target + max(lengths))
        self.memory.view[: self.target] = b"".join(data for _width, _height, data in plain)
        self.frame = [drawable.get_width(), drawable.get_height()]
        self.waiting = list(range(len(rows)))
        self.wanted: int | None = None
        self.busy = self.closed = False

    def show(self, number: int) -> None:
        self.wanted = number
        self._next()

    def close(self) -> None:
        self.closed = True
        self.memory.close()

    def _next(self) -> None:
        if self.busy or self.closed:
            return
        if self.wanted is not None:
            (number, size), self.wanted = (self.wanted, 1), None
        elif self.waiting:
            number, size = self.waiting.pop(0), 0
        else:
            return
        self.busy = True
        width, height = self.sizes[size]
        job = {"offer": number, "strength": 1.0, "frame": self.frame, "type": "uint8", "channels": 4}
        place = {"source": self.starts[size], "width": width, "rows": height}
        job["thumbnail"] = {**place, "left": 0, "top": 0, "size": self.frame}  # the picture is the whole one
        begun: list[Message] = []
        try:
            self.engine.post("job", begun.append, **job)
            self.engine.post(
                "strip",
                lambda reply: GLib.idle_add(self._made, number, size, begun[0].get("error") or reply.get("error")),
                **place,
                target=self.target,
                left=0,
                top=0,
                scale=self.frame[0] / width,
            )
        except EngineError as error:
            self.rows[number].fail(str(error))

    def _made(self, number: int, size: int, error: str | None) -> bool:
        self.busy = False
        if self.closed:
            return GLib.SOURCE_REMOVE
        if error:
            self.rows[number].fail(error)
        else:
            width, height = self.sizes[size]
            data = GLib.Bytes.new(bytes(self.memory.view[self.target : self.target + 4 * width * height]))
            colors = GdkPixbuf.Colorspace.RGB
            picture = GdkPixbuf.Pixbuf.new_from_bytes(data, colors, True, 8, width, height, 4 * width)
            (self.large if size else self.rows[number].picture).set_from_pixbuf(picture)
        self._next()
        return GLib.SOURCE_REMOVE


def small(drawable: Gimp.Drawable, longest: int) -> tuple[int, int, bytes]:
    """All of the drawable at most so large: width, height, pixels."""
    whole = (0, 0, drawable.get_width(), drawable.get_height())
    scale = min(longest / max(whole), 1.0)
    width, height = (max(round(side * scale), 1) for side in whole[2:])
    return width, height, pixels_of(drawable, whole, (width, height))


def not_looks(sentences: Sequence[str]) -> Gtk.Widget:
    """What else the files hold, and why it is no look."""
    label = Gtk.Label(xalign=0, wrap=True, max_width_chars=1, selectable=True, can_focus=False, margin=12)
    label.set_text("\n".join(sentences))
    scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
    scroller.set_propagate_natural_height(True)
    scroller.set_max_content_height(120)
    scroller.add(label)
    title = Gtk.Frame(label=_("Not understood"), margin=12)
    title.add(scroller)
    return title
