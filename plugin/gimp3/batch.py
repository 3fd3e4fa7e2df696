"""Apply one look to several layers, and to several images: each image is changed at its end, in one step to undo.

What cannot be done, a layer group, an indexed image, is told at the end; all else is done.  A cancel leaves the image
whose turn it is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gi.repository import Gimp

from ..engine.client import Engine, EngineGone
from ..language import _, ngettext
from . import layer_stack, look_layers
from .errors import HostError, Partly, explain_errors
from .message import announce
from .order import Order, order_from_layer
from .run_look import Commit, Progress
from .undo_step import run_named, undo_step
from .worked_layers import find_layers

Put = Callable[[Engine, Gimp.Layer, Order, Progress], Commit]


def apply_to_layers(engine: Engine, layers: Sequence[Gimp.Layer], order: Order, put: Put, progress: Progress) -> None:
    """Apply one look to layers of one image.

    Raises Partly about layers that could not be done, when the others are.
    """
    if put is look_layers.add_look_layer:  # it changes all that it lies on: one is enough
        layers = [layer_stack.find_topmost(layers)]
    commits: list[Commit] = []
    failed: list[HostError] = []
    for index, layer in enumerate(layers):
        try:
            with explain_errors(layer.get_name() if len(layers) > 1 else ""):
                commits.append(put(engine, layer, order, share_progress(progress, index, len(layers))))
        except HostError as error:
            failed.append(error)

    def commit_all() -> None:
        with undo_step(layers[0].get_image()):
            for commit in commits:
                try:
                    with explain_errors():
                        commit()
                except HostError as error:
                    failed.append(error)

    if commits:
        run_named(order.short_title, commit_all)
    sentence = ngettext("{done} of {all} layer done. {reasons}", "{done} of {all} layers done. {reasons}", len(layers))
    raise_failures(len(layers), failed, sentence)


def apply_to_images(engine: Engine, images: Sequence[Gimp.Image], order: Order, put: Put, progress: Progress) -> None:
    """Apply one look to the selected layers of several images.  Raises Partly about images that could not be done."""
    sentence = ngettext("{done} of {all} image done. {reasons}", "{done} of {all} images done. {reasons}", len(images))
    failed: list[HostError] = []
    for index, image in enumerate(images):
        file = image.get_file() or image.get_imported_file()
        name = file.get_basename() if file else image.get_name()
        Gimp.progress_set_text(f"{order.title}: {name} ({index + 1}/{len(images)})")
        try:
            with explain_errors():
                layers = find_layers(image.get_selected_drawables())
                if not layers:
                    raise HostError(_("No layer is selected."))
                apply_to_layers(engine, layers, order, put, share_progress(progress, index, len(images)))
        except HostError as error:
            failed.append(HostError(f"“{name}”: {error}"))
        except EngineGone as error:
            done = index - len(failed)
            raise EngineGone(sentence.format(done=done, all=len(images), reasons=error)) from error
    raise_failures(len(images), failed, sentence, _("Skipped: {reasons}"))


def refresh_look_layers(
    engine: Engine, image: Gimp.Image, progress: Progress, ask: Callable[[Sequence[Gimp.Layer]], bool]
) -> None:
    """Make all look layers of an image again, the lowest first, in one step to undo.

    ask: called with those that were painted on, answers whether to keep copies of them.
    Raises Partly about those that could not be made.
    """
    layers = look_layers.find_look_layers(image)
    if not layers:
        raise HostError(_("This image has no look layers: make one with Browse Looks, applied to a look layer."))
    painted = [layer for layer in layers if look_layers.is_painted(layer)]
    keep = bool(painted) and ask(painted)
    failed: list[HostError] = []
    others: list[str] = []
    with undo_step(image):
        for index, layer in enumerate(layers):
            try:
                with explain_errors(layer.get_name()):
                    settings = look_layers.recall_settings(layer)
                    if settings is None:
                        continue
                    order = order_from_layer(engine, settings)
                    part = share_progress(progress, index, len(layers))
                    if look_layers.change_look_layer(engine, layer, order, part, keep and layer in painted):
                        others.append(f"“{order.title}”")
            except HostError as error:
                failed.append(error)
    if others:
        sentence = _(
            "These looks are no longer what the image came with; yours of the same names are used now: {looks}."
        )
        announce(sentence.format(looks=", ".join(dict.fromkeys(others))))
    sentence = ngettext(
        "{done} of {all} look layer made again. {reasons}",
        "{done} of {all} look layers made again. {reasons}",
        len(layers),
    )
    raise_failures(len(layers), failed, sentence)


def raise_failures(count: int, failed: Sequence[HostError], summary: str, told: str = "{reasons}") -> None:
    """Raise the sentence about failures, whose reasons are told; that of a single thing is its own."""
    if not failed:
        return
    if count == 1:
        raise failed[0]
    reasons = told.format(reasons=" ".join(map(str, failed)))
    sentence = summary.format(done=count - len(failed), all=count, reasons=reasons)
    raise Partly(sentence) if len(failed) < count else HostError(sentence)


def share_progress(progress: Progress, index: int, count: int) -> Progress:
    """Report the progress of one of several as that of all."""
    return lambda fraction: progress((index + fraction) / count)
