"""Layers, their masks, and groups."""

from __future__ import annotations

from typing import Any

import gimpenums as e

from gimp_in_memory import compositing, scaling
from gimp_in_memory.calls.context import background_pixel
from gimp_in_memory.calls.image import copy_of
from gimp_in_memory.formats import byte, to_linear
from gimp_in_memory.model import COMPONENTS, Channel, Drawable, Group, Image, Layer
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World, refuse, through_selection


def new(world: World, image: Image, width: int, height: int, type: int, name: str, opacity: float, mode: int) -> Layer:
    layer = world.new_layer(image, name or "Layer", type, Pixels(width, height, COMPONENTS[type]))
    layer.opacity, layer.mode = opacity, mode
    return layer


def new_group(world: World, image: Image) -> Layer:
    return world.add(Group(image, "Layer Group"))


def new_from_drawable(world: World, drawable: Drawable, image: Image) -> Layer:
    """A copy of a drawable for another image, in its kind of color."""
    type = 2 * image.base_type + drawable.has_alpha
    if drawable.type > 3 or type > 3:
        raise NotImplementedError("the memory backend does not copy layers from or to indexed images")
    pixels = compositing.converted(drawable.pixels, drawable.type, type, b"")
    layer = world.new_layer(image, f"{drawable.name} copy", type, pixels)
    layer.x, layer.y = drawable.x, drawable.y
    if isinstance(drawable, Layer):
        layer.opacity, layer.mode = drawable.opacity, drawable.mode
        if drawable.mask:
            mask = world.add(Channel(image, drawable.mask.name, drawable.mask.pixels.copy()))
            _attach(layer, mask)
    return layer


def new_from_visible(world: World, image: Image, target: Image, name: str) -> Layer:
    type = 2 * image.base_type + 1
    canvas = Layer(image, name, type, Pixels(image.width, image.height, COMPONENTS[type]))
    compositing.merged(image, image.layers, canvas)
    own = 2 * target.base_type + 1
    return world.new_layer(
        target, name or "Visible", own, compositing.converted(canvas.pixels, type, own, image.colormap)
    )


def copy(world: World, layer: Layer, alpha: int) -> Layer:
    other = copy_of(world, layer, layer.image)
    name = layer.name
    base, _, number = name.rpartition(" #")
    if number.isdigit() and base.endswith(" copy"):
        other.name = f"{base} #{int(number) + 1}"
    else:
        other.name = f"{name} #1" if name.endswith(" copy") else f"{name} copy"
    if alpha:
        add_alpha(world, other)
    return other


def add_alpha(world: World, layer: Layer) -> None:
    if not layer.has_alpha:
        n = COMPONENTS[layer.type]
        data = bytearray(b"\xff" * (layer.width * layer.height * (n + 1)))
        for c in range(n):
            data[c :: n + 1] = layer.pixels.data[c::n]
        layer.pixels, layer.type = Pixels(layer.width, layer.height, n + 1, data), layer.type + 1


def flatten(world: World, layer: Layer) -> None:
    """Give a layer the background color where it is transparent, and no alpha."""
    if layer.has_alpha:
        canvas = Layer(layer.image, "", layer.type - 1, Pixels(layer.width, layer.height, COMPONENTS[layer.type - 1]))
        canvas.pixels.fill(background_pixel(world, canvas))
        compositing.put_over(canvas, layer.pixels, layer.type, 0, 0, e.LAYER_MODE_NORMAL)
        layer.pixels, layer.type = canvas.pixels, canvas.type


# Size and place.


