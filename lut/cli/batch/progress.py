"""Show the progress of a long job: a bar on a terminal, elsewhere a plain line now and then."""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Callable
from typing import TextIO

from ...shared.printable import printable

BAR = 24
BARS = (("━", "─"), ("#", "."))  # done and to do; the second where the first cannot be shown
COLUMNS = 80  # of a terminal that says it has none
SECONDS = 0.1  # between two drawings of the bar
SELDOM = 10.0  # between two lines
SETTLED = 0.05  # of the whole: what remains is not foretold from less


class Progress:
    """Progress of a job, used in a ``with`` statement: the bar is gone when the block ends.

    total: how many things there are to do.  weight: how long all of them take, in any unit.  quiet: nothing is shown.
    """

    def __init__(
        self,
        total: int,
        weight: float = 0.0,
        quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total = total
        self.weight = weight or total
        self.stream = sys.stderr if stream is None else stream
        self.clock = clock
        self.quiet = quiet
        self.bar = self.stream.isatty() and not quiet
        self.done = self.failed = 0
        self.weighed = 0.0
        self.name = ""
        self.began = self.drawn = clock()

    def __enter__(self) -> Progress:
        if self.bar:
            self.draw()
        return self

    def __exit__(self, *exception: object) -> None:
        if self.bar:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def step(self, name: str, weight: float = 1.0, failed: bool = False) -> None:
        """Count one thing as done."""
        self.done += 1
        self.failed += failed
        self.weighed += weight
        self.name = printable(name)
        self.refresh()

    def refresh(self) -> None:
        """Draw again if enough time has passed."""
        waited = self.clock() - self.drawn
        if not self.quiet and (waited >= (SECONDS if self.bar else SELDOM) or (self.bar and self.done == self.total)):
            self.draw()

    def draw(self) -> None:
        self.drawn = self.clock()
        told = f"{self.done}/{self.total}{f', {self.failed} failed' if self.failed else ''}{self.time_left()}"
        if self.bar:
            line = f"{self.draw_bar()} {told}  {self.name}"
            columns = shutil.get_terminal_size().columns or COLUMNS
            self.stream.write("\r" + cut_to_columns(line, columns - 1) + "\x1b[K")
        else:
            self.stream.write(told + "\n")
        self.stream.flush()

    def draw_bar(self) -> str:
        count = BAR * self.done // self.total
        full, empty = next(pair for pair in BARS if can_show("".join(pair), self.stream))
        return full * count + empty * (BAR - count)

    def time_left(self) -> str:
        share = self.weighed / self.weight
        if not self.done or share < SETTLED:
            return ""
        return f", {format_seconds((self.drawn - self.began) * (1 / share - 1))} left"


def can_show(text: str, stream: TextIO) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "ascii")
    except UnicodeError:
        return False
    return True


def cut_to_columns(text: str, columns: int) -> str:
    """Cut a text to a number of columns; letters of East Asia take two."""
    used = 0
    for index, letter in enumerate(text):
        used += 2 if unicodedata.east_asian_width(letter) in "WF" else not unicodedata.combining(letter)
        if used > columns:
            return text[:index]
    return text


def format_seconds(seconds: float) -> str:
    """Format as minutes and seconds, with hours where there are any."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return (f"{hours}:{minutes:02}" if hours else f"{minutes}") + f":{whole % 60:02}"
