"""Dispatch a call to what its action does: ``RUN`` is the table."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from gi.repository import Gimp

from lut.shared import folders
from lut.shared.amounts import SOFTNESS, UNMIXED

from ..engine.client import Engine, EngineError
from ..engine.launch import connect, recorded_python
from ..language import _, ngettext
from ..menu import actions, favorites
from ..menu.action import NEED_NO_LAYER, Action
from ..menu.amounts import AMOUNTS
from ..menu.parameters import BLEND, LIVE_FILTER, SOFT_RANGE, THIS_LAYER, TONAL_RANGE
from . import FOLDER, batch, canvas_layer, create, export_look, live_filter, look_layers, looks_folder, run_look
from .errors import Cancelled, HostError, Partly
from .known_looks import PATIENCE, Looks, known_looks, renew_menu
from .layer_settings import Settings
from .message import announce
from .order import Call, Order, choose_output, look_in_image, order_from, output_of
from .undo_step import run_named, undo_step
from .worked_layers import find_layers, find_shown_layers, is_look_layer, takes_pixels


def dispatch(
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image | None,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    action: Action,
) -> None:
    """Run an action.  Raises EngineError, HostError, Cancelled."""
    canvas_layer.remove_leftovers()
    drawables = [drawable for drawable in drawables if drawable.is_valid()]
    if image is not None and not drawables:  # a script may name none
        drawables = image.get_selected_drawables()
    interactive = run_mode == Gimp.RunMode.INTERACTIVE
    if action.way in NEED_NO_LAYER:
        layers = find_shown_layers(drawables)
    else:
        layers = find_layers(drawables)
        if not layers and (interactive or action.way != "images"):
            raise HostError(_("There is no layer to work on: select one first."))
    python = recorded_python(FOLDER)
    if python is None:
        from ..engine.find_python import find_python

        python = find_python()
    with connect(python, FOLDER, folders.log()) as engine:
        RUN[action.way](Call(engine, procedure, interactive, image, layers, config, action))
        Gimp.displays_flush()
        with contextlib.suppress(EngineError):  # all is done that was asked for; the menu can wait for the next call
            renew_changed_menu(engine)


def apply_look(call: Call) -> None:
    """Apply a look or a LUT file to each of the selected layers, or to each open image."""
    engine, config, layers = call.engine, call.config, call.layers
    if call.interactive:
        if is_to_edit(call):
            edit_look_layer(call)
            return
        ask_settings(call)
    elif config.find_property("look") and config.get_property("look") not in ("", *known_looks()):
        renew_changed_menu(engine)  # it may be new in the user's folder
    order = order_from(call.action, config)
    Gimp.progress_init(order.title)
    frame = None
    if order.job.get("crop"):
        frame = run_look.place_crop(engine, layers[0], order)
        order = replace(order, job={**order.job, "center": frame.center})
    put = PUT[output_of(config)]
    try:
        if call.action.way == "images":
            images = sorted(Gimp.get_images(), key=Gimp.Image.get_id)  # as they were opened
            batch.apply_to_images(engine, images, order, put, Gimp.progress_update)
            if call.interactive:
                done = ngettext("{look}: {count} image done.", "{look}: {count} images done.", len(images))
                announce(done.format(look=order.title, count=len(images)))
        else:
            batch.apply_to_layers(engine, layers, order, put, Gimp.progress_update)
    except Partly as error:
        if not call.interactive:
            raise
        announce(str(error))
    if "lut" in order.job:
        announce_notes(call, order)
    if frame is not None:
        left, top, width, height = frame.box
        layers[0].get_image().crop(width, height, left, top)


def import_looks(call: Call) -> None:
    """Import looks; where there is a picture that takes them, browse them on it."""
    if not call.interactive:
        looks_folder.import_looks(call)
        return
    found = looks_folder.ask_and_import(call)
    layer = call.layers[0] if call.layers else None
    if not found or layer is None or not (layer.is_rgb() or layer.is_gray()):
        return
    procedure = Gimp.get_plug_in().do_create_procedure(actions.BROWSE)
    config = procedure.create_config()
    config.set_property("look", found[0])
    with contextlib.suppress(Cancelled):  # the looks are imported
        apply_look(replace(call, procedure=procedure, config=config, action=actions.find_action(actions.BROWSE)))


def is_to_edit(call: Call) -> bool:
    """Ask whether a look is to replace the one of a look layer, or to go above it.  Raises Cancelled."""
    if len(call.layers) > 1 or not is_look_layer(call.layers[0]):
        return False
    if call.action.procedure != actions.BROWSE and call.action.look is None:
        return False
    from .dialogs.questions import ask_to_edit

    return ask_to_edit(call.layers[0].get_name(), call.action.title)


def ask_about_painting(call: Call, layers: Sequence[Gimp.Layer]) -> bool:
    """Ask whether to keep copies of look layers that were painted on; a script keeps them.  Raises Cancelled."""
    names = ", ".join(f"“{layer.get_name()}”" for layer in layers)
    if call.interactive:
        from .dialogs.questions import ask_to_keep

        return ask_to_keep(names, call.action.title)
    announce(_("Changed since they were made, and kept as hidden layers: {layers}.").format(layers=names))
    return True


def ask_settings(call: Call) -> None:
    """Show the action's dialog.  Raises HostError before that for an image that cannot take the look."""
    layer, action = call.layers[0], call.action
    if action.way != "images" and not any(map(takes_pixels, call.layers)):
        offer_new_layers(call)
    if action.procedure in (actions.BROWSE, actions.BROWSE_IMAGES):
        from .dialogs.browse_dialog import ask_look

        run_look.check_mode(layer)
        ask_look(call, layer)
    else:
        from .dialogs.look_dialog import ask_amounts

        run_look.check_colors(layer, action.look, action.title)
        ask_amounts(call)
        if action.look is not None:
            favorites.remember_use(action.look["id"], folders.shelf())


