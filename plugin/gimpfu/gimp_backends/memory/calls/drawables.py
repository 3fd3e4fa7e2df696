"""Drawables: what they are, their pixels and their shadows; filling, clearing, copying and pasting."""

from __future__ import annotations

from typing import Any

import gimpenums as e

from gimp_backends.memory import compositing
from gimp_backends.memory.calls.channels import bounds_of
from gimp_backends.memory.calls.context import background_pixel, color_pixel
from gimp_backends.memory.calls.image import unique_name
from gimp_backends.memory.formats import byte
from gimp_backends.memory.model import COMPONENTS, Channel, Drawable, Group, Image, Layer
from gimp_backends.memory.pixels import Pixels
from gimp_backends.memory.world import World, refuse, through_selection

FORMATS = ("R'G'B' u8", "R'G'B'A u8", "Y' u8", "Y'A u8", "R'G'B' u8", "R'G'B'A u8")


def pixels_of(drawable: Drawable) -> Pixels:
    """A drawable's pixels; a group's are made of its children's."""
    if isinstance(drawable, Group):
        compositing.render(drawable)
    return drawable.pixels


def shadow_of(drawable: Drawable) -> Pixels:
    if drawable.shadow is None:
        drawable.shadow = Pixels(drawable.width, drawable.height, COMPONENTS[drawable.type])
    return drawable.shadow


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
    _inside(drawable, x, y)
    return COMPONENTS[drawable.type], pixels_of(drawable).get(x, y, 1, 1)


def set_pixel(world: World, drawable: Drawable, x: int, y: int, count: int, pixel: bytes) -> None:
    _inside(drawable, x, y)
    if count != COMPONENTS[drawable.type]:
        raise refuse(f"a pixel of this drawable has {COMPONENTS[drawable.type]} components, not {count}")
    drawable.pixels.put(x, y, 1, 1, pixel)


def _inside(drawable: Drawable, x: int, y: int) -> None:
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


# Filling.


def fill_pixel(world: World, drawable: Drawable, fill: int) -> bytes:
    if fill == e.FILL_FOREGROUND:
        return color_pixel(world, drawable, "foreground")
    if fill == e.FILL_BACKGROUND:
        return color_pixel(world, drawable, "background")
    if fill == e.FILL_WHITE:
        return compositing.pixel((1.0, 1.0, 1.0, 1.0), drawable.type, drawable.image.colormap)
    if fill == e.FILL_TRANSPARENT:
        return drawable.clear if drawable.has_alpha else background_pixel(world, drawable)
    raise NotImplementedError("the memory backend does not fill with patterns")


def _solid(drawable: Drawable, pixel: bytes) -> Pixels:
    return Pixels(
        drawable.width, drawable.height, COMPONENTS[drawable.type], pixel * (drawable.width * drawable.height)
    )


def fill(world: World, drawable: Drawable, fill: int) -> None:
    """All of it, whatever is selected."""
    drawable.pixels = _solid(drawable, fill_pixel(world, drawable, fill))


def edit_fill(world: World, drawable: Drawable, fill: int) -> None:
    """What is selected, as opaque as the context says."""
    if world.context["opacity"][0] != 100.0:
        raise NotImplementedError("the memory backend fills with an opacity of 100 only")
    through_selection(drawable, _solid(drawable, fill_pixel(world, drawable, fill)))


def clear(world: World, drawable: Drawable) -> None:
    pixel = drawable.clear if drawable.has_alpha else background_pixel(world, drawable)
    if drawable.has_alpha and drawable.image.selected:  # colors stay under what becomes transparent
        n = COMPONENTS[drawable.type]
        erased = drawable.pixels.copy()
        erased.change()[n - 1 :: n] = bytes(drawable.width * drawable.height)
        through_selection(drawable, erased)
    else:
        through_selection(drawable, _solid(drawable, pixel))


def bucket_fill(
    world: World,
    drawable: Drawable,
    fill_mode: int,
    paint_mode: int,
    opacity: float,
    threshold: float,
    sample_merged: int,
    x: float,
    y: float,
) -> None:
    """The selection, or without one what is like the pixel at (x, y) and hangs together with it."""
    if sample_merged or fill_mode == e.BUCKET_FILL_PATTERN:
        raise NotImplementedError("the memory backend fills with colors, by the drawable's own pixels, only")
    kind = e.FILL_FOREGROUND if fill_mode == e.BUCKET_FILL_FG else e.FILL_BACKGROUND
    mask = None if drawable.image.selected else _alike(drawable, int(x), int(y), threshold)
    _fill_over(world, drawable, fill_pixel(world, drawable, kind), paint_mode, opacity, mask)


