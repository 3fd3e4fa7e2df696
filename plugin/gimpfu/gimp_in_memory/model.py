"""What a GIMP in memory holds: images, their items, displays."""

from __future__ import annotations

from typing import Any

from gimp_backends.contract import Parasite
from gimpenums import LAYER_MODE_NORMAL, UNIT_INCH

from gimp_in_memory.pixels import Pixels

COMPONENTS = (3, 4, 1, 2, 1, 2)  # of an image type: RGB, RGBA, gray, gray with alpha, indexed, indexed with alpha


class Item:
    def __init__(self, image: Image, name: str) -> None:
        self.ID = 0
        self.image = image
        self.name = name
        self.visible = True
        self.linked = False
        self.tattoo = 0
        self.parent: Group | None = None
        self.parasites: dict[str, Parasite] = {}
        self.locked: dict[str, bool] = {}
        self.color_tag = 0


class Drawable(Item):
    def __init__(self, image: Image, name: str, type: int, pixels: Pixels) -> None:
        super().__init__(image, name)
        self.type = type
        self.pixels = pixels
        self.shadow: Pixels | None = None
        self.x = self.y = 0

    width = property(lambda self: self.pixels.width)
    height = property(lambda self: self.pixels.height)
    has_alpha = property(lambda self: self.type % 2 == 1)

    @property
    def clear(self) -> bytes:
        """A pixel of nothing: transparent, or black."""
        return bytes(COMPONENTS[self.type])


class Layer(Drawable):
    def __init__(self, image: Image, name: str, type: int, pixels: Pixels) -> None:
        super().__init__(image, name, type, pixels)
        self.opacity = 100.0
        self.mode = LAYER_MODE_NORMAL
        self.lock_alpha = False
        self.mask: Channel | None = None
        self.apply_mask, self.edit_mask, self.show_mask = True, False, False
        self.floating_on: Drawable | None = None


class Group(Layer):
    """A layer of layers; its pixels are those of its children, and are made when asked for."""

    def __init__(self, image: Image, name: str) -> None:
        super().__init__(image, name, 2 * image.base_type + 1, Pixels(1, 1, COMPONENTS[2 * image.base_type + 1]))
        self.children: list[Layer] = []


class Channel(Drawable):
    def __init__(self, image: Image, name: str, pixels: Pixels) -> None:
        super().__init__(image, name, 2, pixels)
        self.opacity = 50.0
        self.color = (0.0, 0.0, 0.0, 0.5)
        self.show_masked = True
        self.layer: Layer | None = None  # whose mask this is
        self.visible = False


class Stroke:
    def __init__(self, ID: int, points: list[float], closed: bool) -> None:
        self.ID, self.points, self.closed = ID, points, closed


class Vectors(Item):
    def __init__(self, image: Image, name: str) -> None:
        super().__init__(image, name)
        self.strokes: list[Stroke] = []
        self.visible = False


class Image:
    def __init__(self, width: int, height: int, base_type: int) -> None:
        self.ID = 0
        self.width, self.height, self.base_type = width, height, base_type
        self.colormap = b""
        self.layers: list[Layer] = []
        self.channels: list[Channel] = []
        self.vectors: list[Vectors] = []
        self.selection = Channel(self, "Selection Mask", Pixels(width, height, 1))
        self.active_layer: Layer | None = None
        self.active_channel: Channel | None = None
        self.active_vectors: Vectors | None = None
        self.file: str | None = None
        self.imported = False
        self.exported: str | None = None
        self.resolution = (300.0, 300.0)
        self.unit = UNIT_INCH
        self.parasites: dict[str, Parasite] = {}
        self.guides: dict[int, tuple[int, int]] = {}
        self.active_components = dict.fromkeys(range(6), True)
        self.visible_components = dict.fromkeys(range(6), True)
        self.tattoos = 0
        self.dirty = 1
        self.grid: dict[str, Any] = {}

    def siblings(self, item: Item) -> list[Any]:
        """The list that an item is in."""
        if isinstance(item, Layer):
            return item.parent.children if item.parent else self.layers
        return self.channels if isinstance(item, Channel) else self.vectors

    def all_layers(self, layers: list[Layer] | None = None) -> list[Layer]:
        found = []
        for layer in self.layers if layers is None else layers:
            found.append(layer)
            if isinstance(layer, Group):
                found += self.all_layers(layer.children)
        return found

    def all_items(self) -> list[Item]:
        layers = self.all_layers()
        masks = [layer.mask for layer in layers if layer.mask]
        return [self.selection, *layers, *masks, *self.channels, *self.vectors]

    @property
    def active_drawable(self) -> Drawable | None:
        if self.active_channel:
            return self.active_channel
        layer = self.active_layer
        return layer.mask if layer and layer.mask and layer.edit_mask else layer

    @property
    def selected(self) -> bool:
        return any(self.selection.pixels.data)
