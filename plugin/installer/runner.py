"""Run other programs, keeping all they say in the log."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAST_WORDS_SECONDS = 10


class TookTooLong(Exception):
    """A program was ended because it was not done in time."""


@dataclass(frozen=True)
class Finished:
    code: int
    output: str

    @property
    def last_line(self) -> str:
        """What a program said last, which is mostly why it failed."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else f"exit code {self.code}"


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
    ) -> Finished:
        """Wait for a program.  It and all that it started are ended after so many seconds, or when this one is."""
        words = [str(word) for word in command]
        self.note(f"$ {shlex.join(words)}\n")
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.note(f"{end(process)}(ended after {seconds:.0f} s)\n")
            raise TookTooLong(words[0]) from None
        except BaseException:
            end(process)
            raise
        self.note(f"{output}(exit code {process.returncode})\n")
        return Finished(process.returncode, output)

    def note(self, text: str) -> None:
        if self.show:
            with contextlib.suppress(OSError):  # the terminal is gone
                sys.stderr.write(text)
        if self.log is not None:
            with contextlib.suppress(OSError):
                self.log.parent.mkdir(parents=True, exist_ok=True)
                with self.log.open("a", encoding="utf-8", errors="backslashreplace") as log:
                    log.write(text)


def end(process: subprocess.Popen[str]) -> str:
    """End a program and its process group; returns what it had said."""
    with contextlib.suppress(ProcessLookupError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    try:
        return process.communicate(timeout=LAST_WORDS_SECONDS)[0]
    except subprocess.TimeoutExpired:
        return ""  # a program that left the group still holds the other end
