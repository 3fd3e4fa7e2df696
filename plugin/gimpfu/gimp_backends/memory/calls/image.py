"""Images: making, sizing, ordering and merging."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gimpenums as e

from gimp_backends.memory import compositing, scaling
from gimp_backends.memory.calls.context import background_pixel
from gimp_backends.memory.model import COMPONENTS, Channel, Drawable, Group, Image, Item, Layer, Vectors
from gimp_backends.memory.pixels import Pixels
from gimp_backends.memory.world import World, ids, refuse, unique_name


def new(world: World, width: int, height: int, type: int) -> Image:
    if type not in (e.RGB, e.GRAY, e.INDEXED):
        raise refuse(f"there is no image type {type}")
    return world.add_image(Image(width, height, type))


def new_with_precision(world: World, width: int, height: int, type: int, precision: int) -> Image:
    if precision != e.PRECISION_U8_GAMMA:
        raise NotImplementedError("the memory backend has images of 8 bits only (PRECISION_U8_GAMMA)")
    return new(world, width, height, type)


def delete(world: World, image: Image) -> None:
    if image in world.displays.values():
        raise refuse("an image that a display shows cannot be deleted")
    world.forget_image(image)


def list_images(world: World) -> Any:
    return ids(reversed(list(world.images.values())))


def is_valid(world: World, ID: int) -> bool:
    return ID in world.images


def duplicate(world: World, image: Image) -> Image:
    twin = world.add_image(Image(image.width, image.height, image.base_type))
    for name in ("colormap", "file", "imported", "resolution", "unit"):
        setattr(twin, name, getattr(image, name))
    twin.parasites, twin.guides = dict(image.parasites), dict(image.guides)
    twin.selection.pixels = image.selection.pixels.copy()
    twins: dict[Item, Item] = {}

    def copied(layer: Layer, parent: Group | None) -> Layer:
        other = copy_of(world, layer, twin)
        other.parent, other.name = parent, layer.name
        if isinstance(layer, Group) and isinstance(other, Group):
            other.children = [copied(child, other) for child in layer.children]
        twins[layer] = other
        return other

    twin.layers = [copied(layer, None) for layer in image.layers]
    for channel in image.channels:
        twins[channel] = world.add(copied_channel(channel, twin))
        twin.channels.append(twins[channel])
    for vectors in image.vectors:
        other = world.add(Vectors(twin, vectors.name))
        other.strokes, other.visible = list(vectors.strokes), vectors.visible
        twins[vectors] = other
        twin.vectors.append(other)
    twin.active_layer = twins.get(image.active_layer)
    twin.active_channel = twins.get(image.active_channel)
    twin.active_vectors = twins.get(image.active_vectors)
    return twin


SETTINGS = ("x", "y", "opacity", "mode", "lock_alpha", "visible", "linked", "apply_mask", "edit_mask", "show_mask")


def copy_of(world: World, layer: Layer, image: Image) -> Layer:
    """A layer with the same pixels, mask and settings, in no list yet."""
    if isinstance(layer, Group):
        other: Layer = Group(image, layer.name)
    else:
        other = Layer(image, layer.name, layer.type, layer.pixels.copy())
    for name in SETTINGS:
        setattr(other, name, getattr(layer, name))
    other.parasites = dict(layer.parasites)
    world.add(other)
    if layer.mask:
        other.mask = world.add(copied_channel(layer.mask, image))
        other.mask.layer, other.mask.x, other.mask.y = other, layer.mask.x, layer.mask.y
    return other


def copied_channel(channel: Channel, image: Image) -> Channel:
    other = Channel(image, channel.name, channel.pixels.copy())
    other.opacity, other.color, other.visible = channel.opacity, channel.color, channel.visible
    other.show_masked = channel.show_masked
    return other


# Size.


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


# Layers, channels and paths of an image.


def insert_layer(world: World, image: Image, layer: Layer, parent: Layer | None, position: int) -> None:
    if layer.type // 2 != image.base_type:
        raise refuse(f"Image '{name(world, image)}' ({image.ID}) must be of type {layer.type // 2}")
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


# Merging.


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


def pick_layer(world: World, image: Image, x: int, y: int) -> Layer | None:
    """The topmost visible layer that is not transparent there."""
    for layer in image.all_layers():
        inside = 0 <= x - layer.x < layer.width and 0 <= y - layer.y < layer.height
        if layer.visible and inside and not isinstance(layer, Group):
            pixel = layer.pixels.get(x - layer.x, y - layer.y, 1, 1)
            if not layer.has_alpha or pixel[-1] > 63:
                return layer
    return None


# Kinds of color.


def converted_to(base_type: int) -> Any:
    def convert(world: World, image: Image) -> None:
        if image.base_type == base_type:
            raise refuse("the image is of this type already")
        for layer in image.all_layers():
            type = 2 * base_type + layer.has_alpha
            layer.pixels = compositing.converted(layer.pixels, layer.type, type, image.colormap)
            layer.type = type
        image.base_type, image.colormap = base_type, b""

    return convert


def convert_indexed(
    world: World,
    image: Image,
    dither: int,
    palette_type: int,
    colors: int,
    alpha_dither: int,
    remove_unused: int,
    palette: str,
) -> None:
    """Exact for images with no more colors than wanted; GIMP's choice of fewer colors is not imitated."""
    if palette_type != e.CONVERT_PALETTE_GENERATE:
        raise NotImplementedError("the memory backend makes an image's own palette only (CONVERT_PALETTE_GENERATE)")
    found: list[bytes] = []
    seen = set()
    for layer in image.all_layers():
        plain = compositing.converted(layer.pixels, layer.type, layer.has_alpha, image.colormap)
        n = plain.components
        for i in range(0, len(plain.data), n):
            color = bytes(plain.data[i : i + 3])
            if color not in seen and (n == 3 or plain.data[i + 3]):
                seen.add(color)
                found.append(color)
    if len(found) > colors:
        raise NotImplementedError(f"the memory backend does not reduce {len(found)} colors to {colors}")
    image.colormap = b"".join(sorted(found))
    for layer in image.all_layers():
        type = 4 + layer.has_alpha
        layer.pixels = compositing.converted(layer.pixels, layer.type, type, image.colormap)
        layer.type = type
    image.base_type = e.INDEXED


