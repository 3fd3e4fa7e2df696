"""The folder for what can be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..files.regular import home_folder


def cache_folder() -> Path:
    """Where baked looks are kept; losing it costs a moment at the next use of each look.

    ``plugin/folders.py`` says the same.
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home_folder() / "AppData" / "Local")
        return base / "camera-looks" / "cache" / "baked"
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Caches" / "camera-looks" / "baked"
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))  # XDG: a relative one is to be ignored
    return (given if given.is_absolute() else home_folder() / ".cache") / "camera-looks" / "baked"
