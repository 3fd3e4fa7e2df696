"""The folder of the user's own looks: show it, and import files into it."""

from __future__ import annotations

from pathlib import Path

from gi.repository import Gimp

from ..language import _
from .create import open_file
from .errors import HostError
from .message import announce
from .order import Call

AT_A_TIME = 5  # looks that the engine stores between two steps of the progress bar
MOST_NAMES = 8


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

        drawable = call.layers[0] if call.layers else None
        chosen = import_dialog.choose_looks(engine, files or import_dialog.choose_files(), drawable)
        failed = []
        call.config.set_property("files", [])  # the next time other ones are chosen
    else:
        if not files:
            raise HostError(_("Name the files to import."))
        found = engine.request("offers", files=[str(Path(file).absolute()) for file in files])
        chosen, failed = list(range(len(found["offers"]))), found["failed"]
    stored: dict[str, list[str]] = {"written": [], "known": [], "same": [], "failed": list(failed)}
    Gimp.progress_init(call.action.title)
    for start in range(0, len(chosen), AT_A_TIME):
        answer = engine.request("import", offers=chosen[start : start + AT_A_TIME])
        for what, paths in stored.items():
            paths.extend(answer[what])
        if sum(len(answer[what]) for what in stored) < min(AT_A_TIME, len(chosen) - start):
            break  # the disk is full: the others would say the same
        Gimp.progress_update(min(start + AT_A_TIME, len(chosen)) / len(chosen))
    failed = stored["failed"]
    if stored["same"] and call.interactive:
        sentence = _("{count} of them are among your looks already, under other names: {names}")
        names = [Path(path).stem for path in stored["same"]]
        more = " …" if len(names) > MOST_NAMES else ""
        announce(sentence.format(count=len(names), names=", ".join(names[:MOST_NAMES]) + more))
    if failed:
        done = len(stored["written"]) + len(stored["known"]) + len(stored["same"])
        raise HostError(_("{done} looks imported; not imported: {failed}").format(done=done, failed="; ".join(failed)))
