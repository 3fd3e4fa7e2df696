"""Put a folder in the place of another, so that the last one that passed its check is what stays, whatever ends us.

A new folder is filled and checked beside its place, under a name that GIMP ignores (it starts ``NAME/NAME.py`` only),
and takes the place in one step once it has passed.  Where GIMP can see it at its place alone, it is moved there before
the check, and says of itself until it has passed that it has not (``ours.py``).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import math
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import durable, ours
from .errors import InstallError
from .keeping import Keeper

AT_FDCWD = -100
RENAME_EXCHANGE = 2
KINDS = ("new", "old", "failed")
# An engine that outlives a run that was killed writes bytecode for a moment, also into what is being removed.
ATTEMPTS, MOMENT = 50, 0.1  # seconds
GONE = "gone"  # what is being removed; nothing in it is looked at again


@contextlib.contextmanager
def replaced(target: Path, build: Callable[[Path], None], keeper: Keeper, in_place: bool = False) -> Iterator[Path]:
    """Fill a folder and put it at target if the block in the ``with`` statement, which gets its path, finds it good.

    build: fills an empty folder.  in_place: whether the block has to find it at target.
    When anything raises, the folder that was there before is there.
    """
    recover(target, keeper)
    fresh = beside(target, "new")
    number = 1 + max(0, int((standing(target) or (0,))[0]))
    try:
        ours.begin(fresh)
        build(fresh)
        ours.seal(fresh)
        durable.flush_tree(fresh)
        if in_place:
            put(fresh, target)
        yield target if in_place else fresh
        ours.mark_passed(target if in_place else fresh, number)
        if not in_place:
            put(fresh, target)
        durable.flush([target.parent])
    except BaseException:
        with contextlib.suppress(OSError, InstallError):  # else the next run does it
            recover(target, keeper)
        raise
    with contextlib.suppress(OSError):  # what is in use there goes with the next run
        recover(target, keeper)


def recover(target: Path, keeper: Keeper) -> None:
    """Decide from what is on the disk alone which folder stays, and remove the others of ours."""
    refuse_foreign(target)
    sweep(beside(target, GONE), keeper, target)
    best = last_passed(target)
    if best is not None and best != target:
        put(best, target)
    elif best is None and (known := ours.read(target)) is not None and known.passed is None:
        discard(target, keeper, target)
    clear(target, keeper)


def clear(target: Path, keeper: Keeper) -> None:
    """Remove what was left beside the target."""
    sweep(beside(target, GONE), keeper, target)
    for kind in KINDS:
        if os.path.lexists(left := beside(target, kind)):
            discard(left, keeper, target)


def refuse_foreign(target: Path) -> None:
    """Raise InstallError where another's folder is in the way."""
    if target.is_symlink():
        raise InstallError(f"{target} is a link that Camera Looks did not make: {MOVE_IT}")
    if os.path.lexists(target) and not (ours.is_ours(target) or ours.is_empty(target)):
        raise InstallError(f"{target} was not written by Camera Looks: {MOVE_IT}")
    for kind in KINDS:
        left = beside(target, kind)
        if os.path.lexists(left) and not (ours.is_ours(left, least=1) or ours.is_empty(left)):
            raise InstallError(f"{left} was not written by Camera Looks, which needs that name: {MOVE_IT}")


MOVE_IT = "move it elsewhere or rename it, then run install.py again."


def leftovers(target: Path) -> list[Path]:
    """What a run that was ended has left beside the target."""
    return [path for kind in (*KINDS, GONE) if os.path.lexists(path := beside(target, kind))]


def beside(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.{kind}")


def last_passed(target: Path) -> Path | None:
    """The folder that has passed its check last, wherever it lies."""
    places = [target, *(beside(target, kind) for kind in KINDS)]
    passed = [
        place for place in places if (found := standing(place)) is not None and (found >= (0,) or place == target)
    ]
    return max(passed, key=lambda place: standing(place) or (), default=None)


def standing(folder: Path) -> tuple[float, ...] | None:
    """Which of two folders stays: the greater; None for one that has not passed its check.

    Of two without a list, one waited for the other to pass: the older one has worked before.
    """
    known = ours.read(folder)
    if known is not None:
        return None if known.passed is None else (known.passed, math.inf)
    if not ours.is_ours(folder):
        return None
    start = folder / ours.START
    return (0, -start.stat().st_mtime) if start.is_file() else (-1,)


def put(fresh: Path, target: Path) -> None:
    """Move a folder to its place; the one that is there waits beside it."""
    if not os.path.lexists(target):
        fresh.rename(target)
        return
    if exchange(fresh, target):
        return
    aside = beside(target, "failed" if fresh == beside(target, "old") else "old")
    try:
        target.rename(aside)
    except PermissionError:
        if os.name != "nt" and not os.access(target.parent, os.W_OK):
            raise
        # Windows moves no folder in which a program has a file open.
        raise InstallError(f"{target} cannot be replaced: close GIMP, then run install.py again.") from None
    try:
        fresh.rename(target)
    except BaseException:
        aside.rename(target)
        raise


def exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step, where the system and the file system can do that."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def discard(folder: Path, keeper: Keeper, target: Path) -> None:
    """Remove a folder of ours, but for what others have put into it, so that half of it is never taken for a whole."""
    gone = beside(target, GONE)
    sweep(gone, keeper, target)
    folder.rename(gone)
    sweep(gone, keeper, target)


def sweep(gone: Path, keeper: Keeper, target: Path) -> None:
    """Go on with the removal of a folder.  Its list goes last: it says what is ours for as long as there is any."""
    if not gone.is_dir():
        return
    allow_writing(gone)
    if names := ours.strangers(gone):
        keeper.keep(gone, names, target)
    for entry in list(gone.iterdir()):
        if entry.name != ours.NAME:
            remove(entry)
    remove(gone)


def remove(path: Path) -> None:
    """Remove a folder, a file or a link, if there is one, even if it must not be written to."""
    if path.is_dir() and not path.is_symlink():
        allow_writing(path)
        for left in reversed(range(ATTEMPTS)):
            try:
                shutil.rmtree(path)
                break
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.ENOENT) or not left:
                    raise
                time.sleep(MOMENT)
    else:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def allow_writing(path: Path) -> None:
    """Undo the protection of folders that were copied from where nothing may be written; on Windows, of files too."""
    for place, _folders, files in os.walk(path):
        for entry in (Path(place), *(Path(place, name) for name in files if os.name == "nt")):
            mode = entry.lstat().st_mode
            if not mode & stat.S_IWUSR:
                with contextlib.suppress(OSError):  # another's: removing it says so
                    entry.chmod(mode | stat.S_IRWXU)
