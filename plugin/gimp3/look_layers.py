"""Layers that remember their look: made from what lies beneath them, and made again when that has changed.

Strength is the layer's opacity.  The settings (layer_settings.py) are in a parasite, which GIMP saves with the image; a
look of the user's own is saved with all that it is made of, so that the image can be worked on elsewhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from gi.repository import Gegl, Gimp

from lut.shared import folders
from lut.shared.look_names import COPIED, OWN

from ..engine.client import Engine
from ..engine.json_input import NotUnderstood
from ..language import _
from ..menu.actions import renamed_looks
from .errors import HostError
from .layer_digest import digest_pixels, has_changed
from .layer_settings import KEPT, PARASITE, VERSION, OtherVersion, Settings, read_settings, write_settings
from .layer_stack import list_siblings, nothing_above, twins_of
from .order import Order
from .run_look import (
    Commit,
    Progress,
    check_colors,
    check_unlocked,
    mask_with_selection,
    merge_shadow,
    render_pixels,
)
from .undo_step import undo_step
from .worked_layers import is_look_layer


def add_look_layer(engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress) -> Commit:
    """Put a look layer above this one; a selection becomes its mask."""
    if "look" not in order.job:
        raise HostError(_("A look layer remembers a look: make the file one of yours first, by Import LUTs…"))
    check_colors(layer, order.look, order.title)
    image = layer.get_image()
    with render_beneath(layer, including=True) as source:
        result = Gimp.Layer.new_from_drawable(source, image)
        result.set_name(order.title)
        render_look(engine, source, result.get_buffer(), order, progress)

    def commit() -> None:
        with undo_step(image):
            image.insert_layer(result, layer.get_parent(), image.get_item_position(layer))
            save_settings(engine, result, order, None)
            result.set_opacity(100 * order.job["strength"])
            result.update(0, 0, result.get_width(), result.get_height())
            if not Gimp.Selection.is_empty(image):
                mask_with_selection(result)
            image.set_selected_layers([result])

    return commit


def change_look_layer(
    engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress, keep_painted: bool = False
) -> bool:
    """Re-render with a new look or the same one. Return True if the look's definition changed.

    keep_painted: whether to keep the layer as it is, as a hidden one above.
    """
    image = layer.get_image()
    check_unlocked(layer)
    check_colors(layer, order.look, order.title)
    engine.request("job", **order.job, frame=[1, 1], type="uint8", channels=4)  # what cannot be done fails here
    with undo_step(image), select_everything(image):
        if (layer.get_width(), layer.get_height()) != (image.get_width(), image.get_height()) or any(
            layer.get_offsets()[1:]
        ):
            layer.resize_to_image_size()
        with render_beneath(layer, including=False) as source:
            render_look(engine, source, layer.get_shadow_buffer(), order, progress)
        if keep_painted:
            keep_copy(layer)
        merge_shadow(layer)
        layer.update(0, 0, layer.get_width(), layer.get_height())
        before = recall_settings(layer)
        changed = save_settings(engine, layer, order, before)
        if takes_title(layer, before, order):
            layer.set_name(order.title)
    return changed


def keep_copy(layer: Gimp.Layer) -> None:
    """Keep a look layer as it is, as a hidden layer above it that has no look."""
    image, selected = layer.get_image(), layer.get_image().get_selected_layers()
    copy = layer.copy()
    copy.detach_parasite(PARASITE)
    copy.set_name(_("{layer} (as painted)").format(layer=layer.get_name()))
    copy.set_visible(False)
    image.insert_layer(copy, layer.get_parent(), image.get_item_position(layer))
    image.set_selected_layers(selected)


def is_painted(layer: Gimp.Layer) -> bool:
    """Return True if a look layer's pixels have been changed since it was made."""
    try:
        settings = recall_settings(layer)
    except HostError:
        return False
    return bool(settings and settings.get("pixels") and has_changed(layer, settings["pixels"]))


def takes_title(layer: Gimp.Layer, before: Settings | None, order: Order) -> bool:
    """Return True if the layer takes its look's title: another look, or one whose partnership was renamed.

    A name that the user gave the layer outlives the partnership's, but no other look.
    """
    if before is None or before["title"] == order.title:
        return before is None
    return before["look"] != order.job["look"] or layer.get_name().split(" #")[0] == before["title"]