def offer_new_layers(call: Call) -> None:
    """Have the dialog put the result on a layer of its own: none of these takes it."""
    config, takes_any = call.config, call.config.find_property("look")
    choices = Gimp.param_spec_choice_get_choice(call.procedure.find_argument("output"))
    choices.set_sensitive(THIS_LAYER, False)
    if output_of(config) == THIS_LAYER:
        above = (call.action.look or takes_any) and is_look_layer(call.layers[0])
        config.set_property("output", "look-layer" if above else "new-layer")


def renew_changed_menu(engine: Engine) -> None:
    """Have GIMP ask again for the menu if the user's own looks have changed."""
    if engine.request("own", patience=PATIENCE)["changed"]:
        renew_menu()


def announce_notes(call: Call, order: Order) -> None:
    """Say what reading a LUT file could not keep, or had to guess."""
    answer = call.engine.request("job", **order.job, frame=[1, 1], type="uint8", channels=4)
    if answer.get("notes"):
        announce("\n".join(f"{order.title}: {note.rstrip('.')}." for note in answer["notes"]))


def edit_look_layer(call: Call) -> None:
    """Give a look layer another look or other settings."""
    layer, config = call.layers[0], call.config
    settings = look_layers.recall_settings(layer)
    if settings is None:
        sentence = _("“{layer}” is no look layer: select one that Browse Looks has made.")
        raise HostError(sentence.format(layer=layer.get_name()))
    run_look.check_unlocked(layer)
    keep = look_layers.is_painted(layer) and ask_about_painting(call, [layer])
    came: Looks = {}
    action = call.action if call.action.look else actions.find_action(actions.EDIT)
    if call.interactive:
        if action.look is None:
            came = recall_choices(call, settings)
        config.set_property("strength", layer.get_opacity())
        config.set_property("own-numbers", settings["own-numbers"])
        with look_layers.render_beneath(layer, including=False) as source:
            if action.look is None:
                from .dialogs.browse_dialog import ask_look

                ask_look(replace(call, action=action), source, came)
            else:
                from .dialogs.look_dialog import ask_amounts

                run_look.check_colors(source, action.look, action.title)
                choose_output(config, THIS_LAYER)
                ask_amounts(replace(call, layers=[source]), fixed=True)
    order = order_from(action, config)
    if order.job["look"] in came:
        order = Order(settings["title"], came[order.job["look"]], order.job, order.own_numbers)
    Gimp.progress_init(order.title)

    def change() -> None:
        with undo_step(layer.get_image()):
            look_layers.change_look_layer(call.engine, layer, order, Gimp.progress_update, keep)
            layer.set_opacity(100 * order.job["strength"])

    run_named(order.short_title, change)


def recall_choices(call: Call, settings: Settings) -> Looks:
    """Put what a look layer was made with into the call's config.  Returns its look if it came with the image."""
    config, look = call.config, settings["look"]
    found = look_in_image(call.engine, settings)
    config.set_property("look", found["id"] if found else look)
    if settings.get("scene") is not None:
        config.set_property("scene", settings["scene"])
    for amount in AMOUNTS:
        config.set_property(amount.argument, 100 * (settings.get(amount.name) or 0))
    for each in (BLEND, TONAL_RANGE):
        config.set_property(each.name, settings.get(each.name) or UNMIXED[each.name])
    softness = settings.get("softness")
    config.set_property(SOFT_RANGE.name, 100 * (SOFTNESS if softness is None else softness))
    if config.find_property("output"):  # of Browse Looks, whose dialog was to open
        config.set_property("output", THIS_LAYER)
        config.set_property("crop", False)
    return {found["id"]: found} if found else {}


def refresh_look_layers(call: Call) -> None:
    """Make all look layers of the image again."""
    assert call.image is not None
    Gimp.progress_init(call.action.title)
    batch.refresh_look_layers(
        call.engine, call.image, Gimp.progress_update, lambda layers: ask_about_painting(call, layers)
    )


RUN: dict[str | None, Callable[[Call], Any]] = {
    None: apply_look,
    "images": apply_look,
    "edit": edit_look_layer,
    "refresh": refresh_look_layers,
    "folder": looks_folder.show_folder,
    "import": import_looks,
    "export": export_look.export_look,
    "new-hald": create.open_hald,
    "new-recipe": create.open_recipe,
    **dict.fromkeys(("photos", "pairs", "effects", "reference", "file", "hald"), create.create_look),
}
PUT = {
    THIS_LAYER: run_look.apply_here,
    "new-layer": run_look.apply_to_copy,
    "look-layer": look_layers.add_look_layer,
    LIVE_FILTER: live_filter.add_live_filter,
}
