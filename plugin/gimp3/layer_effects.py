"""A layer's own effects as colors: every color of a lattice goes through them, on a copy."""

from __future__ import annotations

from typing import Any

from gi.repository import Gegl, Gimp

from lut.shared.protocol import LATTICE_ORDERS

from ..engine.client import Engine
from ..engine.shared_memory import SharedMemory
from ..language import _
from .errors import HostError

SIZE = 65  # a curve that is steep near black needs it; the engine takes half where that does
FORMAT, PIXEL_BYTES, CHANNELS = "R'G'B'A float", 16, 4
LINEAR = (
    Gimp.Precision.U8_LINEAR,
    Gimp.Precision.U16_LINEAR,
    Gimp.Precision.U32_LINEAR,
    Gimp.Precision.HALF_LINEAR,
    Gimp.Precision.FLOAT_LINEAR,
    Gimp.Precision.DOUBLE_LINEAR,
)


def send_through_effects(engine: Engine, layer: Gimp.Layer) -> dict[str, Any]:
    """Send the lattice through the layer's visible effects, in all orders.  Returns the fields of a ``create`` message.

    Raises HostError for a layer without visible effects, and for effects that no LUT can hold, by name.
    """
    effects = [effect for effect in layer.get_filters() if effect.get_visible()]
    if not effects:
        sentence = _("“{layer}” has no visible effects: add some from the Colors menu first.")
        raise HostError(sentence.format(layer=layer.get_name()))
    fields = send_lattice(engine, layer)
    if is_a_look(engine, fields):
        return fields
    spatial = [
        f"“{effect.get_name()}”"
        for number, effect in enumerate(effects)
        if not is_a_look(engine, send_lattice(engine, layer, number))
    ]
    what = ", ".join(spatial) if spatial else _("What they do together")
    if len(spatial) > 1:
        what = _("{others} and {last}").format(others=", ".join(spatial[:-1]), last=spatial[-1])
    raise HostError(
        _(
            "{effects} can't become a look: the result for a color depends on where it lies or on what is around it. "
            "Hide such effects first."
        ).format(effects=what)
    )


def is_a_look(engine: Engine, fields: dict[str, Any]) -> bool:
    return engine.request("create", way="effects", **fields)["report"] is not None


def send_lattice(engine: Engine, layer: Gimp.Layer, only: int | None = None) -> dict[str, Any]:
    """Send the lattice's colors, in every order, through the visible effects or one of them."""
    size = engine.request("arrange", size=SIZE, order=LATTICE_ORDERS[0])
    rows, width = size["rows"], size["width"]
    length = rows * width * PIXEL_BYTES
    with SharedMemory(engine, len(LATTICE_ORDERS) * length, "material") as memory:
        places = []
        for index, order in enumerate(LATTICE_ORDERS):
            start = index * length
            engine.request("arrange", size=SIZE, order=order, source=start)
            window = memory.view[start : start + length]
            window[:] = render_effects(layer, only, bytes(window), width, rows)
            window.release()
            places.append({"source": start, "width": width, "rows": rows, "type": "float32", "channels": CHANNELS})
        return {"pictures": places, "size": SIZE}


def render_effects(layer: Gimp.Layer, only: int | None, colors: bytes, width: int, rows: int) -> bytes:
    """Render colors with the effects of a layer, on a copy in floating point."""
    image = layer.get_image()
    linear = Gimp.Image.get_precision(image) in LINEAR
    precision = Gimp.Precision.FLOAT_LINEAR if linear else Gimp.Precision.FLOAT_NON_LINEAR
    scratch = Gimp.Image.new_with_precision(width, rows, Gimp.ImageBaseType.RGB, precision)
    try:
        scratch.set_color_profile(image.get_effective_color_profile())
        copy = Gimp.Layer.new_from_drawable(layer, scratch)
        scratch.insert_layer(copy, None, 0)
        if copy.get_mask() is not None:
            copy.remove_mask(Gimp.MaskApplyMode.DISCARD)
        copy.set_lock_content(False)
        if not copy.has_alpha():
            copy.add_alpha()
        copy.resize(width, rows, 0, 0)
        visible = [effect for effect in copy.get_filters() if effect.get_visible()]
        kept = visible if only is None else visible[only : only + 1]
        for effect in copy.get_filters():
            if effect not in kept:
                effect.delete()
        buffer, area = copy.get_buffer(), Gegl.Rectangle.new(0, 0, width, rows)
        buffer.set(area, FORMAT, colors)
        buffer.flush()
        copy.update(0, 0, width, rows)
        if not copy.merge_filters():
            raise HostError(_("GIMP could not merge the effects of “{layer}”.").format(layer=layer.get_name()))
        return bytes(copy.get_buffer().get(area, 1.0, FORMAT, Gegl.AbyssPolicy.NONE))
    finally:
        scratch.delete()
