"""Rename and remove files that another program may have open, which Windows refuses.

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
    """Return True if Windows says, or may mean, that another program has a file open."""
    number = getattr(error, "winerror", None)
    opening = LOCKS and number is None and isinstance(error, PermissionError)  # ``open`` keeps the number to itself
    return opening or (isinstance(error, OSError) and number in IN_USE)


def retry_in_use(act: Callable[[], Result], passes: Callable[[OSError], bool] = is_in_use) -> Result:
    """Call act again while it raises an error that may pass.  Returns what act returns."""
    for seconds in WAITS:
        try:
            return act()
        except OSError as error:
            if not passes(error):
                raise
        pause(seconds)
    return act()


def move(path: Path, place: Path) -> None:
    """Rename a file or a folder.  place: must not exist."""
    retry_in_use(lambda: path.rename(place))


def remove(path: Path) -> None:
    """Remove a folder, a file or a link, if it exists, even if it is read-only."""
    if path.is_dir() and not path.is_symlink():
        allow_writing(path)
        retry_in_use(lambda: shutil.rmtree(path), is_passing)
    elif os.path.lexists(path):
        if LOCKS:
            make_writable(path)
        retry_in_use(lambda: path.unlink(missing_ok=True))


def is_passing(error: OSError) -> bool:
    """Return True for errors that may pass: an engine that outlives a killed run writes bytecode for a moment."""
    return is_in_use(error) or error.errno in (errno.ENOTEMPTY, errno.ENOENT)


def allow_writing(path: Path) -> None:
    """Make folders writable that were copied from read-only ones; on Windows, files too."""
    for place, _folders, files in os.walk(path):
        for entry in (Path(place), *(Path(place, name) for name in files if LOCKS)):
            make_writable(entry)


def make_writable(path: Path) -> None:
    mode = path.lstat().st_mode
    if not mode & stat.S_IWUSR and not stat.S_ISLNK(mode):
        with contextlib.suppress(OSError):  # another's: removing it says so
            path.chmod(mode | stat.S_IRWXU)


def check_unused(paths: Iterable[Path]) -> None:
    """Raise the system's error for the first file that another program has open, before anything is removed."""
    if LOCKS:
        for path in paths:
            retry_in_use(lambda path=path: open_for_removal(path))  # type: ignore[misc]


def open_for_removal(path: Path) -> None:
    """Ask for the rights that removing a file takes, without changing it."""
    with contextlib.suppress(FileNotFoundError):
        path.rename(path)  # an open file
        if path.stat().st_mode & stat.S_IWUSR:
            path.open("r+b").close()  # a program that runs, or its library
