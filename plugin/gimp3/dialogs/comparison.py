"""Compare looks: hold a key for the original, pin looks and flick through them, see them side by side or on the canvas.

The keys work anywhere in the dialog.  Flicking brings a pinned look's settings back: what is seen is what is applied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gi.repository import Gdk, Gimp, Gtk

from ...language import _
from ...menu.parameters import NEW_LAYER, OUTPUT, THIS_LAYER, Parameter
from ..canvas_layer import is_in_image
from ..order import Order, output_of
from . import style
from .canvas_buttons import CanvasButtons
from .canvas_preview import CanvasPreview
from .compare_grid import CompareGrid, Contents
from .pinned_looks import PinnedLooks, Version
from .preview import Preview

ORIGINAL_KEYS = Gdk.KEY_F2, Gdk.KEY_backslash
WHERE_IT_GOES = OUTPUT.name, NEW_LAYER.name  # nothing of a look's
WHOLE = 100.0  # percent


class Comparison(Gtk.Stack):
    """The preview, and the grid in its place; ``buttons`` are rows of buttons to put anywhere.

    target: the layer of the image that the result replaces, or comes above.
    """

    def __init__(
        self,
        preview: Preview,
        dialog: Gtk.Dialog,
        config: Gimp.ProcedureConfig,
        parameters: Sequence[Parameter],
        target: Gimp.Layer,
    ) -> None:
        super().__init__(homogeneous=False)
        self.preview = preview
        self.config = config
        self.settings = [each.name for each in parameters if each.name not in WHERE_IT_GOES]
        self.looks = PinnedLooks()
        self.grid = CompareGrid(preview, self.choose, lambda: dialog.response(Gtk.ResponseType.OK))
        self.add(preview)
        self.add(self.grid)
        self.buttons = [self._make_buttons()]
        self.canvas = CanvasPreview(preview, target)
        self.canvas_buttons: CanvasButtons | None = None
        if is_in_image(target):
            self.canvas_buttons = CanvasButtons(self.canvas)
            self.buttons.append(self.canvas_buttons)
        preview.zoomed = _both(preview.zoomed, self._show_grid)
        preview.line_moved = self._follow_line
        dialog.connect("response", self._on_response)
        self.connect("destroy", lambda _stack: self.canvas.close())
        dialog.connect("key-press-event", self._on_key)
        dialog.connect("key-release-event", self._on_released)
        dialog.connect("focus-out-event", lambda *_event: self._hold(False))

    def show_order(self, order: Order) -> None:
        """Show a look with its settings."""
        name = order.look["name"] if order.look is not None else order.title
        strength = order.job["strength"] * WHOLE
        if strength < WHOLE:
            name = _("{look} · {percent:.0f}%").format(look=name, percent=strength)
        settings = {name: self.config.get_property(name) for name in self.settings}
        self.looks.take(Version(name, order.job, order.own_numbers, settings))
        self._show()

    def choose(self, version: Version) -> None:
        """Have the dialog show one of the versions."""
        self.config.freeze_notify()  # all are set before anything is told of one
        for name, value in version.settings.items():
            if self.config.get_property(name) != value:
                self.config.set_property(name, value)
        self.config.thaw_notify()

    def pin(self) -> None:
        """Pin what the dialog shows, or unpin it."""
        self.looks.toggle()
        self._show()

    def flick(self) -> None:
        """Go to the next pinned look, or back to the one that is not."""
        version = self.looks.next()
        if version is not None:
            self.choose(version)

    def show_side_by_side(self, beside: bool) -> None:
        self.set_visible_child(self.grid if beside else self.preview)
        self._show()

    def show_original(self, original: bool) -> None:
        """Show the original only, as long as a key or a button is held."""
        if original != self.preview.original:
            self.preview.show_original(original)
            self.grid.show_original(original)
            self.canvas.show_original(original)

    def _show(self) -> None:
        now = self.looks.now
        if now is None:
            return
        self._update_buttons()
        self.canvas.show_job(dict(now.job), now.own_numbers, output_of(self.config) == THIS_LAYER)
        if self.get_visible_child() is self.grid:
            self._show_grid()
        else:
            self.preview.name_after(self.looks.title_of(now) if self.looks.pinned else _("After"))
            self.preview.refresh(dict(now.job), now.own_numbers)

    def _follow_line(self) -> None:
        if self.canvas.split:
            self.canvas.renew()

    def _show_grid(self) -> None:
        if self.get_visible_child() is self.grid:
            versions = self.looks.side_by_side()
            titles = [_("Original") if each is None else self.looks.title_of(each) for each in versions]
            self.grid.show_versions(Contents(versions, titles, self.looks.now))

    def _make_buttons(self) -> Gtk.Box:
        self.held = Gtk.Button(label=_("Original"))
        self.held.set_tooltip_text(_("Show the original while the button is held (or F2, or \\)"))
        self.held.connect("button-press-event", lambda *_event: self._hold(True))
        self.held.connect("button-release-event", lambda *_event: self._hold(False))
        self.pinned = Gtk.ToggleButton(label=_("Pin"))
        self.flicked = Gtk.Button(label=_("A/B"))
        self.flicked.set_tooltip_text(_("Go on to the next of the looks that are pinned, and back (F4)"))
        self.beside = Gtk.ToggleButton(label=_("Grid"))
        self.beside.set_tooltip_text(_("Show the pinned looks and this one side by side (F5); a click chooses one"))
        self.handler = self.pinned.connect("toggled", lambda button: self.pin())
        self.flicked.connect("clicked", lambda button: self.flick())
        self.beside.connect("toggled", lambda button: self.show_side_by_side(button.get_active()))
        row = Gtk.Box(valign=Gtk.Align.CENTER)
        style.with_class(row, "compact").get_style_context().add_class("linked")
        for button in (self.held, self.pinned, self.flicked, self.beside):
            row.pack_start(button, False, False, 0)
        return row

    def _update_buttons(self) -> None:
        pinned, room = self.looks.is_pinned, self.looks.takes_more
        with self.pinned.handler_block(self.handler):
            self.pinned.set_active(pinned)
        self.pinned.set_sensitive(pinned or room)
        if pinned:
            self.pinned.set_tooltip_text(_("Unpin this look (F3)"))
        elif room:
            self.pinned.set_tooltip_text(_("Pin this look with its settings, to compare others with it (F3)"))
        else:
            self.pinned.set_tooltip_text(_("Three looks are pinned: go to one with A/B and unpin it first"))
        self.flicked.set_sensitive(self.looks.next() is not None)

    def _on_response(self, dialog: Gtk.Dialog, response: int) -> None:
        """Clear the canvas when the dialog is cancelled; else the look itself follows, and GIMP draws it only then."""
        if response in (Gtk.ResponseType.CANCEL, Gtk.ResponseType.DELETE_EVENT, Gtk.ResponseType.CLOSE):
            self.canvas.set_shown(False, self.canvas.split)

    def _hold(self, original: bool) -> bool:
        self.show_original(original)
        return False

    def _on_key(self, dialog: Gtk.Dialog, event: Gdk.EventKey) -> bool:
        if event.keyval in ORIGINAL_KEYS and not self._types(dialog, event):
            self.show_original(True)
        elif event.keyval == Gdk.KEY_F3:
            self.pin()
        elif event.keyval == Gdk.KEY_F4:
            self.flick()
        elif event.keyval == Gdk.KEY_F5:
            self.beside.set_active(not self.beside.get_active())
        elif event.keyval == Gdk.KEY_F7 and self.canvas_buttons is not None:
            self.canvas_buttons.toggle()
        else:
            return False
        return True

    @staticmethod
    def _types(dialog: Gtk.Dialog, event: Gdk.EventKey) -> bool:
        """Return True if a key writes into a field."""
        return event.keyval == Gdk.KEY_backslash and isinstance(dialog.get_focus(), Gtk.Entry)

    def _on_released(self, dialog: Gtk.Dialog, event: Gdk.EventKey) -> bool:
        if event.keyval not in ORIGINAL_KEYS:
            return False
        self.show_original(False)
        return True


def _both(first: Callable[[], Any], second: Callable[[], Any]) -> Callable[[], None]:
    def call() -> None:
        first()
        second()

    return call
