"""The Command class, the words that started this program, and sentences about errors."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..shared import shell

MAX_PATH = 259  # letters of a path of Windows, where long ones are not switched on; without the final zero


@dataclass(frozen=True)
class Command:
    """``camera-looks NAME``.

    summary: a few words for the list of commands.  description: what its own help says first.
    examples: command lines for the end of its help.  run: returns the exit code.
    """

    name: str
    summary: str
    description: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    examples: str = ""


def describe_error(error: BaseException) -> str:
    """Return one sentence on what went wrong."""
    if isinstance(error, MemoryError):
        return "There is not enough memory for this picture."
    if isinstance(error, FileNotFoundError) and sys.platform == "win32" and len(str(error.filename or "")) > MAX_PATH:
        return f"{error.filename}: Windows finds no file by a path of more than {MAX_PATH} letters"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def repeat_command(words: Sequence[str], option: str = "") -> str:
    """Return this run's own command, quoted for the user's shell.

    words: those behind the program's name, the command first.  option: added unless it is there.
    """
    name, *others = words
    added = [option] if option and option not in others else []
    return shell.command([*started_words(), name, *added, *others])  # in front: ``--`` may stand behind


def started_words() -> list[str]:
    """Return the words that started this program."""
    path = sys.argv[0]
    if Path(path).name == "__main__.py":  # python3 -m lut
        return sys.orig_argv[: len(sys.orig_argv) - len(sys.argv) + 1]
    name = Path(path).name.removesuffix(".exe")
    return [name if shutil.which(name) else path]


def program_name() -> str:
    """Return how this program was started, in short, for examples."""
    return f"{shell.python_word()} -m lut" if Path(sys.argv[0]).name == "__main__.py" else "camera-looks"
