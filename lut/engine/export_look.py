"""Export: list the programs and cameras that a look can go to, and write the file that one of them loads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import LutError, LutFormatError
from ..language import _
from ..looks import Look
from ..looks.export_targets import TARGETS, Target, find_target
from ..looks.exporting import Rendering, check_name, choose_size, describe_left_out, make_file, name_file
from ..looks.look import FileLook
from ..shared.look_names import AUTO, SCENES
from .baked_looks import load_look
from .messages import ProtocolError


def find_source(message: Mapping[str, Any]) -> Look:
    """Return the look of a message, or its LUT file as a look.  Raises LutError."""
    if "lut" in message:
        path = Path(message["lut"])
        return FileLook("", path.stem, path=path)
    if "look" not in message:
        raise ProtocolError(f"engine: {message['do']}: expected 'look' or 'lut', found nothing")
    return load_look(message["look"])


def list_targets(message: Mapping[str, Any]) -> dict[str, Any]:
    """List every target: the file that the look becomes, how it is loaded, and the program's folder if it is there."""
    look = find_source(message)
    named = [(target, f"{name_file(look, target)}{target.files[0].extension}") for target in TARGETS]
    return {"targets": [describe_target(target, file) for target, file in named]}


def describe_target(target: Target, file: str) -> dict[str, Any]:
    folder = target.find_folder()
    place = str(folder) if folder is not None and folder.is_dir() else None
    return {
        "id": target.id,
        "name": target.name,
        "file": file,
        "loading": target.describe_loading(file),
        "folder": place,
    }


def export_look(message: Mapping[str, Any]) -> dict[str, Any]:
    """Write the file; return its path, how it is loaded, and notes on what it does not hold.

    Where there is a file of that name, and it may not be replaced, ``exists`` names it instead.  Raises LutError.
    """
    look, target, place = find_source(message), find_target(message["target"]), Path(message["path"])
    if place.is_dir():
        place /= f"{name_file(look, target)}{target.files[0].extension}"
    file = check_name(target, place)
    if "lut" in message and place.exists() and place.samefile(message["lut"]):
        raise LutFormatError(place, None, _("is the LUT file itself; expected another name"))
    if place.exists() and not message.get("overwrite"):
        return {"exists": str(place)}
    rendering = Rendering(
        choose_scene(message), float(message.get("strength", 1)), float(message.get("protect_skin", 0))
    )
    try:
        data, notes = make_file(look, rendering, file, choose_size(target, file, message.get("size")))
    except LutFormatError:
        raise
    except LutError as error:
        raise LutFormatError(place, None, str(error)) from error
    from ..formats import save_lut_file

    save_lut_file(data, place)
    notes = [*notes, *filter(None, [describe_left_out(look), describe_daylight(look, message)])]
    return {"path": str(place), "loading": target.describe_loading(place.name), "notes": notes}


def choose_scene(message: Mapping[str, Any]) -> dict[str, float] | None:
    """Return the weights of the scene to export: without a picture, auto is the day."""
    asked = message.get("scene", AUTO)
    if asked not in (AUTO, *SCENES):
        raise ProtocolError(f"engine: expected the scene {AUTO}, {', '.join(SCENES)}; found {asked!r}")
    return None if asked == AUTO else {asked: 1.0}


def describe_daylight(look: Look, message: Mapping[str, Any]) -> str:
    """Say that the file is the look's by day where no scene was chosen; else empty."""
    if not look.scenes or message.get("scene", AUTO) != AUTO:
        return ""
    return _("this is the look by day; choose a scene to export another rendering")
