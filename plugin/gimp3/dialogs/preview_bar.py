"""The row below a look's preview: zoom buttons, the scene, and the button that puts a crop's frame back."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import Gimp, Gtk, Pango

from lut.shared.look_names import AUTO

from ...language import _
from ...menu.parameters import CROP_CENTER, LOOKS_OWN
from ..crop import Center
from . import style
from .preview import Preview


class ZoomButtons(Gtk.Box):
    """All of the picture, or its single pixels.  In step with the preview, which can be zoomed by other means, too."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(valign=Gtk.Align.CENTER)
        style.with_class(self, "compact").get_style_context().add_class("linked")
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
        preview.zoomed = self._follow_preview
        self._follow_preview()

    def _follow_preview(self) -> None:
        view = self.preview.view
        self.set_sensitive(not view.fits)
        (self.single if view.single else self.fit).set_active(True)


class PreviewBar(Gtk.Box):
    """The row of widgets.  A frame that is dragged in the preview becomes a setting in config."""

    def __init__(self, preview: Preview, config: Gimp.ProcedureConfig) -> None:
        super().__init__(spacing=8)
        self.config = config
        self.scene = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END)
        button = Gtk.Button(
            label=_("Frame the Sub_ject"), use_underline=True, valign=Gtk.Align.CENTER, no_show_all=True
        )
        button.set_tooltip_text(
            _("Put the frame back to where the picture's interest is (Backspace in the preview, or a double click)")
        )
        button.connect("clicked", lambda _button: preview.frame.center_on_interest())
        preview.framed = lambda: button.set_visible(preview.frame.there)
        preview.frame.placed = lambda center: keep_center(config, center)
        keep_center(config, None)  # the last picture's is not this one's
        self.pack_start(ZoomButtons(preview), False, False, 0)
        self.pack_start(self.scene, True, True, 0)
        self.pack_end(button, False, False, 0)

    def add_buttons(self, rows: Sequence[Gtk.Widget]) -> None:
        """Put more buttons behind those that zoom."""
        for place, row in enumerate(rows, 1):
            self.pack_start(row, False, False, 0)
            self.reorder_child(row, place)

    def show_scene(self, weights: dict[str, float] | None) -> None:
        """Say which of its renderings the look takes for this picture, and how much of each."""
        names = {
            "day": _("day"),
            "people": _("people"),
            "food": _("food"),
            "plants": _("plants"),
            "sunset": _("sunset"),
            "indoor": _("indoors"),
            "night": _("night"),
        }
        share = _("{scene} {percent:.0f} %")
        seen = {names[name]: weight for name, weight in (weights or {}).items() if weight >= 0.005}
        largest = sorted(seen.items(), key=lambda item: -item[1])
        parts = [share.format(percent=100 * weight, scene=scene) for scene, weight in largest]
        chosen = self.config.find_property("scene") and self.config.get_property("scene") != AUTO
        told = parts and not chosen
        sentence = _("Automatic: {parts}").format(parts=", ".join(parts)) if told else ""
        self.scene.set_text(sentence)
        self.scene.set_tooltip_text(sentence or None)


def keep_center(config: Gimp.ProcedureConfig, center: Center | None) -> None:
    """Make a frame's center the settings'; None: where the picture's interest is."""
    if not config.find_property(CROP_CENTER[0].name):
        return
    config.freeze_notify()  # both are set before anything is told of one
    for parameter, share in zip(CROP_CENTER, center or (None, None), strict=True):
        config.set_property(parameter.name, LOOKS_OWN if share is None else 100 * share)
    config.thaw_notify()
