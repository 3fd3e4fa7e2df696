"""The files of one of the user's own looks: delete them so that this can be undone, and show them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gi.repository import Gimp, Gio, GLib

from lut.shared import folders

from ..language import _
from .errors import HostError
from .open_file import open_file


@dataclass(frozen=True)
class Deleted:
    """Files that were deleted.

    kept: a folder with copies.  trashed: whether the system's trash has them as well.
    """

    files: tuple[Path, ...]
    kept: Path
    trashed: bool

    def restore(self) -> None:
        """Put the files back.  Raises HostError where others have their names by now, and OSError."""
        for file in self.files:
            if file.exists():
                raise HostError(_("There is another file {file} by now.").format(file=file))
        for file in self.files:
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.kept / file.name, file)
        shutil.rmtree(self.kept, ignore_errors=True)

    def close(self) -> None:
        """Give up the copies, unless there are no others."""
        if self.trashed:
            shutil.rmtree(self.kept, ignore_errors=True)


def delete_files(files: Sequence[Path]) -> Deleted:
    """Move files of one folder into the system's trash, or where there is none, into a folder of ours.

    Raises OSError.
    """
    base = Path(folders.data()) / "deleted"
    base.mkdir(parents=True, exist_ok=True)
    kept = Path(tempfile.mkdtemp(dir=base))
    for file in files:
        shutil.copy2(file, kept)
    trashed = [move_to_trash(file) for file in files]
    return Deleted(tuple(files), kept, all(trashed))


def move_to_trash(file: Path) -> bool:
    """Delete a file.  Return True if the system's trash has it."""
    try:
        return bool(Gio.File.new_for_path(str(file)).trash(None))
    except GLib.Error:
        file.unlink()
        return False


def show_file(file: Path) -> None:
    """Show a file in the file manager; its folder where that cannot be, or else say where it is."""
    try:
        shown = Gimp.file_show_in_file_manager(Gio.File.new_for_path(str(file)))
    except GLib.Error:
        shown = False
    if not shown:
        open_file(str(file.parent), _("The file is {file}.").format(file=file))
