"""The source of an installation: a checkout, a bundle, or the wheel that pip has installed.

All three are folders with the same files at the same places.  In a wheel ``lut`` lies beside that folder, since it is
the library that the user's own programs import, too.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from .install_error import InstallError

COMMAND = "camera-looks"  # pip puts it beside its Python


def is_wheel(checkout: Path) -> bool:
    return not (checkout / "lut").is_dir() and library_folder(checkout).is_dir()


def library_folder(checkout: Path) -> Path:
    """Return the folder of the ``lut`` package."""
    inside = checkout / "lut"
    return inside if inside.is_dir() else checkout.parent / "lut"


def source_path(checkout: Path, name: str) -> Path:
    """Return a file or a folder of the project, by its name in a checkout."""
    return library_folder(checkout) if name == "lut" else checkout / name


def results_folder(checkout: Path) -> Path:
    """Return the folder for archives for which the user names no file."""
    return Path() if is_wheel(checkout) else checkout / "dist"


def read_version(checkout: Path) -> str:
    file = library_folder(checkout) / "__init__.py"
    found = re.search(r'^__version__ = "(.+)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise InstallError(f"{file} names no version: download Camera Looks again.")
    return found[1]


def program_name(checkout: Path) -> str:
    """Return the command that starts the installer, as its messages name it."""
    return f"{COMMAND} install" if is_wheel(checkout) else "install.py"


def wheel_command() -> list[str]:
    """Return the words that start a wheel's installer: with its full path where PATH has another one or none."""
    suffix = ".exe" if sys.platform == "win32" else ""
    beside = Path(sys.executable).parent / f"{COMMAND}{suffix}"
    found = shutil.which(COMMAND)
    return [COMMAND if found and Path(found) == beside else str(beside), "install"]
