"""Layers that remember their look: made from what lies below them, and made again when that has changed.

The look's settings are in a parasite, which GIMP saves with the image.  Strength is the layer's opacity.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Gegl, Gimp  # noqa: E402

from ..client import Engine  # noqa: E402
from ..language import _  # noqa: E402
from .errors import HostError  # noqa: E402
from .run_look import Commit, Order, Progress, compute, mask_with_selection, undo_step  # noqa: E402

PARASITE = "camera-looks-layer"
VERSION = 1
KEPT = ("look", "scene", "vignette", "grain", "glow")  # of the engine's job

Settings = dict[str, Any]


def add(engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress) -> Commit:
    """Put a look layer above this one; a selection becomes its mask."""
    if "look" not in order.job:
        raise HostError(
            _("A look layer remembers a look: make the file one of yours first, by Create ▸ From a Recipe or LUT File…")
        )
    image = layer.get_image()
    with below(layer, including=True) as source:
        result = Gimp.Layer.new_from_drawable(source, image)
        result.set_name(order.title)
        render(engine, source, result.get_buffer(), order, progress)

    def commit() -> None:
        with undo_step(image):
            image.insert_layer(result, layer.get_parent(), image.get_item_position(layer))
            remember(result, order)
            result.set_opacity(100 * order.job["strength"])
            result.update(0, 0, result.get_width(), result.get_height())
            if not Gimp.Selection.is_empty(image):
                mask_with_selection(result)
            image.set_selected_layers([result])

    return commit


def change(engine: Engine, layer: Gimp.Layer, order: Order, progress: Progress) -> None:
    """Give a look layer another look, or make it again with the same."""
    image = layer.get_image()
    if layer.get_lock_content():
        sentence = _("“{layer}” is locked against changes to its pixels: unlock it in the Layers dialog first.")
        raise HostError(sentence.format(layer=layer.get_name()))
    with undo_step(image), everything_selected(image):
        if (layer.get_width(), layer.get_height()) != (image.get_width(), image.get_height()) or any(
            layer.get_offsets()[1:]
        ):
            layer.resize_to_image_size()
        with below(layer, including=False) as source:
            render(engine, source, layer.get_shadow_buffer(), order, progress)
        if not layer.merge_shadow(True):
            sentence = _("GIMP did not let “{layer}” be changed; the image is unchanged.")
            raise HostError(sentence.format(layer=layer.get_name()))
        layer.update(0, 0, layer.get_width(), layer.get_height())
        settings = recalled(layer)
        remember(layer, order)
        if settings is None or settings["look"] != order.job["look"]:
            layer.set_name(order.title)


def render(engine: Engine, source: Gimp.Layer, target: Gegl.Buffer, order: Order, progress: Progress) -> None:
    """All of the look into a buffer: how much of it shows is for the layer's opacity."""
    whole = Order(order.title, order.look, {**order.job, "strength": 1.0}, order.own_numbers)
    area = (0, 0, source.get_width(), source.get_height())
    compute(engine, source, target, area, whole, progress)


@contextlib.contextmanager
def below(layer: Gimp.Layer, including: bool) -> Iterator[Gimp.Layer]:
    """What is seen of the image up to a layer, with it or without, as a layer of a copy of the image."""
    image = layer.get_image()
    copy = image.duplicate()
    try:
        for item, twin in path(layer, copy):
            siblings = twin.get_parent().get_children() if twin.get_parent() else copy.get_layers()
            position = image.get_item_position(item)
            for above in siblings[:position]:
                above.set_visible(False)
            if item.get_id() == layer.get_id() and not including:
                twin.set_visible(False)
        merged = Gimp.Layer.new_from_visible(copy, copy, "below")
        copy.insert_layer(merged, None, 0)
        if not merged.has_alpha():
            merged.add_alpha()
        yield merged
    finally:
        copy.delete()


def path(layer: Gimp.Layer, copy: Gimp.Image) -> Iterator[tuple[Gimp.Layer, Gimp.Layer]]:
    """A layer and the groups around it, outermost first, each with its twin in a copy of the image."""
    items = [layer]
    while items[0].get_parent():
        items.insert(0, items[0].get_parent())
    siblings = copy.get_layers()
    for item in items:
        twin = siblings[item.get_image().get_item_position(item)]
        yield item, twin
        siblings = twin.get_children() if twin.is_group() else []


def all_of(image: Gimp.Image) -> list[Gimp.Layer]:
    """The image's look layers, the lowest first: what lies below one is up to date when its turn comes."""
    found: list[Gimp.Layer] = []

    def visit(layers: list[Gimp.Layer]) -> None:
        for layer in reversed(layers):
            if layer.is_group():
                visit(layer.get_children())
            elif recalled(layer) is not None:
                found.append(layer)

    visit(image.get_layers())
    return found


def remember(layer: Gimp.Layer, order: Order) -> None:
    settings = {name: order.job[name] for name in KEPT if name in order.job}
    text = json.dumps({"version": VERSION, **settings, "own-numbers": order.own_numbers})
    flags = Gimp.PARASITE_PERSISTENT | Gimp.PARASITE_UNDOABLE
    layer.attach_parasite(Gimp.Parasite.new(PARASITE, flags, list(text.encode())))


def recalled(layer: Gimp.Layer) -> Settings | None:
    """What a look layer remembers; None for other layers.  HostError for what a newer version has written."""
    parasite = layer.get_parasite(PARASITE)
    if parasite is None:
        return None
    try:
        settings: Settings = json.loads(bytes(parasite.get_data()))
        version = settings["version"]
        if "look" not in settings:
            return None
    except (ValueError, KeyError, TypeError):
        return None
    if version != VERSION:
        sentence = _(
            "“{layer}” was made by another version of Camera Looks (expected {expected}, found {found}): "
            "install the newest one."
        )
        raise HostError(sentence.format(layer=layer.get_name(), expected=VERSION, found=version))
    return settings


@contextlib.contextmanager
def everything_selected(image: Gimp.Image) -> Iterator[None]:
    """A selection limits what is merged into a layer; it is back afterwards."""
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


def refresh(engine: Engine, image: Gimp.Image, order_of: Callable[[Settings], Order], progress: Progress) -> int:
    """Make all look layers of an image again, in one step to undo; how many there were."""
    layers = all_of(image)
    if not layers:
        raise HostError(_("This image has no look layers: make one with Browse Looks, applied to a look layer."))
    with undo_step(image):
        for number, layer in enumerate(layers):
            settings = recalled(layer)
            assert settings is not None

            def partly(fraction: float, done: int = number) -> None:
                progress((done + fraction) / len(layers))

            change(engine, layer, order_of(settings), partly)
    return len(layers)
