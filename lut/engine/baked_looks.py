"""Looks ready to apply: a recipe is baked once, and then read from the user's cache.

The cache holds a table for each look and scene, and an index of the library's looks: what a job has to know of them,
so that a look whose tables are there needs no recipe.  The cache is a convenience: where it cannot be read or written,
recipes are read and baked each time.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import LutError
from ..files.json_input import read_object
from ..looks.finish import FINISHES, Finish
from ..looks.scene import Scene, mix, weigh_scenes
from ..shared import folders
from ..shared.look_names import COPIED, OWN
from ..table import Lut

if TYPE_CHECKING:
    from ..looks import Look

BAKED_SIZE = 33
ROUGH_SIZE = 17  # baked in an eighth of the time: for pictures of the size of a thumb
ABANDONED_SECONDS = 3600  # nobody writes a table for so long
SOURCES = ("looks", "color", "kernel", "engine/baked_looks.py")


@dataclass(frozen=True)
class ReadyLook:
    """The properties of a look that a job needs besides its tables.

    digest: tells the look from one whose steps differ.  source: the look itself, where it has been read.
    """

    id: str = ""
    name: str = ""
    monochrome: bool = False
    scenes: tuple[str, ...] = ()
    finish: tuple[Finish, ...] = ()
    digest: str = ""
    source: Look | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, look: Look) -> ReadyLook:
        digest = hashlib.sha256(repr(look).encode("utf-8", "surrogateescape")).hexdigest()
        return cls(look.id, look.name, look.monochrome, look.scenes, look.finish, digest, look)


def find_look(identifier: str) -> ReadyLook:
    """Return a look, of the library, the user's own, or one that came with an image, by its id.  Raises LutError."""
    known = None if identifier.startswith((OWN, COPIED)) else library_looks().get(identifier)
    return ReadyLook.of(load_look(identifier)) if known is None else known


def load_look(identifier: str) -> Look:
    """Read the recipe or the file of a look."""
    if identifier.startswith(COPIED):
        from .packing import load_unpacked

        return load_unpacked(identifier)
    from .. import looks

    return looks.load(identifier)


@lru_cache(maxsize=1)
def library_looks() -> dict[str, ReadyLook]:
    """Return the looks of the library by their ids: from the index in the cache, or from the recipes."""
    index = cache_file("index", ".json")
    try:
        return {
            identifier: read_entry(identifier, **entry) for identifier, entry in read_object(index.read_bytes()).items()
        }
    except Exception:  # not there, or damaged in any way: it is made again
        from ..looks import all_looks

        found = {look.id: ReadyLook.of(look) for look in all_looks()}
        store(json.dumps({identifier: index_entry(look) for identifier, look in found.items()}).encode(), index)
        return found


def index_entry(look: ReadyLook) -> dict[str, Any]:
    """Return a look's entry in the index."""
    names = {kind: name for name, kind in FINISHES.items()}
    return {
        "name": look.name,
        "monochrome": look.monochrome,
        "scenes": look.scenes,
        "finish": [[names[type(step)], asdict(step)] for step in look.finish],
        "digest": look.digest,
    }


def read_entry(identifier: str, name: str, monochrome: bool, scenes: Any, finish: Any, digest: str) -> ReadyLook:
    """Read what ``index_entry`` wrote."""
    steps = tuple(FINISHES[step](**values) for step, values in finish)
    return ReadyLook(identifier, name, monochrome, tuple(scenes), steps, digest)


def find_table(look: ReadyLook, scene: Mapping[str, float] | Scene | None = None, rough: bool = False) -> Lut:
    """Return a look's table for a scene.

    scene: measured, or weights by name; by default the day.  rough: a coarser table will do where the look's own has
    not been baked yet.
    """
    if look.source is not None:
        from ..looks.look import FileLook

        if isinstance(look.source, FileLook):
            return look.source.table("day")
        if look.source.placed is not None and look.source.placed.lut is not None:
            return look.source.placed.lut
    weights = weigh_scenes(scene, look.scenes) if look.scenes else {"day": 1.0}
    return mix_tables(look, tuple(weights.items()), rough)


@lru_cache(maxsize=64)
def mix_tables(look: ReadyLook, weights: tuple[tuple[str, float], ...], rough: bool = False) -> Lut:
    """Mix the tables of a look's scenes; the same object for the same weights."""
    names = [name for name, weight in weights if weight > 0]
    parts = {name: known for name in names if (known := read_table(look, name)) is not None} if rough else {}
    if len(parts) < len(names):  # all of them rough, or none: those of two sizes cannot be mixed
        parts = {name: bake_scene(look, name, ROUGH_SIZE if rough else BAKED_SIZE) for name in names}
    return mix(parts, weigh_scenes(dict(weights), look.scenes))


@lru_cache(maxsize=256)
def bake_scene(look: ReadyLook, scene: str, size: int) -> Lut:
    """Return a look's table for one scene: of BAKED_SIZE, from the cache or baked now and stored there."""
    known = read_table(look, scene) if size == BAKED_SIZE else None
    if known is None:
        known = (look.source or load_look(look.id)).table(scene, size)
        if size == BAKED_SIZE:
            data = io.BytesIO()
            np.save(data, known.table)
            store(data.getvalue(), cache_file(f"{look.digest} {scene}", ".npy"))
    return known


def read_table(look: ReadyLook, scene: str) -> Lut | None:
    """Read a look's table for a scene from the cache, if it has been baked."""
    try:
        return Lut(np.load(cache_file(f"{look.digest} {scene}", ".npy"), allow_pickle=False))
    except Exception:  # not there, or damaged in any way: it is baked again
        return None


def cache_file(name: str, extension: str) -> Path:
    """Return the file in the cache for a name: another one whenever the code changes."""
    key = hashlib.sha256(code_digest() + name.encode()).hexdigest()[:32]
    return folders.baked_looks() / f"{key}{extension}"


@lru_cache(maxsize=1)
def code_digest() -> bytes:
    """Return a digest of the code and data that shape what is in the cache."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for source in SOURCES:
        place = package / source
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix in (".py", ".toml"):
                status = file.stat()
                digest.update(f"{file.relative_to(package)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.digest()


def store(data: bytes, path: Path) -> None:
    """Write a file of the cache, if that is possible, and remove what engines that were killed had begun to write."""
    from ..files.saving import save_file

    with suppress(OSError, LutError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in path.parent.glob("*.part"):
            if time.time() - part.stat().st_mtime > ABANDONED_SECONDS:
                part.unlink(missing_ok=True)
        save_file(data, path)
