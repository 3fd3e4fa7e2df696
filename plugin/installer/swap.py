"""Replace a folder so that the last version that passed its check survives, however the program ends.

A new folder is filled and checked beside its place, under a name that GIMP ignores (it starts ``NAME/NAME.py`` only),
and takes the place in one step once it has passed.  Where GIMP can see it at its place alone, it is moved there before
the check, and says of itself until it has passed that it has not (``manifest.py``).
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

from . import durable, locked_files, manifest
from .install_error import InstallError
from .locked_files import is_in_use, move
from .set_aside import Keeper, free_path

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # of Linux
RENAME_SWAP = 2  # of macOS
KINDS = ("new", "old", "failed")  # nothing is named "failed" any more
GONE = "gone"  # what is being removed; nothing in it is looked at again


@contextlib.contextmanager
def replace_folder(
    target: Path,
    build: Callable[[Path], None],
    keeper: Keeper,
    in_place: bool = False,
    tell: Callable[[str], object] = lambda sentence: None,
) -> Iterator[Path]:
    """Fill a folder and put it at target if the ``with`` statement's block, which gets its path, raises nothing.

    build: fills an empty folder.  in_place: whether the block has to find it at target.
    When anything raises, the folder that was there before is there; where another program keeps it from its place, it
    waits beside it for the next run, and tell gets a sentence.
    """
    recover_folder(target, keeper)
    fresh = free_path(path_beside(target, "new"))
    number = 1 + max(0, int((rank_folder(target) or (0,))[0]))
    try:
        manifest.begin_folder(fresh)
        build(fresh)
        manifest.seal_folder(fresh)
        durable.flush_tree(fresh)
        if in_place:
            put_in_place(fresh, target)
        yield target if in_place else fresh
        manifest.mark_passed(target if in_place else fresh, number)
        if not in_place:
            put_in_place(fresh, target)
        durable.flush_paths([target.parent])
    except BaseException:
        try:
            recover_folder(target, keeper)
        except (OSError, InstallError):
            if rank_folder(target) is None:
                tell(f"{target} is not yet as it was before: close GIMP, then run install.py again to mend that.")
        raise
    with contextlib.suppress(OSError):  # the next run does it
        recover_folder(target, keeper)


def recover_folder(target: Path, keeper: Keeper) -> None:
    """Decide from the disk alone which folder stays, and remove our others.

    What a program has open there waits for the next run, unless it is in the way.
    """
    refuse_foreign(target)
    best = find_last_passed(target)
    if best is not None and best != target:
        put_in_place(best, target)
    elif best is None and (known := manifest.read_manifest(target)) is not None and known.passed is None:
        discard_folder(target, keeper, target)
    clear_leftovers(target, keeper)


def clear_leftovers(target: Path, keeper: Keeper) -> None:
    """Remove what was left beside the target, except what a program has open."""
    for left in list_leftovers(target):
        try:
            sweep_folder(left, keeper, target) if is_going(left, target) else discard_folder(left, keeper, target)
        except OSError as error:
            if not is_in_use(error):
                raise


def refuse_foreign(target: Path) -> None:
    """Raise InstallError where another's folder is in the way."""
    if target.is_symlink():
        raise InstallError(f"{target} is a link that Camera Looks did not make: {MOVE_IT}")
    if os.path.lexists(target) and not (manifest.is_ours(target) or manifest.is_empty(target)):
        raise InstallError(f"{target} was not written by Camera Looks: {MOVE_IT}")
    for left in list_leftovers(target):
        if not (is_going(left, target) or manifest.is_ours(left, least=1) or manifest.is_empty(left)):
            raise InstallError(f"{left} was not written by Camera Looks, which needs that name: {MOVE_IT}")


MOVE_IT = "move it elsewhere or rename it, then run install.py again."


def list_leftovers(target: Path) -> list[Path]:
    """List what an interrupted run has left beside the target."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.({'|'.join((*KINDS, GONE))})(-\d+)?")
    if not target.parent.is_dir():
        return []
    return sorted(path for path in target.parent.iterdir() if ours.fullmatch(path.name))


def path_beside(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.{kind}")


def is_going(left: Path, target: Path) -> bool:
    """Return True if the removal of a folder beside the target has begun."""
    return left.name.startswith(path_beside(target, GONE).name)


def find_last_passed(target: Path) -> Path | None:
    """Find the folder that has passed its check last, wherever it is."""
    places = [target, *(left for left in list_leftovers(target) if not is_going(left, target))]
    passed = [
        place for place in places if (found := rank_folder(place)) is not None and (found >= (0,) or place == target)
    ]
    return max(passed, key=lambda place: rank_folder(place) or (), default=None)


def rank_folder(folder: Path) -> tuple[float, ...] | None:
    """Rank a folder: of two, the greater stays.  None for one that has not passed its check.

    Of two without a list, one waited for the other to pass: the older one has worked before.
    """
    known = manifest.read_manifest(folder)
    if known is not None:
        return None if known.passed is None else (known.passed, math.inf)
    if not manifest.is_ours(folder):
        return None
    start = folder / manifest.START
    return (0, -start.stat().st_mtime) if start.is_file() else (-1,)


def put_in_place(fresh: Path, target: Path) -> None:
    """Move a folder to its place; the one that was there waits beside it."""
    if not os.path.lexists(target):
        move(fresh, target)
        return
    if exchange_names(fresh, target):
        return
    aside = free_path(path_beside(target, "old"))
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


def exchange_names(one: Path, other: Path) -> bool:
    """Swap two names in one step, where the system and the file system can."""
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


def discard_folder(folder: Path, keeper: Keeper, target: Path) -> None:
    """Remove a folder of ours, except others' files in it, so that half of it is never taken for a whole."""
    gone = free_path(path_beside(target, GONE))
    move(folder, gone)
    sweep_folder(gone, keeper, target)


def sweep_folder(gone: Path, keeper: Keeper, target: Path) -> None:
    """Continue a removal.  The manifest goes last: it tells which files are ours."""
    if not gone.is_dir():
        return
    locked_files.allow_writing(gone)
    if names := manifest.find_strangers(gone):
        keeper.keep(gone, names, target)
    for entry in list(gone.iterdir()):
        if entry.name != manifest.NAME:
            locked_files.remove(entry)
    locked_files.remove(gone)
