"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os
import platform
import secrets
import stat
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from os import PathLike
from pathlib import Path

from ..shared.processes import is_alive
from .regular import check_replaceable

IN_USE = "is open in another program, or not yours to change: close it there, then try again"
READ_ONLY = "is read-only; it was left as it is"
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds


def save(data: bytes, path: str | PathLike[str]) -> None:
    """Write a file under another name in its folder, and rename it when it is on the disk.

    Whoever reads meanwhile sees the old file; what stops us leaves the old file. A link keeps
    pointing where it points, and a file that is replaced keeps its permissions. Raises LutFormatError
    where the name is that of a device or the like, and OSError.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():  # it leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), os.fspath(path))
    check_replaceable(target)
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    if mode is not None:
        try:  # a rename would replace even what must not be written to
            if sys.platform == "win32" and not mode & stat.S_IWRITE:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            persist(lambda: target.open("ab").close())
        except OSError as error:
            raise explained(error, path) from error
    token = secrets.token_hex(4)  # a short name, so that any length of the target's will do
    part = target.with_name(f".{os.getpid():x}-{computer()}-{token}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            part.chmod(mode)
        persist(lambda: part.replace(target))
    except OSError as error:
        raise explained(error, path) from error
    finally:
        with suppress(OSError):  # a scanner reads it: what is left of this process is removed by a later one
            persist(lambda: part.unlink(missing_ok=True))
    with suppress(OSError):  # the rename itself; Windows has no such thing as an open folder
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def persist(action: Callable[[], object]) -> None:
    """Do something to a file, and try again for a while where Windows does not let us.

    Scanners and indexers open every new file, for some tenths of a second.
    """
    for pause in PAUSES if sys.platform == "win32" else ():
        try:
            action()
            return
        except PermissionError:
            time.sleep(pause)
    action()


def explained(error: OSError, path: str | PathLike[str]) -> OSError:
    """The error about the file that was to be written: nobody knows the part's name."""
    reason = error.strerror
    if sys.platform == "win32" and isinstance(error, PermissionError) and Path(path).exists():
        reason = IN_USE if Path(path).stat().st_mode & stat.S_IWRITE else READ_ONLY
    return OSError(error.errno, reason, os.fspath(path))


def sweep(folder: Path, ended: int | None = None) -> None:
    """Remove what processes of this computer that were killed have begun to write in a folder.

    ended: the id of such a process, which the system may still count among the living.
    """
    for part in folder.glob(f".*-{computer()}-*.part"):
        with suppress(ValueError, OverflowError, OSError):
            process = int(part.name[1:].partition("-")[0], 16)
            if process == ended or not is_alive(process):
                part.unlink()


@cache
def computer() -> str:
    """Tells this computer from others that write into the same folder."""
    return f"{zlib.crc32(platform.node().encode()):x}"
