"""A home for a test, on each system: what a user's settings, data and caches are found by."""

from __future__ import annotations

from pathlib import Path

import pytest


def variables(home: Path) -> dict[str, str]:
    """The environment of a user with this home.  On macOS the home's Library follows from HOME."""
    return {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "USERPROFILE": str(home),
        "APPDATA": str(home / "AppData/Roaming"),
        "LOCALAPPDATA": str(home / "AppData/Local"),
    }


def set_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Make this the user's home until the test ends; the folder is not made."""
    for name, value in variables(home).items():
        patch.setenv(name, value)