def _fill_over(world: World, drawable: Drawable, pixel: bytes, mode: int, opacity: float, mask: Pixels | None) -> None:
    canvas = Layer(drawable.image, "", drawable.type, drawable.pixels.copy())
    masks = [(mask, 0, 0)] if mask else []
    solid = _solid(drawable, pixel)
    compositing.put_over(canvas, solid, drawable.type, 0, 0, mode, opacity / 100, masks)
    through_selection(drawable, canvas.pixels)


def _alike(drawable: Drawable, x: int, y: int, threshold: float) -> Pixels:
    """A mask of the pixels that hang together with one and differ from it by no more in any component."""
    _inside(drawable, x, y)
    n, width, height, data = COMPONENTS[drawable.type], drawable.width, drawable.height, drawable.pixels.data
    wanted = data[(y * width + x) * n : (y * width + x) * n + n]
    mask = Pixels(width, height, 1)
    found = mask.change()
    open_places = [(x, y)]
    while open_places:
        column, row = open_places.pop()
        place = row * width + column
        if found[place] or max(abs(a - b) for a, b in zip(data[place * n : place * n + n], wanted)) > threshold:
            continue
        found[place] = 255
        around = (column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)
        open_places += [(c, r) for c, r in around if 0 <= c < width and 0 <= r < height]
    return mask


def edit_bucket_fill(world: World, drawable: Drawable, fill: int, x: float, y: float) -> None:
    context = world.context
    if context["sample-merged"][0] or context["antialias"][0]:
        raise NotImplementedError("the memory backend fills by the drawable's own pixels, without antialias, only")
    mask = None if drawable.image.selected else _alike(drawable, int(x), int(y), context["sample-threshold"][0] * 255)
    pixel = fill_pixel(world, drawable, fill)
    _fill_over(world, drawable, pixel, context["paint-mode"][0], context["opacity"][0], mask)


def offset(world: World, drawable: Drawable, wrap: int, fill: int, x: int, y: int) -> None:
    width, height = drawable.width, drawable.height
    if wrap:
        columns = [(column - x) % width for column in range(width)]
        drawable.pixels = drawable.pixels.picked(columns, [(row - y) % height for row in range(height)])
        return
    transparent = fill == e.OFFSET_TRANSPARENT and drawable.has_alpha
    pixel = drawable.clear if transparent else background_pixel(world, drawable)
    drawable.pixels = drawable.pixels.moved(width, height, x, y, pixel)


# Copying and pasting.


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
    if into and drawable.image.selected:
        raise NotImplementedError("the memory backend does not paste into selections")
    image = drawable.image
    type = 2 * image.base_type + 1
    if source.type > 3 or type > 3:
        raise NotImplementedError("the memory backend does not paste indexed pixels")
    layer = Layer(image, "Pasted Layer", type, compositing.converted(source.pixels, source.type, type, b""))
    layer.floating_on = drawable
    # In the middle of the selection, or of the drawable.
    _, left, top, right, bottom = mask_bounds(world, drawable)
    layer.x = drawable.x + (left + right - layer.width) // 2
    layer.y = drawable.y + (top + bottom - layer.height) // 2
    world.add(layer)
    image.layers.insert(0, layer)
    image.active_layer = layer
    return layer


def paste(world: World, drawable: Drawable, into: int) -> Layer | None:
    return _pasted(world, drawable, world.clipboard, into)


def named_paste(world: World, drawable: Drawable, name: str, into: int) -> Layer | None:
    return _pasted(world, drawable, world.buffers.get(name), into)


def paste_as_new(world: World) -> Image:
    source = world.clipboard
    if source is None:
        raise refuse("There is no image data in the clipboard to paste.")
    image = world.add_image(Image(source.width, source.height, source.type // 2))
    layer = world.new_layer(image, "Pasted Layer", source.type, source.pixels.copy())
    layer.name = unique_name(image, layer.name, [])
    image.layers, image.active_layer = [layer], layer
    return image


def _no_channel(drawable: Drawable) -> bool:
    return not isinstance(drawable, Channel)


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
    "gimp-edit-copy": copy,
    "gimp-edit-copy-visible": copy_visible,
    "gimp-edit-named-copy": named_copy,
    "gimp-edit-paste-as-new-image": paste_as_new,
}

CHANGES = {
    "gimp-drawable-set-pixel": set_pixel,
    "gimp-drawable-merge-shadow": merge_shadow,
    "gimp-drawable-fill": fill,
    "gimp-drawable-edit-fill": edit_fill,
    "gimp-drawable-edit-clear": clear,
    "gimp-drawable-edit-bucket-fill": edit_bucket_fill,
    "gimp-drawable-offset": offset,
    "gimp-edit-fill": edit_fill,
    "gimp-edit-clear": clear,
    "gimp-edit-cut": cut,
    "gimp-edit-bucket-fill": bucket_fill,
    "gimp-edit-paste": paste,
    "gimp-edit-named-paste": named_paste,
}
