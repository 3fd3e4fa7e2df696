"""Handle the signals that ask a program to end."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # the last is Windows' alone: Ctrl+Break, and a window that closes


@contextlib.contextmanager
def handle_signals(
    handler: Callable[[int, FrameType | None], object], names: tuple[str, ...] = ENDING
) -> Iterator[None]:
    """Call a handler at these signals, inside a ``with`` block; those that are ignored, as under nohup, stay so."""
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, former in before.items():
        if former is not signal.SIG_IGN:
            signal.signal(number, handler)
    try:
        yield
    finally:
        for number, former in before.items():
            if former is not None:  # set by others than Python
                signal.signal(number, former)
