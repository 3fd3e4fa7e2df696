"""The log: what the engine prints, and the tracebacks of faults of ours that a user sees as a sentence."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from pathlib import Path
from typing import IO

LOG_BYTES = 1 << 20


def log_fault(path: Path) -> None:
    """Append the traceback of the exception that is being handled."""
    with open_log(path) as log:
        log.write(traceback.format_exc().encode("utf-8", "backslashreplace"))


def open_log(path: Path) -> IO[bytes]:
    """The log to append to, started anew when it has grown large; nowhere where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):  # Windows renames no file that another engine writes to: the next call will
            if path.stat().st_size > LOG_BYTES:
                path.replace(path.with_suffix(".old.log"))
        return path.open("ab")
    except OSError:
        return open_terminal()


def open_terminal() -> IO[bytes]:
    """Standard error, where there is one: a program of Windows without a console has none."""
    try:
        return open(sys.stderr.fileno(), "wb", closefd=False)
    except (AttributeError, OSError, ValueError):
        return Path(os.devnull).open("wb")
