"""The procedures that GIMP 3 knows of, and the one place where failures become GIMP's answers."""

from __future__ import annotations

import contextlib
import json
import os
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, GLib, GObject  # noqa: E402

from .. import actions, folders  # noqa: E402
from ..actions import Action  # noqa: E402

if TYPE_CHECKING:
    from ..client import Engine
    from .run_look import Order

FOLDER = Path(__file__).resolve().parent.parent.parent
CATALOG = FOLDER / "catalog.json"
OPENERS = ("new-hald", "new-recipe")  # what needs no image
PROCEDURE_FLAGS = GObject.ParamFlags.READWRITE


class CameraLooks(Gimp.PlugIn):
    """Everything is imported late, inside ``run``: a failure while GIMP queries would hide every menu entry."""

    def do_set_i18n(self, name: str) -> bool:
        return False

    def do_query_procedures(self) -> list[str]:
        return list(self.actions())

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        action = self.actions()[name]
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, run, action)
        procedure.set_image_types("RGB*, GRAY*" if action.gray else "RGB*")
        procedure.set_sensitivity_mask(sensitivity(action))
        procedure.set_documentation(action.blurb, action.help, None)
        procedure.set_attribution("Camera Looks", "Camera Looks, GPL-3.0-or-later", "2026")
        if action.menu is not None:
            procedure.set_menu_label(action.label)
            procedure.add_menu_path(action.menu)
        for parameter in action.parameters:
            add_argument(procedure, parameter)
        return procedure

    def actions(self) -> dict[str, Action]:
        return actions.load(CATALOG, folders.own_catalog())


def sensitivity(action: Action) -> Gimp.ProcedureSensitivityMask:
    """With which selections of layers the menu entry can be chosen."""
    mask = Gimp.ProcedureSensitivityMask
    if action.way in OPENERS:
        return mask.ALWAYS
    if action.way == "pairs":  # two selected layers are before and after
        return mask.DRAWABLE | mask.DRAWABLES
    return mask.DRAWABLE if action.way else mask.DRAWABLE | mask.DRAWABLES


def add_argument(procedure: Gimp.Procedure, parameter: actions.Parameter) -> None:
    name, label, blurb = parameter.name, parameter.label, parameter.blurb
    if parameter.kind == "double":
        procedure.add_double_argument(
            name, label, blurb, parameter.low, parameter.high, parameter.default, PROCEDURE_FLAGS
        )
    elif parameter.kind == "integer":
        low, high = int(parameter.low), int(parameter.high)
        procedure.add_int_argument(name, label, blurb, low, high, parameter.default, PROCEDURE_FLAGS)
    elif parameter.kind == "boolean":
        procedure.add_boolean_argument(name, label, blurb, parameter.default, PROCEDURE_FLAGS)
    elif parameter.kind == "choice":
        choice = Gimp.Choice.new()
        for number, (value, text) in enumerate(parameter.choices):
            choice.add(value, number, text, "")
        procedure.add_choice_argument(name, label, blurb, choice, parameter.default, PROCEDURE_FLAGS)
    elif parameter.kind == "string":
        procedure.add_string_argument(name, label, blurb, parameter.default, PROCEDURE_FLAGS)
    elif parameter.kind == "layer":
        procedure.add_layer_argument(name, label, blurb, True, PROCEDURE_FLAGS)
    else:
        chooser = Gimp.FileChooserAction.SAVE if parameter.kind == "save-file" else Gimp.FileChooserAction.OPEN
        procedure.add_file_argument(name, label, blurb, chooser, True, None, PROCEDURE_FLAGS)


def run(
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    action: Action,
) -> Gimp.ValueArray:
    """The one boundary: below it functions raise, here that becomes a status and a sentence."""
    from ..client import EngineError
    from .errors import Cancelled, HostError

    try:
        work(procedure, run_mode, drawables, config, action)
    except Cancelled:
        return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)
    except (EngineError, HostError) as error:
        return failure(procedure, str(error))
    except Exception as error:
        log_traceback()
        return failure(procedure, f"Camera Looks failed unexpectedly ({error}). Details are in {folders.log()}.")
    return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)


