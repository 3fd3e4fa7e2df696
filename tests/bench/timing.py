"""Cases measured side by side: in turns, several times."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Case:
    """One way to do one thing.

    run: does it once and returns the seconds it took.  pixels: how many it works on.  threads: of them, as text.
    """

    name: str
    run: Callable[[], float]
    pixels: int
    threads: str = "1"
    ours: bool = False
    most_rounds: int = 99
    seconds: list[float] = field(default_factory=list)

    @property
    def nanoseconds(self) -> float:
        """The median, per pixel."""
        return statistics.median(self.seconds) / self.pixels * 1e9

    @property
    def fastest(self) -> float:
        return min(self.seconds) / self.pixels * 1e9


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """``work`` as a case's ``run``."""

    def run() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return run


def measure(cases: Sequence[Case], rounds: int) -> None:
    """Every case once per round, in turns, after one round that doesn't count."""
    for number in range(rounds + 1):
        for case in cases:
            if number <= case.most_rounds:
                if sys.stderr.isatty():
                    print(f"\r{number}/{rounds} {case.name:60}\r", end="", file=sys.stderr, flush=True)
                seconds = case.run()
                if number or case.most_rounds == 0:
                    case.seconds.append(seconds)
