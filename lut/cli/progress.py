"""A line that shows how far a long job has come, on a terminal only."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO

BAR = 24
SECONDS = 0.1  # between two drawings


class Progress:
    """Use it in a ``with`` statement: the line is gone when the block ends."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total = total
        self.stream = sys.stderr if stream is None else stream
        self.shown = total > 1 and self.stream.isatty()
        self.done = 0
        self.began = time.monotonic()
        self.drawn = 0.0

    def __enter__(self) -> Progress:
        self.draw("")
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()

    def step(self, name: str) -> None:
        """One more is done."""
        self.done += 1
        if self.done == self.total or time.monotonic() - self.drawn >= SECONDS:
            self.draw(name)

    def draw(self, name: str) -> None:
        if not self.shown:
            return
        self.drawn = time.monotonic()
        filled = BAR * self.done // self.total
        seconds = self.drawn - self.began
        left = f"  {clock(seconds / self.done * (self.total - self.done))} left" if self.done else ""
        line = f"[{'#' * filled}{'.' * (BAR - filled)}] {self.done}/{self.total}{left}  {name}"
        self.stream.write("\r" + line[: shutil.get_terminal_size().columns - 1] + "\x1b[K")
        self.stream.flush()

    def clear(self) -> None:
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def clock(seconds: float) -> str:
    """Minutes and seconds, hours where there are any."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return (f"{hours}:{minutes:02}" if hours else f"{minutes}") + f":{whole % 60:02}"
