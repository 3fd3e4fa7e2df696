"""Where Camera Looks keeps things that are not part of one GIMP's profile."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "camera-looks"


def _base(variable: str, default: str, mac: str) -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / mac
    given = Path(os.environ.get(variable, ""))
    return given if given.is_absolute() else Path.home() / default  # XDG: a relative one is to be ignored


def data() -> Path:
    """The engine's environment and the user's own looks."""
    return _base("XDG_DATA_HOME", ".local/share", "Application Support") / NAME


def cache() -> Path:
    """What can be made again: baked looks.  Windows has one place for data and caches: there it is inside of data."""
    base = _base("XDG_CACHE_HOME", ".cache", "Caches")
    return base / NAME / "cache" if sys.platform == "win32" else base / NAME


def log() -> Path:
    """The engine's log: tracebacks that the user is spared."""
    return cache() / "engine.log"


def user_looks() -> Path:
    """Recipes and LUT files of the user's own."""
    return data() / "looks"


def own_catalog() -> Path:
    """The engine's list of them, from which the menu is built."""
    return data() / "own-looks.json"


def shelf() -> Path:
    """Favorites and recent looks."""
    return data() / "shelf.json"


def scratch() -> Path | None:
    """A folder for the shared memory file: memory where the system has such a folder, else None."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and os.access(memory, os.W_OK | os.X_OK) else None


def runtime_place() -> Path:
    base = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    return base / NAME if base.is_absolute() else cache() / "run"


def runtime() -> Path:
    """A folder that only this user can enter, for sockets.  OSError when there can be none."""
    folder = runtime_place()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = folder.stat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise PermissionError(f"{folder} must belong to this user alone")
    return folder
