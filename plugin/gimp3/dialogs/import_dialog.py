"""Import LUTs: list the looks in files, each on the user's own picture, to tick those that are to be stored."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gi.repository import Gimp, GimpUi, GLib, Gtk, Pango

from ...engine.client import Engine, EngineError, Message
from ...language import _
from ...menu.lut_spaces import split_choice
from ..errors import Cancelled
from ..thumbnails import Thumbnail, fit_size, read_picture
from . import layout
from .draw_pixels import draw_on_checks
from .file_filter import add_lut_filters
from .rendering import Renderer, Wish
from .space_fields import SpaceFields

FOLDER = 1  # response: the folder that the file chooser shows
RECIPE = ".toml"
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
    add_lut_filters(dialog, RECIPE)
    try:
        response = dialog.run()
        if response == FOLDER and dialog.get_current_folder():
            return [dialog.get_current_folder()]
        if response != Gtk.ResponseType.OK:
            raise Cancelled
        return list(dialog.get_filenames())
    finally:
        dialog.destroy()


def choose_looks(
    engine: Engine, files: Sequence[str], drawable: Gimp.Drawable | None, space: str
) -> dict[str, list[int]]:
    """Ask which looks of files are to be stored, as ``choose_offers``."""
    GimpUi.init("camera-looks")
    found = engine.request("offers", files=[str(Path(file).absolute()) for file in files])
    return choose_offers(engine, found, drawable, space)


def choose_offers(
    engine: Engine,
    found: Message,
    drawable: Gimp.Drawable | None,
    space: str,
    renderer: Renderer | None = None,
    parent: Gtk.Window | None = None,
) -> dict[str, list[int]]:
    """Ask which looks are to be stored: their numbers, by the color space that they are made for.

    found: the engine's offers.  space: that is chosen for all LUTs at first.  renderer: of the window that this one
    is over, which computes no other pictures until it is told to.  Raises Cancelled when the dialog is closed
    otherwise.
    """
    window = ImportWindow(engine, found, drawable, space, renderer)
    window.dialog.set_transient_for(parent)
    window.dialog.set_modal(parent is not None)
    try:
        if window.dialog.run() != Gtk.ResponseType.OK:
            raise Cancelled
        return window.ticked_by_space()
    finally:
        window.close()


class ImportWindow:
    """A list of looks with ticks, and of those that are selected a larger picture and the color space."""

    def __init__(
        self,
        engine: Engine,
        found: Message,
        drawable: Gimp.Drawable | None,
        space: str,
        renderer: Renderer | None = None,
    ) -> None:
        self.engine = engine
        self.rows = [Row(offer, space, self._count, pictured=drawable is not None) for offer in found["offers"]]
        self.dialog = Gtk.Dialog(title=_("Import LUTs"))
        self.dialog.set_default_size(900 if drawable is not None else 420, 600)
        self.dialog.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
        self.accept = self.dialog.add_button(_("_Import"), Gtk.ResponseType.OK)
        self.dialog.set_default_response(Gtk.ResponseType.OK)
        self.list = Gtk.ListBox(activate_on_single_click=False, selection_mode=Gtk.SelectionMode.MULTIPLE)
        style = Gtk.CssProvider()
        style.load_from_data(b"row * { background-color: transparent; }")  # GIMP's themes color labels and ticks
        Gtk.StyleContext.add_provider_for_screen(
            self.dialog.get_screen(), style, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION
        )
        for row in self.rows:
            self.list.add(row)
        self.list.connect("selected-rows-changed", lambda box: self._on_selected())
        self.list.connect("row-activated", lambda box, row: row.tick.set_active(not row.tick.get_active()))
        scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER, overlay_scrolling=False)
        scroller.set_size_request(360, -1)
        scroller.add(self.list)
        every = Gtk.CheckButton(label=_("_All"), use_underline=True, active=True)
        every.connect("toggled", lambda tick: [row.tick.set_active(tick.get_active()) for row in self.rows if row.good])
        left = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        left.pack_start(every, False, False, 0)
        left.pack_start(scroller, True, True, 0)
        self.spaces = SpaceFields(self._on_space, stacked=True)
        self.use_all = Gtk.Button(label=_("Use All Su_ggestions"), use_underline=True, sensitive=False)
        self.use_all.set_tooltip_text(_("Give each LUT the color space that is suggested for it"))
        self.use_all.connect("clicked", lambda button: self._use_suggestions())
        for widget in (self.spaces, self.use_all):
            left.pack_start(widget, False, False, 0)
        for row in self.rows:
            row.choose(row.space, self.spaces.name_of(split_choice(space)[0]))
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
        self.renderer = self.own_renderer = None
        if drawable is not None:
            whole = (0, 0, drawable.get_width(), drawable.get_height())
            self.plain = [read_picture(drawable, whole, fit_size(whole, longest)) for longest in (SMALL, LARGE)]
            if renderer is None:
                renderer = self.own_renderer = Renderer(
                    engine, lambda: Thumbnail.of(drawable), troubled=lambda sentence: None
                )
            self.renderer = renderer
        self.waiting = list(self.rows)  # for their small pictures
        self.closed = False
        self._draw_small()
        self.unasked = iter([row for row in self.rows if row.has_space])
        self._ask_next()
        self._count()
        if self.rows:
            self.list.select_row(self.rows[0])
            self.dialog.set_focus(self.rows[0])  # Space ticks a row, Return imports

    def ticked(self) -> list[int]:
        return [number for number, row in enumerate(self.rows) if row.tick.get_active()]

    def ticked_by_space(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in self.ticked():
            found.setdefault(self.rows[number].space, []).append(number)
        return found

    def close(self) -> None:
        self.closed = True
        if self.own_renderer is not None:
            self.own_renderer.close()
        self.dialog.destroy()

    def _count(self) -> None:
        self.accept.set_sensitive(bool(self.ticked()))

    def _ask_next(self) -> None:
        """Ask for the suggested spaces, one after the other, so that pictures come in between."""
        row = next(self.unasked, None)
        if row is None or self.closed:
            return

        def hand_over(reply: Message) -> None:
            GLib.idle_add(self._take_suggestion, row, reply)

        with contextlib.suppress(EngineError):  # the pictures tell
            self.engine.post("suggest", hand_over, offer=self.rows.index(row))

    def _take_suggestion(self, row: Row, reply: Message) -> bool:
        if not self.closed:
            row.suggest(reply.get("suggestion"))
            if row.open_suggestion and row in self._selected()[:1]:
                self._follow_rows()
            self._follow_suggestions()
            self._ask_next()
        return GLib.SOURCE_REMOVE

    def _selected(self) -> list[Row]:
        chosen: list[Row] = self.list.get_selected_rows()
        return chosen

    def _on_selected(self) -> None:
        self._follow_rows()
        self._draw_large()

    def _follow_rows(self) -> None:
        """Show the space of the first row that is selected."""
        chosen = [row for row in self._selected() if row.has_space]
        self.spaces.set_sensitive(bool(chosen))
        suggested = chosen[0].suggested if chosen else None
        self.spaces.show_choice(chosen[0].space if chosen else "")
        self.spaces.show_file(suggested["space"] if suggested else "", {})

    def _follow_suggestions(self) -> None:
        self.use_all.set_sensitive(any(row.open_suggestion for row in self.rows))

    def _on_space(self) -> None:
        choice = self.spaces.choice
        self._choose({row: choice for row in self._selected() if row.has_space})

    def _use_suggestions(self) -> None:
        self._choose({row: row.open_suggestion["choice"] for row in self.rows if row.open_suggestion})

    def _choose(self, spaces: dict[Row, str]) -> None:
        for row, space in spaces.items():
            row.choose(space, self.spaces.name_of(split_choice(space)[0]))
        self.waiting += spaces
        self._follow_rows()
        self._follow_suggestions()
        self._draw_small()
        self._draw_large()

    def _draw_small(self) -> None:
        if self.renderer is not None:
            self.renderer.fill(lambda: self._wish(self.waiting.pop(0), 0) if self.waiting else None)

    def _draw_large(self) -> None:
        chosen = self._selected()
        if self.renderer is not None and chosen:
            self.renderer.ask(self._wish(chosen[0], 1))

    def _wish(self, row: Row, size: int) -> Wish:
        """Ask for the picture of a row: the small one in it (size 0), or the large one."""
        plain, space = self.plain[size], row.space

        def show(answer: Message, data: bytes | None) -> None:
            if self.closed:
                return
            if data is None:
                row.fail(answer["error"])
            elif space == row.space:
                widget = self.large if size else row.picture
                widget.set_from_pixbuf(draw_on_checks(data, plain.width, plain.height))

        job = {"offer": self.rows.index(row), "strength": 1.0}
        return Wish(plain, {**job, "lut_space": space} if space else job, show)


class Row(Gtk.ListBoxRow):
    """One look: whether to store it, its picture where there is one, its name, and what is to be said of it.

    space: the choice of the color space that it is made for; a recipe has none.
    """

    def __init__(self, offer: dict[str, Any], space: str, ticked: Any, pictured: bool) -> None:
        super().__init__()
        self.good = offer["state"] != "broken"
        self.has_space = self.good and not offer["source"].lower().endswith(RECIPE)
        self.space = space if self.has_space else ""
        self.suggested: dict[str, Any] | None = None
        self.about = [offer["pack"], STATES.get(offer["state"], "")]
        self.tick = Gtk.CheckButton(active=offer["state"] in ("new", "taken"), sensitive=self.good)
        self.tick.get_accessible().set_name(offer["name"])
        self.tick.connect("toggled", lambda tick: ticked())
        self.picture = Gtk.Image()
        if pictured:
            self.picture.set_size_request(SMALL, 0)
        name = Gtk.Label(label=offer["name"], xalign=0, ellipsize=Pango.EllipsizeMode.MIDDLE)
        self.words = Gtk.Label(xalign=0, wrap=True, max_width_chars=1)
        text = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, valign=Gtk.Align.CENTER)
        for label in (name, self.words):
            text.pack_start(label, False, False, 0)
        box = Gtk.Box(spacing=8, margin=3)
        for widget, expand in ((self.tick, False), (self.picture, False), (text, True)):
            box.pack_start(widget, expand, True, 0)
        self.set_tooltip_text(offer["source"])
        self.add(box)

    @property
    def open_suggestion(self) -> dict[str, Any] | None:
        """What the engine suggests, while nothing is chosen."""
        return self.suggested if self.good and not self.space else None

    def suggest(self, suggested: dict[str, Any] | None) -> None:
        self.suggested = suggested
        if self.open_suggestion:
            self.say(" · ".join(filter(None, (*self.about, self.open_suggestion["sentence"]))))

    def choose(self, space: str, name: str) -> None:
        self.space = space
        self.say(" · ".join(filter(None, (*self.about, _("Made for {space}").format(space=name) if space else ""))))
        if not space:
            self.suggest(self.suggested)

    def say(self, words: str) -> None:
        self.words.set_markup(f"<small>{GLib.markup_escape_text(words)}</small>")

    def fail(self, sentence: str) -> None:
        """Say why it cannot be a look."""
        self.good = False
        self.tick.set_active(False)
        self.tick.set_sensitive(False)
        self.picture.set_from_icon_name("dialog-warning", Gtk.IconSize.DIALOG)
        self.say(sentence)
