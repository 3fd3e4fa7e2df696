"""Channels, which masks and the selection are as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gimpcolor import RGB

from gimp import _items
from gimp._call import attribute, call

if TYPE_CHECKING:
    from gimp._image import Image


class Channel(_items.Drawable):
    def __init__(self, image: Image, name: str, width: int, height: int, opacity: float, color: Any) -> None:
        rgba = tuple(RGB.of(color)._values)
        self.ID = call("gimp-channel-new", image.ID, int(width), int(height), str(name), float(opacity), rgba)

    opacity: float = attribute("gimp-channel-get-opacity", "gimp-channel-set-opacity", float)
    show_masked: bool = attribute("gimp-channel-get-show-masked", "gimp-channel-set-show-masked", bool)

    @property
    def color(self) -> RGB:
        return RGB(*call("gimp-channel-get-color", self.ID))

    @color.setter
    def color(self, value: Any) -> None:
        call("gimp-channel-set-color", self.ID, tuple(RGB.of(value)._values))

    colour = color

    def copy(self) -> Channel:
        return _items.item(call("gimp-channel-copy", self.ID))

    def combine_masks(self, channel: Channel, operation: int, offset_x: int = 0, offset_y: int = 0) -> None:
        call("gimp-channel-combine-masks", self.ID, channel.ID, int(operation), int(offset_x), int(offset_y))
