"""The folder of the user's own looks: shown, and filled with files of others."""

from __future__ import annotations

from pathlib import Path

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, Gio, GLib

from ..engine.client import Engine
from ..language import _
from .errors import HostError
from .message import announce


def show_folder(engine: Engine, interactive: bool) -> None:
    """Open the folder in the file manager, and say which files in it are no looks."""
    found = engine.request("own")
    folder = Path(found["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    if not interactive:
        return
    try:
        Gio.AppInfo.launch_default_for_uri(Gio.File.new_for_path(str(folder)).get_uri(), None)
    except GLib.Error:
        announce(_("Your looks are in {folder}.").format(folder=folder))
    if found["broken"]:
        announce("\n".join((_("Some files in the folder of your looks are not understood:"), *found["broken"])))


def import_files(
    engine: Engine, config: Gimp.ProcedureConfig, interactive: bool, drawable: Gimp.Drawable | None
) -> None:
    """Store what the files bring, or what the user ticks of it.

    Raises HostError about what could not be stored, when the rest is done.
    """
    files = list(config.get_property("files") or ())
    if interactive:
        from .dialogs import import_dialog

        chosen = import_dialog.choose_looks(engine, files or import_dialog.choose_files(), drawable)
        failed = []
        config.set_property("files", [])  # the next time other ones are chosen
    else:
        if not files:
            raise HostError(_("Name the files to import."))
        found = engine.request("offers", files=[str(Path(file).absolute()) for file in files])
        chosen, failed = list(range(len(found["offers"]))), found["failed"]
    stored = engine.request("import", offers=chosen)
    failed = failed + stored["failed"]
    if failed:
        done = len(stored["written"]) + len(stored["known"])
        raise HostError(_("{done} looks imported; not imported: {failed}").format(done=done, failed="; ".join(failed)))
