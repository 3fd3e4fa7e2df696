"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os
import platform
import secrets
import zlib
from contextlib import suppress
from functools import cache
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
    token = secrets.token_hex(4)  # a short name, so that any length of the target's will do
    part = target.with_name(f".{os.getpid():x}-{computer()}-{token}.part")
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


def sweep(folder: Path, ended: int | None = None) -> None:
    """Remove what processes of this computer that were killed have begun to write in a folder.

    ended: the id of such a process. Others are asked for on POSIX only: Windows cannot ask without ending them.
    """
    for part in folder.glob(f".*-{computer()}-*.part"):
        with suppress(ValueError, OverflowError, OSError):
            process = int(part.name[1:].partition("-")[0], 16)
            if process == ended or (os.name == "posix" and not is_alive(process)):
                part.unlink()


@cache
def computer() -> str:
    """Tells this computer from others that write into the same folder."""
    return f"{zlib.crc32(platform.node().encode()):x}"


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        pass
    return True
