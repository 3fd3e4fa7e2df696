"""The log: what the engine prints, and the tracebacks of faults of ours that a user sees as a sentence.

In every host, so valid in Python 2.7, too.
"""

import io
import os
import sys
import traceback

from lut.shared.folders import make_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path  # noqa: F401 - in type comments
    from typing import IO  # noqa: F401

LOG_BYTES = 1 << 20


def log_fault(path):
    # type: (Path) -> None
    """Append the traceback of the exception that is being handled."""
    text = traceback.format_exc()
    with open_log(path) as log:
        log.write(text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace"))


def open_log(path):
    # type: (Path) -> IO[bytes]
    """Open the log to append to, started anew when it has grown large; nowhere where it cannot be written."""
    try:
        make_folder(os.path.dirname(path))
        start_anew(path)
        return io.open(path, "ab")
    except EnvironmentError:
        return open_terminal()


def start_anew(path):
    # type: (Path) -> None
    """Put a large log aside.  Windows renames no file that another engine writes to: the next call will."""
    try:
        if os.path.getsize(path) > LOG_BYTES:
            aside = os.path.splitext(path)[0] + ".old.log"
            if os.path.exists(aside):  # which Python 2 does not replace on Windows
                os.remove(aside)
            os.rename(path, aside)
    except EnvironmentError:
        pass


def open_terminal():
    # type: () -> IO[bytes]
    """Open standard error, where there is one: a program of Windows without a console has none."""
    try:
        return io.open(sys.stderr.fileno(), "wb", closefd=False)
    except (AttributeError, EnvironmentError, ValueError):
        return io.open(os.devnull, "wb")
