"""Channels, and the selection, which is one."""

from __future__ import annotations

from typing import Any

import gimpenums as e

from gimp_in_memory import compositing
from gimp_in_memory.calls.image import copied_channel
from gimp_in_memory.formats import byte
from gimp_in_memory.model import COMPONENTS, Channel, Drawable, Image, Item, Vectors
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World

INVERTED = bytes(range(255, -1, -1))


def new(
    world: World, image: Image, width: int, height: int, name: str, opacity: float, color: tuple[float, ...]
) -> Channel:
    channel = Channel(image, name or "Channel", Pixels(width, height, 1))
    channel.opacity, channel.color, channel.visible = opacity, color, True
    return world.add(channel)


def new_from_component(world: World, image: Image, component: int, name: str) -> Channel:
    if component > e.CHANNEL_BLUE or image.base_type != e.RGB or len(image.layers) != 1:
        raise NotImplementedError("the memory backend takes red, green or blue of images of one RGB layer only")
    layer = image.layers[0]
    part = Pixels(layer.width, layer.height, 1, layer.pixels.data[component :: COMPONENTS[layer.type]])
    channel = Channel(image, name, part.moved(image.width, image.height, layer.x, layer.y, b"\0"))
    return world.add(channel)


def copy(world: World, channel: Channel) -> Channel:
    other = copied_channel(channel, channel.image)
    other.name = f"{channel.name} copy"
    return world.add(other)


def combined(old: Pixels, new: Pixels, operation: int) -> Pixels:
    """What an operation makes of a mask and another of its size."""
    if operation == e.CHANNEL_OP_REPLACE:
        return new
    each = {
        e.CHANNEL_OP_ADD: lambda a, b: min(a + b, 255),
        e.CHANNEL_OP_SUBTRACT: lambda a, b: max(a - b, 0),
        e.CHANNEL_OP_INTERSECT: min,
    }[operation]
    return Pixels(old.width, old.height, 1, bytes(map(each, old.data, new.data)))


def combine(world: World, channel: Channel, other: Channel, operation: int, x: int, y: int) -> None:
    moved = other.pixels.moved(channel.width, channel.height, x, y, b"\0")
    channel.pixels = combined(channel.pixels, moved, operation)


def _put(attribute: str, made: Any) -> Any:
    def put(world: World, channel: Channel, value: Any) -> None:
        setattr(channel, attribute, made(value))

    return put


# The selection.


def select_all(world: World, image: Image) -> None:
    image.selection.pixels.fill(b"\xff")


def select_none(world: World, image: Image) -> None:
    image.selection.pixels.fill(b"\0")


def invert(world: World, image: Image) -> None:
    image.selection.pixels = image.selection.pixels.translated(INVERTED, [0])


def sharpen(world: World, image: Image) -> None:
    table = bytes([0] * 128 + [255] * 128)
    image.selection.pixels = image.selection.pixels.translated(table, [0])


def bounds_of(pixels: Pixels) -> tuple[int, int, int, int] | None:
    """(x1, y1, x2, y2) around all that is not 0."""
    rows = [(y, row) for y, row in enumerate(pixels.rows()) if any(row)]
    if not rows:
        return None
    left = min(len(row) - len(row.lstrip(b"\0")) for _, row in rows)
    right = max(len(row.rstrip(b"\0")) for _, row in rows)
    return left, rows[0][0], right, rows[-1][0] + 1


def bounds(world: World, image: Image) -> Any:
    found = bounds_of(image.selection.pixels)
    return (True, *found) if found else (False, 0, 0, image.width, image.height)


def value(world: World, image: Image, x: int, y: int) -> int:
    inside = 0 <= x < image.width and 0 <= y < image.height
    return image.selection.pixels.data[y * image.width + x] if inside else 0


def save(world: World, image: Image) -> Channel:
    channel = copied_channel(image.selection, image)
    channel.name, channel.opacity, channel.color = "Selection Mask copy", 50.0, (0.0, 0.0, 0.0, 0.5)
    world.add(channel)
    image.channels.insert(0, channel)
    image.active_channel = channel
    return channel


def translate(world: World, image: Image, x: int, y: int) -> None:
    image.selection.pixels = image.selection.pixels.moved(image.width, image.height, x, y, b"\0")


def _select(world: World, image: Image, operation: int, mask: Pixels) -> None:
    if world.context["feather"][0] and any(world.context["feather-radius"]):
        raise NotImplementedError("the memory backend does not feather selections")
    image.selection.pixels = combined(image.selection.pixels, mask, operation)


