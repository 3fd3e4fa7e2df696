"""Files that other programs have open, on a system that refuses what Windows refuses."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugin.installer import locked_files

ACCESS_DENIED, SHARING_VIOLATION = 5, 32


class OpenFiles:
    """Keep files from being renamed and removed while they are in ``held``, and the folders above from being renamed.

    folders_move: whether these can be renamed all the same, as Wine has it.
    on_wait: called with the number of seconds whenever somebody waits, in place of the waiting.
    """

    def __init__(self) -> None:
        self.held: set[Path] = set()
        self.folders_move = False
        self.waits: list[float] = []
        self.on_wait: Callable[[int], object] = lambda number: None

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.on_wait(len(self.waits))

    def refuse(self, path: Path) -> None:
        if path in self.held:
            raise denied(path, SHARING_VIOLATION)
        if not self.folders_move and any(path in held.parents for held in self.held):
            raise denied(path, ACCESS_DENIED)

    def refuse_removal(self, path: Path) -> None:
        self.refuse(path)
        if path.exists() and not path.lstat().st_mode & stat.S_IWUSR:
            raise denied(path, ACCESS_DENIED)


def denied(path: Path, number: int) -> PermissionError:
    error = PermissionError(13, "Access is denied", str(path))
    error.winerror = number  # type: ignore[attr-defined]  (Python has it on Windows alone)
    return error


@contextmanager
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenFiles]:
    opened = OpenFiles()
    rename, replace, unlink, move = Path.rename, Path.replace, Path.unlink, os.rename
    remove = os.unlink

    def renamed(path: Path, place: Path) -> Path:
        opened.refuse(path)
        return rename(path, place)

    def replaced(path: Path, place: Path) -> Path:
        opened.refuse(path)
        opened.refuse_removal(Path(place))
        return replace(path, place)

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        opened.refuse_removal(path)
        unlink(path, missing_ok)

    def removed(path: str, **options: int) -> None:
        opened.refuse_removal(Path(path))
        remove(path, **options)

    def moved(path: str, place: str, **options: int) -> None:
        opened.refuse(Path(path))
        move(path, place, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", renamed)
        patched.setattr(Path, "replace", replaced)
        patched.setattr(Path, "unlink", unlinked)
        patched.setattr(os, "unlink", removed)
        patched.setattr(os, "rename", moved)
        patched.setattr(shutil, "_use_fd_functions", False)  # as on Windows, whole paths are removed
        patched.setattr(locked_files, "LOCKS", True)
        patched.setattr(locked_files, "pause", opened.pause)
        yield opened
