"""Tests wait for events: a clock only ends what never happens, on however busy a machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

HANG_SECONDS = 600.0  # what has not happened by then never will


def wait_until(happened: Callable[[], T], what: str) -> T:
    """Look until something is so, and return it."""
    latest = time.monotonic() + HANG_SECONDS
    while not (found := happened()):
        assert time.monotonic() < latest, f"{what} did not come within {HANG_SECONDS:.0f} s"
        time.sleep(0.02)
    return found
