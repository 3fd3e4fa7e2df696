"""Images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Sequence

from gimpenums import FILL_BACKGROUND, FILL_TRANSPARENT, LAYER_MODE_NORMAL, RGB

from gimp import _items
from gimp._call import attribute, call, results
from gimp._layer import scaled
from gimp._parasite import HasParasites
from gimp._pixels import pixel_bytes

if TYPE_CHECKING:
    from gimp._channel import Channel
    from gimp._items import Drawable
    from gimp._layer import Layer
    from gimp._vectors import Vectors


class Image(_items.Identified, HasParasites):
    _parasites = "gimp-image"

    def __init__(self, width: int, height: int, type: int = RGB) -> None:
        self.ID = call("gimp-image-new", int(width), int(height), int(type))

    width: int = attribute("gimp-image-width")
    height: int = attribute("gimp-image-height")
    base_type: int = attribute("gimp-image-base-type")
    precision: int = attribute("gimp-image-get-precision")
    dirty: bool = attribute("gimp-image-is-dirty", made=bool)
    name: str = attribute("gimp-image-get-name")
    uri: str = attribute("gimp-image-get-uri")
    filename: str | None = attribute(
        "gimp-image-get-filename", "gimp-image-set-filename", lambda value: value and str(value)
    )
    tattoo_state: int = attribute("gimp-image-get-tattoo-state", "gimp-image-set-tattoo-state", int)
    unit: int = attribute("gimp-image-get-unit", "gimp-image-set-unit", int)

    def _some(self, procedure: str) -> Any:
        return _items.item(call(procedure, self.ID))

    def _all(self, procedure: str) -> list[Any]:
        return [_items.item(ID) for ID in results(procedure, self.ID)[1]]

    active_drawable: Drawable | Any = property(lambda self: self._some("gimp-image-get-active-drawable"))
    floating_selection: Drawable | Any = property(lambda self: self._some("gimp-image-get-floating-sel"))
    floating_sel_attached_to: Drawable | Any = property(lambda self: self._some("gimp-image-floating-sel-attached-to"))
    selection: Channel = property(lambda self: self._some("gimp-image-get-selection"))
    layers: list[Layer] = property(lambda self: self._all("gimp-image-get-layers"))
    channels: list[Channel] = property(lambda self: self._all("gimp-image-get-channels"))
    vectors: list[Vectors] = property(lambda self: self._all("gimp-image-get-vectors"))

    @property
    def active_layer(self) -> Layer | Any:
        return self._some("gimp-image-get-active-layer")

    @active_layer.setter
    def active_layer(self, layer: Layer) -> None:
        call("gimp-image-set-active-layer", self.ID, layer.ID)

    @property
    def active_channel(self) -> Channel | Any:
        return self._some("gimp-image-get-active-channel")

    @active_channel.setter
    def active_channel(self, channel: Channel) -> None:
        call("gimp-image-set-active-channel", self.ID, channel.ID)

    @property
    def active_vectors(self) -> Vectors | Any:
        return self._some("gimp-image-get-active-vectors")

    @active_vectors.setter
    def active_vectors(self, vectors: Vectors) -> None:
        call("gimp-image-set-active-vectors", self.ID, vectors.ID)

    @property
    def colormap(self) -> bytes:
        return results("gimp-image-get-colormap", self.ID)[1]

    @colormap.setter
    def colormap(self, value: bytes | str | Sequence[int]) -> None:
        data = pixel_bytes(value)
        call("gimp-image-set-colormap", self.ID, len(data), data)

    @property
    def resolution(self) -> tuple[float, float]:
        x, y = results("gimp-image-get-resolution", self.ID)
        return x, y

    @resolution.setter
    def resolution(self, value: tuple[float, float]) -> None:
        x, y = value
        call("gimp-image-set-resolution", self.ID, float(x), float(y))

    # Layers and channels.

    def add_layer(self, layer: Layer, position: int = -1) -> None:
        self.insert_layer(layer, None, position)

    def insert_layer(self, layer: Layer, parent: Layer | None = None, position: int = -1) -> None:
        call("gimp-image-insert-layer", self.ID, layer.ID, parent.ID if parent else -1, int(position))

    def add_channel(self, channel: Channel, position: int = -1) -> None:
        self.insert_channel(channel, None, position)

    def insert_channel(self, channel: Channel, parent: Channel | None = None, position: int = -1) -> None:
        call("gimp-image-insert-channel", self.ID, channel.ID, parent.ID if parent else -1, int(position))

    def new_layer(
        self,
        name: str = "New Layer",
        width: int | None = None,
        height: int | None = None,
        offset_x: int = 0,
        offset_y: int = 0,
        alpha: bool = True,
        pos: int = -1,
        opacity: float = 100.0,
        mode: int = LAYER_MODE_NORMAL,
        fill_mode: int = -1,
    ) -> Layer:
        """Make a layer of the image's type, fill it, and insert it."""
        from gimp._layer import Layer

        width, height = self.width if width is None else width, self.height if height is None else height
        layer = Layer(self, name, width, height, 2 * self.base_type + bool(alpha), opacity, mode)
        layer.fill((FILL_TRANSPARENT if alpha else FILL_BACKGROUND) if fill_mode == -1 else fill_mode)
        self.insert_layer(layer, None, pos)
        layer.set_offsets(offset_x, offset_y)
        return layer

    def remove_layer(self, layer: Layer) -> None:
        call("gimp-image-remove-layer", self.ID, layer.ID)

    def remove_channel(self, channel: Channel) -> None:
        call("gimp-image-remove-channel", self.ID, channel.ID)

    def raise_layer(self, layer: Layer) -> None:
        call("gimp-image-raise-item", self.ID, layer.ID)

    def raise_layer_to_top(self, layer: Layer) -> None:
        call("gimp-image-raise-item-to-top", self.ID, layer.ID)

    def lower_layer(self, layer: Layer) -> None:
        call("gimp-image-lower-item", self.ID, layer.ID)

    def lower_layer_to_bottom(self, layer: Layer) -> None:
        call("gimp-image-lower-item-to-bottom", self.ID, layer.ID)

    def raise_channel(self, channel: Channel) -> None:
        call("gimp-image-raise-item", self.ID, channel.ID)

    def lower_channel(self, channel: Channel) -> None:
        call("gimp-image-lower-item", self.ID, channel.ID)

    def merge_visible_layers(self, merge_type: int) -> Layer:
        return _items.item(call("gimp-image-merge-visible-layers", self.ID, int(merge_type)))

    def merge_down(self, layer: Layer, merge_type: int) -> Layer:
        return _items.item(call("gimp-image-merge-down", self.ID, layer.ID, int(merge_type)))

    def flatten(self) -> Layer:
        return _items.item(call("gimp-image-flatten", self.ID))

    def pick_correlate_layer(self, x: int, y: int) -> Layer | Any:
        return _items.item(call("gimp-image-pick-correlate-layer", self.ID, int(x), int(y)))

    def get_layer_by_tattoo(self, tattoo: int) -> Layer | Any:
        return _items.item(call("gimp-image-get-layer-by-tattoo", self.ID, tattoo))

    def get_channel_by_tattoo(self, tattoo: int) -> Channel | Any:
        return _items.item(call("gimp-image-get-channel-by-tattoo", self.ID, tattoo))

    def unset_active_channel(self) -> None:
        call("gimp-image-unset-active-channel", self.ID)

    # The whole.

    def duplicate(self) -> Image:
        return Image._of(call("gimp-image-duplicate", self.ID))

    def resize(self, width: int, height: int, offset_x: int = 0, offset_y: int = 0) -> None:
        call("gimp-image-resize", self.ID, int(width), int(height), int(offset_x), int(offset_y))

    def resize_to_layers(self) -> None:
        call("gimp-image-resize-to-layers", self.ID)

    def scale(self, width: int, height: int, interpolation: int = -1) -> None:
        scaled("gimp-image-scale", interpolation, self.ID, int(width), int(height))

    def crop(self, width: int, height: int, offset_x: int = 0, offset_y: int = 0) -> None:
        call("gimp-image-crop", self.ID, int(width), int(height), int(offset_x), int(offset_y))

    def clean_all(self) -> None:
        call("gimp-image-clean-all", self.ID)

    def free_shadow(self) -> None:
        """Nothing: shadows belong to drawables since GIMP 2.6."""

    def get_component_active(self, component: int) -> bool:
        return bool(call("gimp-image-get-component-active", self.ID, component))

    def set_component_active(self, component: int, active: bool) -> None:
        call("gimp-image-set-component-active", self.ID, component, int(active))

    def get_component_visible(self, component: int) -> bool:
        return bool(call("gimp-image-get-component-visible", self.ID, component))

    def set_component_visible(self, component: int, visible: bool) -> None:
        call("gimp-image-set-component-visible", self.ID, component, int(visible))

    # Guides.

    def add_hguide(self, yposition: int) -> int:
        return call("gimp-image-add-hguide", self.ID, int(yposition))

    def add_vguide(self, xposition: int) -> int:
        return call("gimp-image-add-vguide", self.ID, int(xposition))

    def delete_guide(self, guide: int) -> None:
        call("gimp-image-delete-guide", self.ID, guide)

    def find_next_guide(self, guide: int) -> int:
        return call("gimp-image-find-next-guide", self.ID, guide)

    def get_guide_orientation(self, guide: int) -> int:
        return call("gimp-image-get-guide-orientation", self.ID, guide)

    def get_guide_position(self, guide: int) -> int:
        return call("gimp-image-get-guide-position", self.ID, guide)

    # Undo.

    def undo_group_start(self) -> None:
        call("gimp-image-undo-group-start", self.ID)

    def undo_group_end(self) -> None:
        call("gimp-image-undo-group-end", self.ID)

    def undo_is_enabled(self) -> bool:
        return bool(call("gimp-image-undo-is-enabled", self.ID))

    def disable_undo(self) -> bool:
        return bool(call("gimp-image-undo-disable", self.ID))

    def enable_undo(self) -> bool:
        return bool(call("gimp-image-undo-enable", self.ID))

    def undo_freeze(self) -> bool:
        return bool(call("gimp-image-undo-freeze", self.ID))

    def undo_thaw(self) -> bool:
        return bool(call("gimp-image-undo-thaw", self.ID))

    def __repr__(self) -> str:
        return f"<gimp.Image '{self.name}'>"

    def __reduce__(self) -> Any:
        import gimp

        return gimp._id2image, (self.ID,)
