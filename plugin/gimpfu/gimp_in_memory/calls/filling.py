"""Filling, clearing and shifting drawables."""

from __future__ import annotations

import gimpenums as e

from gimp_in_memory import compositing
from gimp_in_memory.calls.context import background_pixel, color_pixel
from gimp_in_memory.calls.drawables import inside
from gimp_in_memory.model import COMPONENTS, Drawable, Layer
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World, through_selection


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
    inside(drawable, x, y)
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


CHANGES = {
    "gimp-drawable-fill": fill,
    "gimp-drawable-edit-fill": edit_fill,
    "gimp-drawable-edit-clear": clear,
    "gimp-drawable-edit-bucket-fill": edit_bucket_fill,
    "gimp-drawable-offset": offset,
    "gimp-edit-fill": edit_fill,
    "gimp-edit-clear": clear,
    "gimp-edit-bucket-fill": bucket_fill,
}
