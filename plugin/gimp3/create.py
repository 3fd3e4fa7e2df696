"""Make a look of one's own: ask, try it on the picture, save it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gi.repository import Gimp, Gio

from ..language import _
from .create_source import TAKE_LONG, Maker, given_name, save_draft, suggest_name
from .errors import Cancelled
from .open_file import open_file
from .order import Call


def create_look(call: Call) -> None:
    """Make a look and save it."""
    engine, config, action = call.engine, call.config, call.action
    assert action.way is not None
    suggest_layers(config, call.layers)
    maker = Maker(engine, action.way, call.layers[0] if call.layers else None, config)
    try:
        if call.interactive:
            maker.check_drawable()
            from .dialogs.create_dialog import ask_draft

            ask_draft(call, maker)
            for name in filter(config.find_property, ("files", "name")):  # the next time another look is made
                config.set_property(name, [] if name == "files" else "")
        else:
            Gimp.progress_init(action.title)
            progress = Gimp.progress_update if action.way in TAKE_LONG else None
            made = engine.request("create", progress, **maker.read_fields())
            save_draft(engine, config, suggest_name(made["name"], maker.drawable))
    finally:
        maker.close()


def suggest_layers(config: Gimp.ProcedureConfig, layers: list[Gimp.Layer]) -> None:
    """Propose two selected layers, or this one and a neighbor, where nothing was chosen: the upper one is after."""
    sides = ("before", "after", "before-file", "after-file")
    if not config.find_property("before") or any(config.get_property(side) for side in sides):
        return
    chosen = list(layers)
    if len(chosen) == 1:
        parent = chosen[0].get_parent()
        siblings = parent.get_children() if parent else chosen[0].get_image().get_layers()
        position = chosen[0].get_image().get_item_position(chosen[0])
        start = position if position + 1 < len(siblings) else max(position - 1, 0)
        chosen = siblings[start : start + 2]
    if len(chosen) == 2:
        chosen.sort(key=lambda layer: layer.get_image().get_item_position(layer))
        config.set_property("after", chosen[0])
        config.set_property("before", chosen[1])


def open_hald(call: Call) -> None:
    """Open an identity Hald picture as an image of its own, in a window if there is somebody to see it."""
    ask_settings(call)
    level, bits = call.config.get_property("level"), int(call.config.get_property("bits"))
    descriptor, name = tempfile.mkstemp(prefix="camera-looks-hald-", suffix=".png")
    os.close(descriptor)
    try:
        call.engine.request("hald", level=level, bits=bits, path=name)
        image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(name))
        image.clean_all()
    finally:
        Path(name).unlink()
    if call.interactive:
        Gimp.Display.new(image)


def open_recipe(call: Call) -> None:
    """Put a recipe that explains itself into the user's folder, and open it in the system's text editor."""
    ask_settings(call)
    path = str(call.engine.request("recipe", name=given_name(call.config) or _("My recipe"))["path"])
    if call.interactive:
        open_file(path, _("Your recipe is {path}: open it in a text editor.").format(path=path))


def ask_settings(call: Call) -> None:
    """Ask for settings that have nothing to preview; raises Cancelled when the dialog is closed otherwise."""
    if not call.interactive:
        return
    from gi.repository import GimpUi

    from .dialogs.help_page import take_help

    GimpUi.init("camera-looks")
    dialog = GimpUi.ProcedureDialog.new(call.procedure, call.config, call.action.title)
    dialog.fill([parameter.name for parameter in call.action.parameters])
    take_help(dialog)
    try:
        if not dialog.run():
            raise Cancelled
    finally:
        dialog.destroy()
