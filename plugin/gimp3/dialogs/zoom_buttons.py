"""All of the picture, or its single pixels: the two buttons below a preview."""

from __future__ import annotations

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk

from ...language import _
from .preview import Preview


class ZoomButtons(Gtk.Box):
    """Kept in step with the preview, which can be zoomed by other means, too."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(valign=Gtk.Align.CENTER)
        self.get_style_context().add_class("linked")
        self.preview = preview
        self.fit = Gtk.RadioButton(label=_("_Zoom to Fit"), use_underline=True, draw_indicator=False)
        self.fit.set_tooltip_text(_("Show all of the picture (Space in the preview, or a double click)"))
        self.single = Gtk.RadioButton(label=_("_1:1"), use_underline=True, draw_indicator=False)
        self.single.join_group(self.fit)
        self.single.set_tooltip_text(
            _("Show single pixels (Space in the preview; or a double click, where there is no frame)")
        )
        for button in (self.fit, self.single):
            self.pack_start(button, False, False, 0)
        self.single.connect("toggled", lambda button: preview.zoom(button.get_active()))
        preview.zoomed = self.update
        self.update()

    def update(self) -> None:
        view = self.preview.view
        self.set_sensitive(not view.fits)
        (self.single if view.single else self.fit).set_active(True)
