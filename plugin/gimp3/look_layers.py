"""Layers that remember their look: made from what lies below them, and made again when that has changed.

Strength is the layer's opacity.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import gi

gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Gegl, Gimp

from ..engine.client import Engine
from ..language import _
from .errors import HostError
from .layer_parasite import is_look_layer, recalled, remember
from .layer_settings import Settings
from .layers_beneath import below
from .run_look import Commit, Order, Progress, check_colors, compute, mask_with_selection, undo_step


def add(engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress) -> Commit:
    """Put a look layer above this one; a selection becomes its mask."""
    if "look" not in order.job:
        raise HostError(
            _("A look layer remembers a look: make the file one of yours first, by Create ▸ From a Recipe or LUT File…")
        )
    if not isinstance(layer, Gimp.Layer):
        sentence = _("“{layer}” is not a layer: a look layer can only be put above one.")
        raise HostError(sentence.format(layer=layer.get_name()))
    check_colors(layer, order)
    image = layer.get_image()
    with below(layer, including=True) as source:
        result = Gimp.Layer.new_from_drawable(source, image)
        result.set_name(order.title)
        render(engine, source, result.get_buffer(), order, progress)

    def commit() -> None:
        with undo_step(image):
            image.insert_layer(result, layer.get_parent(), image.get_item_position(layer))
            remember(engine, result, order, None)
            result.set_opacity(100 * order.job["strength"])
            result.update(0, 0, result.get_width(), result.get_height())
            if not Gimp.Selection.is_empty(image):
                mask_with_selection(result)
            image.set_selected_layers([result])

    return commit


def change(engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress) -> bool:
    """Give a look layer another look, or make it again with the same; whether that has changed since."""
    image = layer.get_image()
    if layer.get_lock_content():
        sentence = _("“{layer}” is locked against changes to its pixels: unlock it in the Layers dialog first.")
        raise HostError(sentence.format(layer=layer.get_name()))
    check_colors(layer, order)
    engine.request("job", **order.job, frame=[1, 1], type="uint8", channels=4)  # what cannot be done fails here
    with undo_step(image), everything_selected(image):
        if (layer.get_width(), layer.get_height()) != (image.get_width(), image.get_height()) or any(
            layer.get_offsets()[1:]
        ):
            layer.resize_to_image_size()
        with below(layer, including=False) as source:
            render(engine, source, layer.get_shadow_buffer(), order, progress)
        if not layer.merge_shadow(True):
            sentence = _("GIMP did not let “{layer}” be changed; the image is unchanged.")
            raise HostError(sentence.format(layer=layer.get_name()))
        layer.update(0, 0, layer.get_width(), layer.get_height())
        before = recalled(layer)
        changed = remember(engine, layer, order, before)
        if takes_title(layer, before, order):
            layer.set_name(order.title)
    return changed


def takes_title(layer: Gimp.Layer, before: Settings | None, order: Order) -> bool:
    """Whether the layer is called after its look now: after another look, or after one whose partnership was renamed.

    A name that the user gave the layer outlives the partnership's, but no other look.
    """
    if before is None or before["title"] == order.title:
        return before is None
    return before["look"] != order.job["look"] or layer.get_name().split(" #")[0] == before["title"]


def render(engine: Engine, source: Gimp.Layer, target: Gegl.Buffer, order: Order, progress: Progress) -> None:
    """All of the look into a buffer: how much of it shows is for the layer's opacity."""
    whole = Order(order.title, order.look, {**order.job, "strength": 1.0}, order.own_numbers)
    area = (0, 0, source.get_width(), source.get_height())
    compute(engine, source, target, area, whole, progress)


def all_of(image: Gimp.Image) -> list[Gimp.Layer]:
    """The image's look layers, the lowest first: what lies below one is up to date when its turn comes."""
    found: list[Gimp.Layer] = []

    def visit(layers: list[Gimp.Layer]) -> None:
        for layer in reversed(layers):
            if layer.is_group():
                visit(layer.get_children())
            elif is_look_layer(layer):
                found.append(layer)

    visit(image.get_layers())
    return found


@contextlib.contextmanager
def everything_selected(image: Gimp.Image) -> Iterator[None]:
    """A selection limits what is merged into a layer; it is back afterwards."""
    if Gimp.Selection.is_empty(image):
        yield
        return
    layers = image.get_selected_layers()
    selection = Gimp.Selection.save(image)
    Gimp.Selection.none(image)
    try:
        yield
    finally:
        image.select_item(Gimp.ChannelOps.REPLACE, selection)
        image.remove_channel(selection)
        image.set_selected_layers(layers)
