"""Find the layers that a call works on: an active mask stands for its layer."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import Gimp

from ..language import _
from .errors import HostError


def find_layers(drawables: Sequence[Gimp.Drawable]) -> list[Gimp.Layer]:
    """Return the layers among the drawables, and those whose masks are among them, each once.

    Raises HostError where a drawable is something else, such as a channel.
    """
    layers: list[Gimp.Layer] = []
    for drawable in drawables:
        layer = Gimp.Layer.from_mask(drawable) if isinstance(drawable, Gimp.LayerMask) else drawable
        if not isinstance(layer, Gimp.Layer):
            sentence = _("“{name}” is a channel or a mask without a layer: select a layer in the Layers dialog first.")
            raise HostError(sentence.format(name=drawable.get_name()))
        if layer not in layers:
            layers.append(layer)
    return layers


def find_shown_layers(drawables: Sequence[Gimp.Drawable]) -> list[Gimp.Layer]:
    """Return the layers on which a look can be tried, for what needs none."""
    try:
        layers = find_layers(drawables)
    except HostError:
        return []
    return [layer for layer in layers if layer.is_rgb() or layer.is_gray()]
