"""The procedures that GIMP 3 knows of, and the one place where failures become GIMP's answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from gi.repository import Gimp, Gio, GLib, GObject

from lut.shared import folders
from lut.shared.printable import printable_lines

from ..engine.log import log_fault
from ..menu import actions
from ..menu.action import NEED_NO_IMAGE, NEED_NO_LAYER, Action
from ..menu.parameters import LIVE_FILTER, Parameter, in_signature
from . import CATALOG

PROCEDURE_FLAGS = GObject.ParamFlags.READWRITE
HELP_DOMAIN = "camera-looks"  # its pages in each language are in ``help/``, and GIMP's Help opens them
CHOOSERS = {
    "file": Gimp.FileChooserAction.OPEN,
    "any-file": Gimp.FileChooserAction.ANY,
    "save-file": Gimp.FileChooserAction.SAVE,
}


class CameraLooks(Gimp.PlugIn):
    """Declare the procedures.  What they need is imported late, by ``run``: GIMP shows no entry if a query fails."""

    queried: Mapping[str, Action] = MappingProxyType({})

    def do_set_i18n(self, name: str) -> bool:
        return False

    def do_query_procedures(self) -> list[str]:
        self.set_help_domain(HELP_DOMAIN, Gio.File.new_for_path(str(Path(__file__).with_name("help"))))
        self.queried = actions.load_actions(CATALOG, folders.own_catalog())
        return list(self.queried)

    def do_create_procedure(self, name: str) -> Gimp.Procedure:
        action = self.queried.get(name) or actions.find_action(name, CATALOG, folders.own_catalog())
        mask = Gimp.ProcedureSensitivityMask
        if action.way in NEED_NO_IMAGE or action.menu is None:
            sensitivity = mask.ALWAYS
        elif action.way in NEED_NO_LAYER:
            sensitivity = mask.DRAWABLE | mask.DRAWABLES | mask.NO_DRAWABLES
        elif action.way in (None, "images"):
            sensitivity = mask.DRAWABLE | mask.DRAWABLES
        else:
            sensitivity = mask.DRAWABLE
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, run, action)
        # A layer's mask is gray, in images in color as well.
        procedure.set_image_types("*" if action.way in NEED_NO_LAYER else "RGB*, GRAY*")
        procedure.set_sensitivity_mask(sensitivity)
        procedure.set_documentation(action.blurb, action.help, name)
        procedure.set_attribution("Camera Looks", "Camera Looks, GPL-3.0-or-later", "2026")
        if action.menu is not None:
            procedure.set_menu_label(action.label)
            procedure.add_menu_path(action.menu)
        for parameter in in_signature(action.parameters):
            add_argument(procedure, parameter)
        return procedure


def add_argument(procedure: Gimp.Procedure, parameter: Parameter) -> None:
    name, label, blurb = parameter.name, parameter.label, parameter.blurb
    if parameter.kind == "double":  # all are percentages
        procedure.add_double_argument(
            name, f"{label} (%)", blurb, parameter.low, parameter.high, parameter.default, PROCEDURE_FLAGS
        )
    elif parameter.kind == "integer":
        low, high = int(parameter.low), int(parameter.high)
        procedure.add_int_argument(name, label, blurb, low, high, parameter.default, PROCEDURE_FLAGS)
    elif parameter.kind == "boolean":
        procedure.add_boolean_argument(name, label, blurb, parameter.default, PROCEDURE_FLAGS)
    elif parameter.kind == "choice":
        choice = Gimp.Choice.new()
        for number, (value, text) in enumerate(parameter.choices):
            if value != LIVE_FILTER or has_live_filters():
                choice.add(value, number, text, "")
        procedure.add_choice_argument(name, label, blurb, choice, parameter.default, PROCEDURE_FLAGS)
    elif parameter.kind == "string":
        procedure.add_string_argument(name, label, blurb, parameter.default, PROCEDURE_FLAGS)
    elif parameter.kind == "strings":
        procedure.add_string_array_argument(name, label, blurb, PROCEDURE_FLAGS)
    elif parameter.kind == "layer":
        procedure.add_layer_argument(name, label, blurb, True, PROCEDURE_FLAGS)
    else:
        procedure.add_file_argument(name, label, blurb, CHOOSERS[parameter.kind], True, None, PROCEDURE_FLAGS)


def has_live_filters() -> bool:
    """Return True if a look can be a live filter here."""
    try:
        from .live_filter import is_available

        return is_available()
    except Exception:  # at query time it would hide every menu entry
        log_fault(folders.log())
        return False


def run(
    procedure: Gimp.Procedure,
    run_mode: Gimp.RunMode,
    image: Gimp.Image,
    drawables: list[Gimp.Drawable],
    config: Gimp.ProcedureConfig,
    action: Action,
) -> Gimp.ValueArray:
    """Run a procedure.  Here alone exceptions become a status and a sentence; below, functions raise."""
    from ..engine.client import EngineError
    from ..language import _
    from .dispatch import dispatch
    from .errors import Cancelled, HostError

    try:
        dispatch(procedure, run_mode, image, drawables, config, action)
    except Cancelled:
        return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)
    except (EngineError, HostError) as error:
        return answer_failure(procedure, str(error))
    except Exception as error:
        log_fault(folders.log())
        sentence = _("Camera Looks failed unexpectedly ({error}). Details are in {log}.")
        return answer_failure(procedure, sentence.format(error=error, log=folders.log()))
    return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)


def answer_failure(procedure: Gimp.Procedure, sentence: str) -> Gimp.ValueArray:
    return procedure.new_return_values(Gimp.PDBStatusType.EXECUTION_ERROR, GLib.Error(printable_lines(sentence)))


def main(arguments: list[str]) -> None:
    Gimp.main(CameraLooks.__gtype__, arguments)
