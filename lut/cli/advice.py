"""Commands in messages, to be copied and run."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def again(words: Sequence[str], option: str = "") -> str:
    """This run's own command once more, as a shell takes it.

    words: those behind the program's name, the command first.  option: another one, unless it is there.
    """
    name, *others = words
    added = [option] if option and option not in others else []
    return quoted([*started(), name, *added, *others])  # in front: ``--`` may stand behind


def started() -> list[str]:
    """The words that started this program."""
    path = sys.argv[0]
    if Path(path).name == "__main__.py":  # python3 -m lut
        return sys.orig_argv[: len(sys.orig_argv) - len(sys.argv) + 1]
    name = Path(path).name
    return [name if shutil.which(name) else path]


def quoted(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else " ".join(map(word, words))


def word(text: str) -> str:
    """A word as POSIX shells take it; one with letters that no terminal shows in the form of bash, ksh and zsh."""
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(map(escaped, text)) + "'"


def escaped(letter: str) -> str:
    """A letter inside of $'…'."""
    if letter.isprintable() and letter not in "'\\":
        return letter
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(letter))
