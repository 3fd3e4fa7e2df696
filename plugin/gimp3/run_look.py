"""Apply a look to one drawable: the image changes at the very end, by a Commit, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from gi.repository import Gimp

from ..engine.client import Engine
from ..engine.shared_memory import SharedMemory
from ..engine.strips import Strip, memory_size, stay_beside, stream
from ..language import _
from ..menu.actions import TO_RGB
from ..menu.amounts import follows_the_picture
from .crop import Frame
from .errors import HostError
from .layer_mixing import add_to_mask, make_mask, order_unmixed, set_mode
from .layer_settings import PARASITE
from .layer_stack import merge_group
from .order import Order
from .pixels import check_profile, mask_format, read_strip, travel_format, write_strip
from .thumbnails import Thumbnail
from .undo_step import undo_step
from .worked_layers import check_takes_pixels, takes_look

Progress = Callable[[float], None]
Commit = Callable[[], None]  # what is left to do when all is computed: until then the image is as it was


def check_mode(drawable: Gimp.Drawable) -> None:
    """Refuse an indexed image."""
    if not drawable.is_rgb() and not drawable.is_gray():
        sentence = _("“{layer}” is not in RGB: change it with {menu} first.")
        raise HostError(sentence.format(layer=drawable.get_name(), menu=TO_RGB))


def check_colors(drawable: Gimp.Drawable, look: dict[str, Any] | None, title: str) -> None:
    """Refuse an image whose colors are of another kind than the look's.  look: its entry in the catalog."""
    check_mode(drawable)
    if not takes_look(drawable, look):
        sentence = _("{look} changes colors, and “{layer}” is grayscale: change it with {menu} first.")
        if look is not None and look["gray"]:
            sentence = _(
                "{look} gives the picture a tone of color, and “{layer}” is grayscale: change it with {menu} first."
            )
        raise HostError(sentence.format(look=title, layer=drawable.get_name(), menu=TO_RGB))


def check_unlocked(drawable: Gimp.Drawable) -> None:
    if drawable.get_lock_content():
        sentence = _("“{layer}” is locked against changes to its pixels: unlock it in the Layers dialog first.")
        raise HostError(sentence.format(layer=drawable.get_name()))


def merge_shadow(drawable: Gimp.Drawable) -> None:
    """Make what was written to the shadow buffer the drawable's pixels, as one step to undo."""
    if not drawable.merge_shadow(True):
        sentence = _("GIMP did not let “{layer}” be changed; the image is unchanged.")
        raise HostError(sentence.format(layer=drawable.get_name()))


def apply_here(engine: Engine, drawable: Gimp.Drawable, order: Order, progress: Progress) -> Commit:
    """Change the drawable itself inside the selection: one undo step."""
    check_takes_pixels(drawable)
    check_colors(drawable, order.look, order.title)
    check_unlocked(drawable)
    found, *area = drawable.mask_intersect()
    if not found:
        raise HostError(_("The selection does not touch this layer: nothing to do."))
    render_pixels(engine, drawable, drawable.get_shadow_buffer(), tuple(area), order, progress)

    def commit() -> None:
        merge_shadow(drawable)
        drawable.update(*area)

    return commit


def apply_to_copy(engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress) -> Commit:
    """Add a layer with the look above this one, and above its effects; a selection becomes its mask.

    The copy of a layer group is one layer.  Blend mode and tones become its mode and its mask.
    """
    check_colors(layer, order.look, order.title)
    image = layer.get_image()
    copy = merge_group(layer) if layer.is_group() else layer.copy()
    copy.detach_parasite(PARASITE)  # that of a look layer is none
    mask = None
    try:
        # The copy is not part of the image yet: it needs no shadow buffer and no undo.
        merge_effects(copy)
        whole = (0, 0, copy.get_width(), copy.get_height())
        mask = make_mask(copy, order, lambda mask, asked: render_pixels(engine, copy, mask.get_buffer(), whole, asked))
        render_pixels(engine, copy, copy.get_buffer(), whole, order_unmixed(order), progress)
        set_mode(copy, order)
    except BaseException:
        copy.delete()
        if mask is not None:
            mask.delete()
        raise
    copy.set_name(f"{order.short_title} – {layer.get_name()}")

    def commit() -> None:
        with undo_step(image):
            image.insert_layer(copy, layer.get_parent(), image.get_item_position(layer))
            copy.update(*whole)
            if mask is not None:
                add_to_mask(copy, mask)
            if not Gimp.Selection.is_empty(image):
                mask_with_selection(copy)

    return commit


def merge_effects(copy: Gimp.Layer) -> None:
    """Make what is seen of a layer's effects its pixels."""
    effects = copy.get_filters()
    for effect in effects:
        if not effect.get_visible():
            effect.delete()
    copy.set_lock_content(False)
    if effects and not copy.merge_filters():
        raise HostError(_("GIMP could not merge the effects of “{layer}”.").format(layer=copy.get_name()))


def mask_with_selection(layer: Gimp.Layer) -> None:
    """Limit a layer to the selection with a mask."""
    add_to_mask(layer, layer.create_mask(Gimp.AddMaskType.SELECTION))


def render_pixels(
    engine: Engine,
    source: Gimp.Drawable,
    target: Any,
    area: tuple[int, int, int, int],
    order: Order,
    progress: Progress = lambda fraction: None,
) -> None:
    """Stream the source's pixels through the engine into a buffer of the same size: pixels, or a mask's."""
    image, gimp = source.get_image(), os.getppid()
    if not order.own_numbers:
        check_profile(image)
    left, top = source.get_offsets()[1:]
    buffer = source.get_buffer()
    travel = travel_format(source, order.own_numbers)
    back = mask_format(travel) if order.job.get("mask") else travel
    stay_beside(gimp)
    thumbnail = Thumbnail.of(source) if follows_the_picture(order.look, order.job) else None

    def read(strip: Strip, window: memoryview) -> None:
        stay_beside(gimp)
        read_strip(buffer, strip, travel, window)

    def write(strip: Strip, window: memoryview) -> None:
        write_strip(target, strip, back, window)
        target.flush()  # sends the tiles to GIMP now, while the engine computes, instead of all at the end

    strips = memory_size(area, travel.pixel_bytes)
    with SharedMemory(engine, strips + (len(thumbnail.data) if thumbnail else 0)) as memory:
        seen = thumbnail.put(memory, strips) if thumbnail else {}
        frame = [image.get_width(), image.get_height()]
        engine.request("job", **order.job, **seen, frame=frame, type=travel.type, channels=travel.channels)
        stream(engine, memory, area, travel.pixel_bytes, (left, top), read, write, progress)


def place_crop(engine: Engine, drawable: Gimp.Drawable, order: Order) -> Frame:
    """Find the frame that the image will be cut to, before the look changes what the picture shows."""
    check_colors(drawable, order.look, order.title)
    image, thumbnail = drawable.get_image(), Thumbnail.of(drawable)
    size = image.get_width(), image.get_height()
    with SharedMemory(engine, len(thumbnail.data)) as memory:
        seen, center = thumbnail.put(memory, 0), order.job.get("center")
        answer = engine.request("crop", look=order.job["look"], frame=list(size), center=center, **seen)
    return Frame(tuple(answer["box"]), size)
