"""Several layers as one."""

from __future__ import annotations

import gimpenums as e

from gimp_in_memory import compositing
from gimp_in_memory.calls.context import background_pixel
from gimp_in_memory.model import COMPONENTS, Group, Image, Layer
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World, refuse


def _canvas(world: World, image: Image, name: str, type: int, area: tuple[int, int, int, int]) -> Layer:
    x, y, width, height = area
    canvas = Layer(image, name, type, Pixels(width, height, COMPONENTS[type]))
    canvas.x, canvas.y = x, y
    return world.add(canvas)


def _area(layers: list[Layer], image: Image, merge_type: int) -> tuple[int, int, int, int]:
    if merge_type == e.CLIP_TO_IMAGE:
        return 0, 0, image.width, image.height
    bottom = layers[-1]
    if merge_type in (e.CLIP_TO_BOTTOM_LAYER, e.FLATTEN_IMAGE):
        return bottom.x, bottom.y, bottom.width, bottom.height
    left, top = min(layer.x for layer in layers), min(layer.y for layer in layers)
    right = max(layer.x + layer.width for layer in layers)
    return left, top, right - left, max(layer.y + layer.height for layer in layers) - top


def _merged(world: World, image: Image, layers: list[Layer], merge_type: int) -> Layer:
    """Some layers, the top one first, as one in the place of the lowest, with its name."""
    bottom = layers[-1]
    siblings = image.siblings(bottom)
    type = 2 * image.base_type + 1
    canvas = _canvas(world, image, bottom.name, type, _area(layers, image, merge_type))
    for layer in reversed(layers):
        mode, opacity = layer.mode, layer.opacity
        if layer is bottom:  # it keeps its opacity, and has nothing below to blend with
            layer.mode = e.LAYER_MODE_NORMAL
        compositing.put_layer(canvas, layer)
        layer.mode, layer.opacity = mode, opacity
    canvas.mode, canvas.parent, canvas.parasites = bottom.mode, bottom.parent, dict(bottom.parasites)
    siblings.insert(siblings.index(bottom), canvas)
    for layer in layers:
        siblings.remove(layer)
        world.forget(layer)
    image.active_layer = canvas
    return canvas


def merge_visible(world: World, image: Image, merge_type: int) -> Layer:
    layers = [layer for layer in image.layers if layer.visible]
    if not layers:
        raise refuse("There are no visible layers to merge.")
    return _merged(world, image, layers, merge_type)


def merge_down(world: World, image: Image, layer: Layer, merge_type: int) -> Layer:
    siblings = image.siblings(layer)
    below = [other for other in siblings[siblings.index(layer) + 1 :] if other.visible]
    if not below:
        raise refuse("There is no visible layer to merge down to.")
    if isinstance(below[0], Group):
        raise refuse("Cannot merge down to a layer group.")
    return _merged(world, image, [layer, below[0]], merge_type)


def flatten(world: World, image: Image) -> Layer:
    layers = [layer for layer in image.layers if layer.visible]
    if not layers:
        raise refuse("Cannot flatten an image without any visible layer.")
    canvas = _canvas(world, image, layers[-1].name, 2 * image.base_type, (0, 0, image.width, image.height))
    canvas.pixels.fill(background_pixel(world, canvas))
    compositing.merged(image, layers, canvas)
    for layer in image.layers:
        world.forget(layer)
    image.layers, image.active_layer = [canvas], canvas
    return canvas


CHANGES = {
    "gimp-image-merge-visible-layers": merge_visible,
    "gimp-image-merge-down": merge_down,
    "gimp-image-flatten": flatten,
}
