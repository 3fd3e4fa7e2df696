"""The look that was made: its name, and its way into the user's folder."""

from __future__ import annotations

from pathlib import Path

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp

from lut.shared.printable import printable

from ..engine.client import Engine
from ..language import _
from .message import announce


def suggested_name(made: str, drawable: Gimp.Drawable) -> str:
    """What a look without a name is called: as its source says, else as the picture."""
    file = drawable.get_image().get_file() or drawable.get_image().get_imported_file()
    picture = printable(Path(file.get_basename()).stem) if file else drawable.get_name()
    return made or _("{picture} look").format(picture=picture)


def given_name(config: Gimp.ProcedureConfig) -> str:
    return (config.get_property("name") or "").strip()  # a script may have set none


def save(engine: Engine, config: Gimp.ProcedureConfig, suggested: str) -> str:
    """Keep the draft under the name that was given, or the suggested one; the path of the look's file."""
    export = config.get_property("export")
    answer = engine.request("save", name=given_name(config) or suggested, export=export.get_path() if export else None)
    if answer["changes"]:
        changes = "; ".join(answer["changes"])
        announce(_("Exported with changes that the format needs: {changes}.").format(changes=changes))
    return str(answer["path"])
