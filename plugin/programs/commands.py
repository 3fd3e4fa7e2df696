"""Commands of the installer and paths as people type them, by the system on which they read them.

system: as ``sys.platform`` has it; None for the one that this runs on.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from lut.shared.shell import Which, command, find_shell, python_word, word


def install_command(
    *options: str,
    file: str = "install.py",
    system: str | None = None,
    which: Which = shutil.which,
    otherwise: str = "",
) -> str:
    """Return the command that runs install.py in its folder, or a file of that name elsewhere.

    otherwise: a Python's path, for a Windows that has none on PATH.
    """
    system = system or sys.platform
    python = python_word(system, which)
    if otherwise and system == "win32" and not which(python):
        python = otherwise
    return command([python, file, *options], find_shell(system))


def program(path: str | PurePath, system: str | None = None) -> str:
    """Return a program's path in a command: short where that needs no quotes, which keep ~ from being replaced."""
    whole = word(str(path), find_shell(system or sys.platform))
    return short(path, system) if whole == str(path) else whole


def short(
    path: str | PurePath, system: str | None = None, home: PurePath | None = None, current: PurePath | None = None
) -> str:
    """Return a path as people write it: below the current folder, or with ~ for the home folder where shells know that.

    home, current: those folders; None for this user's and this process'.
    """
    system = system or sys.platform
    kind = PureWindowsPath if system == "win32" else PurePosixPath
    whole = kind(path)
    here = current or current_folder()
    if here is not None and whole != kind(here) and whole.is_relative_to(kind(here)) and here.parent != here:
        return str(whole.relative_to(kind(here)))
    home = home or Path.home()
    if system != "win32" and whole != kind(home) and whole.is_relative_to(kind(home)) and home.parent != home:
        return f"~/{whole.relative_to(kind(home))}"
    return str(path)


def current_folder() -> Path | None:
    """Return the current folder; None when it has been removed."""
    try:
        return Path.cwd()
    except OSError:
        return None
