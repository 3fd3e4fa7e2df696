"""Buttons for the preview on the canvas; GIMP remembers which of them were pressed."""

from __future__ import annotations

from gi.repository import Gimp, Gtk

from ...language import _
from . import style
from .canvas_preview import CanvasPreview

REMEMBERED = "camera-looks-canvas"  # GIMP's own parasite, not an image's
OFF, WHOLE, SPLIT = "off", "whole", "split"


class CanvasButtons(Gtk.Box):
    """On or off, and whether it ends at the preview's line."""

    def __init__(self, canvas: CanvasPreview) -> None:
        super().__init__(valign=Gtk.Align.CENTER)
        style.with_class(self, "compact").get_style_context().add_class("linked")
        self.canvas = canvas
        self.shown = Gtk.ToggleButton(label=_("On Canvas"))
        self.shown.set_tooltip_text(_("Show the look on the image itself (F7); nothing is changed before Apply or OK"))
        self.split = Gtk.ToggleButton(label=_("Split"), no_show_all=True)
        self.split.set_tooltip_text(_("On the canvas, show the look on the right of the preview's line only"))
        mode = recall_mode()
        self.shown.set_active(mode != OFF)
        self.split.set_active(mode == SPLIT)
        for button in (self.shown, self.split):
            button.connect("toggled", lambda button: self._on_toggled())
            self.pack_start(button, False, False, 0)
        self._set_canvas()

    def toggle(self) -> None:
        self.shown.set_active(not self.shown.get_active())

    def _on_toggled(self) -> None:
        self._set_canvas()
        remember_mode((SPLIT if self.split.get_active() else WHOLE) if self.shown.get_active() else OFF)

    def _set_canvas(self) -> None:
        self.split.set_visible(self.shown.get_active())
        self.canvas.set_shown(self.shown.get_active(), self.split.get_active())


def recall_mode() -> str:
    mode = Gimp.get_parasite(REMEMBERED)
    return bytes(mode.get_data()).decode("ascii", "replace") if mode is not None else OFF


def remember_mode(mode: str) -> None:
    Gimp.attach_parasite(Gimp.Parasite.new(REMEMBERED, Gimp.PARASITE_PERSISTENT, mode.encode()))
