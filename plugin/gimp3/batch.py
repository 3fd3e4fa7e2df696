"""One look on several layers, and on several images: each image is changed at its end, in one step to undo.

What cannot be done, a layer group, an indexed image, is told at the end; all else is done.  A cancel leaves the image
whose turn it is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp

from ..engine.client import Engine, EngineGone
from ..language import _
from . import look_layers
from .errors import HostError, Partly, explain_errors
from .layer_parasite import recalled
from .layer_settings import Settings
from .message import announce
from .run_look import Commit, Order, Progress, undo_step

Put = Callable[[Engine, Gimp.Drawable, Order, Progress], Commit]


def on_layers(engine: Engine, drawables: Sequence[Gimp.Drawable], order: Order, put: Put, progress: Progress) -> None:
    """One look on layers of one image.  Raises Partly about layers that could not be done, when the others are."""
    if put is look_layers.add:  # it changes all that it lies on: one is enough
        drawables = [topmost(drawables)]
    commits: list[Commit] = []
    failed: list[HostError] = []
    for index, drawable in enumerate(drawables):
        try:
            with explain_errors(drawable.get_name() if len(drawables) > 1 else ""):
                commits.append(put(engine, drawable, order, part(progress, index, len(drawables))))
        except HostError as error:
            failed.append(error)
    if commits:
        with undo_step(drawables[0].get_image()):
            for commit in commits:
                try:
                    with explain_errors():
                        commit()
                except HostError as error:
                    failed.append(error)
    conclude(len(drawables), failed, _("{done} of {all} layers done. {reasons}"))


def on_images(engine: Engine, images: Sequence[Gimp.Image], order: Order, put: Put, progress: Progress) -> None:
    """One look on the selected layers of several images.  Raises Partly about images that could not be done."""
    failed: list[HostError] = []
    for index, image in enumerate(images):
        file = image.get_file() or image.get_imported_file()
        name = file.get_basename() if file else image.get_name()
        Gimp.progress_set_text(f"{order.title}: {name} ({index + 1}/{len(images)})")
        try:
            with explain_errors():
                drawables = image.get_selected_drawables()
                if not drawables:
                    raise HostError(_("No layer is selected."))
                on_layers(engine, drawables, order, put, part(progress, index, len(images)))
        except HostError as error:
            failed.append(HostError(f"“{name}”: {error}"))
        except EngineGone as error:
            done = index - len(failed)
            raise EngineGone(
                _("{done} of {all} images done. {reasons}").format(done=done, all=len(images), reasons=error)
            ) from error
    conclude(len(images), failed, _("{done} of {all} images done. {reasons}"))


def on_look_layers(
    engine: Engine, image: Gimp.Image, order_of: Callable[[Engine, Settings], Order], progress: Progress
) -> None:
    """Make all look layers of an image again, the lowest first, in one step to undo.

    order_of: what a layer was made with.  Raises Partly about those that could not be made.
    """
    layers = look_layers.all_of(image)
    if not layers:
        raise HostError(_("This image has no look layers: make one with Browse Looks, applied to a look layer."))
    failed: list[HostError] = []
    others: list[str] = []
    with undo_step(image):
        for index, layer in enumerate(layers):
            try:
                with explain_errors(layer.get_name()):
                    settings = recalled(layer)
                    if settings is None:
                        continue
                    order = order_of(engine, settings)
                    if look_layers.change(engine, layer, order, part(progress, index, len(layers))):
                        others.append(f"“{order.title}”")
            except HostError as error:
                failed.append(error)
    if others:
        sentence = _(
            "These looks are no longer what the image came with; yours of the same names are used now: {looks}."
        )
        announce(sentence.format(looks=", ".join(dict.fromkeys(others))))
    conclude(len(layers), failed, _("{done} of {all} look layers made again. {reasons}"))


def topmost(layers: Sequence[Gimp.Layer]) -> Gimp.Layer:
    """The one that lies above the others."""

    def place(layer: Gimp.Layer) -> tuple[int, ...]:
        """Positions in the stack, from the outermost group to the layer; 0 is the top."""
        above = layer.get_parent()
        return (*(place(above) if above else ()), layer.get_image().get_item_position(layer))

    return min(layers, key=place)


def conclude(count: int, failed: Sequence[HostError], summary: str) -> None:
    """Raise what is to be told of failures; of a single one of one, its own words."""
    if not failed:
        return
    if count == 1:
        raise failed[0]
    reasons = " ".join(map(str, failed))
    sentence = summary.format(done=count - len(failed), all=count, reasons=reasons)
    raise Partly(sentence) if len(failed) < count else HostError(sentence)


def part(progress: Progress, index: int, count: int) -> Progress:
    """The progress of one of several, as that of all."""
    return lambda fraction: progress((index + fraction) / count)
