"""Save results: check the target, keep its permissions, and clean up after processes that were killed."""

from __future__ import annotations

import errno
import os
import platform
import secrets
import stat
import sys
import zlib
from contextlib import suppress
from functools import cache
from os import PathLike
from pathlib import Path

from ..shared.atomic_write import retry_while_in_use, write_atomically
from ..shared.processes import is_alive
from .regular import check_replaceable

IN_USE = "is open in another program, or not yours to change: close it there, then try again"
READ_ONLY = "is read-only; it was left as it is"


def save_file(data: bytes, path: str | PathLike[str]) -> None:
    """Write a file that is whole or not there.

    A link keeps pointing where it points. A file that is replaced keeps its permissions. Raises LutFormatError where
    the name is that of a device or the like, and OSError.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():  # it leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), os.fspath(path))
    check_replaceable(target)
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    token = secrets.token_hex(4)  # a short name, so that any length of the target's will do
    part = target.with_name(f".{os.getpid():x}-{computer_id()}-{token}.part")
    try:
        if mode is not None:  # a rename would replace even what must not be written to
            if sys.platform == "win32" and not mode & stat.S_IWRITE:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            retry_while_in_use(lambda: target.open("ab").close())
        write_atomically(target, data, part, mode)
    except OSError as error:
        raise about_target(error, path) from error


def about_target(error: OSError, path: str | PathLike[str]) -> OSError:
    """Return the error with the target's name in place of the temporary one."""
    reason = error.strerror
    if sys.platform == "win32" and isinstance(error, PermissionError) and Path(path).exists():
        reason = IN_USE if Path(path).stat().st_mode & stat.S_IWRITE else READ_ONLY
    return OSError(error.errno, reason, os.fspath(path))


def remove_unfinished(folder: Path, ended: int | None = None) -> None:
    """Remove temporary files that killed processes of this computer left in a folder.

    ended: the id of such a process, which the system may still count among the living.
    """
    for part in folder.glob(f".*-{computer_id()}-*.part"):
        with suppress(ValueError, OverflowError, OSError):
            process = int(part.name[1:].partition("-")[0], 16)
            if process == ended or not is_alive(process):
                part.unlink()


@cache
def computer_id() -> str:
    """Return a short id of this computer: others may write into the same folder."""
    return f"{zlib.crc32(platform.node().encode()):x}"
