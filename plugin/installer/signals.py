"""Handle the signals that end a program like Ctrl+C: what was begun is undone first."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import FrameType

from lut.shared.signals import handle_signals

INTERRUPTED = 130  # Ctrl+C


class Ended(KeyboardInterrupt):
    """A signal asked this program to end.  code: its exit code, by convention."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


@contextlib.contextmanager
def raise_signals() -> Iterator[None]:
    """Raise Ended at the first of these signals, and ignore the next ones while it is handled."""
    ended = False

    def end(number: int, _frame: FrameType | None) -> None:
        nonlocal ended
        if not ended:
            ended = True
            raise Ended(number)

    with handle_signals(end):
        yield