def work(
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    action: Action,
) -> None:
    from ..launch import connect
    from . import run_look
    from .errors import HostError

    if not drawables and action.way not in OPENERS:
        raise HostError("There is no layer to work on: select one first.")
    with connect(engine_python(), FOLDER, folders.log()) as engine:
        if action.way is not None:
            create_look(engine, procedure, run_mode, drawables, config, action)
            refresh_menu(engine)
            return
        if run_mode == Gimp.RunMode.INTERACTIVE and action.procedure == actions.BROWSE:
            from .browse_dialog import ask as browse

            refresh_menu(engine)  # what has come into the user's folder is in the browser at once
            known = actions.load(CATALOG, folders.own_catalog()).values()
            looks = {known.look["id"]: known.look for known in known if known.look is not None}
            browse(engine, procedure, config, action, drawables[0], looks, ordered)
        elif run_mode == Gimp.RunMode.INTERACTIVE:
            from .dialog import ask

            ask(engine, procedure, config, action, drawables[0], ordered)
        order = ordered(action, config)
        Gimp.progress_init(order.title)
        apply = {"this": run_look.apply_here, "new-layer": run_look.apply_to_copy}[output(config)]
        for index, drawable in enumerate(drawables):

            def progress(fraction: float, done: int = index) -> None:
                Gimp.progress_update((done + fraction) / len(drawables))

            apply(engine, drawable, order, progress)
        if config.find_property("crop") and config.get_property("crop"):
            run_look.crop(engine, drawables[0].get_image(), order.job["look"])
        Gimp.displays_flush()
        refresh_menu(engine)


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
    if run_mode == Gimp.RunMode.INTERACTIVE:
        from .dialog import ask_settings

        ask_settings(procedure, config, action)
    (create.new_hald if action.way == "new-hald" else create.new_recipe)(engine, config)


def refresh_menu(engine: Engine) -> None:
    """Have GIMP ask again for the menu at its next start, when the user's own looks have changed."""
    if engine.request("own")["changed"]:
        with contextlib.suppress(OSError):  # a plug-in of the system's: its menu is its administrator's
            os.utime(FOLDER / f"{FOLDER.name}.py")


def output(config: Gimp.ProcedureConfig) -> str:
    """Where the result goes: one of the choices of actions.OUTPUT."""
    if config.find_property("output"):
        return str(config.get_property("output"))
    return "new-layer" if config.get_property("new-layer") else actions.THIS_LAYER


def ordered(action: Action, config: Gimp.ProcedureConfig) -> Order:
    """What the engine is asked to do, from the procedure's arguments."""
    from .errors import HostError
    from .run_look import Order

    job: dict[str, Any] = {"strength": config.get_property("strength") / 100}
    own_numbers = config.get_property("own-numbers")
    for name in actions.FINISHES:
        percent = config.get_property(name) if config.find_property(name) else actions.LOOKS_OWN
        job[name] = None if percent < 0 else percent / 100
    if config.find_property("scene"):
        job["scene"] = config.get_property("scene")
    if action.look is not None:
        return Order(action.title, action.look, {**job, "look": action.look["id"]}, own_numbers)
    look = config.get_property("look")
    file = config.get_property("lut-file") if config.find_property("lut-file") else None
    if bool(look) == (file is not None):
        raise HostError(
            f"{action.procedure} needs either a look's id or a LUT file, found {'both' if look else 'none'}."
        )
    if file is not None:
        return Order(Path(file.get_path()).stem, None, {**job, "lut": file.get_path()}, own_numbers)
    known = actions.load(CATALOG, folders.own_catalog()).get(f"{actions.PREFIX}-{look}", action)
    return Order(known.title, known.look, {**job, "look": look}, own_numbers)


def engine_python() -> str:
    """The interpreter that install.py chose for the engine."""
    from .errors import HostError

    record = FOLDER / "engine.json"
    try:
        return str(json.loads(record.read_text(encoding="utf-8"))["python"])
    except (OSError, ValueError, KeyError, TypeError):
        raise HostError(
            f"Camera Looks is not completely installed ({record} is missing): run install.py again."
        ) from None


def failure(procedure: Gimp.Procedure, sentence: str) -> Gimp.ValueArray:
    return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, GLib.Error(sentence))


def log_traceback() -> None:
    from ..launch import open_log

    with open_log(folders.log()) as log:
        log.write(traceback.format_exc().encode())


def main(arguments: list[str]) -> None:
    Gimp.main(CameraLooks.__gtype__, arguments)