def get_colormap(world: World, image: Image) -> Any:
    return len(image.colormap), image.colormap


def set_colormap(world: World, image: Image, count: int, colormap: bytes) -> None:
    image.colormap = bytes(colormap)


# What an image is.


def name(world: World, image: Image) -> str:
    return Path(image.file).name if image.file else "[Untitled]"


def uri(world: World, image: Image) -> str | None:
    return Path(image.file).absolute().as_uri() if image.file else None


def set_filename(world: World, image: Image, filename: str) -> None:
    image.file, image.imported = filename, False


def _own(image: Image, item: Item) -> None:
    if item not in image.all_items():
        raise refuse(f"Item '{item.name}' ({item.ID}) is not attached to this image")


def set_active_layer(world: World, image: Image, layer: Layer) -> None:
    _own(image, layer)
    image.active_layer, image.active_channel = layer, None


def set_active_channel(world: World, image: Image, channel: Channel) -> None:
    _own(image, channel)
    image.active_channel = channel


def set_active_vectors(world: World, image: Image, vectors: Vectors) -> None:
    _own(image, vectors)
    image.active_vectors = vectors


def unset_active_channel(world: World, image: Image) -> None:
    image.active_channel = None


def set_resolution(world: World, image: Image, x: float, y: float) -> None:
    image.resolution = x, y


def set_unit(world: World, image: Image, unit: int) -> None:
    image.unit = unit


def clean_all(world: World, image: Image) -> None:
    image.dirty = 0


def set_component_active(world: World, image: Image, component: int, active: int) -> None:
    image.active_components[component] = bool(active)


def set_component_visible(world: World, image: Image, component: int, visible: int) -> None:
    image.visible_components[component] = bool(visible)


# Guides.


def add_guide(orientation: int) -> Any:
    def add(world: World, image: Image, place: int) -> int:
        if not 0 <= place <= (image.height if orientation == e.ORIENTATION_HORIZONTAL else image.width):
            raise refuse("a guide has to lie in the image")
        number = max(image.guides, default=0) + 1
        image.guides[number] = (orientation, place)
        return number

    return add


def _guide(image: Image, guide: int) -> tuple[int, int]:
    if guide not in image.guides:
        raise refuse(f"Image '{image.ID}' does not contain guide with ID {guide}")
    return image.guides[guide]


def delete_guide(world: World, image: Image, guide: int) -> None:
    _guide(image, guide)
    del image.guides[guide]


def next_guide(world: World, image: Image, guide: int) -> int:
    numbers = [0, *reversed(image.guides)]
    if guide not in numbers:
        _guide(image, guide)
    return next(iter(numbers[numbers.index(guide) + 1 :]), 0)


def floating_selection(world: World, image: Image) -> Layer | None:
    return next((layer for layer in image.layers if layer.floating_on), None)


def floating_attached_to(world: World, image: Image) -> Drawable | None:
    floating = floating_selection(world, image)
    return floating.floating_on if floating else None


