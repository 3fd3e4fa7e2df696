"""The folder of the user's own looks: show it, and import files into it."""

from __future__ import annotations

from pathlib import Path

from ..language import _
from .create import open_file
from .errors import HostError
from .message import announce
from .order import Call


def show_folder(call: Call) -> None:
    """Open the folder in the file manager, and say which files in it are no looks."""
    found = call.engine.request("own")
    folder = Path(found["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    if not call.interactive:
        return
    open_file(str(folder), _("Your looks are in {folder}.").format(folder=folder))
    if found["broken"]:
        announce("\n".join((_("Some files in the folder of your looks are not understood:"), *found["broken"])))


def import_looks(call: Call) -> None:
    """Store the looks that files bring; in a dialog, those that the user ticks.

    Raises HostError about what could not be stored, when the rest is done.
    """
    files, engine = list(call.config.get_property("files") or ()), call.engine
    if call.interactive:
        from .dialogs import import_dialog

        drawable = call.drawables[0] if call.drawables else None
        chosen = import_dialog.choose_looks(engine, files or import_dialog.choose_files(), drawable)
        failed = []
        call.config.set_property("files", [])  # the next time other ones are chosen
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
