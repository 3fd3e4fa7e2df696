"""Where Windows' registry says that GIMPs lie, on whatever drive: they need not be on PATH."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import PureWindowsPath
from types import ModuleType

# What the system lists for removal, with the folder that each was installed into.
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
# Programs that are started by their name alone, each with its path.
APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"


def program_folders() -> list[PureWindowsPath]:
    """The folders with GIMPs' programs, which need not be there any more; none on other systems."""
    if sys.platform != "win32":
        return []
    import winreg

    return list(dict.fromkeys(found(winreg)))


def found(registry: ModuleType) -> Iterator[PureWindowsPath]:
    """registry: ``winreg``.  First what this user has installed, then what everybody has."""
    for root in (registry.HKEY_CURRENT_USER, registry.HKEY_LOCAL_MACHINE):
        for view in (registry.KEY_WOW64_64KEY, registry.KEY_WOW64_32KEY):
            for _, key in keys(registry, root, UNINSTALL, view):
                folder = value(registry, key, "InstallLocation")
                if folder and re.match(r"GIMP\b", value(registry, key, "DisplayName")):
                    yield PureWindowsPath(folder.strip('"')) / "bin"
            for name, key in keys(registry, root, APP_PATHS, view):
                program = value(registry, key, "")
                if program and re.match("gimp", name, re.IGNORECASE):
                    yield PureWindowsPath(program.strip('"')).parent


def keys(registry: ModuleType, root: int, path: str, view: int) -> Iterator[tuple[str, object]]:
    """The keys below one, with their names; those that cannot be read are left out."""
    with contextlib.suppress(OSError), registry.OpenKey(root, path, 0, registry.KEY_READ | view) as parent:
        for number in range(registry.QueryInfoKey(parent)[0]):
            with contextlib.suppress(OSError):
                name = registry.EnumKey(parent, number)
                with registry.OpenKey(parent, name, 0, registry.KEY_READ | view) as key:
                    yield name, key


def value(registry: ModuleType, key: object, name: str) -> str:
    """A key's text of that name; nothing where it has none.  An empty name: its own text."""
    try:
        text, _kind = registry.QueryValueEx(key, name)
    except OSError:
        return ""
    return text if isinstance(text, str) else ""
