"""Layers, channels and paths of an image: putting them in, taking them out, their order."""

from __future__ import annotations

from typing import Any

from gimp_in_memory.model import Channel, Group, Image, Item, Layer, Vectors
from gimp_in_memory.world import World, refuse, unique_name


def insert_layer(world: World, image: Image, layer: Layer, parent: Layer | None, position: int) -> None:
    if layer.type // 2 != image.base_type:
        raise refuse(f"Image {image.ID} must be of type {layer.type // 2}")
    if parent is not None and not isinstance(parent, Group):
        raise refuse(f"Item '{parent.name}' ({parent.ID}) cannot be used because it is not a group item")
    insert(world, image, layer, parent, position)
    image.active_layer, image.active_channel = layer, None


def insert_channel(world: World, image: Image, channel: Channel, parent: Channel | None, position: int) -> None:
    insert(world, image, channel, None, position)
    image.active_channel = channel


def insert_vectors(world: World, image: Image, vectors: Vectors, parent: Vectors | None, position: int) -> None:
    insert(world, image, vectors, None, position)
    image.active_vectors = vectors


def insert(world: World, image: Image, item: Item, parent: Group | None, position: int) -> None:
    if item in item.image.all_items():
        raise refuse(f"Item '{item.name}' ({item.ID}) has already been added to an image")
    if item.image is not image:
        raise refuse(f"Item '{item.name}' ({item.ID}) cannot be used because it is attached to another image")
    active: Item | None = {Layer: image.active_layer, Channel: image.active_channel}.get(
        _family(item), image.active_vectors
    )
    if position < 0 and parent is None:  # into the active group, or into the group of what is active
        parent = active if isinstance(active, Group) else active.parent if active else None
        position = 0 if parent is active and active else -1
    item.parent = parent
    siblings = image.siblings(item)
    if position < 0:  # above what is active
        position = siblings.index(active) if active in siblings else 0
    everything = image.all_layers() if isinstance(item, Layer) else siblings
    item.name = unique_name(image, item.name, everything)
    siblings.insert(min(position, len(siblings)), item)


def _family(item: Item) -> type:
    return Layer if isinstance(item, Layer) else Channel if isinstance(item, Channel) else Vectors


def remove_item(world: World, item: Item) -> None:
    image = item.image
    siblings = image.siblings(item)
    if item not in siblings:
        raise refuse(f"Item '{item.name}' ({item.ID}) is not in an image")
    place = siblings.index(item)
    siblings.remove(item)
    if isinstance(item, Layer) and item is image.active_layer:
        image.active_layer = siblings[min(place, len(siblings) - 1)] if siblings else item.parent
    if item is image.active_channel:
        image.active_channel = siblings[min(place, len(siblings) - 1)] if siblings else None
    if item is image.active_vectors:
        image.active_vectors = None
    world.forget(item)


def remove(world: World, image: Image, item: Item) -> None:
    if item.image is not image:
        raise refuse(f"Item '{item.name}' ({item.ID}) is not in this image")
    remove_item(world, item)


def position(world: World, image: Image, item: Item) -> int:
    return image.siblings(item).index(item)


def _reordered(image: Image, item: Item, place: int) -> None:
    siblings = image.siblings(item)
    if not 0 <= place < len(siblings):
        where = "higher" if place < 0 else "lower"
        raise refuse(f"Item '{item.name}' cannot be moved {where}.")
    siblings.remove(item)
    siblings.insert(place, item)


def raise_item(world: World, image: Image, item: Item) -> None:
    _reordered(image, item, position(world, image, item) - 1)


def lower_item(world: World, image: Image, item: Item) -> None:
    _reordered(image, item, position(world, image, item) + 1)


def raise_to_top(world: World, image: Image, item: Item) -> None:
    _reordered(image, item, 0)


def lower_to_bottom(world: World, image: Image, item: Item) -> None:
    _reordered(image, item, len(image.siblings(item)) - 1)


def reorder(world: World, image: Image, item: Item, parent: Item | None, place: int) -> None:
    image.siblings(item).remove(item)
    item.parent = parent if isinstance(parent, Group) else None
    siblings = image.siblings(item)
    siblings.insert(place if place >= 0 else len(siblings), item)


def by_name(kind: str) -> Any:
    def find(world: World, image: Image, name: str) -> Item | None:
        items = image.all_layers() if kind == "layers" else getattr(image, kind)
        return next((item for item in items if item.name == name), None)

    return find


def by_tattoo(kind: str) -> Any:
    def find(world: World, image: Image, tattoo: int) -> Item | None:
        items = image.all_layers() if kind == "layers" else getattr(image, kind)
        return next((item for item in items if item.tattoo == tattoo), None)

    return find


def pick_layer(world: World, image: Image, x: int, y: int) -> Layer | None:
    """The topmost visible layer that is not transparent there."""
    for layer in image.all_layers():
        inside = 0 <= x - layer.x < layer.width and 0 <= y - layer.y < layer.height
        if layer.visible and inside and not isinstance(layer, Group):
            pixel = layer.pixels.get(x - layer.x, y - layer.y, 1, 1)
            if not layer.has_alpha or pixel[-1] > 63:
                return layer
    return None


READS = {
    "gimp-image-get-item-position": position,
    "gimp-image-get-layer-by-name": by_name("layers"),
    "gimp-image-get-channel-by-name": by_name("channels"),
    "gimp-image-get-vectors-by-name": by_name("vectors"),
    "gimp-image-get-layer-by-tattoo": by_tattoo("layers"),
    "gimp-image-get-channel-by-tattoo": by_tattoo("channels"),
    "gimp-image-get-vectors-by-tattoo": by_tattoo("vectors"),
    "gimp-image-pick-correlate-layer": pick_layer,
}

CHANGES = {
    "gimp-image-insert-layer": insert_layer,
    "gimp-image-insert-channel": insert_channel,
    "gimp-image-insert-vectors": insert_vectors,
    "gimp-image-remove-layer": remove,
    "gimp-image-remove-channel": remove,
    "gimp-image-remove-vectors": remove,
    "gimp-image-raise-item": raise_item,
    "gimp-image-raise-item-to-top": raise_to_top,
    "gimp-image-lower-item": lower_item,
    "gimp-image-lower-item-to-bottom": lower_to_bottom,
    "gimp-image-reorder-item": reorder,
}