def scale(world: World, layer: Layer, width: int, height: int, local_origin: int) -> None:
    interpolation = world.context["interpolation"][0]
    if local_origin:  # around its middle; else as everything in the image is scaled
        set_offsets(world, layer, layer.x + (layer.width - width) // 2, layer.y + (layer.height - height) // 2)
    else:
        set_offsets(world, layer, round(layer.x * width / layer.width), round(layer.y * height / layer.height))
    for part in _parts(layer):
        part.pixels = scaling.scaled(part.pixels, width, height, interpolation, part.has_alpha)


def resize(world: World, layer: Layer, width: int, height: int, offset_x: int, offset_y: int) -> None:
    for part in _parts(layer):
        pixel = part.clear if part.has_alpha or part is not layer else background_pixel(world, part)
        part.pixels = part.pixels.moved(width, height, offset_x, offset_y, pixel)
    set_offsets(world, layer, layer.x - offset_x, layer.y - offset_y)


def resize_to_image(world: World, layer: Layer) -> None:
    resize(world, layer, layer.image.width, layer.image.height, layer.x, layer.y)


def set_offsets(world: World, layer: Layer, x: int, y: int) -> None:
    for part in _parts(layer):
        part.x, part.y = x, y


def translate(world: World, layer: Layer, x: int, y: int) -> None:
    for other in layer.image.all_layers() if layer.linked else [layer]:
        if other is layer or other.linked:
            set_offsets(world, other, other.x + x, other.y + y)


def _parts(layer: Layer) -> list[Drawable]:
    if isinstance(layer, Group):
        raise NotImplementedError("the memory backend does not move or size groups")
    return [layer, *([layer.mask] if layer.mask else [])]


# Masks.


def create_mask(world: World, layer: Layer, kind: int) -> Channel:
    n, count = COMPONENTS[layer.type], layer.width * layer.height
    mask = Channel(layer.image, f"{layer.name} mask", Pixels(layer.width, layer.height, 1))
    if kind == e.ADD_MASK_WHITE:
        mask.pixels.fill(b"\xff")
    elif kind in (e.ADD_MASK_ALPHA, e.ADD_MASK_ALPHA_TRANSFER):
        alpha = layer.pixels.data[n - 1 :: n] if layer.has_alpha else b"\xff" * count
        mask.pixels = Pixels(layer.width, layer.height, 1, alpha)
        if kind == e.ADD_MASK_ALPHA_TRANSFER and layer.has_alpha:
            layer.pixels.change()[n - 1 :: n] = b"\xff" * count
    elif kind == e.ADD_MASK_SELECTION:
        mask.pixels = layer.image.selection.pixels.moved(layer.width, layer.height, -layer.x, -layer.y, b"\0")
    elif kind == e.ADD_MASK_COPY:
        mask.pixels = layer.pixels.each(lambda pixel: _light(pixel, layer))
    elif kind != e.ADD_MASK_BLACK:
        raise NotImplementedError(f"the memory backend does not make masks of kind {kind}")
    return world.add(mask)


def _light(pixel: bytes, layer: Layer) -> bytes:
    """How much light a pixel is: what a mask is made of, which is linear."""
    return bytes([byte(to_linear(compositing.gray(compositing.rgba(pixel, layer.type, layer.image.colormap))))])


def _attach(layer: Layer, mask: Channel) -> None:
    layer.mask, mask.layer = mask, layer
    mask.x, mask.y = layer.x, layer.y


def add_mask(world: World, layer: Layer, mask: Channel) -> None:
    if layer.mask:
        raise refuse("Unable to add a layer mask since the layer already has one.")
    if (mask.width, mask.height) != (layer.width, layer.height):
        raise refuse("Cannot add layer mask of different dimensions than specified layer.")
    _attach(layer, mask)
    layer.apply_mask, layer.edit_mask, layer.show_mask = True, True, False


def remove_mask(world: World, layer: Layer, mode: int) -> None:
    if not layer.mask:
        raise refuse("the layer has no mask")
    if mode == e.MASK_APPLY:
        add_alpha(world, layer)
        n, data = COMPONENTS[layer.type], layer.pixels.change()
        alpha = data[n - 1 :: n]
        data[n - 1 :: n] = bytes((a * m + 127) // 255 for a, m in zip(alpha, layer.mask.pixels.data))
    world.forget(layer.mask)
    layer.mask = None


def from_mask(world: World, mask: Channel) -> Layer:
    if not mask.layer:
        raise refuse(f"Item '{mask.name}' ({mask.ID}) is no layer mask")
    return mask.layer


def _put(attribute: str, made: Any) -> Any:
    def put(world: World, layer: Layer, value: Any) -> None:
        setattr(layer, attribute, made(value))

    return put


def _of_mask(attribute: str) -> Any:
    def put(world: World, layer: Layer, value: int) -> None:
        if not layer.mask:
            raise refuse("the layer has no mask")
        setattr(layer, attribute, bool(value))

    return put


# Floating selections.


def anchor(world: World, floating: Layer) -> None:
    drawable = floating.floating_on
    if drawable is None:
        raise refuse("Cannot anchor this layer because it is not a floating selection.")
    remove_floating(world, floating)
    x, y = floating.x - drawable.x, floating.y - drawable.y
    canvas = Layer(drawable.image, "", drawable.type, drawable.pixels.copy())
    compositing.put_over(canvas, floating.pixels, floating.type, x, y, floating.mode, floating.opacity / 100)
    through_selection(drawable, canvas.pixels)


def to_layer(world: World, floating: Layer) -> None:
    if floating.floating_on is None:
        raise refuse("Cannot create a new layer from the floating selection: it is none.")
    floating.floating_on = None
    floating.name = "Pasted Layer" if floating.name == "Pasted Layer" else "Floated Layer"


def remove_floating(world: World, floating: Layer) -> None:
    """What it floats on is active again."""
    image, below = floating.image, floating.floating_on
    image.siblings(floating).remove(floating)
    image.active_layer = below.layer if isinstance(below, Channel) else below if isinstance(below, Layer) else None
    if isinstance(below, Channel) and below in image.channels:
        image.active_channel = below
    world.forget(floating)


READS = {
    "gimp-layer-new": new,
    "gimp-layer-group-new": new_group,
    "gimp-layer-new-from-drawable": new_from_drawable,
    "gimp-layer-new-from-visible": new_from_visible,
    "gimp-layer-copy": copy,
    "gimp-layer-create-mask": create_mask,
    "gimp-layer-get-mask": lambda world, layer: layer.mask,
    "gimp-layer-from-mask": from_mask,
    "gimp-layer-get-opacity": lambda world, layer: layer.opacity,
    "gimp-layer-get-mode": lambda world, layer: layer.mode,
    "gimp-layer-get-lock-alpha": lambda world, layer: layer.lock_alpha,
    "gimp-layer-get-apply-mask": lambda world, layer: bool(layer.mask and layer.apply_mask),
    "gimp-layer-get-edit-mask": lambda world, layer: bool(layer.mask and layer.edit_mask),
    "gimp-layer-get-show-mask": lambda world, layer: bool(layer.mask and layer.show_mask),
    "gimp-layer-is-floating-sel": lambda world, layer: layer.floating_on is not None,
}

CHANGES = {
    "gimp-layer-set-opacity": _put("opacity", float),
    "gimp-layer-set-mode": _put("mode", int),
    "gimp-layer-set-lock-alpha": _put("lock_alpha", bool),
    "gimp-layer-set-apply-mask": _of_mask("apply_mask"),
    "gimp-layer-set-edit-mask": _of_mask("edit_mask"),
    "gimp-layer-set-show-mask": _of_mask("show_mask"),
    "gimp-layer-add-alpha": add_alpha,
    "gimp-layer-flatten": flatten,
    "gimp-layer-scale": scale,
    "gimp-layer-resize": resize,
    "gimp-layer-resize-to-image-size": resize_to_image,
    "gimp-layer-set-offsets": set_offsets,
    "gimp-layer-translate": translate,
    "gimp-layer-add-mask": add_mask,
    "gimp-layer-remove-mask": remove_mask,
    "gimp-floating-sel-anchor": anchor,
    "gimp-floating-sel-to-layer": to_layer,
    "gimp-floating-sel-remove": remove_floating,
}
