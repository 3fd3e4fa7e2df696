"""The button that puts a crop's frame back, and how a frame that is dragged in a preview becomes a setting."""

from __future__ import annotations

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, Gtk

from ...language import _
from ...menu.parameters import CROP_CENTER, LOOKS_OWN
from ..crop import Center
from .preview import Preview


class FrameButton(Gtk.Button):
    """There while the preview has a frame."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(label=_("Frame the Su_bject"), use_underline=True, valign=Gtk.Align.CENTER, no_show_all=True)
        self.set_tooltip_text(
            _("Put the frame back to where the picture's interest is (Backspace in the preview, or a double click)")
        )
        self.connect("clicked", lambda _button: preview.frame.center_on_interest())
        preview.framed = lambda: self.set_visible(preview.frame.there)


def keep_center(config: Gimp.ProcedureConfig, center: Center | None) -> None:
    """Make a frame's center the settings'; None: where the picture's interest is."""
    if not config.find_property(CROP_CENTER[0].name):
        return
    config.freeze_notify()  # both are set before anything is told of one
    for parameter, share in zip(CROP_CENTER, center or (None, None), strict=True):
        config.set_property(parameter.name, LOOKS_OWN if share is None else 100 * share)
    config.thaw_notify()
