"""Where a layer lies among the others of its image, and copies of what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gi.repository import Gimp

from ..language import _
from .errors import HostError


def nothing_above(layer: Gimp.Layer) -> bool:
    """Return True if nothing visible lies above a layer, in its group and in those around it."""
    place: Gimp.Layer | None = layer
    while place is not None:
        above = list_siblings(place)[: place.get_image().get_item_position(place)]
        if any(other.get_visible() for other in above):
            return False
        place = place.get_parent()
    return True


def list_siblings(layer: Gimp.Layer) -> list[Gimp.Layer]:
    """List the layers of the same stack, the topmost first."""
    group = layer.get_parent()
    found: list[Gimp.Layer] = group.get_children() if group is not None else layer.get_image().get_layers()
    return found


def twins_of(layer: Gimp.Layer, copy: Gimp.Image) -> Iterator[tuple[Gimp.Layer, Gimp.Layer]]:
    """Pair a layer and the groups around it, outermost first, with their twins in a copy of the image."""
    items = [layer]
    while items[0].get_parent():
        items.insert(0, items[0].get_parent())
    stack = copy.get_layers()
    for item in items:
        twin = stack[item.get_image().get_item_position(item)]
        yield item, twin
        stack = twin.get_children() if twin.is_group() else []


def find_topmost(layers: Sequence[Gimp.Layer]) -> Gimp.Layer:
    """Find the layer that lies above the others."""

    def stack_position(layer: Gimp.Layer) -> tuple[int, ...]:
        """Return positions in the stack, from the outermost group to the layer; 0 is the top."""
        above = layer.get_parent()
        return (*(stack_position(above) if above else ()), layer.get_image().get_item_position(layer))

    return min(layers, key=stack_position)


def merge_group(group: Gimp.GroupLayer) -> Gimp.Layer:
    """Copy a layer group as one layer, which belongs to no stack of the image.

    Its pixels are what the layers in the group show, with the group's effects; opacity, mode and mask are the group's.
    """
    image = group.get_image()
    copy = image.duplicate()
    try:
        *_around, (_group, twin) = twins_of(group, copy)
        merged = twin.merge() if twin.get_children() else None
        if merged is None:
            sentence = _("“{layer}” is a layer group with nothing in it: select another layer.")
            raise HostError(sentence.format(layer=group.get_name()))
        return Gimp.Layer.new_from_drawable(merged, image)
    finally:
        copy.delete()
