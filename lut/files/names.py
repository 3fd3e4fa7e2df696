"""Make and check names of files that every system takes.

Windows keeps some names for devices, in any folder and with any extension, drops dots and spaces at the end of a name,
and takes a colon for a stream behind a file (Microsoft, "Naming Files, Paths, and Namespaces").
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import PureWindowsPath

FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
NUMBERS = "0123456789¹²³"
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
DEVICES |= {f"{port}{number}" for port in ("COM", "LPT") for number in NUMBERS}


def is_device(name: str) -> bool:
    """Return whether Windows takes a file's name for a device: ``con``, ``Aux.cube``, ``nul .tar.gz``."""
    return name.partition(".")[0].rstrip(" ").upper() in DEVICES


def make_portable(name: str) -> str:
    """Change a name, of a file or without its extension, to one that every system takes; empty if nothing is left."""
    printed = "".join(letter if letter.isprintable() else "-" for letter in FORBIDDEN.sub("-", name)).strip(" .")
    return f"_{printed}" if is_device(printed) else printed


def find_fault(path: str, system: str | None = None) -> str:
    """Explain why this system makes no file of that name; empty where it does.

    system: as ``sys.platform`` has it; None for the one that this runs on.
    """
    if (system or sys.platform) != "win32":
        return ""
    for part in PureWindowsPath(path).parts[bool(PureWindowsPath(path).anchor) :]:
        if part == "..":
            continue
        if is_device(part):
            return f"Windows keeps the name {part!r} for a device; expected another name"
        if part.endswith((" ", ".")):
            return f"Windows drops the {'dot' if part.endswith('.') else 'space'} at the end of {part!r}"
        if found := re.search(r'[<>:"|?*\x00-\x1f]', part):
            return f"Windows does not take {found[0]!r} in the name {part!r}"
    return ""


def make_local(path: str, system: str | None = None) -> str:
    """Change the parts of another system's relative path that this system does not take.

    path: with slashes.  system: as in ``find_fault``.
    """
    return "/".join(make_portable(part) if find_fault(part, system) else part for part in path.split("/"))


def fold_name(name: str) -> str:
    """Fold a name so that it equals others that are one file on systems which tell neither A from a nor é from e´."""
    return unicodedata.normalize("NFC", name).casefold()
