"""Layers over layers: pixels of one drawable put over those of another, within what shows of them."""

from __future__ import annotations

from typing import Callable, Sequence

from gimpcolor import RGB_LUMINANCE_BLUE, RGB_LUMINANCE_GREEN, RGB_LUMINANCE_RED
from gimpenums import LAYER_MODE_NORMAL, LAYER_MODE_NORMAL_LEGACY, LAYER_MODE_PASS_THROUGH

from gimp_in_memory import blending
from gimp_in_memory.formats import byte, from_linear, to_linear
from gimp_in_memory.model import COMPONENTS, Drawable, Group, Image, Layer
from gimp_in_memory.pixels import Pixels


def rgba(pixel: Sequence[int], type: int, colormap: bytes) -> list[float]:
    """A pixel of an image type as red, green, blue and alpha, 0..1."""
    alpha = pixel[-1] / 255 if type % 2 else 1.0
    if type < 2:
        return [pixel[0] / 255, pixel[1] / 255, pixel[2] / 255, alpha]
    if type < 4:
        return [pixel[0] / 255] * 3 + [alpha]
    color = colormap[3 * pixel[0] : 3 * pixel[0] + 3] or bytes(3)  # black behind the last entry
    return [value / 255 for value in color] + [alpha]


def gray(color: Sequence[float]) -> float:
    """The gray of a color: its luminance, which is of linear light."""
    weights = RGB_LUMINANCE_RED, RGB_LUMINANCE_GREEN, RGB_LUMINANCE_BLUE
    return from_linear(sum(weight * to_linear(value) for weight, value in zip(weights, color)))


def pixel(color: Sequence[float], type: int, colormap: bytes) -> bytes:
    """The pixel of an image type for a color; of an indexed image, the nearest in its colormap."""
    red, green, blue, alpha = (byte(value) for value in color)
    if type < 2:
        found = [red, green, blue]
    elif type < 4:
        found = [red if red == green == blue else byte(gray(color))]
    else:
        entries = range(len(colormap) // 3)
        distances = [
            sum((c - w) ** 2 for c, w in zip(colormap[3 * i : 3 * i + 3], (red, green, blue))) for i in entries
        ]
        found = [distances.index(min(distances)) if distances else 0]
    return bytes([*found, alpha] if type % 2 else found)


def converter(source: int, target: int, colormap: bytes) -> Callable[[bytes], bytes]:
    """From pixels of one image type to another."""
    if source == target:
        return lambda data: data
    return lambda data: pixel(rgba(data, source, colormap), target, colormap)


def converted(pixels: Pixels, source: int, target: int, colormap: bytes) -> Pixels:
    if source == target:
        return pixels.copy()
    found = pixels.each(converter(source, target, colormap))
    return found if found.components == COMPONENTS[target] else Pixels(pixels.width, pixels.height, COMPONENTS[target])


def put_over(
    target: Drawable,
    pixels: Pixels,
    type: int,
    x: int,
    y: int,
    mode: int,
    opacity: float = 1.0,
    masks: Sequence[tuple[Pixels, int, int]] = (),
) -> None:
    """Put pixels of an image type over a drawable, at (x, y) in it.

    masks: (mask, x, y): where a mask lies in the drawable; the pixels show as much as all of them let through, and
    not at all outside of one.
    """
    if mode not in blending.MODES:
        raise NotImplementedError(f"the memory backend does not composite with layer mode {mode}")
    left, top, width, height = target.pixels.inside(x, y, pixels.width, pixels.height)
    for mask, mask_x, mask_y in masks:
        right, bottom = min(left + width, mask_x + mask.width), min(top + height, mask_y + mask.height)
        left, top = max(left, mask_x), max(top, mask_y)
        width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        return
    plain = mode in (LAYER_MODE_NORMAL, LAYER_MODE_NORMAL_LEGACY) and opacity == 1.0 and not masks and type % 2 == 0
    above = pixels.get(left - x, top - y, width, height)
    n, own = COMPONENTS[type], COMPONENTS[target.type]
    change = converter(type, target.type, target.image.colormap)
    if plain:
        part = Pixels(width, height, n, above)
        target.pixels.put(
            left, top, width, height, bytes(converted(part, type, target.type, target.image.colormap).data)
        )
        return
    below = target.pixels.get(left, top, width, height)
    through = _through(masks, left, top, width, height)
    known: dict[tuple[bytes, bytes, float], bytes] = {}
    result = []
    how, colormap = blending.MODES[mode], target.image.colormap
    for i in range(width * height):
        b, a, m = below[i * own : (i + 1) * own], above[i * n : (i + 1) * n], through[i] if through else 1.0
        key = (b, a, m)
        if key not in known:
            if m * opacity == 1.0 and how.blend is None and (type % 2 == 0 or a[-1] == 255):
                known[key] = change(a)
            else:
                mixed = blending.over(rgba(b, target.type, colormap), rgba(a, type, colormap), m * opacity, how)
                known[key] = pixel(mixed, target.type, colormap)
        result.append(known[key])
    target.pixels.put(left, top, width, height, b"".join(result))


def _through(masks: Sequence[tuple[Pixels, int, int]], x: int, y: int, width: int, height: int) -> list[float]:
    found: list[float] = []
    for mask, mask_x, mask_y in masks:
        part = [value / 255 for value in mask.get(x - mask_x, y - mask_y, width, height)]
        found = [a * b for a, b in zip(found, part)] if found else part
    return found


def put_layer(target: Layer, layer: Layer) -> None:
    """Put a visible layer over another of the same image."""
    x, y = layer.x - target.x, layer.y - target.y
    masks = [(layer.mask.pixels, x, y)] if layer.mask and layer.apply_mask else []
    if isinstance(layer, Group):
        render(layer)
    put_over(target, layer.pixels, layer.type, x, y, layer.mode, layer.opacity / 100, masks)


def merged(image: Image, layers: Sequence[Layer], canvas: Layer) -> Layer:
    """Layers, the top one first, over a canvas."""
    for layer in reversed(layers):
        if layer.visible:
            put_layer(canvas, layer)
    return canvas


def render(group: Group) -> None:
    """A group's pixels: its visible layers over nothing, as large as all of them."""
    if group.mode == LAYER_MODE_PASS_THROUGH:
        raise NotImplementedError("the memory backend does not composite pass-through groups")
    for child in group.children:
        if isinstance(child, Group):
            render(child)
    if not group.children:
        return
    left, top = min(child.x for child in group.children), min(child.y for child in group.children)
    width = max(child.x + child.width for child in group.children) - left
    height = max(child.y + child.height for child in group.children) - top
    canvas = Layer(group.image, "", group.type, Pixels(width, height, COMPONENTS[group.type]))
    canvas.x, canvas.y = left, top
    merged(group.image, group.children, canvas)
    group.pixels, group.x, group.y = canvas.pixels, left, top
