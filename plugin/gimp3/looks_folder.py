"""The folder of the user's own looks: show it, and import files into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gi.repository import Gimp

from ..language import _
from ..menu.parameters import LUT_SPACE
from .errors import HostError
from .message import announce
from .open_file import open_file
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
    space: str = call.config.get_property(LUT_SPACE.name) or ""
    if call.interactive:
        from .dialogs import import_dialog

        drawable = call.layers[0] if call.layers else None
        chosen = import_dialog.choose_looks(engine, files or import_dialog.choose_files(), drawable, space)
        failed = []
        call.config.set_property("files", [])  # the next time other ones are chosen
    else:
        if not files:
            raise HostError(_("Name the files to import."))
        found = engine.request("offers", files=[str(Path(file).absolute()) for file in files])
        chosen, failed = {space: list(range(len(found["offers"])))}, found["failed"]
    stored: dict[str, list[str]] = {"written": [], "known": [], "same": [], "failed": list(failed)}
    Gimp.progress_init(call.action.title)
    tried, count = 0, sum(map(len, chosen.values()))
    for space, numbers in split_offers(chosen):
        answer = engine.request("import", offers=numbers, lut_space=space or None)
        for what, paths in stored.items():
            paths.extend(answer[what])
        if sum(len(answer[what]) for what in stored) < len(numbers):
            break  # the disk is full: the others would say the same
        tried += len(numbers)
        Gimp.progress_update(tried / count)
    failed = stored["failed"]
    if stored["same"] and call.interactive:
        sentence = _("{count} of them are among your looks already, under other names: {names}")
        names = [Path(path).stem for path in stored["same"]]
        more = " …" if len(names) > MOST_NAMES else ""
        announce(sentence.format(count=len(names), names=", ".join(names[:MOST_NAMES]) + more))
    if failed:
        done = len(stored["written"]) + len(stored["known"]) + len(stored["same"])
        raise HostError(_("{done} looks imported; not imported: {failed}").format(done=done, failed="; ".join(failed)))


def split_offers(chosen: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, Sequence[int]]]:
    """Split the numbers of looks to store, by the space that they are made for, into a few at a time."""
    for space, numbers in chosen.items():
        for start in range(0, len(numbers), AT_A_TIME):
            yield space, numbers[start : start + AT_A_TIME]
