"""A look as a live filter of the layer, by the GEGL operation of github.com/sandbranch/gegl-lut, where a user has it.

The filter's opacity is the look's strength, and its blend mode the look's.  A LUT holds colors only: finishing steps
are left out, and so is a limit to some tones.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache

from gi.repository import Gimp

from ..engine.client import Engine
from ..engine.shared_memory import SharedMemory
from ..language import _
from ..menu.amounts import follows_the_picture
from .errors import HostError
from .layer_mixing import MODES
from .message import announce
from .order import Order
from .run_look import Commit, Progress, check_colors
from .thumbnails import Thumbnail
from .undo_step import undo_step

OPERATION, FILE = "lut:color-lookup", "path"


@cache
def is_available() -> bool:
    """Return True if GIMP has the operation and lets a plug-in set its file.

    GIMP 3.0 does not let it, and has no list of operations to ask for.
    """
    listed = getattr(Gimp.DrawableFilter, "operation_get_available", None)
    return listed is not None and OPERATION in listed()


def add_live_filter(engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress) -> Commit:
    """Put a filter with the look on a layer or group, inside the selection."""
    check_colors(layer, order.look, order.title)
    if not is_available():
        sentence = _("A live filter needs GIMP 3.2 and the GEGL operation {operation} (gegl-lut): install it first.")
        raise HostError(sentence.format(operation=OPERATION))
    path = bake_cube(engine, layer, order)
    look = Gimp.DrawableFilter.new(layer, OPERATION, order.title)
    settings = look.get_config()
    if settings.find_property(FILE) is None:
        sentence = _("GIMP does not let plug-ins choose the file of {operation}.")
        raise HostError(sentence.format(operation=OPERATION))
    settings.set_property(FILE, path)
    for name, value in (("lut-space", "image" if order.own_numbers else "srgb"), ("encoding", "perceptual")):
        if settings.find_property(name) is not None:
            settings.set_property(name, value)
    look.set_opacity(order.job["strength"])
    if order.job.get("blend") in MODES:
        look.set_blend_mode(MODES[order.job["blend"]])
    look.update()
    progress(1.0)

    def commit() -> None:
        with undo_step(layer.get_image()):
            layer.append_filter(look)

    return commit


def bake_cube(engine: Engine, layer: Gimp.Layer, order: Order) -> str:
    """Have a LUT file made of the look's colors, for the scene that the layer shows.  Returns its path."""
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
