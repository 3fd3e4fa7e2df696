"""Put a folder in the place of another so that there is always a whole one there.

While the new folder proves itself the old one waits beside it, under a name that GIMP ignores (it starts
``NAME/NAME.py`` only).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from .errors import InstallError

AT_FDCWD = -100
RENAME_EXCHANGE = 2


@contextlib.contextmanager
def replaced(target: Path, build: Callable[[Path], None]) -> Iterator[None]:
    """Build a folder, put it at target, and keep it there if the block in the ``with`` statement finds it good.

    build: fills the path that it gets, which lies beside the target and does not exist yet.  When it or the
    block raises, the old folder is there as before.
    """
    recover(target)
    fresh = beside(target, "new")
    try:
        build(fresh)
        aside = put(fresh, target)
    except BaseException:
        remove(fresh)
        raise
    try:
        yield
    except BaseException:
        take_back(target, aside)
        raise
    if aside is not None:
        with contextlib.suppress(OSError):  # what is in use there goes with the next run
            remove(aside)


def put(fresh: Path, target: Path) -> Path | None:
    """Move a folder to its place; returns where the old one waits, None when there was none."""
    if not os.path.lexists(target):
        fresh.rename(target)
        return None
    if exchange(fresh, target):
        return fresh
    aside = beside(target, "old")
    try:
        target.rename(aside)
    except PermissionError:  # Windows moves no folder in which a program has a file open
        raise InstallError(f"{target} cannot be replaced: close GIMP, then run install.py again.") from None
    try:
        fresh.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    return aside


def take_back(target: Path, aside: Path | None) -> None:
    """As before: the old folder is back, or nothing is there as nothing was."""
    failed = beside(target, "failed")
    if aside is None:
        target.rename(failed)
    elif exchange(aside, target):
        failed = aside
    else:
        target.rename(failed)
        aside.rename(target)
    remove(failed)


def beside(target: Path, kind: str) -> Path:
    """A name next to the target for its new, old or failed version; what an interrupted run left there is removed."""
    path = target.with_name(f".{target.name}.{kind}")
    remove(path)
    return path


def recover(target: Path) -> None:
    """After a run that was killed between two renames: bring the old folder back."""
    old = target.with_name(f".{target.name}.old")
    if not os.path.lexists(target) and old.is_dir():
        old.rename(target)
    for kind in ("new", "old", "failed"):
        beside(target, kind)


def exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step, where the system and the file system can do that."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def remove(path: Path) -> None:
    """Remove a folder, a file or a link, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
