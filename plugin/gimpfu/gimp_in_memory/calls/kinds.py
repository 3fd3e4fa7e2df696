"""Kinds of color: RGB, gray, indexed."""

from __future__ import annotations

from typing import Any

import gimpenums as e

from gimp_in_memory import compositing
from gimp_in_memory.model import Image
from gimp_in_memory.world import World, refuse


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


READS = {
    "gimp-image-get-colormap": get_colormap,
}

CHANGES = {
    "gimp-image-convert-rgb": converted_to(e.RGB),
    "gimp-image-convert-grayscale": converted_to(e.GRAY),
    "gimp-image-convert-indexed": convert_indexed,
    "gimp-image-set-colormap": set_colormap,
}
