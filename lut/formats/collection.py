"""Collections: many LUT files under one name, in a folder's tree or in a pack, read one at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from ..boundary import explain_errors
from ..errors import LutError, LutFormatError
from ..files.regular import open_regular
from .archives import name_archive
from .format import HEAD_BYTES, Format

MAX_FILES = 5000
MAX_FILE_BYTES = 1 << 25  # of a file in a collection: a Hald picture of level 12 and 16 bits has 18 MB
MAX_FOLDERS = 2 * MAX_FILES  # of a tree
SYSTEM = {"__macosx", "thumbs.db", "desktop.ini"}
NO_LUT = "no LUT file"
LINK = "a link"

Recognize = Callable[[Path, bytes], Format | None]


class Collection(Protocol):
    """LUT files by their names with slashes.

    skipped: by name, why a file is not among the LUTs; it grows as files turn out to be none.  packed: what is said of
    packs inside.
    """

    skipped: dict[str, str]
    recognize: Recognize
    packed: str

    def names(self) -> list[PurePosixPath]:
        """List the files that may be read, in the order of names."""
        ...

    def contents(self, name: PurePosixPath, limit: int = MAX_FILE_BYTES) -> bytes:
        """Read a file's bytes, up to ``limit``.  Raises LutFormatError."""
        ...


def find_luts(collection: Collection) -> Iterator[tuple[PurePosixPath, Format]]:
    """Yield the LUT files of a collection; the others are skipped, with a word on each."""
    for name in collection.names():
        try:
            with explain_errors():
                head = collection.contents(name, HEAD_BYTES)
                kind = collection.recognize(Path(name.name), head)
        except LutError as error:
            collection.skipped[str(name)] = str(error)
            continue
        if kind is None:
            archive = name_archive(head)
            collection.skipped[str(name)] = f"{archive}: unpack it first" if archive else NO_LUT
        elif ".zip" in kind.extensions:
            collection.skipped[str(name)] = collection.packed
        else:
            yield name, kind


def is_hidden(name: str) -> bool:
    """Return True for files that a system has left behind.  name: with slashes between folders."""
    parts = name.split("/")
    return any(part.casefold() in SYSTEM or (part.startswith(".") and part.strip(".")) for part in parts)


class Tree:
    """The files in a folder and in the folders inside, without links.  Raises LutFormatError above a limit."""

    packed = "a pack: import it by itself"

    def __init__(self, folder: Path, recognize: Recognize) -> None:
        self.folder = folder
        self.recognize = recognize
        self.skipped: dict[str, str] = {}
        self.files: list[PurePosixPath] = []
        with explain_errors(folder):
            self._list_files()

    def _list_files(self) -> None:
        waiting, seen = [self.folder], 0
        while waiting:
            folder = waiting.pop()
            seen += 1
            try:
                with os.scandir(folder) as found:
                    entries = [entry for entry in found if not is_hidden(entry.name)]
            except OSError as error:
                if folder == self.folder:
                    raise
                self.skipped[self._name(folder)] = f"cannot be read: {error.strerror}"
                continue
            for entry in entries:
                name = self._name(entry.path)
                if entry.is_symlink():
                    self.skipped[name] = LINK
                elif entry.is_dir():
                    waiting.append(Path(entry.path))
                elif not stat.S_ISREG(entry.stat().st_mode):
                    self.skipped[name] = "no file"
                elif entry.stat().st_size > MAX_FILE_BYTES:
                    size = entry.stat().st_size
                    self.skipped[name] = f"expected at most {MAX_FILE_BYTES:,} bytes, found {size:,}"
                else:
                    self.files.append(PurePosixPath(name))
            if len(self.files) > MAX_FILES or seen + len(waiting) > MAX_FOLDERS:
                raise LutFormatError("", None, f"expected at most {MAX_FILES:,} files in a folder, found more")
        self.files.sort(key=lambda name: str(name).casefold())

    def _name(self, place: str | Path) -> str:
        return Path(place).relative_to(self.folder).as_posix()

    def names(self) -> list[PurePosixPath]:
        return self.files

    def contents(self, name: PurePosixPath, limit: int = MAX_FILE_BYTES) -> bytes:
        """Read a file's bytes, up to ``limit``.  Raises LutFormatError."""
        with explain_errors(), open_regular(self.folder / name) as file:
            return file.read(limit)
