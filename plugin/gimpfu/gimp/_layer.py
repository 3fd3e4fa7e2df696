"""Layers and groups of layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gimpenums import LAYER_MODE_NORMAL, RGB_IMAGE

from gimp import _items
from gimp._call import attribute, call

if TYPE_CHECKING:
    from gimp._channel import Channel
    from gimp._image import Image


class Layer(_items.Drawable):
    def __init__(
        self,
        image: Image,
        name: str,
        width: int,
        height: int,
        type: int = RGB_IMAGE,
        opacity: float = 100.0,
        mode: int = LAYER_MODE_NORMAL,
    ) -> None:
        self.ID = call(
            "gimp-layer-new", image.ID, int(width), int(height), int(type), str(name), float(opacity), int(mode)
        )

    is_floating_sel: bool = attribute("gimp-layer-is-floating-sel", made=bool)
    apply_mask: bool = attribute("gimp-layer-get-apply-mask", "gimp-layer-set-apply-mask", bool)
    edit_mask: bool = attribute("gimp-layer-get-edit-mask", "gimp-layer-set-edit-mask", bool)
    show_mask: bool = attribute("gimp-layer-get-show-mask", "gimp-layer-set-show-mask", bool)
    lock_alpha: bool = attribute("gimp-layer-get-lock-alpha", "gimp-layer-set-lock-alpha", bool)
    preserve_trans = lock_alpha
    mode: int = attribute("gimp-layer-get-mode", "gimp-layer-set-mode", int)
    opacity: float = attribute("gimp-layer-get-opacity", "gimp-layer-set-opacity", float)

    @property
    def mask(self) -> Channel | Any:
        return _items.item(call("gimp-layer-get-mask", self.ID))

    def copy(self, add_alpha: bool = False) -> Layer:
        return _items.layer(call("gimp-layer-copy", self.ID, int(add_alpha)))

    def add_alpha(self) -> None:
        call("gimp-layer-add-alpha", self.ID)

    def add_mask(self, mask: Channel) -> None:
        call("gimp-layer-add-mask", self.ID, mask.ID)

    def create_mask(self, type: int) -> Channel:
        return _items.item(call("gimp-layer-create-mask", self.ID, int(type)))

    def remove_mask(self, mode: int) -> None:
        call("gimp-layer-remove-mask", self.ID, int(mode))

    def resize(self, width: int, height: int, offset_x: int = 0, offset_y: int = 0) -> None:
        call("gimp-layer-resize", self.ID, int(width), int(height), int(offset_x), int(offset_y))

    def resize_to_image_size(self) -> None:
        call("gimp-layer-resize-to-image-size", self.ID)

    def scale(self, width: int, height: int, local_origin: bool = False, interpolation: int = -1) -> None:
        scaled("gimp-layer-scale", interpolation, self.ID, int(width), int(height), int(local_origin))

    def translate(self, offset_x: int, offset_y: int) -> None:
        call("gimp-layer-translate", self.ID, int(offset_x), int(offset_y))

    def set_offsets(self, offset_x: int, offset_y: int) -> None:
        call("gimp-layer-set-offsets", self.ID, int(offset_x), int(offset_y))


class GroupLayer(Layer):
    def __init__(
        self, image: Image, name: str = "Layer Group", opacity: float = 100.0, mode: int = LAYER_MODE_NORMAL
    ) -> None:
        self.ID = call("gimp-layer-group-new", image.ID)
        self.name, self.opacity, self.mode = name, opacity, mode

    @property
    def layers(self) -> list[Layer]:
        return self.children


def scaled(procedure: str, interpolation: int, *values: Any) -> None:
    """Scale, with an interpolation of its own unless it is -1."""
    if interpolation == -1:
        call(procedure, *values)
        return
    call("gimp-context-push")
    try:
        call("gimp-context-set-interpolation", int(interpolation))
        call(procedure, *values)
    finally:
        call("gimp-context-pop")
