"""Write so that it is on the disk when the call returns: what was said to be there survives a power cut."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .errors import about
from .files import replace

THREADS = 8  # file systems write the journal once for all that wait for it
CANNOT = (errno.EINVAL, errno.ENOTSUP)  # of file systems that do not offer it


def write(path: Path, text: str) -> None:
    """Write a text file that is there whole or as before.  OSError names the file, not its temporary one."""
    part = part_of(path)
    try:
        with part.open("wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))  # paths may be any bytes
            file.flush()
            os.fsync(file.fileno())
        replace(part, path)
        flush([path.parent])
    except OSError as error:
        raise about(error, path) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Where a file is written before it gets its name."""
    return path.with_name(f"{path.name}.part")


def flush_tree(folder: Path) -> None:
    """Have all that is in a folder on the disk.  OSError when the disk does not take it."""
    files, places = [], [folder.parent]
    for place, _folders, names in os.walk(folder):
        places.append(Path(place))
        files += [Path(place, name) for name in names]
    flush(file for file in files if file.is_file() and not file.is_symlink())
    flush(places)


def flush(paths: Iterable[Path]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(flush_one, paths))


def flush_one(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows has no such thing as an open folder
    try:
        opened = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    except PermissionError:
        return  # a wheel's file that may only be executed, or must not be written to
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in CANNOT:
            raise about(error, path) from None
    finally:
        os.close(opened)
