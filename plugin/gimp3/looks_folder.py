"""The folder of the user's own looks: show it, and import files into it."""

from __future__ import annotations

from pathlib import Path

from ..language import _, ngettext
from ..menu.parameters import LUT_SPACE
from .errors import HostError
from .message import announce
from .open_file import open_file
from .order import Call
from .store_looks import find_stored, store_looks


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
    """Store the looks that files bring.  Raises HostError about what could not be stored, when the rest is done."""
    files, engine = list(call.config.get_property("files") or ()), call.engine
    if not files:
        raise HostError(_("Name the files to import."))
    found = engine.request("offers", files=[str(Path(file).absolute()) for file in files])
    space: str = call.config.get_property(LUT_SPACE.name) or ""
    stored = store_looks(engine, {space: list(range(len(found["offers"])))}, call.action.title)
    failed = [*found["failed"], *stored.failed]
    if failed:
        done = len(stored.written) + len(stored.known) + len(stored.same)
        sentence = ngettext(
            "{done} look imported; not imported: {failed}", "{done} looks imported; not imported: {failed}", done
        )
        raise HostError(sentence.format(done=done, failed="; ".join(failed)))


def ask_and_import(call: Call) -> list[str]:
    """Store the looks that the user ticks, and tell what became of them.  Return their ids."""
    from .dialogs import import_dialog

    engine, config = call.engine, call.config
    files = list(config.get_property("files") or ()) or import_dialog.choose_files()
    drawable = call.layers[0] if call.layers else None
    chosen = import_dialog.choose_looks(engine, files, drawable, config.get_property(LUT_SPACE.name) or "")
    config.set_property("files", [])  # the next time other ones are chosen
    stored = store_looks(engine, chosen, call.action.title)
    if drawable is None or stored.known or stored.same or stored.failed:  # the browser shows what is new
        announce("\n".join(stored.describe()))
    return find_stored(engine, stored)
