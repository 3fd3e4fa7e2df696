"""Open files that come from outside: regular files only.

A pipe would be waited for, a device may be endless (/dev/zero), and opening one can have an effect of its own.
"""

from __future__ import annotations

import errno
import os
import stat
from os import PathLike
from pathlib import Path
from typing import IO

from ..errors import LutFormatError
from .names import find_fault

KINDS = {
    stat.S_IFDIR: "folder",
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


def open_regular(path: str | PathLike[str]) -> IO[bytes]:
    """Open a file for reading.

    Raises LutFormatError where ``path`` is, or links to, anything but a regular file, without waiting for it; OSError
    where it cannot be opened.
    """
    check_regular(path, os.stat(path))  # noqa: PTH116 - a device is not even opened
    # The name may mean something else by now: a pipe then opens without waiting, and is found out.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    file = open(os.open(path, flags), "rb")  # noqa: PTH123, SIM115 - of a descriptor; it is the caller's
    try:
        check_regular(path, os.fstat(file.fileno()))
    except LutFormatError:
        file.close()
        raise
    return file


class ReopenedFile:
    """A regular file that is opened for each reading: nobody has to close it, and it can be moved meanwhile."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = path
        self.place = 0

    def read(self, size: int = -1) -> bytes:
        with open_regular(self.path) as file:
            file.seek(self.place)
            data = file.read(size)
        self.place += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            offset += os.stat(self.path).st_size  # noqa: PTH116
        elif whence == os.SEEK_CUR:
            offset += self.place
        if offset < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self.place = offset
        return offset

    def tell(self) -> int:
        return self.place

    def seekable(self) -> bool:
        return True


def check_regular(path: str | PathLike[str], status: os.stat_result) -> None:
    """Raise LutFormatError where a status is not that of a regular file."""
    if not stat.S_ISREG(status.st_mode):
        raise LutFormatError(path, None, f"expected a file, found a {name_kind(status)}")


def name_kind(status: os.stat_result) -> str:
    """Name the kind of something that is not a regular file."""
    return KINDS.get(stat.S_IFMT(status.st_mode), "device")


def read_bytes(path: str | PathLike[str], most: int | None = None) -> bytes:
    """Read a regular file.  Raises LutFormatError for anything else and above ``most`` bytes, and OSError."""
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if most is not None and size > most:
            raise LutFormatError(path, None, f"expected at most {most:,} bytes, found {size:,}")
        return file.read(size)


def check_replaceable(path: str | PathLike[str]) -> None:
    """Raise LutFormatError where writing a file would replace a pipe, a device or a folder, as a rename does.

    On Windows, names of devices and those that Windows would change are refused as well.
    """
    place = Path(path)
    if fault := find_fault(os.fspath(path)):
        raise LutFormatError(path, None, fault)
    if place.exists() and not place.is_file():
        found = name_kind(place.stat())
        raise LutFormatError(path, None, f"expected the name of a file to write, found a {found}")
