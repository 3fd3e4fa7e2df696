"""What a procedure does, from its arguments: which of the parts does it, and what the engine is asked."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, GLib

from lut.shared import folders
from lut.shared.printable import printable

from ..engine import find_python
from ..engine.client import Engine, EngineError, Message
from ..engine.launch import connect
from ..language import _
from ..menu import actions
from ..menu.action import OPENERS, Action
from ..menu.parameters import AMOUNTS, CROP_CENTER, LIVE_FILTER, LOOKS_OWN, THIS_LAYER
from . import CATALOG, FOLDER, batch, live_filter, look_layers, looks_folder, run_look
from .destination import output
from .errors import HostError, Partly
from .layer_parasite import recalled
from .layer_settings import KEPT, Settings
from .layers_beneath import below
from .message import announce
from .run_look import Order

PATIENCE = 0.1  # seconds for the user's own looks: what is new to the engine takes as long as reading its file

OUTPUTS = {
    THIS_LAYER: run_look.apply_here,
    "new-layer": run_look.apply_to_copy,
    "look-layer": look_layers.add,
    LIVE_FILTER: live_filter.add,
}


def work(
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image | None,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    action: Action,
) -> None:
    """Run an action.  Raises EngineError, HostError, Cancelled."""
    if image is not None and not drawables:  # a script may name none
        drawables = image.get_selected_drawables()
    interactive = run_mode == Gimp.RunMode.INTERACTIVE
    without = (*OPENERS, "refresh", *(() if interactive else ("images",)))
    if not drawables and action.way not in without:
        raise HostError(_("There is no layer to work on: select one first."))
    with connect(find_python.of(FOLDER), FOLDER, folders.log()) as engine:
        if action.way == "refresh":
            Gimp.progress_init(action.title)
            batch.on_look_layers(engine, image, recalled_order, Gimp.progress_update)
        elif action.way == "edit":
            edit(engine, procedure, interactive, drawables[0], config, action)
        elif action.way == "folder":
            looks_folder.show_folder(engine, interactive)
        elif action.way == "import":
            looks_folder.import_files(engine, config, interactive, drawables[0] if drawables else None)
        elif action.way not in (None, "images"):
            create_look(engine, procedure, run_mode, drawables, config, action)
        else:
            apply(engine, procedure, interactive, drawables, config, action)
        with contextlib.suppress(EngineError):  # all is done that was asked for; the menu can wait for the next call
            refresh_menu(engine)
    Gimp.displays_flush()


def apply(
    engine: Engine,
    procedure: Gimp.Procedure,
    interactive: bool,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    action: Action,
) -> None:
    """A look on each of the selected layers, or on each open image."""
    if interactive and action.procedure in (actions.BROWSE, actions.BROWSE_IMAGES):
        browse(engine, procedure, drawables[0], config, action)
    elif interactive:
        from .dialogs.look_dialog import ask

        ask(engine, procedure, config, action, drawables[0], ordered)
    elif config.find_property("look") and config.get_property("look") not in ("", *known_looks()):
        refresh_menu(engine)  # it may be new in the user's folder
    order = ordered(action, config)
    Gimp.progress_init(order.title)
    frame = None
    if order.job.get("crop"):
        frame = run_look.place_crop(engine, drawables[0], order)
        order = replace(order, job={**order.job, "center": frame.center})
    put = OUTPUTS[output(config) or THIS_LAYER]
    try:
        if action.way == "images":
            images = sorted(Gimp.get_images(), key=Gimp.Image.get_id)  # as they were opened
            batch.on_images(engine, images, order, put, Gimp.progress_update)
        else:
            batch.on_layers(engine, drawables, order, put, Gimp.progress_update)
    except Partly as error:
        if not interactive:
            raise
        announce(str(error))
    if "lut" in order.job:
        tell_notes(engine, order)
    if frame is not None:
        left, top, width, height = frame.box
        drawables[0].get_image().crop(width, height, left, top)


def tell_notes(engine: Engine, order: Order) -> None:
    """Say what reading a LUT file could not keep, or had to guess."""
    answer = engine.request("job", **order.job, frame=[1, 1], type="uint8", channels=4)
    if answer.get("notes"):
        announce("\n".join(f"{order.title}: {note.rstrip('.')}." for note in answer["notes"]))


def browse(
    engine: Engine,
    procedure: Gimp.Procedure,
    drawable: Gimp.Drawable,
    config: Gimp.ProcedureConfig,
    action: Action,
    besides: dict[str, dict[str, Any]] | None = None,
) -> None:
    """Choose a look and its settings.  besides: looks that are in no catalog, by their ids."""
    from .dialogs.browse_dialog import ask

    def all_looks() -> dict[str, dict[str, Any]]:
        return {**(besides or {}), **known_looks()}

    def bring_up_to_date(changed: Callable[[dict[str, Any]], None], tell: Callable[[list[str]], None]) -> None:
        """What has come into the user's folder is in the browser a moment later; the engine is never long at it."""

        def answered(reply: Message) -> bool:
            if reply.get("changed"):
                renew_menu()
                changed(all_looks())
            if reply.get("broken"):
                tell(reply["broken"])
            if reply.get("waiting"):
                bring_up_to_date(changed, tell)
            return GLib.SOURCE_REMOVE

        with contextlib.suppress(EngineError):  # the preview tells
            engine.post("own", lambda reply: GLib.idle_add(answered, reply) and None, patience=PATIENCE)

    wanted, looks = config.get_property("look"), all_looks()
    if wanted in (renamed := actions.renamed_looks(folders.own_catalog())):
        wanted = renamed[wanted]
        config.set_property("look", wanted)
    if wanted and wanted not in looks:
        with contextlib.suppress(EngineError):  # the preview tells
            look_for(engine, wanted)
        looks = all_looks()
    ask(engine, procedure, config, action, drawable, looks, ordered, bring_up_to_date)


