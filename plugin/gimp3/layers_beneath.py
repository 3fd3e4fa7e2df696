"""What is seen of an image up to a layer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp


@contextlib.contextmanager
def below(layer: Gimp.Layer, including: bool) -> Iterator[Gimp.Layer]:
    """All that is seen up to a layer, with it or without, as a layer that belongs to no stack of this image."""
    image = layer.get_image()
    if including and nothing_above(layer):  # what is seen is what GIMP shows, and has at hand
        merged = Gimp.Layer.new_from_visible(image, image, "below")
        try:
            yield with_alpha(merged)
        finally:
            merged.delete()
        return
    copy = image.duplicate()
    try:
        for item, twin in path(layer, copy):
            for above in siblings(twin)[: image.get_item_position(item)]:
                above.set_visible(False)
            if item.get_id() == layer.get_id() and not including:
                twin.set_visible(False)
        merged = Gimp.Layer.new_from_visible(copy, copy, "below")
        copy.insert_layer(merged, None, 0)
        yield with_alpha(merged)
    finally:
        copy.delete()


def with_alpha(layer: Gimp.Layer) -> Gimp.Layer:
    if not layer.has_alpha():
        layer.add_alpha()
    return layer


def nothing_above(layer: Gimp.Layer) -> bool:
    """Whether nothing that is visible lies above a layer, in its group and in those around it."""
    place: Gimp.Layer | None = layer
    while place is not None:
        above = siblings(place)[: place.get_image().get_item_position(place)]
        if any(other.get_visible() for other in above):
            return False
        place = place.get_parent()
    return True


def siblings(layer: Gimp.Layer) -> list[Gimp.Layer]:
    """The layers of the same stack, the topmost first."""
    group = layer.get_parent()
    found: list[Gimp.Layer] = group.get_children() if group is not None else layer.get_image().get_layers()
    return found


def path(layer: Gimp.Layer, copy: Gimp.Image) -> Iterator[tuple[Gimp.Layer, Gimp.Layer]]:
    """A layer and the groups around it, outermost first, each with its twin in a copy of the image."""
    items = [layer]
    while items[0].get_parent():
        items.insert(0, items[0].get_parent())
    stack = copy.get_layers()
    for item in items:
        twin = stack[item.get_image().get_item_position(item)]
        yield item, twin
        stack = twin.get_children() if twin.is_group() else []
