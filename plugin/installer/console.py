"""Tell the user what happens: a line for each thing, progress for what takes long."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lut.shared.printable import printable_lines
from lut.shared.shell import command

from ..programs.commands import current_folder, install_command, short
from . import origin
from .set_aside import Keeper

WIDTH = 9
SLOW_SECONDS = 2.0
# Not as part of a path, or of a command that runs the file of a bundle or of a checkout.
NAME = re.compile(r"(?<![\w./\\-])(?<!python3 )(?<!python )(?<!py )install\.py\b")


class Report:
    """Prints lines such as ``Engine    /usr/bin/python3 with numpy 2.2.4 and Pillow 11.1.0``."""

    def __init__(self, program: str = "install.py") -> None:
        """program: the name that errors begin with."""
        self.program = program
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(errors="replace")  # a terminal without ▸ or × shows a ? instead

    def say(self, text: str = "") -> None:
        write_terminal(f"{self.named(text)}\n")

    def named(self, text: str) -> str:
        """Replace install.py in a sentence by the name with which the program was started."""
        return NAME.sub(self.program, text)

    def line(self, label: str, text: str) -> None:
        self.say(f"{label:<{WIDTH}} {text}")

    def fail(self, sentence: str, code: int = 1) -> int:
        write_terminal(f"\n{self.program}: {self.named(sentence)}\n", error=True)
        return code

    def keeper(self) -> Keeper:
        """Make the Keeper that reports here which files it set aside."""
        return Keeper(self.kept)

    def kept(self, origin: Path, count: int, place: Path) -> None:
        files = "a file" if count == 1 else f"{count} files"
        self.line("Kept", f"{files} in {short(origin)} that Camera Looks did not write: now in {place}")

    def agree(self, question: str) -> bool:
        """Ask for consent on a terminal.  Return False where there is none."""
        if not (sys.stdin is not None and sys.stdin.isatty()):
            return False
        write_terminal(f"{question} [Y/n] ")
        typed = sys.stdin.readline()  # nothing at its end; Windows takes NUL for a terminal
        return bool(typed) and typed.strip().lower() in ("", "y", "yes")

    @contextlib.contextmanager
    def step(self, label: str, doing: str) -> Iterator[Callable[[str], None]]:
        """Report a step that takes time: ``with report.step("Engine", "making it") as done: …; done("made")``."""
        began = time.monotonic()
        write_terminal(f"{label:<{WIDTH}} {doing} …")
        outcome = ["done"]
        try:
            yield lambda text: outcome.__setitem__(0, text)
        except BaseException:
            self.say(" failed")
            raise
        seconds = time.monotonic() - began
        self.say(f" {outcome[0]}" + (f" ({seconds:.0f} s)" if seconds >= SLOW_SECONDS else ""))


def write_terminal(text: str, error: bool = False) -> None:
    """Write printable text to the terminal.  A terminal that is gone, or a reader that has left, raises nothing."""
    stream = sys.stderr if error else sys.stdout
    try:
        if stream is not None:
            stream.write(printable_lines(text))
            stream.flush()
    except OSError:
        nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (for as long as this program runs)
        if error:
            sys.stderr = nowhere
        else:
            sys.stdout = nowhere


def command_again(checkout: Path, *options: str) -> str:
    """Return the command that runs the installer again from the current folder."""
    if origin.is_wheel(checkout):
        return command([*origin.wheel_command(), *options])
    file = "install.py" if checkout == current_folder() else str(checkout / "install.py")
    return install_command(*options, file=file, otherwise=sys.executable)
