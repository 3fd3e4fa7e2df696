"""Commands in messages, to be copied and run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from ..shared import shell


def again(words: Sequence[str], option: str = "") -> str:
    """This run's own command once more, as a shell takes it.

    words: those behind the program's name, the command first.  option: another one, unless it is there.
    """
    name, *others = words
    added = [option] if option and option not in others else []
    return shell.command([*started(), name, *added, *others])  # in front: ``--`` may stand behind


def started() -> list[str]:
    """The words that started this program."""
    path = sys.argv[0]
    if Path(path).name == "__main__.py":  # python3 -m lut
        return sys.orig_argv[: len(sys.orig_argv) - len(sys.argv) + 1]
    name = Path(path).name.removesuffix(".exe")
    return [name if shutil.which(name) else path]


def program() -> str:
    """How this run was started, in short, for examples."""
    return f"{shell.python_word()} -m lut" if Path(sys.argv[0]).name == "__main__.py" else "camera-looks"
