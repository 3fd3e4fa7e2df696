"""Run a program within a time, and end it with all that it has started.

What it has started may keep the other end of our pipe, so that nothing here waits for the end of what is said for
longer than a moment after the program's own end.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .process_tree import ProcessTree

LAST_WORDS_SECONDS = 10.0  # for what is still in the pipe when the program has ended
MOMENT = 0.2  # seconds between two looks at a program: on Windows, no Ctrl+C interrupts a wait
CHUNK = 1 << 16  # bytes


class TookTooLong(Exception):
    """A program was ended because it was not done in time.  output: what it had said."""

    def __init__(self, program: str, output: str = "") -> None:
        super().__init__(program)
        self.output = output


@dataclass(frozen=True)
class Finished:
    code: int
    output: str

    @property
    def last_line(self) -> str:
        """The last line of output, which is mostly why a program failed."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else f"exit code {self.code}"


def run_program(
    command: Sequence[str | Path],
    seconds: float,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    errors_apart: bool = False,
) -> Finished:
    """Wait for a program's end; OSError if it cannot be started, TookTooLong after so many seconds.

    It and all that it started are ended then, and whenever an exception leaves this function.
    encoding: of what it says; bytes that are no letters in it become U+FFFD.  errors_apart: whether to drop what it
    says on its standard error.
    """
    words = [str(word) for word in command]
    tree = ProcessTree(words, folder, environment, errors_apart)
    try:
        assert tree.process.stdout is not None
        said = Listener(tree.process.stdout)
        try:
            code = wait(tree.process, seconds)
        except subprocess.TimeoutExpired:
            tree.end()
            said.wait()
            raise TookTooLong(words[0], text(said.so_far(), encoding)) from None
        except BaseException:
            tree.end()
            raise
        if not said.wait():  # what it started holds the pipe
            tree.end()
        return Finished(code, text(said.so_far(), encoding))
    finally:
        tree.close()


def wait(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Wait for a program's exit code.  Raises TimeoutExpired after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        try:
            return process.wait(max(0.0, min(MOMENT, end - time.monotonic())))
        except subprocess.TimeoutExpired:
            if time.monotonic() >= end:
                raise


def text(output: bytes, encoding: str) -> str:
    return output.decode(encoding, "replace").replace("\r\n", "\n")


class Listener:
    """Collect a program's output.  A thread reads, since not every system can wait for a pipe with a time-out."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._chunks: list[bytes] = []
        self._thread = threading.Thread(target=self._read, args=(pipe,), daemon=True)
        self._thread.start()

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            while chunk := pipe.read(CHUNK):
                self._chunks.append(chunk)

    def wait(self) -> bool:
        """Wait for the end of what is said; False while somebody still holds the other end."""
        self._thread.join(LAST_WORDS_SECONDS)
        return not self._thread.is_alive()

    def so_far(self) -> bytes:
        return b"".join(self._chunks)
