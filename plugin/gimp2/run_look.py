# -*- coding: utf-8 -*-
"""Apply a look to one layer: the image changes at the very end, or not at all."""

from __future__ import absolute_import

import gimp
from gimpfu import ADD_SELECTION_MASK, CHANNEL_OP_INTERSECT, pdb

from ..engine.shared_memory import SharedMemory
from ..engine.strips import memory_size, stream
from ..language import _, native
from ..menu.amounts import follows_the_picture
from ..menu.titles import short_title
from . import pixels
from .pixels import Refused, Thumbnail
from .undo_step import run_named

TO_RGB = "Image ▸ Mode ▸ RGB"


class Order(object):
    """A look or LUT file to apply: its title, the catalog's entry (None for a LUT file), and the engine's job."""

    def __init__(self, title, look, job, own_numbers):
        self.title = title
        self.look = look
        self.job = job
        self.own_numbers = own_numbers

    @property
    def short_title(self):
        """The name for layers and for Edit ▸ Undo."""
        return self.title if self.look is None else native(short_title(self.look))


def find_layer(drawable):
    """Return the layer, or the one that a mask belongs to.  Raises Refused for channels."""
    layer = pdb.gimp_layer_from_mask(drawable) if pdb.gimp_item_is_layer_mask(drawable) else drawable
    if layer is None or not pdb.gimp_item_is_layer(layer):
        sentence = _("“{name}” is a channel or a mask without a layer: select a layer in the Layers dialog first.")
        raise Refused(sentence.format(name=drawable.name))
    return layer


def check_layer(drawable, order):
    """Raise Refused for a layer that GIMP would let us start on and then not finish."""
    name = drawable.name
    if pdb.gimp_item_is_group(drawable):
        raise Refused(_("“{layer}” is a layer group: select the layers in it instead.").format(layer=name))
    if not drawable.is_rgb and not drawable.is_gray:
        raise Refused(_("“{layer}” is not in RGB: change it with {menu} first.").format(layer=name, menu=TO_RGB))
    if drawable.is_gray and (order.look is None or order.look["gray"] != "gray"):
        if order.look is not None and order.look["gray"]:
            sentence = _(
                "{look} gives the picture a tone of color, and “{layer}” is grayscale: change it with {menu} first."
            )
        else:
            sentence = _("{look} changes colors, and “{layer}” is grayscale: change it with {menu} first.")
        raise Refused(sentence.format(look=order.title, layer=name, menu=TO_RGB))


def apply_here(engine, drawable, order):
    """Change the drawable itself inside the selection: one undo step."""
    check_layer(drawable, order)
    if pdb.gimp_item_get_lock_content(drawable):
        raise Refused(
            _("“{layer}” is locked against changes to its pixels: unlock it in the Layers dialog first.").format(
                layer=drawable.name
            )
        )
    found, x, y, width, height = pdb.gimp_drawable_mask_intersect(drawable)
    if not found:
        raise Refused(_("The selection does not touch this layer: nothing to do."))
    compute_area(engine, drawable, drawable, True, (x, y, width, height), order)
    drawable.flush()

    def commit():
        drawable.merge_shadow(True)
        drawable.update(x, y, width, height)

    run_named(order.short_title, commit)


def apply_to_copy(engine, layer, order):
    """Add a layer with the look above this one; a selection becomes its mask."""
    check_layer(layer, order)
    image = layer.image
    copy = layer.copy()
    try:
        # The copy is not part of the image yet: it needs no shadow and no undo.
        compute_area(engine, layer, copy, False, (0, 0, layer.width, layer.height), order)
        copy.flush()
    except BaseException:
        pdb.gimp_item_delete(copy)
        raise
    copy.name = "{0} – {1}".format(order.short_title, layer.name)
    pdb.gimp_item_set_lock_content(copy, False)

    def commit():
        image.undo_group_start()
        try:
            pdb.gimp_image_insert_layer(image, copy, layer.parent, pdb.gimp_image_get_item_position(image, layer))
            copy.update(0, 0, layer.width, layer.height)
            if not pdb.gimp_selection_is_empty(image):
                mask_with_selection(copy)
        finally:
            image.undo_group_end()

    run_named(order.short_title, commit)


def mask_with_selection(layer):
    """Limit a layer to the selection with a mask, intersected with the mask that it has; the layer stays active."""
    selected = layer.create_mask(ADD_SELECTION_MASK)
    if layer.mask is None:
        layer.add_mask(selected)
    else:
        pdb.gimp_channel_combine_masks(layer.mask, selected, CHANNEL_OP_INTERSECT, 0, 0)
        pdb.gimp_item_delete(selected)
    pdb.gimp_layer_set_edit_mask(layer, False)


def compute_area(engine, source, target, shadow, area, order):
    """Stream a layer's area through the engine into another layer, or into its own shadow."""
    image = source.image
    thumbnail = Thumbnail(source) if follows_the_picture(order.look, order.job) else None
    job = dict(order.job, frame=[image.width, image.height])
    if pixels.backend is None and pixels.has_more_than_8_bits(image):
        gimp.message(_("The Python of this GIMP works in 8 bits a channel: the result has no more."))
    gimp.progress_init(native(order.title))
    reading, writing = (
        pixels.open_pixels(one, to, order.own_numbers) for one, to in ((source, False), (target, shadow))
    )
    pixel_bytes = reading.pixel_bytes
    size = memory_size(area, pixel_bytes)
    with SharedMemory(engine, size + (len(thumbnail.data) if thumbnail else 0)) as memory:
        if thumbnail:
            job.update(thumbnail.put(memory, size))
        engine.request("job", type=reading.type, channels=reading.channels, **job)
        stream(engine, memory, area, pixel_bytes, source.offsets, reading.read, writing.write, gimp.progress_update)


def place_crop(engine, drawable, order):
    """Find where the image will be cut, before the look changes what it shows: left, top, width and height."""
    check_layer(drawable, order)
    if "look" not in order.job:
        raise Refused(_("{look} has no format of its own to crop to.").format(look=order.title))
    image, thumbnail = drawable.image, Thumbnail(drawable)
    frame = [image.width, image.height]
    with SharedMemory(engine, len(thumbnail.data)) as memory:
        seen, center = thumbnail.put(memory, 0), order.job["center"]
        return engine.request("crop", look=order.job["look"], frame=frame, center=center, **seen)["box"]


def crop_image(image, box):
    left, top, width, height = box
    pdb.gimp_image_crop(image, width, height, left, top)
