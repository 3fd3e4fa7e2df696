"""Drawables: what they are, their pixels and their shadows."""

from __future__ import annotations

from typing import Any

import gimpenums as e

from gimp_in_memory import compositing
from gimp_in_memory.calls.channels import bounds_of
from gimp_in_memory.model import COMPONENTS, Drawable, Group
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World, refuse, through_selection

FORMATS = ("R'G'B' u8", "R'G'B'A u8", "Y' u8", "Y'A u8", "R'G'B' u8", "R'G'B'A u8")


def pixels_of(drawable: Drawable) -> Pixels:
    """A drawable's pixels; a group's are made of its children's."""
    if isinstance(drawable, Group):
        compositing.render(drawable)
    return drawable.pixels


def shadow_of(drawable: Drawable) -> Pixels:
    size = drawable.width, drawable.height, COMPONENTS[drawable.type]
    shadow = drawable.shadow
    if shadow is None or (shadow.width, shadow.height, shadow.components) != size:
        shadow = drawable.shadow = Pixels(*size)
    return shadow


def get_format(world: World, drawable: Drawable) -> str:
    if drawable.type > 3:
        raise NotImplementedError("the memory backend has no name for the format of indexed pixels")
    return FORMATS[drawable.type]


def _size(which: int) -> Any:
    def get(world: World, drawable: Drawable) -> int:
        pixels = pixels_of(drawable)
        return (pixels.width, pixels.height)[which]

    return get


def mask_bounds(world: World, drawable: Drawable) -> Any:
    """Of the selection, in the drawable; the whole drawable if nothing is selected."""
    found = bounds_of(drawable.image.selection.pixels)
    if found is None or drawable is drawable.image.selection:
        return False, 0, 0, drawable.width, drawable.height
    left, top, right, bottom = found
    x1, x2 = (min(max(edge - drawable.x, 0), drawable.width) for edge in (left, right))
    y1, y2 = (min(max(edge - drawable.y, 0), drawable.height) for edge in (top, bottom))
    return True, x1, y1, x2, y2


def mask_intersect(world: World, drawable: Drawable) -> Any:
    _, left, top, right, bottom = mask_bounds(world, drawable)
    if right <= left or bottom <= top:
        return False, 0, 0, 0, 0
    return True, left, top, right - left, bottom - top


def get_pixel(world: World, drawable: Drawable, x: int, y: int) -> Any:
    inside(drawable, x, y)
    return COMPONENTS[drawable.type], pixels_of(drawable).get(x, y, 1, 1)


def set_pixel(world: World, drawable: Drawable, x: int, y: int, count: int, pixel: bytes) -> None:
    inside(drawable, x, y)
    if count != COMPONENTS[drawable.type]:
        raise refuse(f"a pixel of this drawable has {COMPONENTS[drawable.type]} components, not {count}")
    drawable.pixels.put(x, y, 1, 1, pixel)


def inside(drawable: Drawable, x: int, y: int) -> None:
    if not (0 <= x < drawable.width and 0 <= y < drawable.height):
        raise refuse(f"({x}, {y}) is outside of the drawable")


def update(world: World, drawable: Drawable, x: int, y: int, width: int, height: int) -> None:
    pass  # what is shown is always as it is


def merge_shadow(world: World, drawable: Drawable, undo: int) -> None:
    if isinstance(drawable, Group):
        raise refuse(f"Item '{drawable.name}' ({drawable.ID}) cannot be modified because it is a group item")
    if drawable.locked.get("content"):
        raise refuse(f"Item '{drawable.name}' ({drawable.ID}) cannot be modified because its contents are locked")
    through_selection(drawable, shadow_of(drawable).copy())


def free_shadow(world: World, drawable: Drawable) -> None:
    drawable.shadow = None


READS = {
    "gimp-drawable-get-format": get_format,
    "gimp-drawable-type": lambda world, drawable: drawable.type,
    "gimp-drawable-type-with-alpha": lambda world, drawable: drawable.type | 1,
    "gimp-drawable-has-alpha": lambda world, drawable: drawable.has_alpha,
    "gimp-drawable-is-rgb": lambda world, drawable: drawable.type // 2 == e.RGB,
    "gimp-drawable-is-gray": lambda world, drawable: drawable.type // 2 == e.GRAY,
    "gimp-drawable-is-indexed": lambda world, drawable: drawable.type // 2 == e.INDEXED,
    "gimp-drawable-bpp": lambda world, drawable: COMPONENTS[drawable.type],
    "gimp-drawable-width": _size(0),
    "gimp-drawable-height": _size(1),
    "gimp-drawable-offsets": lambda world, drawable: (drawable.x, drawable.y),
    "gimp-drawable-mask-bounds": mask_bounds,
    "gimp-drawable-mask-intersect": mask_intersect,
    "gimp-drawable-get-pixel": get_pixel,
    "gimp-drawable-update": update,
    "gimp-drawable-free-shadow": free_shadow,
}

CHANGES = {
    "gimp-drawable-set-pixel": set_pixel,
    "gimp-drawable-merge-shadow": merge_shadow,
}
