"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from os import PathLike
from pathlib import Path

from ..files import check_replaceable


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
        target.open("ab").close()  # a rename would replace even what must not be written to
    part = target.with_name(f".{os.getpid():x}-{secrets.token_hex(4)}.part")  # short: any name's length will do
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            part.chmod(mode)
        part.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error  # nobody knows the part's name
    finally:
        part.unlink(missing_ok=True)
    with suppress(OSError):  # the rename itself; Windows has no such thing as an open folder
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def sweep(path: str | PathLike[str], process: int) -> None:
    """Remove what a process that was killed has begun to write for that file."""
    for part in Path(os.path.realpath(path)).parent.glob(f".{process:x}-*.part"):
        part.unlink(missing_ok=True)
