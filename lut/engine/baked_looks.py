"""Looks ready to apply: a recipe is baked once, and then read from the user's cache."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from .. import formats, looks
from ..errors import LutError
from ..files.saving import save_file
from ..looks import Look, Scene
from ..looks.own_looks import FileLook
from ..shared import folders
from ..shared.look_ids import COPIED
from ..table import Lut
from . import unpack_looks

BAKED_SIZE = 33
ROUGH_SIZE = 17  # baked in an eighth of the time: for pictures of the size of a thumb
ABANDONED_SECONDS = 3600  # nobody writes a table for so long
SOURCES = ("looks", "color", "kernel")


@lru_cache(maxsize=1)
def code_digest() -> bytes:
    """Changes whenever code or data that shapes a baked table changes."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for source in SOURCES:
        place = package / source
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix in (".py", ".toml"):
                status = file.stat()
                digest.update(f"{file.relative_to(package)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.digest()


def look(identifier: str, scene: Mapping[str, float] | Scene | None = None, rough: bool = False) -> tuple[Look, Lut]:
    """A look, of the library or the user's own, and its table, for a scene (measured, or weights by name) or by day.

    rough: a coarser table will do where the look's own has not been baked yet.
    """
    found = load(identifier)
    if isinstance(found, FileLook):
        return found, file(found.path)
    return found, table(found, tuple(found.weights(scene).items()), rough)


def load(identifier: str) -> Look:
    """A look of the library, the user's own, or one that came with an image."""
    return unpack_looks.load(identifier) if identifier.startswith(COPIED) else looks.load(identifier)


@lru_cache(maxsize=64)
def table(look: Look, weights: tuple[tuple[str, float], ...], rough: bool = False) -> Lut:
    """The tables of a look's scenes, mixed; the same object for the same weights."""
    names = [name for name, weight in weights if weight > 0]
    parts = {name: known for name in names if (known := cached(cache_name(look, name))) is not None} if rough else {}
    if len(parts) < len(names):  # all of them rough, or none: those of two sizes cannot be mixed
        parts = {name: rough_scene(look, name) if rough else one_scene(look, name) for name in names}
    return looks.mix(parts, look.weights(dict(weights)))


@lru_cache(maxsize=128)
def one_scene(look: Look, scene: str) -> Lut:
    """A look's table for one scene."""
    return baked(cache_name(look, scene), lambda: look.table(scene, BAKED_SIZE))


@lru_cache(maxsize=128)
def rough_scene(look: Look, scene: str) -> Lut:
    return look.table(scene, ROUGH_SIZE)


def cache_name(look: Look, scene: str) -> str:
    return f"{look!r} {scene}"


def file(path: str | Path) -> Lut:
    """The LUT in a file, read again whenever the file has changed."""
    return formats.read(path)


def place(name: str) -> Path:
    """Where the table of that name is cached."""
    key = hashlib.sha256(code_digest() + name.encode()).hexdigest()[:32]
    return folders.baked_looks() / f"{key}.npy"


def cached(name: str) -> Lut | None:
    """The table of that name if it has been baked."""
    try:
        return Lut(np.load(place(name), allow_pickle=False))
    except Exception:  # not there, or damaged in any way: it is baked again
        return None


def baked(name: str, bake: Callable[[], Lut]) -> Lut:
    """The table of that name from the cache, or baked now and cached.

    The cache is a convenience: where it cannot be read or written, the look is baked each time.
    """
    known = cached(name)
    if known is not None:
        return known
    result, path = bake(), place(name)
    data = io.BytesIO()
    np.save(data, result.table)
    with suppress(OSError, LutError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep(path.parent)
        save_file(data.getvalue(), path)
    return result


def sweep(folder: Path) -> None:
    """Remove what engines that were killed had begun to write there."""
    for part in folder.glob("*.part"):
        if time.time() - part.stat().st_mtime > ABANDONED_SECONDS:
            part.unlink(missing_ok=True)
