"""A layer that shows a look on the canvas while a dialog is open, and leaves no trace.

Measured in GIMP 3.0.4 and 3.2.6: a plug-in's filter shows nothing until it is appended, which makes an undo step, and
none can carry pixels: operations with a second input are refused, gegl:layer lacks its file (3.0) or is hidden (3.2).
So this is a layer, which comes and goes while undo is frozen.  GIMP then keeps the steps to undo and to redo as they
are, but counts a change: an image that was saved is marked as saved again.  One that was not stays changed even when
all its steps are undone.

The layer has a mark with the process that made it.  One that this left behind, in a crash, goes away at the next start
of any of our procedures.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from typing import Any

from gi.repository import Gimp

from lut.shared.processes import is_alive

from ..engine.json_input import NotUnderstood, read_object

NAME = "Camera Looks: preview"  # in every language, by which it is found
PARASITE = "camera-looks-preview"


@contextlib.contextmanager
def without_trace(image: Gimp.Image) -> Iterator[None]:
    """Change the layers without a step to undo; keep which are selected, and whether the image is saved."""
    changed, selected = image.is_dirty(), image.get_selected_layers()
    image.undo_freeze()
    try:
        yield
        image.set_selected_layers([layer for layer in selected if layer.is_valid()])
    finally:
        image.undo_thaw()
        if not changed:
            image.clean_all()


def is_in_image(layer: Gimp.Drawable) -> bool:
    """Return True for a layer that is part of its image's stack."""
    return isinstance(layer, Gimp.Layer) and (layer.get_parent() is not None or layer in layer.get_image().get_layers())


def insert_canvas_layer(layer: Gimp.Layer, target: Gimp.Layer, hide: bool) -> None:
    """Put a new layer above the target, marked as the one that a crash may leave behind.

    hide: whether to hide the target, in whose place the layer is.
    """
    image = target.get_image()
    layer.set_name(NAME)
    mark = {"plug-in": os.getpid(), "gimp": os.getppid(), "hidden": target.get_tattoo() if hide else None}
    layer.attach_parasite(Gimp.Parasite.new(PARASITE, 0, json.dumps(mark).encode()))
    with without_trace(image):
        image.insert_layer(layer, target.get_parent(), image.get_item_position(target))
        if hide:
            target.set_visible(False)


def remove_canvas_layer(layer: Gimp.Layer) -> None:
    """Remove the layer, and show again what it hid; not if the user has deleted it."""
    image = layer.get_image() if layer.is_valid() else None
    if image is None or image.get_layer_by_name(layer.get_name()) != layer:
        return
    tattoo = read_mark(layer)["hidden"]
    hidden = image.get_layer_by_tattoo(tattoo) if tattoo is not None else None
    with without_trace(image):
        if hidden is not None:
            hidden.set_visible(True)
        image.remove_layer(layer)


def show_canvas_layer(layer: Gimp.Layer, target: Gimp.Layer, shown: bool) -> None:
    """Show the layer, or what is without it."""
    with without_trace(layer.get_image()):
        layer.set_visible(shown)
        if read_mark(layer)["hidden"] is not None:
            target.set_visible(not shown)


def remove_leftovers() -> None:
    """Remove the layers that dialogs have left behind which are no longer there."""
    for image in Gimp.get_images():
        while (layer := image.get_layer_by_name(NAME)) is not None and is_left_behind(layer):
            remove_canvas_layer(layer)


def is_left_behind(layer: Gimp.Layer) -> bool:
    """Return True for a layer of ours whose dialog has ended, in this GIMP or in the one that saved the image."""
    if layer.get_parasite(PARASITE) is None:
        return False  # somebody has called a layer so
    mark = read_mark(layer)
    return mark["gimp"] != os.getppid() or mark["plug-in"] is None or not is_alive(mark["plug-in"])


def read_mark(layer: Gimp.Layer) -> dict[str, int | None]:
    """Return the numbers in the layer's mark; None for those that are not there or damaged."""
    mark = layer.get_parasite(PARASITE)
    found: dict[str, Any] = {}
    if mark is not None:
        with contextlib.suppress(NotUnderstood):
            found = read_object(bytes(mark.get_data()))
    numbers = {name: found.get(name) for name in ("plug-in", "gimp", "hidden")}
    return {name: known if is_number(known) else None for name, known in numbers.items()}


def is_number(value: object) -> bool:
    return isinstance(value, int) and 0 < value < 1 << 31