def edit(
    engine: Engine,
    procedure: Gimp.Procedure,
    interactive: bool,
    layer: Gimp.Layer,
    config: Gimp.ProcedureConfig,
    action: Action,
) -> None:
    """Give a look layer another look or other settings."""
    settings = recalled(layer) if isinstance(layer, Gimp.Layer) else None
    if settings is None:
        sentence = _("“{layer}” is no look layer: select one that Browse Looks has made.")
        raise HostError(sentence.format(layer=layer.get_name()))
    came: dict[str, dict[str, Any]] = {}
    if interactive:
        found = came_with(engine, settings)
        if found is not None:
            came = {found["id"]: found}
            settings = {**settings, "look": found["id"]}
        for name in ("look", "scene"):
            if settings.get(name) is not None:
                config.set_property(name, settings[name])
        for amount in AMOUNTS:
            config.set_property(amount.argument, 100 * (settings.get(amount.name) or 0))
        config.set_property("strength", layer.get_opacity())
        config.set_property("own-numbers", settings["own-numbers"])
        with below(layer, including=False) as source:
            browse(engine, procedure, source, config, action, came)
    order = ordered(action, config)
    if order.job["look"] in came:
        order = Order(settings["title"], came[order.job["look"]], order.job, order.own_numbers)
    Gimp.progress_init(order.title)
    with run_look.undo_step(layer.get_image()):
        look_layers.change(engine, layer, order, Gimp.progress_update)
        layer.set_opacity(100 * order.job["strength"])


def create_look(
    engine: Engine,
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    action: Action,
) -> None:
    """A look of the user's own: one of the ways of creations.py."""
    from . import create

    if action.way not in OPENERS:
        create.create(engine, procedure, run_mode, drawables, config, action)
        return
    interactive = run_mode == Gimp.RunMode.INTERACTIVE
    if interactive:
        from .dialogs.look_dialog import ask_settings

        ask_settings(procedure, config, action)
    (create.new_hald if action.way == "new-hald" else create.new_recipe)(engine, config, interactive)