def render_look(engine: Engine, source: Gimp.Layer, target: Gegl.Buffer, order: Order, progress: Progress) -> None:
    """Render the look at full strength into a buffer: the layer's opacity says how much of it shows."""
    whole = Order(order.title, order.look, {**order.job, "strength": 1.0}, order.own_numbers)
    area = (0, 0, source.get_width(), source.get_height())
    render_pixels(engine, source, target, area, whole, progress)


def find_look_layers(image: Gimp.Image) -> list[Gimp.Layer]:
    """List the image's look layers, the lowest first: what lies beneath one is up to date when its turn comes."""
    found: list[Gimp.Layer] = []

    def visit_layers(layers: list[Gimp.Layer]) -> None:
        for layer in reversed(layers):
            if layer.is_group():
                visit_layers(layer.get_children())
            elif is_look_layer(layer):
                found.append(layer)

    visit_layers(image.get_layers())
    return found


@contextlib.contextmanager
def select_everything(image: Gimp.Image) -> Iterator[None]:
    """Take the selection away, which limits what is merged into a layer, and put it back afterwards."""
    if Gimp.Selection.is_empty(image):
        yield
        return
    layers = image.get_selected_layers()
    selection = Gimp.Selection.save(image)
    Gimp.Selection.none(image)
    try:
        yield
    finally:
        image.select_item(Gimp.ChannelOps.REPLACE, selection)
        image.remove_channel(selection)
        image.set_selected_layers(layers)


def save_settings(engine: Engine, layer: Gimp.Layer, order: Order, before: Settings | None) -> bool:
    """Save the layer's settings. Return True if another look now has this name.  before: the settings until now."""
    settings: Settings = {name: order.job[name] for name in KEPT if name in order.job}
    settings |= {"title": order.title, "own-numbers": order.own_numbers, "pixels": digest_pixels(layer)}
    look, known = order.job["look"], (before or {}).get("copy")
    if look.startswith(COPIED) and before is not None:
        settings |= {"look": before["look"], "copy": known}
    elif look.startswith(OWN):
        settings["copy"] = engine.request("pack", look=look)["copy"]
    flags = Gimp.PARASITE_PERSISTENT | Gimp.PARASITE_UNDOABLE
    layer.attach_parasite(Gimp.Parasite.new(PARASITE, flags, list(write_settings(settings))))
    same_name = before is not None and before["look"] == settings["look"]
    return same_name and known is not None and known != settings.get("copy")


def recall_settings(layer: Gimp.Layer) -> Settings | None:
    """Read a look layer's settings; None for other layers.

    Raises HostError for what is damaged, and for what another version has written.
    """
    parasite = layer.get_parasite(PARASITE)
    if parasite is None:
        return None
    name = layer.get_name()
    try:
        settings = read_settings(bytes(parasite.get_data()))
    except OtherVersion as error:
        sentence = _(
            "“{layer}” was made by another version of Camera Looks (expected {expected}, found {found}): "
            "install the newest one."
        )
        raise HostError(sentence.format(layer=name, expected=VERSION, found=error.found)) from None
    except NotUnderstood as error:
        sentence = _("The settings of the look layer “{layer}” are damaged ({reason}): delete it, and make a new one.")
        raise HostError(sentence.format(layer=name, reason=error)) from None
    if settings["look"].startswith(OWN):
        settings["look"] = renamed_looks(folders.own_catalog()).get(settings["look"], settings["look"])
    return settings


@contextlib.contextmanager
def render_beneath(layer: Gimp.Layer, including: bool) -> Iterator[Gimp.Layer]:
    """Render everything beneath a layer, with it or without, as a layer that belongs to no stack of this image."""
    image = layer.get_image()
    if including and nothing_above(layer):  # what is seen is what GIMP shows, and has at hand
        merged = Gimp.Layer.new_from_visible(image, image, "below")
        try:
            yield with_alpha(merged)
        finally:
            merged.delete()
        return
    copy = image.duplicate()
    try:
        for item, twin in twins_of(layer, copy):
            for above in list_siblings(twin)[: image.get_item_position(item)]:
                above.set_visible(False)
            if item.get_id() == layer.get_id() and not including:
                twin.set_visible(False)
        merged = Gimp.Layer.new_from_visible(copy, copy, "below")
        copy.insert_layer(merged, None, 0)
        yield with_alpha(merged)
    finally:
        copy.delete()


def with_alpha(layer: Gimp.Layer) -> Gimp.Layer:
    if not layer.has_alpha():
        layer.add_alpha()
    return layer