def select_rectangle(
    world: World, image: Image, operation: int, x: float, y: float, width: float, height: float
) -> None:
    if any(value != int(value) for value in (x, y, width, height)):
        raise NotImplementedError("the memory backend selects rectangles of whole pixels only")
    mask = Pixels(image.width, image.height, 1)
    left, top, wide, high = mask.inside(int(x), int(y), int(width), int(height))
    mask.put(left, top, wide, high, b"\xff" * (wide * high))
    _select(world, image, operation, mask)


def select_ellipse(world: World, image: Image, operation: int, x: float, y: float, width: float, height: float) -> None:
    """Pixels whose middle is inside; GIMP's soft edge is not imitated."""
    mask = Pixels(image.width, image.height, 1)
    data = mask.change()
    for row in range(image.height if width and height else 0):
        for column in range(image.width):
            dx, dy = (column + 0.5 - x - width / 2) / (width / 2), (row + 0.5 - y - height / 2) / (height / 2)
            if dx * dx + dy * dy <= 1:
                data[row * image.width + column] = 255
    _select(world, image, operation, mask)


def select_item(world: World, image: Image, operation: int, item: Item) -> None:
    """A channel as it is, a layer's alpha, a mask."""
    if isinstance(item, Vectors) or not isinstance(item, Drawable):
        raise NotImplementedError("the memory backend does not select paths")
    n = COMPONENTS[item.type]
    if isinstance(item, Channel):
        alpha = item.pixels
    elif item.has_alpha:
        alpha = Pixels(item.width, item.height, 1, item.pixels.data[n - 1 :: n])
    else:
        alpha = Pixels(item.width, item.height, 1, b"\xff" * (item.width * item.height))
    _select(world, image, operation, alpha.moved(image.width, image.height, item.x, item.y, b"\0"))


def likeness(difference: float, threshold: float, antialias: bool) -> int:
    """How much a pixel is selected that differs by so much (0..1) from what is wanted."""
    if antialias and threshold > 0:
        near = 1.5 - difference / threshold
        return 0 if near <= 0 else byte(near * 2) if near < 0.5 else 255
    return 0 if difference > threshold else 255


def select_color(world: World, image: Image, operation: int, drawable: Drawable, color: tuple[float, ...]) -> None:
    """Pixels whose components are all near a color's; nothing transparent."""
    context = world.context
    if context["sample-criterion"][0] != e.SELECT_CRITERION_COMPOSITE or context["sample-transparent"][0]:
        raise NotImplementedError("the memory backend selects by all components of a color, opaque ones, only")
    threshold, antialias = context["sample-threshold"][0] + 1e-6, bool(context["antialias"][0])
    wanted = compositing.pixel((*color[:3], 1.0), drawable.type, image.colormap)
    if drawable.type > 3:
        raise NotImplementedError("the memory backend does not select colors of indexed images")
    colors = COMPONENTS[drawable.type] - drawable.has_alpha

    def alike(pixel: bytes) -> bytes:
        if drawable.has_alpha and pixel[-1] == 0:
            return b"\0"
        difference = max(abs(pixel[c] - wanted[c]) for c in range(colors)) / 255
        return bytes([likeness(difference, threshold, antialias)])

    mask = drawable.pixels.each(alike)
    _select(world, image, operation, mask.moved(image.width, image.height, drawable.x, drawable.y, b"\0"))


def load(world: World, channel: Channel) -> None:
    channel.image.selection.pixels = channel.pixels.copy()


READS = {
    "gimp-channel-new": new,
    "gimp-channel-new-from-component": new_from_component,
    "gimp-channel-copy": copy,
    "gimp-channel-get-opacity": lambda world, channel: channel.opacity,
    "gimp-channel-get-color": lambda world, channel: (channel.color,),
    "gimp-channel-get-show-masked": lambda world, channel: channel.show_masked,
    "gimp-selection-is-empty": lambda world, image: not image.selected,
    "gimp-selection-bounds": bounds,
    "gimp-selection-value": value,
}

CHANGES = {
    "gimp-channel-set-opacity": _put("opacity", float),
    "gimp-channel-set-color": _put("color", tuple),
    "gimp-channel-set-show-masked": _put("show_masked", bool),
    "gimp-channel-combine-masks": combine,
    "gimp-selection-all": select_all,
    "gimp-selection-none": select_none,
    "gimp-selection-invert": invert,
    "gimp-selection-sharpen": sharpen,
    "gimp-selection-translate": translate,
    "gimp-selection-save": save,
    "gimp-selection-load": load,
    "gimp-image-select-rectangle": select_rectangle,
    "gimp-image-select-ellipse": select_ellipse,
    "gimp-image-select-item": select_item,
    "gimp-image-select-color": select_color,
}
