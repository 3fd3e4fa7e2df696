"""What can be done with a look as a thing: rename, copy, edit, delete, show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gi.repository import Gtk

from lut.shared.look_names import OWN

from ...engine.client import Engine, EngineError
from ...language import _
from ..errors import HostError
from ..look_files import Deleted, delete_files, show_file
from ..open_file import open_file
from .name_dialog import ask_name
from .notice_bar import NoticeBar
from .tile_menu import Entry

Look = dict[str, Any]
RECIPE = ".toml"


class LookSteps:
    """The steps, for a window with a bar that tells what was done.

    show: called with the id of the look to show when looks have changed; empty for the one that is shown.
    """

    def __init__(self, window: Gtk.Window, engine: Engine, notice: NoticeBar, show: Callable[[str], None]) -> None:
        self.window = window
        self.engine = engine
        self.notice = notice
        self.show = show
        self.deleted: list[Deleted] = []

    def list_entries(self, look: Look) -> Iterator[list[Entry]]:
        """List the menu's entries for a look, in groups: what changes files is for the user's own only."""
        files = find_files(look)
        own: list[Entry] = []
        if look["id"].startswith(OWN):
            own.append((_("Re_name…"), lambda: self.rename(look)))
        own.append((_("D_uplicate as a Recipe"), lambda: self.guard(lambda: self.copy(look))))
        if files and files[0].suffix.lower() == RECIPE:
            own.append((_("Edit _Recipe"), lambda: self.edit(files[0])))
        yield own
        if files:
            yield [
                (_("Show _File"), lambda: show_file(files[0])),
                (_("_Delete"), lambda: self.guard(lambda: self.delete(look, files))),
            ]

    def guard(self, step: Callable[[], None]) -> None:
        """Take a step, and tell what went wrong."""
        try:
            step()
        except (EngineError, HostError) as error:
            self.notice.fail(str(error))
        except OSError as error:
            self.notice.fail(f"{error.filename}: {error.strerror or error}")

    def rename(self, look: Look) -> None:
        def use(name: str) -> None:
            self.show(self.engine.request("rename", look=look["id"], name=name)["look"])

        ask_name(self.window, _("Rename {look}").format(look=look["name"]), look["name"], use)

    def copy(self, look: Look) -> None:
        made = self.engine.request("copy", look=look["id"])
        path = Path(made["path"])
        self.show(made["look"])
        sentence = _("“{look}” is a recipe of your own.").format(look=path.stem)
        self.notice.tell(sentence, _("Edit _Recipe"), lambda: self.edit(path))

    def edit(self, path: Path) -> None:
        open_file(str(path), _("Your recipe is {path}: open it in a text editor.").format(path=path))

    def delete(self, look: Look, files: list[Path]) -> None:
        deleted = delete_files(files)
        self.deleted.append(deleted)
        self.show("")

        def undo() -> None:
            deleted.restore()
            self.deleted.remove(deleted)
            self.show(look["id"])

        sentence = _("“{look}” is deleted.").format(look=look["name"])
        if not deleted.trashed:
            sentence = _("“{look}” is deleted. There is no trash here: its files are kept in {folder}.").format(
                look=look["name"], folder=deleted.kept
            )
        self.notice.tell(sentence, _("_Undo"), lambda: self.guard(undo))

    def close(self) -> None:
        for deleted in self.deleted:
            deleted.close()


def find_files(look: Look) -> list[Path]:
    """List the files of one of the user's own looks; empty for others, and where they are gone."""
    files = [Path(file) for file in look.get("files") or ()]
    return files if files and all(file.is_file() for file in files) else []
