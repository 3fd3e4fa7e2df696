"""Blend mode and tones of a new layer: as GIMP's own layer mode and mask, which can be changed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gi.repository import Gimp

from lut.shared.amounts import UNMIXED

from .order import Order

MODES = {"color": Gimp.LayerMode.LCH_COLOR, "luminosity": Gimp.LayerMode.LCH_LIGHTNESS}
SOURCE = ("look", "lut", "lut_space")  # of a job

Draw = Callable[[Gimp.LayerMask, Order], None]


def order_unmixed(order: Order) -> Order:
    """Return the order for the look itself, which mode and mask then mix with what lies beneath."""
    return replace(order, job={**order.job, **UNMIXED})


def make_mask(layer: Gimp.Layer, order: Order, draw: Draw) -> Gimp.LayerMask | None:
    """Make a mask of the tones that a look is limited to, before the look is in the layer; None without a limit.

    draw: draws what an order makes of the layer into the mask.
    """
    job = order.job
    if job.get("tones", UNMIXED["tones"]) == UNMIXED["tones"]:
        return None
    asked = {name: job[name] for name in (*SOURCE, "tones", "softness") if name in job}
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    try:
        draw(mask, replace(order, look=None, job={**asked, "strength": 1.0, "mask": True}))
    except BaseException:
        mask.delete()
        raise
    return mask


def set_mode(layer: Gimp.Layer, order: Order) -> None:
    """Set the layer's mode, and have GIMP mix its pixels in the same numbers as the engine does.

    GIMP mixes in linear light by default: half a mask would show more of what is brighter.
    """
    mode = MODES.get(order.job.get("blend", ""))
    if mode is not None:
        layer.set_mode(mode)
    if any(order.job.get(name, UNMIXED[name]) != UNMIXED[name] for name in ("blend", "tones")):
        layer.set_composite_space(Gimp.LayerColorSpace.RGB_PERCEPTUAL)


def add_to_mask(layer: Gimp.Layer, mask: Gimp.LayerMask) -> None:
    """Limit a layer by a mask; a mask it already has keeps its say.

    The layer stays what is worked on: GIMP would make the mask it.
    """
    own = layer.get_mask()
    if own is None:
        layer.add_mask(mask)
    else:
        own.combine_masks(mask, Gimp.ChannelOps.INTERSECT, 0, 0)
        mask.delete()
    layer.set_edit_mask(False)
