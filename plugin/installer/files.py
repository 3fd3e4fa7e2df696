"""Rename and remove what another program may have open, which Windows refuses.

A virus scanner or an indexer lets go after a moment, so everything here tries again for some seconds.  A GIMP does not:
then the error is raised, and ``errors.py`` says what to close.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

WAITS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)  # seconds between attempts
pause = time.sleep
# ERROR_ACCESS_DENIED (also of a program that runs), ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
IN_USE = (5, 32, 33)
LOCKS = os.name == "nt"  # whether an open file is kept from being renamed and removed


def is_in_use(error: BaseException) -> bool:
    """Whether Windows says that another program has a file open, or may mean that."""
    number = getattr(error, "winerror", None)
    opening = LOCKS and number is None and isinstance(error, PermissionError)  # ``open`` keeps the number to itself
    return opening or (isinstance(error, OSError) and number in IN_USE)


def patiently(act: Callable[[], Result], passes: Callable[[OSError], bool] = is_in_use) -> Result:
    """What act returns, tried again while it raises an error that may pass."""
    for seconds in WAITS:
        try:
            return act()
        except OSError as error:
            if not passes(error):
                raise
        pause(seconds)
    return act()


def move(path: Path, place: Path) -> None:
    """Give a file or a folder another name, which is free."""
    patiently(lambda: path.rename(place))


def replace(part: Path, path: Path) -> None:
    """Put a file in the place of another, even if that must not be written to."""
    if LOCKS and path.exists():
        allow(path)
    patiently(lambda: part.replace(path))


def remove(path: Path) -> None:
    """Remove a folder, a file or a link, if there is one, even if it must not be written to."""
    if path.is_dir() and not path.is_symlink():
        allow_writing(path)
        patiently(lambda: shutil.rmtree(path), may_pass)
    elif os.path.lexists(path):
        if LOCKS:
            allow(path)
        patiently(lambda: path.unlink(missing_ok=True))


def may_pass(error: OSError) -> bool:
    """An engine that outlives a run that was killed writes bytecode for a moment, also into what is being removed."""
    return is_in_use(error) or error.errno in (errno.ENOTEMPTY, errno.ENOENT)


def allow_writing(path: Path) -> None:
    """Undo the protection of folders that were copied from where nothing may be written; on Windows, of files too."""
    for place, _folders, files in os.walk(path):
        for entry in (Path(place), *(Path(place, name) for name in files if LOCKS)):
            allow(entry)


def allow(path: Path) -> None:
    mode = path.lstat().st_mode
    if not mode & stat.S_IWUSR and not stat.S_ISLNK(mode):
        with contextlib.suppress(OSError):  # another's: removing it says so
            path.chmod(mode | stat.S_IRWXU)


def refuse_in_use(paths: Iterable[Path]) -> None:
    """Raise the system's error for the first file that another program has open, before anything is removed."""
    if LOCKS:
        for path in paths:
            patiently(lambda path=path: try_to_hold(path))  # type: ignore[misc]


def try_to_hold(path: Path) -> None:
    """Ask for the rights that removing a file takes, and change nothing."""
    with contextlib.suppress(FileNotFoundError):
        path.rename(path)  # an open file
        if path.stat().st_mode & stat.S_IWUSR:
            path.open("r+b").close()  # a program that runs, or its library