READS = {
    "gimp-image-list": list_images,
    "gimp-image-is-valid": is_valid,
    "gimp-image-base-type": lambda world, image: image.base_type,
    "gimp-image-width": lambda world, image: image.width,
    "gimp-image-height": lambda world, image: image.height,
    "gimp-image-get-precision": lambda world, image: e.PRECISION_U8_GAMMA,
    "gimp-image-get-layers": lambda world, image: ids(image.layers),
    "gimp-image-get-channels": lambda world, image: ids(image.channels),
    "gimp-image-get-vectors": lambda world, image: ids(image.vectors),
    "gimp-image-get-active-layer": lambda world, image: image.active_layer,
    "gimp-image-get-active-channel": lambda world, image: image.active_channel,
    "gimp-image-get-active-vectors": lambda world, image: image.active_vectors,
    "gimp-image-get-active-drawable": lambda world, image: image.active_drawable,
    "gimp-image-get-selection": lambda world, image: image.selection,
    "gimp-image-get-floating-sel": floating_selection,
    "gimp-image-floating-sel-attached-to": floating_attached_to,
    "gimp-image-get-item-position": position,
    "gimp-image-get-layer-by-name": by_name("layers"),
    "gimp-image-get-channel-by-name": by_name("channels"),
    "gimp-image-get-vectors-by-name": by_name("vectors"),
    "gimp-image-get-layer-by-tattoo": by_tattoo("layers"),
    "gimp-image-get-channel-by-tattoo": by_tattoo("channels"),
    "gimp-image-get-vectors-by-tattoo": by_tattoo("vectors"),
    "gimp-image-get-tattoo-state": lambda world, image: image.tattoos,
    "gimp-image-pick-correlate-layer": pick_layer,
    "gimp-image-get-colormap": get_colormap,
    "gimp-image-get-name": name,
    "gimp-image-get-uri": uri,
    "gimp-image-get-filename": lambda world, image: image.file,
    "gimp-image-get-imported-uri": lambda world, image: uri(world, image) if image.imported else None,
    "gimp-image-get-xcf-uri": lambda world, image: None if image.imported else uri(world, image),
    "gimp-image-get-exported-uri": lambda world, image: image.exported and Path(image.exported).absolute().as_uri(),
    "gimp-image-get-resolution": lambda world, image: image.resolution,
    "gimp-image-get-unit": lambda world, image: image.unit,
    "gimp-image-is-dirty": lambda world, image: image.dirty != 0,
    "gimp-image-get-component-active": lambda world, image, component: image.active_components[component],
    "gimp-image-get-component-visible": lambda world, image, component: image.visible_components[component],
    "gimp-image-find-next-guide": next_guide,
    "gimp-image-get-guide-orientation": lambda world, image, guide: _guide(image, guide)[0],
    "gimp-image-get-guide-position": lambda world, image, guide: _guide(image, guide)[1],
    # Making or ending an image is no change of one.
    "gimp-image-new": new,
    "gimp-image-new-with-precision": new_with_precision,
    "gimp-image-delete": delete,
    "gimp-image-duplicate": duplicate,
    "gimp-image-clean-all": clean_all,
    "gimp-image-set-filename": set_filename,
    "gimp-image-set-active-layer": set_active_layer,
    "gimp-image-set-active-channel": set_active_channel,
    "gimp-image-set-active-vectors": set_active_vectors,
    "gimp-image-unset-active-channel": unset_active_channel,
    "gimp-image-set-component-active": set_component_active,
    "gimp-image-set-component-visible": set_component_visible,
}

CHANGES = {
    "gimp-image-scale": scale,
    "gimp-image-resize": resize,
    "gimp-image-resize-to-layers": resize_to_layers,
    "gimp-image-crop": crop,
    "gimp-image-rotate": rotate,
    "gimp-image-flip": flip,
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
    "gimp-image-merge-visible-layers": merge_visible,
    "gimp-image-merge-down": merge_down,
    "gimp-image-flatten": flatten,
    "gimp-image-convert-rgb": converted_to(e.RGB),
    "gimp-image-convert-grayscale": converted_to(e.GRAY),
    "gimp-image-convert-indexed": convert_indexed,
    "gimp-image-set-colormap": set_colormap,
    "gimp-image-set-resolution": set_resolution,
    "gimp-image-set-unit": set_unit,
    "gimp-image-add-hguide": add_guide(e.ORIENTATION_HORIZONTAL),
    "gimp-image-add-vguide": add_guide(e.ORIENTATION_VERTICAL),
    "gimp-image-delete-guide": delete_guide,
}
