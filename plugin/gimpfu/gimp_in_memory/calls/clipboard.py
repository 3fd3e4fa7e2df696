"""Copying and pasting."""

from __future__ import annotations

from gimp_in_memory import compositing
from gimp_in_memory.calls.drawables import mask_bounds, pixels_of
from gimp_in_memory.calls.filling import clear
from gimp_in_memory.formats import byte
from gimp_in_memory.model import COMPONENTS, Channel, Drawable, Image, Layer
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World, refuse, unique_name


def _copied(drawable: Drawable) -> Layer:
    """What is selected of a drawable, transparent around it."""
    image = drawable.image
    _, left, top, right, bottom = mask_bounds(World(), drawable)
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        raise refuse("Cannot cut or copy because the selected region is empty.")
    type = drawable.type | 1 if image.selected else drawable.type
    part = Pixels(width, height, COMPONENTS[drawable.type], pixels_of(drawable).get(left, top, width, height))
    copy = Layer(image, "", type, compositing.converted(part, drawable.type, type, image.colormap))
    copy.x, copy.y = left + drawable.x, top + drawable.y
    if image.selected:
        n, data = COMPONENTS[type], copy.pixels.change()
        mask = image.selection.pixels.get(copy.x, copy.y, width, height)
        data[n - 1 :: n] = bytes(byte(a * m / 65025) for a, m in zip(data[n - 1 :: n], mask))
    return copy


def copy(world: World, drawable: Drawable) -> bool:
    world.clipboard = _copied(drawable)
    return True


def cut(world: World, drawable: Drawable) -> bool:
    world.clipboard = _copied(drawable)
    clear(world, drawable)
    return True


def copy_visible(world: World, image: Image) -> bool:
    type = 2 * image.base_type + 1
    canvas = Layer(image, "", type, Pixels(image.width, image.height, COMPONENTS[type]))
    compositing.merged(image, image.layers, canvas)
    world.clipboard = _copied(canvas)
    return True


def named_copy(world: World, drawable: Drawable, name: str) -> str:
    world.buffers[name] = _copied(drawable)
    return name


def _pasted(world: World, drawable: Drawable, source: Drawable | None, into: int) -> Layer | None:
    if source is None:
        raise refuse("There is no image data in the clipboard to paste.")
    image = drawable.image
    type = 2 * image.base_type + 1
    if source.type > 3 or type > 3:
        raise NotImplementedError("the memory backend does not paste indexed pixels")
    layer = Layer(image, "Pasted Layer", type, compositing.converted(source.pixels, source.type, type, b""))
    # In the middle of the selection, or of the drawable.
    _, left, top, right, bottom = mask_bounds(world, drawable)
    layer.x = drawable.x + left + int((right - left - layer.width) / 2)
    layer.y = drawable.y + top + int((bottom - top - layer.height) / 2)
    if not into:
        image.selection.pixels.fill(b"\0")
    put_above(world.add(layer), drawable, floating=True)
    return layer


def put_above(layer: Layer, drawable: Drawable | None, floating: bool) -> None:
    """Put a new layer above another one or the one of a mask, or above all for another drawable or None."""
    image = layer.image
    siblings, place = image.layers, 0
    below = drawable.layer if isinstance(drawable, Channel) else drawable
    if below is not None and below in image.siblings(below):
        siblings, layer.parent = image.siblings(below), below.parent
        place = siblings.index(below)
    siblings.insert(place, layer)
    layer.floating_on = drawable if floating else None
    image.active_layer = layer


def paste(world: World, drawable: Drawable, into: int) -> Layer | None:
    return _pasted(world, drawable, world.clipboard, into)


def named_paste(world: World, drawable: Drawable, name: str, into: int) -> Layer | None:
    return _pasted(world, drawable, world.buffers.get(name), into)


def paste_as_new(world: World) -> Image:
    return as_new(world, world.clipboard)


def as_new(world: World, source: Drawable | None) -> Image:
    if source is None:
        raise refuse("There is no image data in the clipboard to paste.")
    image = world.add_image(Image(source.width, source.height, source.type // 2))
    layer = world.new_layer(image, "Pasted Layer", source.type, source.pixels.copy())
    layer.name = unique_name(image, layer.name, [])
    image.layers, image.active_layer = [layer], layer
    return image


READS = {
    "gimp-edit-copy": copy,
    "gimp-edit-copy-visible": copy_visible,
    "gimp-edit-named-copy": named_copy,
    "gimp-edit-paste-as-new-image": paste_as_new,
}

CHANGES = {
    "gimp-edit-cut": cut,
    "gimp-edit-paste": paste,
    "gimp-edit-named-paste": named_paste,
}
