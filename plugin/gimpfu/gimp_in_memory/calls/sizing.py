"""Images of another size: all that is in them goes along."""

from __future__ import annotations

import gimpenums as e

from gimp_in_memory import scaling
from gimp_in_memory.calls.stacking import remove_item
from gimp_in_memory.model import Channel, Drawable, Group, Image, Vectors
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World, refuse


def scale(world: World, image: Image, width: int, height: int) -> None:
    interpolation = world.context["interpolation"][0]
    ratio_x, ratio_y = width / image.width, height / image.height
    for item in image.all_items():
        if isinstance(item, Drawable) and not isinstance(item, Group):
            if item is image.selection or (isinstance(item, Channel) and not item.layer):
                size = width, height
            else:
                size = max(round(item.width * ratio_x), 1), max(round(item.height * ratio_y), 1)
            item.pixels = scaling.scaled(item.pixels, *size, interpolation, item.has_alpha)
            item.x, item.y = round(item.x * ratio_x), round(item.y * ratio_y)
        if isinstance(item, Vectors):
            for stroke in item.strokes:
                factors = [ratio_x, ratio_y] * (len(stroke.points) // 2)
                stroke.points = [value * factor for value, factor in zip(stroke.points, factors)]
    image.width, image.height = width, height


def resize(world: World, image: Image, width: int, height: int, offset_x: int, offset_y: int) -> None:
    for item in image.all_items():
        if isinstance(item, Channel) and not item.layer:
            item.pixels = item.pixels.moved(width, height, offset_x, offset_y, b"\0")
        elif isinstance(item, Drawable):
            item.x, item.y = item.x + offset_x, item.y + offset_y
        elif isinstance(item, Vectors):
            for stroke in item.strokes:
                offsets = [offset_x, offset_y] * (len(stroke.points) // 2)
                stroke.points = [value + offset for value, offset in zip(stroke.points, offsets)]
    image.width, image.height = width, height


def resize_to_layers(world: World, image: Image) -> None:
    layers = image.layers
    left, top = min(layer.x for layer in layers), min(layer.y for layer in layers)
    width = max(layer.x + layer.width for layer in layers) - left
    height = max(layer.y + layer.height for layer in layers) - top
    resize(world, image, width, height, -left, -top)


def crop(world: World, image: Image, width: int, height: int, offset_x: int, offset_y: int) -> None:
    """As GIMP crops: layers too, and those that are outside go."""
    if offset_x + width > image.width or offset_y + height > image.height or offset_x < 0 or offset_y < 0:
        raise refuse("the rectangle to crop to lies outside of the image")
    resize(world, image, width, height, -offset_x, -offset_y)
    for layer in image.all_layers():
        if isinstance(layer, Group):
            continue
        left, top = max(layer.x, 0), max(layer.y, 0)
        right, bottom = min(layer.x + layer.width, width), min(layer.y + layer.height, height)
        if right <= left or bottom <= top:
            remove_item(world, layer)
            continue
        for part in (layer, *([layer.mask] if layer.mask else [])):
            part.pixels = part.pixels.moved(right - left, bottom - top, layer.x - left, layer.y - top, part.clear)
        layer.x, layer.y = left, top
        if layer.mask:
            layer.mask.x, layer.mask.y = left, top


def rotate(world: World, image: Image, kind: int) -> None:
    quarters = kind + 1  # ROTATE_90, ROTATE_180, ROTATE_270
    for item in image.all_items():
        if not isinstance(item, Drawable) or isinstance(item, Group):
            continue
        width, height = image.width, image.height
        for _ in range(quarters):
            item.x, item.y = height - item.y - item.height, item.x
            item.pixels = item.pixels.turned(1)
            width, height = height, width
    if quarters % 2:
        image.width, image.height = image.height, image.width


def flip(world: World, image: Image, kind: int) -> None:
    for item in image.all_items():
        if isinstance(item, Drawable) and not isinstance(item, Group):
            item.pixels = flipped(item.pixels, kind)
            if kind == e.ORIENTATION_HORIZONTAL:
                item.x = image.width - item.x - item.width
            else:
                item.y = image.height - item.y - item.height


def flipped(pixels: Pixels, kind: int) -> Pixels:
    columns, rows = range(pixels.width), range(pixels.height)
    if kind == e.ORIENTATION_HORIZONTAL:
        return pixels.picked(columns[::-1], rows)
    return pixels.picked(columns, rows[::-1])


CHANGES = {
    "gimp-image-scale": scale,
    "gimp-image-resize": resize,
    "gimp-image-resize-to-layers": resize_to_layers,
    "gimp-image-crop": crop,
    "gimp-image-rotate": rotate,
    "gimp-image-flip": flip,
}
