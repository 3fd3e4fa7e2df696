"""Browse Looks: the tiles, a large preview of the one that is chosen, and its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gimp, GimpUi, GLib, GObject, Gtk  # noqa: E402

from .. import folders, shelf  # noqa: E402
from ..actions import FINISHES, TRADEMARKS, Action  # noqa: E402
from ..client import Engine  # noqa: E402
from ..language import _  # noqa: E402
from .browser import Browser  # noqa: E402
from .dialog import scene_text, show_message  # noqa: E402
from .errors import Cancelled  # noqa: E402
from .pixels import Thumbnail  # noqa: E402
from .preview import Preview  # noqa: E402
from .run_look import Order  # noqa: E402
from .thumbnails import Thumbnails, spare_bytes  # noqa: E402

BOUNDS = (600, 360)  # all of it fits a screen of 1366 × 768
BESIDE = "look"  # chosen by the tiles, not by a field

Ordered = Callable[[Action, Gimp.ProcedureConfig], Order]


def ask(
    engine: Engine,
    procedure: Gimp.Procedure,
    config: Gimp.ProcedureConfig,
    action: Action,
    drawable: Gimp.Drawable,
    looks: Mapping[str, dict[str, Any]],
    ordered: Ordered,
) -> None:
    """Show the browser and keep look and settings in config; raises Cancelled when it is closed otherwise."""
    GimpUi.init("camera-looks")
    window = Window(engine, procedure, config, action, drawable, looks, ordered)
    try:
        if not window.dialog.run():
            raise Cancelled
        window.remember()
    finally:
        window.close()


class Window:
    """The dialog, and what its parts tell each other."""

    def __init__(
        self,
        engine: Engine,
        procedure: Gimp.Procedure,
        config: Gimp.ProcedureConfig,
        action: Action,
        drawable: Gimp.Drawable,
        looks: Mapping[str, dict[str, Any]],
        ordered: Ordered,
    ) -> None:
        self.config = config
        self.action = action
        self.looks = looks
        self.ordered = ordered
        self.shelf = shelf.load(folders.shelf())
        self.dialog = GimpUi.ProcedureDialog.new(procedure, config, action.title)
        self.dialog.set_ok_label(_("_Apply"))
        self.scene = Gtk.Label(xalign=0, no_show_all=True)
        self.message = Gtk.Label(xalign=0, wrap=True, no_show_all=True, max_width_chars=1)
        self.heading = Gtk.Label(xalign=0, yalign=0, wrap=True, max_width_chars=1)
        self.heading.set_tooltip_text(TRADEMARKS)
        self.heading.set_size_request(BOUNDS[0], 58)
        self.preview = Preview(
            engine,
            drawable,
            Thumbnail.of(drawable),
            drawn=lambda answer: show_message(self.scene, scene_text(answer.get("scene"))),
            failed=lambda sentence: show_message(self.message, sentence),
            bounds=BOUNDS,
            zooms=lambda zoomed: self.zoom.set_active(zoomed),
            spare=spare_bytes(len(looks)),
        )
        first = self._first()
        # The amounts that a look was used with the last time, or that its layer has, are kept until another is chosen.
        self.settled: str | None = config.get_property("look")
        self.browser = Browser(list(looks.values()), self.shelf, self._chosen, self._starred, self._opened)
        self._build(drawable)
        self.handler = config.connect("notify", lambda *_: self._refresh())
        # The preview of the first look is asked for before the tiles are: the larger picture comes first.
        self.browser.choose(first)
        Thumbnails(self.preview, drawable, self.browser.show_picture).start(looks)

    def _first(self) -> str:
        """The look that was used last, or the first of all."""
        wanted = [self.config.get_property("look"), *self.shelf.recent]
        return next((look for look in wanted if look in self.looks), next(iter(self.looks)))

    def _build(self, drawable: Gimp.Drawable) -> None:
        for parameter in self.action.parameters:
            if parameter.kind == "double":
                self.dialog.get_spin_scale(parameter.name, 1.0)
        names = [parameter.name for parameter in self.action.parameters if parameter.name != BESIDE]
        settings = Gtk.Box(spacing=12, homogeneous=True)
        for side, wanted in (("main", [name for name in names if name not in FINISHES]), ("finish", FINISHES)):
            column = self.dialog.fill_box(side, list(wanted))
            self.dialog.fill([side])
            column.get_parent().remove(column)  # GIMP puts it below all else
            column.set_valign(Gtk.Align.START)
            settings.pack_start(column, True, True, 0)
        self.fields = {name: self.dialog.get_widget(name, GObject.TYPE_NONE) for name in (*FINISHES, "scene")}

        self.zoom = zoom = Gtk.ToggleButton(label="1:1", halign=Gtk.Align.START)
        zoom.set_sensitive(self.preview.place["scale"] > 1)
        zoom.set_tooltip_text("One screen pixel for each pixel of the picture (Space in the preview)")
        zoom.connect("toggled", lambda button: self.preview.zoom(button.get_active()))
        line = Gtk.Box(spacing=12)
        line.pack_start(zoom, False, False, 0)
        line.pack_start(self.scene, True, True, 0)
        frame = Gtk.Box()
        frame.set_size_request(*BOUNDS)
        frame.set_center_widget(self.preview)
        right = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        for widget in (self.heading, frame, line, self.message, settings):
            right.pack_start(widget, False, False, 0)
        both = Gtk.Box(spacing=12)
        both.pack_start(self.browser, False, False, 0)
        both.pack_start(right, True, True, 0)
        content = self.dialog.get_content_area()
        content.pack_start(both, True, True, 6)
        content.reorder_child(both, 0)
        both.show_all()
        self.dialog.connect("key-press-event", self._on_key)

    def _chosen(self, look: str) -> None:
        """The user has gone to a look: its own amounts of everything, and what it is."""
        found = self.looks[look]
        with GObject.Object.handler_block(self.config, self.handler):
            self.config.set_property("look", look)
            if look != self.settled:
                for name in FINISHES:
                    self.config.set_property(name, round(100 * (found[name] or 0), 1))
        self.settled = None
        for name in FINISHES:
            self._field(name, found[name] is not None)
        self._field("scene", bool(found["variants"]))
        facts = " · ".join(str(fact) for fact in (found["phone"], found["year"]) if fact)
        name, character, small = (
            GLib.markup_escape_text(text)
            for text in (
                f"{found['maker']} · {found['name']}",
                found["character"],
                " — ".join(filter(None, (facts, found["rests_on"]))),
            )
        )
        self.heading.set_markup(f"<b>{name}</b>\n{character}\n<small><span alpha='70%'>{small}</span></small>")
        self._refresh()

    def _field(self, name: str, wanted: bool) -> None:
        field = self.fields.get(name)
        if field is not None:
            field.set_sensitive(wanted)

    def _refresh(self) -> None:
        self.message.hide()
        if self.config.get_property("look") not in self.looks:  # the Reset button
            self.browser.current = None
            self.browser.choose(next(iter(self.looks)))
            return
        self.preview.refresh(self.ordered(self.action, self.config).job)

    def _starred(self, look: str) -> shelf.Shelf:
        self.shelf = self.shelf.toggled(look)
        shelf.save(self.shelf, folders.shelf())
        return self.shelf

    def _opened(self) -> None:
        self.dialog.response(Gtk.ResponseType.OK)

    def _on_key(self, dialog: Gtk.Dialog, event: Gdk.EventKey) -> bool:
        """Control F, as everywhere, goes to the search."""
        if event.keyval == Gdk.KEY_f and event.state & Gdk.ModifierType.CONTROL_MASK:
            self.browser.search.grab_focus()
            return True
        return False

    def remember(self) -> None:
        shelf.save(self.shelf.used(self.config.get_property("look")), folders.shelf())

    def close(self) -> None:
        self.config.disconnect(self.handler)
        self.preview.close()
        self.dialog.destroy()
