"""Items: names, visibility, parents, parasites."""

from __future__ import annotations

from typing import Any

import gimpenums as e
from gimp_backends.contract import Parasite

from gimp_in_memory.calls.sizing import flipped
from gimp_in_memory.calls.stacking import remove_item
from gimp_in_memory.model import Channel, Drawable, Group, Image, Item, Layer, Vectors
from gimp_in_memory.world import World, ids, refuse, unique_name


def is_valid(world: World, ID: int) -> bool:
    return ID in world.items


def _is(*kinds: type) -> Any:
    def check(world: World, item: Item) -> bool:
        return isinstance(item, kinds)

    return check


def is_mask(world: World, item: Item) -> bool:
    return isinstance(item, Channel) and item.layer is not None


def is_selection(world: World, item: Item) -> bool:
    return item is item.image.selection


def children(world: World, item: Item) -> Any:
    if not isinstance(item, Group):
        raise refuse(f"Item '{item.name}' ({item.ID}) cannot be used because it is not a group item")
    return ids(item.children)


def delete(world: World, item: Item) -> None:
    if item in item.image.siblings(item):
        remove_item(world, item)
    else:
        world.forget(item)


def set_name(world: World, item: Item, name: str) -> None:
    others = item.image.all_layers() if isinstance(item, Layer) else item.image.siblings(item)
    item.name = unique_name(item.image, name, [other for other in others if other is not item])


def _put(attribute: str, made: Any = bool) -> Any:
    def put(world: World, item: Item, value: Any) -> None:
        setattr(item, attribute, made(value))

    return put


def lock(name: str) -> tuple[Any, Any]:
    def get(world: World, item: Item) -> bool:
        return item.locked.get(name, False)

    def put(world: World, item: Item, value: int) -> None:
        item.locked[name] = bool(value)

    return get, put


# Parasites of items and images.


def attach(world: World, to: Item | Image, parasite: Parasite) -> None:
    to.parasites[parasite.name] = parasite


def detach(world: World, of: Item | Image, name: str) -> None:
    of.parasites.pop(name, None)


def find(world: World, of: Item | Image, name: str) -> Any:
    if name not in of.parasites:
        raise refuse(f"there is no parasite '{name}'")
    return (of.parasites[name],)


def all_parasites(world: World, of: Item | Image) -> Any:
    return len(of.parasites), list(of.parasites)


# Transformations that lose nothing.


def flip_simple(world: World, item: Item, kind: int, auto_center: int, axis: float) -> Item:
    if not isinstance(item, Drawable) or isinstance(item, Group) or item.image.selected:
        raise NotImplementedError("the memory backend flips whole drawables only")
    if not auto_center:
        raise NotImplementedError("the memory backend flips around the center only")
    item.pixels = flipped(item.pixels, kind)
    if isinstance(item, Layer) and item.mask:
        item.mask.pixels = flipped(item.mask.pixels, kind)
    return item


def rotate_simple(world: World, item: Item, kind: int, auto_center: int, x: int, y: int) -> Item:
    if not isinstance(item, Drawable) or isinstance(item, Group) or item.image.selected:
        raise NotImplementedError("the memory backend rotates whole drawables only")
    if not auto_center:
        raise NotImplementedError("the memory backend rotates around the center only")
    middle_x, middle_y = item.x + item.width / 2, item.y + item.height / 2
    for part in (item, *([item.mask] if isinstance(item, Layer) and item.mask else [])):
        part.pixels = part.pixels.turned(kind + 1)
    item.x, item.y = round(middle_x - item.width / 2), round(middle_y - item.height / 2)
    return item


READS = {
    "gimp-item-is-valid": is_valid,
    "gimp-item-is-drawable": _is(Drawable),
    "gimp-item-is-layer": _is(Layer),
    "gimp-item-is-text-layer": lambda world, item: False,
    "gimp-item-is-channel": _is(Channel),
    "gimp-item-is-vectors": _is(Vectors),
    "gimp-item-is-group": _is(Group),
    "gimp-item-is-layer-mask": is_mask,
    "gimp-item-is-selection": is_selection,
    "gimp-item-get-image": lambda world, item: item.image,
    "gimp-item-get-parent": lambda world, item: item.parent,
    "gimp-item-get-children": children,
    "gimp-item-get-name": lambda world, item: item.name,
    "gimp-item-get-visible": lambda world, item: item.visible,
    "gimp-item-get-linked": lambda world, item: item.linked,
    "gimp-item-get-tattoo": lambda world, item: item.tattoo,
    "gimp-item-get-color-tag": lambda world, item: item.color_tag,
    "gimp-item-get-lock-content": lock("content")[0],
    "gimp-item-get-lock-position": lock("position")[0],
    "gimp-item-get-parasite": find,
    "gimp-item-get-parasite-list": all_parasites,
    "gimp-image-get-parasite": find,
    "gimp-image-get-parasite-list": all_parasites,
}

CHANGES = {
    "gimp-item-delete": delete,
    "gimp-item-set-name": set_name,
    "gimp-item-set-visible": _put("visible"),
    "gimp-item-set-linked": _put("linked"),
    "gimp-item-set-tattoo": _put("tattoo", int),
    "gimp-item-set-color-tag": _put("color_tag", int),
    "gimp-item-set-lock-content": lock("content")[1],
    "gimp-item-set-lock-position": lock("position")[1],
    "gimp-item-attach-parasite": attach,
    "gimp-item-detach-parasite": detach,
    "gimp-image-attach-parasite": attach,
    "gimp-image-detach-parasite": detach,
    "gimp-item-transform-flip-simple": flip_simple,
    "gimp-item-transform-rotate-simple": rotate_simple,
}

assert e.ROTATE_90 == 0  # what `kind + 1` quarters rely on
