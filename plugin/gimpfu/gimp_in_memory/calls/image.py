"""Images: making and copying them, and what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gimpenums as e

from gimp_in_memory.model import Channel, Drawable, Group, Image, Item, Layer, Vectors
from gimp_in_memory.world import World, ids, refuse


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
    "gimp-image-get-tattoo-state": lambda world, image: image.tattoos,
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
    "gimp-image-set-resolution": set_resolution,
    "gimp-image-set-unit": set_unit,
    "gimp-image-add-hguide": add_guide(e.ORIENTATION_HORIZONTAL),
    "gimp-image-add-vguide": add_guide(e.ORIENTATION_VERTICAL),
    "gimp-image-delete-guide": delete_guide,
}
