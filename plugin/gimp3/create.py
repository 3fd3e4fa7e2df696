"""Make a look of one's own: ask, try it on the picture, save it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio, GLib

from ..engine.client import Engine
from ..language import _
from ..menu.action import Action
from .create_source import Maker
from .message import announce
from .save_look import given_name, save, suggested_name


def create(
    engine: Engine,
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    action: Action,
) -> None:
    """Run one of the ways of creations.py that end with a saved look."""
    assert action.way is not None
    drawable = drawables[0]
    suggest_layers(config, drawables)
    maker = Maker(engine, action.way, drawable, config)
    try:
        if run_mode == Gimp.RunMode.INTERACTIVE:
            from .dialogs.create_dialog import ask

            ask(engine, procedure, config, action, maker)
        else:
            Gimp.progress_init(action.title)
            made = engine.request("create", **maker.fields())
            save(engine, config, suggested_name(made["name"], drawable))
    finally:
        maker.close()


def suggest_layers(config: Gimp.ProcedureConfig, drawables: list[Gimp.Drawable]) -> None:
    """Two selected layers, or this one and a neighbor, where nothing was chosen: the upper one is after."""
    sides = ("before", "after", "before-file", "after-file")
    if not config.find_property("before") or any(config.get_property(side) for side in sides):
        return
    chosen = list(drawables)
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


def new_hald(engine: Engine, config: Gimp.ProcedureConfig, interactive: bool) -> None:
    """Open an identity Hald picture as an image of its own, in a window if there is somebody to see it."""
    level, bits = config.get_property("level"), int(config.get_property("bits"))
    descriptor, name = tempfile.mkstemp(prefix="camera-looks-hald-", suffix=".png")
    os.close(descriptor)
    try:
        engine.request("hald", level=level, bits=bits, path=name)
        image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(name))
        image.clean_all()
    finally:
        Path(name).unlink()
    if interactive:
        Gimp.Display.new(image)


def new_recipe(engine: Engine, config: Gimp.ProcedureConfig, interactive: bool) -> None:
    """Put a recipe that explains itself into the user's folder, and open it in the system's text editor."""
    path = str(engine.request("recipe", name=given_name(config) or _("My recipe"))["path"])
    if not interactive:
        return
    try:
        Gio.AppInfo.launch_default_for_uri(Gio.File.new_for_path(path).get_uri(), None)
    except GLib.Error:
        announce(_("Your recipe is {path}: open it in a text editor.").format(path=path))
