"""Write files that survive a power cut from the moment the call returns."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lut.shared.atomic_write import flush_to_disk, write_atomically

from . import locked_files
from .install_error import name_path

THREADS = 8  # file systems write the journal once for all that wait for it


def write_text(path: Path, text: str) -> None:
    """Write a text file atomically.  Raises OSError that names the file, not its temporary one."""
    data = text.encode("utf-8", "surrogateescape")  # paths may be any bytes
    part = part_path(path)
    try:
        part.unlink(missing_ok=True)  # of a run that was killed
        if locked_files.LOCKS and path.exists():
            locked_files.make_writable(path)
        locked_files.retry_in_use(lambda: write_atomically(path, data, part))
    except OSError as error:
        raise name_path(error, path) from None


def part_path(path: Path) -> Path:
    """Return the temporary name of a file that is being written."""
    return path.with_name(f"{path.name}.part")


def flush_tree(folder: Path) -> None:
    """Flush everything in a folder to the disk.  Raises OSError when the disk does not take it."""
    files, places = [], [folder.parent]
    for place, _folders, names in os.walk(folder):
        places.append(Path(place))
        files += [Path(place, name) for name in names]
    flush_paths(file for file in files if file.is_file() and not file.is_symlink())
    flush_paths(places)


def flush_paths(paths: Iterable[Path]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(flush_path, paths))


def flush_path(path: Path) -> None:
    try:
        flush_to_disk(path)
    except OSError as error:
        raise name_path(error, path) from None
