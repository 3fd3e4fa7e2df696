"""Find the layers that a call works on: an active mask stands for its layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gi.repository import Gimp

from ..language import _
from .errors import HostError
from .layer_settings import PARASITE


def find_layers(drawables: Sequence[Gimp.Drawable]) -> list[Gimp.Layer]:
    """Return the layers among the drawables, and those whose masks are among them.

    Raises HostError where a drawable is something else, such as a channel.
    """
    layers: list[Gimp.Layer] = []
    for drawable in drawables:
        layer = Gimp.Layer.from_mask(drawable) if isinstance(drawable, Gimp.LayerMask) else drawable
        if not isinstance(layer, Gimp.Layer):
            sentence = _("“{name}” is a channel or a mask without a layer: select a layer in the Layers dialog first.")
            raise HostError(sentence.format(name=drawable.get_name()))
        layers.append(layer)
    return layers


def takes_look(layer: Gimp.Drawable, look: Mapping[str, Any] | None) -> bool:
    """Return True if an image of this mode can hold the look's colors.  look: its entry in the catalog."""
    return not layer.is_gray() or (look is not None and look["gray"] == "gray")


def takes_pixels(layer: Gimp.Layer) -> bool:
    """Return True if a look can be put into the layer's own pixels."""
    return not layer.is_group() and not is_look_layer(layer)


def is_look_layer(layer: Gimp.Layer) -> bool:
    return layer.get_parasite(PARASITE) is not None


def check_takes_pixels(layer: Gimp.Layer) -> None:
    """Refuse a layer whose pixels are made of other layers."""
    if layer.is_group():
        sentence = _("“{layer}” is a layer group: select the layers in it, or choose a new layer or a look layer.")
        raise HostError(sentence.format(layer=layer.get_name()))
    if is_look_layer(layer):
        sentence = _(
            "“{layer}” is a look layer, and what is put into it is lost when it is made again: use Edit Look Layer, or "
            "choose a new layer or a look layer."
        )
        raise HostError(sentence.format(layer=layer.get_name()))


def find_shown_layers(drawables: Sequence[Gimp.Drawable]) -> list[Gimp.Layer]:
    """Return the layers on which a look can be tried, for what needs none."""
    try:
        layers = find_layers(drawables)
    except HostError:
        return []
    return [layer for layer in layers if layer.is_rgb() or layer.is_gray()]
