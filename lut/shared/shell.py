"""Quote commands for the shell in which people read our messages."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping

Which = Callable[[str], "str | None"]
POSIX, CMD, POWERSHELL = "posix", "cmd", "powershell"
SPECIAL = re.compile(r"[\s&()^,;=<>|'\"`{}@#$%!]")  # what a shell of Windows takes for more than a letter
EXPANDED = re.compile(r"[$`]")  # what PowerShell replaces inside double quotes


def find_shell(system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> str:
    """Return POSIX, CMD or POWERSHELL.  cmd gives its children PROMPT; PowerShell is what Windows opens by itself."""
    if system != "win32":
        return POSIX
    return CMD if "PROMPT" in environment else POWERSHELL


def python_word(system: str = sys.platform, which: Which = shutil.which) -> str:
    """Return the word that starts a Python: on Windows ``py``, which not every way to install Python brings."""
    if system != "win32":
        return "python3"
    return "py" if which("py") else "python"


def command(words: Iterable[str], shell: str | None = None) -> str:
    """Return a command to copy.  shell: as ``find_shell`` returns it; None for the one of this process."""
    kind = shell or find_shell()
    text = " ".join(word(each, kind) for each in words)
    return f"& {text}" if kind == POWERSHELL and text.startswith(("'", '"')) else text


def word(text: str, shell: str | None = None) -> str:
    """Quote a word of a command."""
    kind = shell or find_shell()
    if kind == POSIX:
        return posix_word(text)
    if text and not SPECIAL.search(text):
        return text
    # Programs take \" for a quote, and so backslashes in front of a quote in twos (CommandLineToArgvW).
    escaped = re.sub(r'(\\*)("|$)', lambda found: found[1] * 2 + (r"\"" if found[2] else ""), text)
    if kind == POWERSHELL and EXPANDED.search(text):
        return "'" + escaped.replace("'", "''") + "'"
    return f'"{escaped}"'


def posix_word(text: str) -> str:
    """Quote a word for POSIX shells; one with letters that no terminal shows in the form of bash, ksh and zsh."""
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(map(escaped_letter, text)) + "'"


def escaped_letter(letter: str) -> str:
    """Escape a letter for $'…'."""
    if letter.isprintable() and letter not in "'\\":
        return letter
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(letter))
