"""Run other programs, and log all that they print."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..programs.run_program import Finished, TookTooLong, run_program

ASKED = {
    # Of every Python that we start, or that pip or venv starts: without it, Windows' Pythons write to a pipe in the
    # ANSI code page, and a home folder of Cyrillic letters comes back as other letters.
    "PYTHONIOENCODING": "utf-8",
    # Of macOS, which calls itself 10.16 for Pythons that were made before 11, and no wheel is for that.
    "SYSTEM_VERSION_COMPAT": "0",
}


@dataclass(frozen=True)
class Runner:
    """log: a file that gets every command and its output; show: whether the terminal gets them, too."""

    log: Path | None = None
    show: bool = False

    def begin(self) -> None:
        """Start the log anew: it tells of the last run."""
        if self.log is not None:
            with contextlib.suppress(OSError):
                self.log.unlink(missing_ok=True)

    def run(
        self,
        command: Sequence[str | Path],
        seconds: float,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> Finished:
        """Wait for a program.  It and all that it started are ended after so many seconds, or when this one is.

        encoding: of what it says, if it is no Python.
        """
        self.note(f"$ {shlex.join(map(str, command))}\n")
        environment = {**(os.environ if environment is None else environment), **ASKED}
        try:
            done = run_program(command, seconds, folder, environment, encoding)
        except TookTooLong as ended:
            self.note(f"{ended.output}(ended after {seconds:.0f} s)\n")
            raise
        self.note(f"{done.output}(exit code {done.code})\n")
        return done

    def note(self, text: str) -> None:
        if self.show:
            with contextlib.suppress(OSError):  # the terminal is gone
                sys.stderr.write(text)
        if self.log is not None:
            with contextlib.suppress(OSError):
                self.log.parent.mkdir(parents=True, exist_ok=True)
                with self.log.open("a", encoding="utf-8", errors="backslashreplace") as log:
                    log.write(text)
