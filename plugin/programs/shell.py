"""Commands and paths as people type them, by the system on which they read them.

system: as ``sys.platform`` has it; None for the one that this runs on.  Windows has two shells, cmd and PowerShell:
what is said here works in both.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

Which = Callable[[str], "str | None"]
# What cmd or PowerShell takes for more than a letter, outside of quotes.
SPECIAL = re.compile(r"[\s&()^,;=<>|'`{}@#$]")


def command(*words: str | PurePath, system: str | None = None) -> str:
    """A command to copy into a shell."""
    return " ".join(quoted(str(word), system) for word in words)


def quoted(word: str, system: str | None = None) -> str:
    """A word of a command."""
    if (system or sys.platform) != "win32":
        return shlex.quote(word)
    if word and not SPECIAL.search(word):
        return word
    closed = re.sub(r"(\\+)$", r"\1\1", word)  # programs take \" for a quote
    return f'"{closed}"'


def program(path: str | PurePath, system: str | None = None) -> str:
    """A program's path in a command: short where that needs no quotes, which keep ~ from being replaced."""
    whole = quoted(str(path), system)
    return short(path, system) if whole == str(path) else whole


def python(system: str | None = None, which: Which = shutil.which) -> str:
    """The word that starts Python: on Windows ``py``, which not every way to install Python brings."""
    if (system or sys.platform) != "win32":
        return "python3"
    return "py" if which("py") else "python"


def install(
    *options: str,
    file: str = "install.py",
    system: str | None = None,
    which: Which = shutil.which,
    otherwise: str = "",
) -> str:
    """The command that runs install.py in its folder, or a file of that name elsewhere.

    otherwise: a Python's path, for a Windows that has none on PATH.
    """
    word = python(system, which)
    if otherwise and (system or sys.platform) == "win32" and not which(word):
        word = otherwise
    return command(word, file, *options, system=system)


def short(
    path: str | PurePath, system: str | None = None, home: PurePath | None = None, current: PurePath | None = None
) -> str:
    """A path as people write it: below the current folder, or with ~ for the home folder where shells know that.

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
    """The current folder; None when it has been removed."""
    try:
        return Path.cwd()
    except OSError:
        return None
