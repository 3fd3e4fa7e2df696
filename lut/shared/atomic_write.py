"""Write files that are whole or not there, and try again where Windows keeps a file for a moment."""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds
CANNOT_FLUSH = (errno.EINVAL, errno.ENOTSUP)  # of file systems that do not offer it


def write_atomically(path: Path, data: bytes, part: Path | None = None, mode: int | None = None) -> None:
    """Write a file under a temporary name in its folder, flush it to the disk, and rename it.

    Readers see the old file or the new one.  An interrupted call leaves the old file as it was.  When the call
    returns, the file survives a power cut.

    part: the temporary name, which must not exist; by default a random one.  mode: permissions of the new file.
    Raises OSError, whose ``filename`` may be the temporary one.
    """
    part = part or path.with_name(f".{secrets.token_hex(8)}.part")
    file = part.open("xb")
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            part.chmod(mode)
        retry_while_in_use(lambda: part.replace(path))
    finally:
        with suppress(OSError):
            retry_while_in_use(lambda: part.unlink(missing_ok=True))
    flush_to_disk(path.parent)


def flush_to_disk(path: Path) -> None:
    """Flush a file, or the names in a folder.  Does nothing where the system does not offer it.  Raises OSError."""
    if sys.platform == "win32" and path.is_dir():
        return  # Windows opens no folders
    try:
        opened = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    except PermissionError:
        return  # a folder that may be written to but not listed, a file that may only be executed
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in CANNOT_FLUSH:
            raise
    finally:
        os.close(opened)


def retry_while_in_use(action: Callable[[], Result], pauses: Sequence[float] = PAUSES) -> Result:
    """Call an action again, after each of the pauses, while Windows says that another program has a file open.

    Virus scanners and indexers open every new file, for some tenths of a second.  pauses: in seconds.
    Returns what the action returns.  Raises its last error.
    """
    for pause in pauses if sys.platform == "win32" else ():
        try:
            return action()
        except PermissionError:
            time.sleep(pause)
    return action()
