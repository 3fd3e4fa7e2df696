"""Procedures of earlier GIMPs with parameters of their own, by those that replace them.

Where only the name is another, old_names.txt has it.
"""

from __future__ import annotations

from typing import Any

from gimpenums import CHANNEL_OP_REPLACE

from gimp_in_memory.calls import channels, clipboard, items, layers, sizing, stacking
from gimp_in_memory.model import Channel, Drawable, Image, Item, Layer
from gimp_in_memory.world import World


def _added(insert: Any) -> Any:
    return lambda world, image, item, position: insert(world, image, item, None, position)


def _feathered(select: Any) -> Any:
    """A selection whose feathering is its last two parameters; an antialiasing before them is for soft edges only."""

    def call(world: World, image: Image, *values: Any) -> None:
        shape, (operation, *_, feather, radius) = values[:4], values[4:]
        before = dict(world.context)
        world.context.update({"feather": [feather], "feather-radius": [radius, radius]})
        try:
            select(world, image, operation, *shape)
        finally:
            world.context = before

    return call


def _scaled(scale: Any) -> Any:
    """A scale whose interpolation is its last parameter."""

    def call(world: World, what: Any, *values: int) -> None:
        before = world.context["interpolation"]
        world.context["interpolation"] = [values[-1]]
        try:
            scale(world, what, *values[:-1])
        finally:
            world.context["interpolation"] = before

    return call


def select_alpha(world: World, layer: Layer) -> None:
    channels.select_item(world, layer.image, CHANNEL_OP_REPLACE, layer)


def combine(world: World, channel: Channel, operation: int) -> None:
    selection = channel.image.selection
    selection.pixels = channels.combined(selection.pixels, channel.pixels, operation)


def flip(world: World, drawable: Drawable, kind: int) -> Item:
    return items.flip_simple(world, drawable, kind, 1, 0.0)


def rotate_simple(world: World, drawable: Drawable, kind: int, auto_center: int, x: int, y: int, clip: int) -> Item:
    return items.rotate_simple(world, drawable, kind, auto_center, x, y)


READS = {
    "gimp-edit-named-paste-as-new-image": lambda world, name: clipboard.as_new(world, world.buffers.get(name)),
    "gimp-image-free-shadow": lambda world, image: None,
}

CHANGES = {
    "gimp-image-add-layer": _added(stacking.insert_layer),
    "gimp-image-add-channel": _added(stacking.insert_channel),
    "gimp-image-add-vectors": _added(stacking.insert_vectors),
    "gimp-image-add-layer-mask": lambda world, image, layer, mask: layers.add_mask(world, layer, mask),
    "gimp-image-remove-layer-mask": lambda world, image, layer, mode: layers.remove_mask(world, layer, mode),
    "gimp-image-scale-full": _scaled(sizing.scale),
    "gimp-layer-scale-full": _scaled(layers.scale),
    "gimp-selection-layer-alpha": select_alpha,
    "gimp-selection-combine": combine,
    "gimp-ellipse-select": _feathered(channels.select_ellipse),
    "gimp-rect-select": _feathered(channels.select_rectangle),
    "gimp-flip": flip,
    "gimp-drawable-transform-flip-simple": lambda world, drawable, kind, center, axis, clip: items.flip_simple(
        world, drawable, kind, center, axis
    ),
    "gimp-drawable-transform-rotate-simple": rotate_simple,
}