def look_for(engine: Engine, look: str) -> None:
    """Have the user's folder read until the look is found there, or all of it is."""
    while engine.request("own", patience=PATIENCE)["waiting"] and look not in known_looks():
        pass
    if look in known_looks():
        renew_menu()


def refresh_menu(engine: Engine) -> None:
    """Have GIMP ask again for the menu at its next start, when the user's own looks have changed."""
    if engine.request("own", patience=PATIENCE)["changed"]:
        renew_menu()


def renew_menu() -> None:
    with contextlib.suppress(OSError):  # a plug-in of the system's: its menu is its administrator's
        os.utime(FOLDER / f"{FOLDER.name}.py")


def known_looks() -> dict[str, dict[str, Any]]:
    """The entry of every look in its catalog, by the look's id, in the menu's order."""
    return {
        action.look["id"]: action.look for action in actions.look_actions(CATALOG, folders.own_catalog()) if action.look
    }


def ordered(action: Action, config: Gimp.ProcedureConfig) -> Order:
    """What the engine is asked to do, from the procedure's arguments."""
    job: dict[str, Any] = {"strength": config.get_property("strength") / 100}
    own_numbers = config.get_property("own-numbers")
    for amount in AMOUNTS:
        percent = config.get_property(amount.argument) if config.find_property(amount.argument) else LOOKS_OWN
        job[amount.name] = None if percent < 0 else percent / 100
    if output(config) == LIVE_FILTER:
        # What no LUT can hold is not shown either.
        job |= dict.fromkeys((amount.name for amount in AMOUNTS if not amount.in_table), 0.0)
    if config.find_property("scene"):
        job["scene"] = config.get_property("scene")
    if config.find_property("crop"):
        job["crop"] = config.get_property("crop")
        percents = [config.get_property(each.name) for each in CROP_CENTER]
        job["center"] = [None if percent < 0 else percent / 100 for percent in percents]
    if action.look is not None:
        return Order(action.title, action.look, {**job, "look": action.look["id"]}, own_numbers)
    look = config.get_property("look") if config.find_property("look") else ""
    file = config.get_property("lut-file") if config.find_property("lut-file") else None
    if not look and file is None and not config.find_property("look"):
        raise HostError(_("Choose a LUT file."))
    if bool(look) == (file is not None):
        found = _("found both") if look else _("found none")
        sentence = _("{procedure} needs either a look's id or a LUT file, {found}.")
        raise HostError(sentence.format(procedure=action.procedure, found=found))
    if file is not None:
        return Order(printable(Path(file.get_path()).stem), None, {**job, "lut": file.get_path()}, own_numbers)
    return order_of(look, {**job, "look": look}, own_numbers)


def recalled_order(engine: Engine, settings: Settings) -> Order:
    """What a look layer was made with."""
    job = {name: settings[name] for name in KEPT if name in settings} | {"strength": 1.0}
    own_numbers = settings["own-numbers"]
    found = came_with(engine, settings)
    if found is None:
        return order_of(settings["look"], job, own_numbers)
    return Order(settings["title"], found, {**job, "look": found["id"]}, own_numbers)


def came_with(engine: Engine, settings: Settings) -> dict[str, Any] | None:
    """The entry of a look that came with the image and is not among the user's own."""
    if not settings.get("copy") or engine.request("pack", look=settings["look"])["copy"]:
        return None
    entry: dict[str, Any] = engine.request("unpack", look=settings["look"], copy=settings["copy"])["entry"]
    return {**actions.localized(entry), "maker": _("In This Image")}


def order_of(look: str, job: dict[str, Any], own_numbers: bool) -> Order:
    """A look by its id, with its title and its entry in the catalog if it has one; the engine tells if it does not."""
    known = known_looks().get(look)
    if known is not None and not known["crop"]:
        job.pop("crop", None)
    return Order(actions.title_of(known) if known else look, known, job, own_numbers)
