"""Set aside files that others put into a folder of ours, before that folder is removed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lut.shared import folders

from .locked_files import retry_in_use

FOLDER = "kept"


@dataclass(frozen=True)
class Keeper:
    """tell: gets where files were, how many, and the folder in which they are now."""

    tell: Callable[[Path, int, Path], object]

    def keep(self, folder: Path, names: Sequence[str], origin: Path) -> None:
        """Move files out of a folder.  names: paths in it.  origin: the place that people know it by."""
        place = free_path(folders.data() / FOLDER / origin.name)
        for name in names:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            try:
                retry_in_use(partial(shutil.move, folder / name, place / name))
            except OSError:
                if os.path.lexists(folder / name):
                    (place / name).unlink(missing_ok=True)  # the half of a copy to another disk
                raise
        self.tell(origin, len(names), place)


def free_path(path: Path) -> Path:
    """Return that path, or the first of path-2, path-3 … that does not exist."""
    number, free = 1, path
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
