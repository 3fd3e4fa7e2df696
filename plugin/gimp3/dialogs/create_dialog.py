"""The dialog in which a look is made: what it is made of, how it looks on the picture, its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, GimpUi, GLib, Gtk

from ...engine.client import Engine, EngineError, Message
from ...language import _
from ...menu.action import Action
from ...menu.parameters import Parameter
from ..create_source import Maker
from ..errors import Cancelled, HostError
from ..save_look import given_name, save, suggested_name
from ..thumbnails import Thumbnail
from . import layout
from .look_dialog import show_message
from .preview import Preview
from .rendering import Renderer
from .zoom_buttons import ZoomButtons

SIZE = (600, 680)
PAUSE = 250  # milliseconds without a change, after which the look is made again
SAVED_WITH = ("name", "export")  # what does not change the look
DRAFT = {"draft": True, "strength": 1.0}


def ask(engine: Engine, procedure: Gimp.Procedure, config: Gimp.ProcedureConfig, action: Action, maker: Maker) -> None:
    """Show the dialog until a look is saved; raises Cancelled when it is closed otherwise."""
    GimpUi.init("camera-looks")
    dialog = GimpUi.ProcedureDialog.new(procedure, config, action.title)
    dialog.set_ok_label(_("Sa_ve Look"))
    making = Making(engine, config, maker, dialog)
    content = dialog.get_content_area()
    for widget in (making.preview, ZoomButtons(making.preview), making.report, making.trouble, making.message):
        content.pack_start(widget, widget is making.preview, True, 4)
    for parameter in action.parameters:
        if parameter.kind == "double":
            dialog.get_spin_scale(parameter.name, 1.0)
    layers = [parameter for parameter in action.parameters if parameter.kind == "layer"]
    if layers:
        content.pack_start(layer_choices(layers, config, maker.drawable.get_image()), False, False, 4)
    settings = [parameter.name for parameter in action.parameters if parameter not in layers]
    content.pack_start(layout.column_of(dialog, "settings", settings), False, False, 4)
    content.show_all()
    layout.compact(dialog)
    layout.open_at(dialog, SIZE)
    making.start()
    try:
        while True:
            if not dialog.run():
                raise Cancelled
            if making.saved():
                return
    finally:
        making.close()
        dialog.destroy()


def layer_choices(parameters: Sequence[Parameter], config: Gimp.ProcedureConfig, image: Gimp.Image) -> Gtk.Grid:
    """A field for each layer to choose; GIMP's own, in 3.0, does not say which one is chosen."""
    layers = {str(layer.get_id()): layer for layer in every_layer(image.get_layers())}
    grid = Gtk.Grid(column_spacing=12, row_spacing=6)
    for row, parameter in enumerate(parameters):
        field = Gtk.ComboBoxText(hexpand=True, tooltip_text=parameter.blurb)
        for number, layer in layers.items():
            field.append(number, layer.get_name())
        chosen = config.get_property(parameter.name)
        if chosen is not None:
            field.set_active_id(str(chosen.get_id()))
        field.connect(
            "changed", lambda box, name=parameter.name: config.set_property(name, layers[box.get_active_id()])
        )
        label = Gtk.Label(label=parameter.label, use_underline=True, xalign=0, mnemonic_widget=field)
        grid.attach(label, 0, row, 1, 1)
        grid.attach(field, 1, row, 1, 1)
    return grid


def every_layer(layers: Sequence[Gimp.Layer]) -> Iterator[Gimp.Layer]:
    for layer in layers:
        if layer.is_group():
            yield from every_layer(layer.get_children())
        else:
            yield layer


class Making:
    """Keeps the draft, the preview and the sentences in step with the dialog's settings."""

    def __init__(self, engine: Engine, config: Gimp.ProcedureConfig, maker: Maker, dialog: Gtk.Dialog) -> None:
        self.engine = engine
        self.config = config
        self.maker = maker
        self.dialog = dialog
        self.made = False
        self.suggested = ""
        self.pause = 0
        self.busy = False
        self.stale = False
        self.closed = False
        self.report, self.message, self.trouble = layout.sentence(), layout.sentence(), layout.sentence()
        shown = maker.shown()
        self.renderer = Renderer(
            engine, Thumbnail.of(shown), troubled=lambda sentence: show_message(self.trouble, sentence)
        )
        bare = maker.way == "effects"  # they are what the look is made of
        self.preview = Preview(self.renderer, shown, lambda answer: None, self.failed, bare)
        self.handler = config.connect("notify", self._changed)

    def start(self) -> None:
        self._make()

    def close(self) -> None:
        self.closed = True
        self.config.disconnect(self.handler)
        if self.pause:
            GLib.source_remove(self.pause)
        self.renderer.close()

    def failed(self, sentence: str) -> None:
        show_message(self.message, sentence)

    def saved(self) -> bool:
        """Save the draft; False, with the reason in the dialog, when there is none or it cannot be saved."""
        while self.busy or self.pause:  # the last change has yet to be taken in
            Gtk.main_iteration()
        if not self.made:
            return False
        try:
            save(self.engine, self.config, self.suggested)
        except EngineError as error:
            self.failed(str(error))
            return False
        return True

    def _changed(self, config: Gimp.ProcedureConfig, setting: Any) -> None:
        self.message.hide()
        if setting.name in SAVED_WITH:
            return
        if self.pause:
            GLib.source_remove(self.pause)
        self.pause = GLib.timeout_add(PAUSE, self._paused)

    def _paused(self) -> bool:
        self.pause = 0
        self._make()
        return GLib.SOURCE_REMOVE

    def _make(self) -> None:
        """Send what the look is made of; when the engine is at it already, once more after that."""
        if self.busy:
            self.stale = True
            return
        self.made = False
        try:
            fields = self.maker.fields()
            self.busy = True
            show_message(self.report, _("Making the look…"))
            self.engine.post("create", self._answered, **fields)
        except (HostError, EngineError) as error:
            self.busy = False
            self.report.hide()
            self.failed(str(error))

    def _answered(self, reply: Message) -> None:
        """In the reading thread: hand over to GTK's."""
        GLib.idle_add(self._made, reply)

    def _made(self, reply: Message) -> bool:
        self.busy = False
        if self.closed:
            return GLib.SOURCE_REMOVE
        if "error" in reply:
            self.report.hide()
            self.failed(reply["error"])
        else:
            self.made = True
            self._suggest(suggested_name(reply["name"], self.maker.drawable))
            show_message(self.report, "\n".join(reply["report"]))
            self.preview.refresh(DRAFT)
        if self.stale:
            self.stale = False
            self._make()
        return GLib.SOURCE_REMOVE

    def _suggest(self, name: str) -> None:
        """Propose a name, in place of an earlier proposal that the user has left as it was."""
        if given_name(self.config) in ("", self.suggested):
            self.config.set_property("name", name)
        self.suggested = name
