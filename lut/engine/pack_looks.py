"""Looks of the user's own packed into text, to travel with an image; ``copies.py`` unpacks them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from pathlib import Path

from ..files.regular import read_bytes
from ..formats import cube
from ..looks import Look, own_looks
from ..looks.own_looks import FileLook
from ..looks.recipe_text import find_beside, is_file_name
from .baked_looks import BAKED_SIZE, look
from .unpack_looks import LARGEST_FILE

LARGEST = 700_000  # characters: a message between editor and engine holds a million

Copy = dict[str, str]


def packed(identifier: str) -> Copy:
    """A copy of one of the user's own looks; a large one is baked to a table of the usual size."""
    known = own_looks.find_file(identifier)
    if known is None:
        return {}
    identifier, path = known
    found = own_looks.read_look(identifier, path)
    files = dict(files_of(found, path))
    if all(file.stat().st_size <= LARGEST_FILE for file in files.values()):
        copy = {name: encoded(read_bytes(file, LARGEST_FILE)) for name, file in files.items()}
        if sum(map(len, copy.values())) <= LARGEST:
            return copy
    assert cube.FORMAT.write is not None
    table = look(identifier)[1].resized(BAKED_SIZE)
    return {f"{path.stem}.cube": encoded(cube.FORMAT.write(table))}


def files_of(found: Look, path: Path) -> Iterator[tuple[str, Path]]:
    """The look's file and those that it starts from, with their names from the folder of the first."""
    folder, base = path.parent.resolve(), found.base
    yield path.name, path
    while not isinstance(found, FileLook) and base is not None and is_file_name(base.name):
        path = find_beside(base.name, str(path))
        yield path.relative_to(folder).as_posix(), path
        base = base.look.base if base.look is not None else None


def encoded(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode()
