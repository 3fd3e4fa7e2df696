"""Pictures from files and into files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gimp_in_memory import compositing, pictures
from gimp_in_memory.model import COMPONENTS, Drawable, Image, Layer
from gimp_in_memory.pixels import Pixels
from gimp_in_memory.world import World, refuse


def _picture(path: str) -> pictures.Picture:
    try:
        return pictures.load(path)
    except OSError as problem:
        raise refuse(f"Could not open '{path}' for reading: {problem.strerror}") from problem


def load(world: World, run_mode: int, path: str, raw: str) -> Image:
    picture = _picture(path)
    image = world.add_image(Image(picture.width, picture.height, picture.type // 2))
    image.colormap, image.file, image.imported = picture.colormap, path, True
    if picture.resolution:
        image.resolution = picture.resolution
    layer = world.new_layer(image, "Background", picture.type, _pixels(picture))
    image.layers, image.active_layer = [layer], layer
    return image


def _pixels(picture: pictures.Picture) -> Pixels:
    return Pixels(picture.width, picture.height, COMPONENTS[picture.type], picture.data)


def load_layer(world: World, run_mode: int, image: Image, path: str) -> Layer:
    """For an image, in its kind of color, in no list yet."""
    picture = _picture(path)
    type = 2 * image.base_type + picture.type % 2
    if picture.type > 3 or type > 3:
        raise NotImplementedError("the memory backend does not load layers of or for indexed images")
    pixels = compositing.converted(_pixels(picture), picture.type, type, b"")
    return world.new_layer(image, Path(path).name, type, pixels)


def load_layers(world: World, run_mode: int, image: Image, path: str) -> Any:
    return 1, [load_layer(world, run_mode, image, path).ID]


def save(world: World, run_mode: int, image: Image, drawable: Drawable, path: str, raw: str, *options: int) -> None:
    """The drawable as it is, as GIMP's exporters write one of several layers."""
    pixels, type = drawable.pixels, drawable.type
    resolution = image.resolution
    picture = pictures.Picture(pixels.width, pixels.height, type, bytes(pixels.data), image.colormap, resolution)
    try:
        pictures.save(picture, path)
    except OSError as problem:
        raise refuse(f"Could not open '{path}' for writing: {problem.strerror}") from problem
    image.exported = path


READS = {
    "gimp-file-load": load,
    "gimp-file-load-layer": load_layer,
    "gimp-file-load-layers": load_layers,
    "gimp-file-save": save,
    "file-png-load": load,
    "file-png-save": save,
    "file-png-save2": save,
    "file-png-save-defaults": save,
    "file-pnm-load": load,
    "file-pnm-save": save,
    "file-ppm-save": save,
    "file-pgm-save": save,
}
