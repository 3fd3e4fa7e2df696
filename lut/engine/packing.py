"""Looks of the user's own that travel with an image: packed into text, and unpacked where they are missing.

A copy is the files of the look, the look's own first: {"Evening.toml": "…", "film.cube": "…"}.  What is unpacked
lies in the user's cache and is a look with an id of its own, ``copy-…``.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..errors import LutError
from ..files.names import make_local
from ..files.regular import read_bytes
from ..files.saving import save_file
from ..formats import cube
from ..language import _
from ..looks import Look, own_looks
from ..looks.look import FileLook
from ..looks.recipe_text import find_beside, is_file_name
from ..shared import folders
from ..shared.look_names import COPIED

BAKED_SIZE = 33  # of the table that a large look becomes
LARGEST_COPY = 700_000  # characters: a message between editor and engine holds a million
LARGEST_FILE = 64 << 20  # bytes, unpacked
MARK = ".look"


def pack_look(identifier: str) -> dict[str, str]:
    """Copy one of the user's own looks; a large one is baked to a table of the usual size."""
    known = own_looks.find_file(identifier)
    if known is None:
        return {}
    identifier, path = known
    found = own_looks.read_look(identifier, path)
    files = dict(look_files(found, path))
    if all(file.stat().st_size <= LARGEST_FILE for file in files.values()):
        copy = {name: encode(read_bytes(file, LARGEST_FILE)) for name, file in files.items()}
        if sum(map(len, copy.values())) <= LARGEST_COPY:
            return copy
    assert cube.FORMAT.write is not None
    table = found.bake(BAKED_SIZE).resized(BAKED_SIZE)
    return {f"{path.stem}.cube": encode(cube.FORMAT.write(table))}


def look_files(found: Look, path: Path) -> Iterator[tuple[str, Path]]:
    """Return a look's file and those that it starts from, with their names from the folder of the first."""
    folder, base = path.parent.resolve(), found.base
    yield path.name, path
    while not isinstance(found, FileLook) and base is not None and is_file_name(base.name):
        path = find_beside(base.name, str(path))
        yield path.relative_to(folder).as_posix(), path
        base = base.look.base if base.look is not None else None


def unpack_look(identifier: str, copy: Mapping[str, str]) -> str:
    """Unpack a copy, and return the id of the look in it.  identifier: what it was called where it was packed."""
    digest = hashlib.sha256(repr([*copy.items()]).encode()).hexdigest()[:16]
    folder = copy_folder(digest)
    if not (folder / MARK).exists():
        for name, text in copy.items():
            file = folder / make_local(check_inside(name))
            file.parent.mkdir(parents=True, exist_ok=True)
            save_file(decode(text), file)
        save_file(next(iter(copy)).encode("utf-8", "surrogateescape"), folder / MARK)
    return f"{COPIED}{digest}-{identifier}"


def load_unpacked(identifier: str) -> Look:
    """Read the look of an id that ``unpack_look`` gave."""
    digest, _hyphen, called = identifier.removeprefix(COPIED).partition("-")
    folder = copy_folder(check_inside(digest))
    try:
        name = (folder / MARK).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        sentence = _("The copy of the look {look!r} is gone from {folder}: try again.")
        raise LutError(sentence.format(look=called, folder=folder)) from None
    return own_looks.read_look(identifier, folder / make_local(check_inside(name)))


def copy_folder(digest: str) -> Path:
    return folders.cache() / "copies" / digest


def check_inside(name: str) -> str:
    """Return a name that stays inside its folder, whatever an image says; LutError for others."""
    parts = PurePosixPath(name).parts
    if not parts or name != name.strip() or PureWindowsPath(name).drive or "\\" in name or {"..", "/"} & {*parts}:
        raise LutError(_("expected the name of a look's file, found {name!r}").format(name=name))
    return name


def encode(data: bytes) -> str:
    """Compress a file's bytes into text."""
    return base64.b64encode(zlib.compress(data, 9)).decode()


def decode(text: str) -> bytes:
    """Return the bytes of a packed file.  Raises LutError for what is none, or too large."""
    try:
        pump = zlib.decompressobj()
        data = pump.decompress(base64.b64decode(text, validate=True), LARGEST_FILE)
        if not pump.eof:
            raise ValueError
    except (ValueError, zlib.error):
        raise LutError(_("The copy of the look in this image is damaged.")) from None
    return data
