"""Read from Windows' registry where GIMPs are installed, on whatever drive: they need not be on PATH."""

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


def find_program_folders() -> list[PureWindowsPath]:
    """List the folders of GIMPs' programs, which need not exist any more; none on other systems."""
    if sys.platform != "win32":
        return []
    import winreg

    return list(dict.fromkeys(list_program_folders(winreg)))


def list_program_folders(registry: ModuleType) -> Iterator[PureWindowsPath]:
    """List the folders of programs that a registry (``winreg``) names: this user's first, then everybody's."""
    for root in (registry.HKEY_CURRENT_USER, registry.HKEY_LOCAL_MACHINE):
        for view in (registry.KEY_WOW64_64KEY, registry.KEY_WOW64_32KEY):
            for _, key in list_keys(registry, root, UNINSTALL, view):
                folder = read_value(registry, key, "InstallLocation")
                if folder and re.match(r"GIMP\b", read_value(registry, key, "DisplayName")):
                    yield PureWindowsPath(folder.strip('"')) / "bin"
            for name, key in list_keys(registry, root, APP_PATHS, view):
                program = read_value(registry, key, "")
                if program and re.match("gimp", name, re.IGNORECASE):
                    yield PureWindowsPath(program.strip('"')).parent


def list_keys(registry: ModuleType, root: int, path: str, view: int) -> Iterator[tuple[str, object]]:
    """List the keys below one, with their names, without those that cannot be read."""
    with contextlib.suppress(OSError), registry.OpenKey(root, path, 0, registry.KEY_READ | view) as parent:
        for number in range(registry.QueryInfoKey(parent)[0]):
            with contextlib.suppress(OSError):
                name = registry.EnumKey(parent, number)
                with registry.OpenKey(parent, name, 0, registry.KEY_READ | view) as key:
                    yield name, key


def read_value(registry: ModuleType, key: object, name: str) -> str:
    """Read a key's text of that name; empty if it has none.  An empty name reads the key's own text."""
    try:
        text, _kind = registry.QueryValueEx(key, name)
    except OSError:
        return ""
    return text if isinstance(text, str) else ""
