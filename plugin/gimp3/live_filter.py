"""A look as a live filter of the layer, by an operation of others that applies LUT files.

The filter's opacity is the look's strength.  A LUT holds colors only: finishing steps are left out.
"""

from __future__ import annotations

from contextlib import ExitStack

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp

from ..engine.client import Engine
from ..engine.shared_memory import SharedMemory
from ..language import _
from ..menu.amounts import follows_the_picture
from ..menu.parameters import AMOUNTS
from . import color_lookup
from .errors import HostError
from .message import announce
from .run_look import Commit, Order, Progress, check_colors, undo_step
from .thumbnails import Thumbnail

FILE = "path"


def add(engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress) -> Commit:
    """Put a filter with the look on a layer or group, inside the selection."""
    if not isinstance(layer, Gimp.Layer):
        raise HostError(_("“{layer}” is not a layer: only layers have filters.").format(layer=layer.get_name()))
    check_colors(layer, order)
    if not color_lookup.installed():
        sentence = _("A live filter needs GIMP 3.2 and the GEGL operation {operation} (gegl-lut): install it first.")
        raise HostError(sentence.format(operation=color_lookup.OPERATION))
    path = baked(engine, layer, order)
    look = Gimp.DrawableFilter.new(layer, color_lookup.OPERATION, order.title)
    settings = look.get_config()
    if settings.find_property(FILE) is None:
        sentence = _("GIMP does not let plug-ins choose the file of {operation}.")
        raise HostError(sentence.format(operation=color_lookup.OPERATION))
    settings.set_property(FILE, path)
    for name, value in (("lut-space", "image" if order.own_numbers else "srgb"), ("encoding", "perceptual")):
        if settings.find_property(name) is not None:
            settings.set_property(name, value)
    look.set_opacity(order.job["strength"])
    look.update()
    progress(1.0)

    def commit() -> None:
        with undo_step(layer.get_image()):
            layer.append_filter(look)

    return commit


def baked(engine: Engine, layer: Gimp.Layer, order: Order) -> str:
    """The file with the look's colors, of the scene that the layer shows."""
    with ExitStack() as stack:
        seen = {}
        if follows_the_picture(order.look, order.job):
            thumbnail = Thumbnail.of(layer)
            memory = stack.enter_context(SharedMemory(engine, len(thumbnail.data)))
            seen = thumbnail.put(memory, 0)
        image = layer.get_image()
        frame = [image.get_width(), image.get_height()]
        engine.request("job", **order.job, **seen, frame=frame, type="uint8", channels=4)
        answer = engine.request("cube", title=order.title)
    if answer["changes"]:
        announce("; ".join(answer["changes"]))
    return str(answer["path"])


def left_out(config: Gimp.ProcedureConfig) -> str:
    """A sentence about what the settings ask for and no LUT can hold, or ""."""
    wanted = [
        amount.label.replace("_", "")
        for amount in AMOUNTS
        if not amount.in_table and config.find_property(amount.argument) and config.get_property(amount.argument) > 0
    ]
    if not wanted:
        return ""
    return _("A live filter changes colors only, and leaves out: {finishes}.").format(finishes=", ".join(wanted))
