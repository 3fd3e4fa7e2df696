"""Put a folder in the place of another, so that the last one that passed its check is what stays, whatever ends us.

A new folder is filled and checked beside its place, under a name that GIMP ignores (it starts ``NAME/NAME.py`` only),
and takes the place in one step once it has passed.  Where GIMP can see it at its place alone, it is moved there before
the check, and says of itself until it has passed that it has not (``ours.py``).
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from . import durable, files, ours
from .errors import InstallError
from .files import is_in_use, move
from .keeping import Keeper, free_name

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # of Linux
RENAME_SWAP = 2  # of macOS
KINDS = ("new", "old", "failed")  # nothing is named "failed" any more
GONE = "gone"  # what is being removed; nothing in it is looked at again


@contextlib.contextmanager
def replaced(
    target: Path,
    build: Callable[[Path], None],
    keeper: Keeper,
    in_place: bool = False,
    tell: Callable[[str], object] = lambda sentence: None,
) -> Iterator[Path]:
    """Fill a folder and put it at target if the block in the ``with`` statement, which gets its path, finds it good.

    build: fills an empty folder.  in_place: whether the block has to find it at target.
    When anything raises, the folder that was there before is there; where another program keeps it from its place, it
    waits beside it for the next run, and tell gets a sentence.
    """
    recover(target, keeper)
    fresh = free_name(beside(target, "new"))
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
        try:
            recover(target, keeper)
        except (OSError, InstallError):
            if standing(target) is None:
                tell(f"{target} is not yet as it was before: close GIMP, then run install.py again to mend that.")
        raise
    with contextlib.suppress(OSError):  # the next run does it
        recover(target, keeper)


def recover(target: Path, keeper: Keeper) -> None:
    """Decide from what is on the disk alone which folder stays, and remove the others of ours.

    What a program has open there waits for the next run, unless it is in the way.
    """
    refuse_foreign(target)
    best = last_passed(target)
    if best is not None and best != target:
        put(best, target)
    elif best is None and (known := ours.read(target)) is not None and known.passed is None:
        discard(target, keeper, target)
    clear(target, keeper)


def clear(target: Path, keeper: Keeper) -> None:
    """Remove what was left beside the target, but for what a program has open."""
    for left in leftovers(target):
        try:
            sweep(left, keeper, target) if is_going(left, target) else discard(left, keeper, target)
        except OSError as error:
            if not is_in_use(error):
                raise


def refuse_foreign(target: Path) -> None:
    """Raise InstallError where another's folder is in the way."""
    if target.is_symlink():
        raise InstallError(f"{target} is a link that Camera Looks did not make: {MOVE_IT}")
    if os.path.lexists(target) and not (ours.is_ours(target) or ours.is_empty(target)):
        raise InstallError(f"{target} was not written by Camera Looks: {MOVE_IT}")
    for left in leftovers(target):
        if not (is_going(left, target) or ours.is_ours(left, least=1) or ours.is_empty(left)):
            raise InstallError(f"{left} was not written by Camera Looks, which needs that name: {MOVE_IT}")


MOVE_IT = "move it elsewhere or rename it, then run install.py again."


def leftovers(target: Path) -> list[Path]:
    """What a run that was ended has left beside the target."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.({'|'.join((*KINDS, GONE))})(-\d+)?")
    try:
        return sorted(path for path in target.parent.iterdir() if ours.fullmatch(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def beside(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.{kind}")


def is_going(left: Path, target: Path) -> bool:
    """Whether the removal of what lies beside the target has begun."""
    return left.name.startswith(beside(target, GONE).name)


def last_passed(target: Path) -> Path | None:
    """The folder that has passed its check last, wherever it lies."""
    places = [target, *(left for left in leftovers(target) if not is_going(left, target))]
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
        move(fresh, target)
        return
    if exchange(fresh, target):
        return
    aside = free_name(beside(target, "old"))
    try:
        move(target, aside)
    except PermissionError as error:
        if not is_in_use(error):
            raise
        raise InstallError(f"{target} cannot be replaced: close GIMP, then run install.py again.") from None
    try:
        move(fresh, target)
    except BaseException:
        with contextlib.suppress(OSError):  # else ``recover`` finds it
            move(aside, target)
        raise


def exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step, where the system and the file system can do that."""
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform not in ("linux", "darwin"):
        return False
    try:
        system = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(system.renamex_np(*names, RENAME_SWAP) == 0)
        return bool(system.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0)
    except (OSError, AttributeError):
        return False


def discard(folder: Path, keeper: Keeper, target: Path) -> None:
    """Remove a folder of ours, but for what others have put into it, so that half of it is never taken for a whole."""
    gone = free_name(beside(target, GONE))
    move(folder, gone)
    sweep(gone, keeper, target)


def sweep(gone: Path, keeper: Keeper, target: Path) -> None:
    """Go on with the removal of a folder.  Its list goes last: it says what is ours for as long as there is any."""
    if not gone.is_dir():
        return
    files.allow_writing(gone)
    if names := ours.strangers(gone):
        keeper.keep(gone, names, target)
    for entry in list(gone.iterdir()):
        if entry.name != ours.NAME:
            files.remove(entry)
    files.remove(gone)
