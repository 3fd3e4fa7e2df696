"""A lock: one run changes things at a time.  The system releases it when the process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .install_error import name_path

NAME = "install.lock"
WAIT_SECONDS = 0.2  # between two attempts, where the system cannot wait itself


@contextlib.contextmanager
def hold_lock(folder: Path, wait: Callable[[str], object]) -> Iterator[list[Path]]:
    """Hold the lock of a folder.  wait: gets a sentence if another process holds it.

    Gives the folders that were made for that, outermost first.  Those in the list at the end go if they are empty.
    """
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    made.reverse()
    path = folder / NAME
    try:
        opened = acquire_lock(path, wait)
        try:
            yield made
        finally:
            release_lock(path, opened)
    finally:
        for place in reversed(made):
            with contextlib.suppress(OSError):
                place.rmdir()


def release_lock(path: Path, opened: int) -> None:
    """Remove the file while we hold it: a waiting process then sees that it is another one.  Windows cannot."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            path.unlink()
    os.close(opened)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()


def acquire_lock(path: Path, wait: Callable[[str], object]) -> int:
    """Open and lock the file of that name."""
    told = False
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)  # again, if who held it has removed that, too
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not lock(opened, wait=False):
                if not told:
                    who = f"another install.py (process {read_holder(path)})"
                    wait(f"{who} is at work in {path.parent}; this one goes on after it.")
                    told = True
                lock(opened, wait=True)
            if is_same_file(path, opened):
                os.ftruncate(opened, 0)
                os.write(opened, f"{os.getpid()}\n".encode())
                return opened
        except OSError as error:
            os.close(opened)
            raise name_path(error, path) from None
        except BaseException:
            os.close(opened)
            raise
        os.close(opened)


def is_same_file(path: Path, opened: int) -> bool:
    """Return True if the opened file still has that name, and was not removed by the process that held it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(opened))
    except FileNotFoundError:
        return False


def read_holder(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip() or "unknown"
    except OSError:
        return "unknown"


if sys.platform == "win32":
    import msvcrt

    FAR = 1 << 20  # the byte that is locked; the others can be read

    def lock(opened: int, wait: bool) -> bool:
        while True:
            os.lseek(opened, FAR, os.SEEK_SET)
            try:
                msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(WAIT_SECONDS)
            else:
                os.lseek(opened, 0, os.SEEK_SET)
                return True

else:
    import errno
    import fcntl

    def lock(opened: int, wait: bool) -> bool:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
                raise
            # a file system without locks: as before there was one
        return True
