"""Apply a look to one drawable: the image changes at the very end, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp  # noqa: E402

from ..affinity import stay_beside  # noqa: E402
from ..client import Engine  # noqa: E402
from ..strips import Strip, stream  # noqa: E402
from . import pixels  # noqa: E402
from .errors import HostError  # noqa: E402

Progress = Callable[[float], None]


def check(drawable: Gimp.Drawable) -> None:
    """Refuse what GIMP would let us start on and then not finish."""
    name = drawable.get_name()
    if drawable.is_group():
        raise HostError(f"“{name}” is a layer group: select the layers in it instead.")
    if not drawable.is_rgb():
        raise HostError(f"“{name}” is not in RGB: looks need the color channels. Change it with Image ▸ Mode ▸ RGB.")
    if drawable.get_lock_content():
        raise HostError(f"“{name}” is locked against changes to its pixels: unlock it in the Layers dialog first.")


def begin(engine: Engine, drawable: Gimp.Drawable, job: dict[str, Any], own_numbers: bool) -> pixels.Format:
    """Tell the engine what comes: the look, how much of it, and the form of the pixels."""
    image = drawable.get_image()
    travel = pixels.travel_format(drawable, own_numbers)
    frame = [image.get_width(), image.get_height()]
    engine.request("job", **job, frame=frame, type=travel.type, channels=travel.channels)
    return travel


def apply_here(
    engine: Engine, drawable: Gimp.Drawable, job: dict[str, Any], own_numbers: bool, progress: Progress
) -> None:
    """Change the drawable itself inside the selection: one undo step."""
    check(drawable)
    found, *area = drawable.mask_intersect()
    if not found:
        raise HostError("The selection does not touch this layer: nothing to do.")
    shadow = drawable.get_shadow_buffer()
    compute(engine, drawable, shadow, tuple(area), job, own_numbers, progress)
    if not drawable.merge_shadow(True):
        raise HostError(f"GIMP did not let “{drawable.get_name()}” be changed; the image is unchanged.")
    drawable.update(*area)


def apply_to_copy(
    engine: Engine, layer: Gimp.Layer, job: dict[str, Any], own_numbers: bool, title: str, progress: Progress
) -> None:
    """Add a layer with the look above this one; a selection becomes its mask."""
    if not isinstance(layer, Gimp.Layer):
        raise HostError(f"“{layer.get_name()}” is not a layer: a new layer can only be made from one.")
    if layer.is_group() or not layer.is_rgb():
        check(layer)
    image = layer.get_image()
    copy = layer.copy()
    try:
        # The copy is not part of the image yet: it needs no shadow buffer and no undo.
        buffer = copy.get_buffer()
        whole = (0, 0, layer.get_width(), layer.get_height())
        compute(engine, layer, buffer, whole, job, own_numbers, progress)
    except BaseException:
        copy.delete()
        raise
    copy.set_name(f"{layer.get_name()} – {title}")
    copy.set_lock_content(False)
    image.undo_group_start()
    try:
        image.insert_layer(copy, layer.get_parent(), image.get_item_position(layer))
        copy.update(*whole)
        if not Gimp.Selection.is_empty(image):
            mask_with_selection(image, copy)
    finally:
        image.undo_group_end()


def mask_with_selection(image: Gimp.Image, layer: Gimp.Layer) -> None:
    """Limit a layer to the selection with a mask; a mask it already has keeps its say."""
    selected = layer.create_mask(Gimp.AddMaskType.SELECTION)
    own = layer.get_mask()
    if own is None:
        layer.add_mask(selected)
    else:
        own.combine_masks(selected, Gimp.ChannelOps.INTERSECT, 0, 0)
        selected.delete()


def compute(
    engine: Engine,
    source: Gimp.Drawable,
    target: Any,
    area: tuple[int, int, int, int],
    job: dict[str, Any],
    own_numbers: bool,
    progress: Progress,
) -> None:
    """Stream the source's pixels through the engine into a buffer of the same size."""
    travel = begin(engine, source, job, own_numbers)
    _, left, top = source.get_offsets()
    buffer = source.get_buffer()

    gimp = os.getppid()

    def read(strip: Strip) -> bytes:
        stay_beside(gimp)
        return pixels.read(buffer, strip, travel)

    def write(strip: Strip, data: bytes) -> None:
        pixels.write(target, strip, travel, data)
        target.flush()  # sends the tiles to GIMP now, while the engine computes, instead of all at the end

    stream(engine, area, travel.pixel_bytes, (left, top), read, write, progress)


def crop(engine: Engine, image: Gimp.Image, look: str) -> None:
    """Cut the image to the look's own format around its middle."""
    frame = [image.get_width(), image.get_height()]
    left, top, width, height = engine.request("crop", look=look, frame=frame)["box"]
    image.crop(width, height, left, top)
