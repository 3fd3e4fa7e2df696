"""Write text to the terminal, safely; no other file of the command line prints.

File names, titles and metadata come from strangers.  What makes a terminal do anything but show letters is escaped
here, and so are line ends, with which a name could pass for a sentence of ours.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from ..shared.printable import printable

STDERR = 2  # the highest of the standard streams' numbers


def open_missing_streams() -> None:
    """Open the null device for standard streams that are closed (``>&-``, services), and for child processes.

    The next files that are opened would get their numbers otherwise, and be written to.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= STDERR:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdout = sys.stdout or open_null()
    sys.stderr = sys.stderr or open_null()


def open_null() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it stays open


def say(*lines: str, end: str = "\n") -> None:
    """Print lines of text to standard output: of each, what is printable."""
    written = "\n".join(map(printable, lines))
    with expected_reader():
        print(written, end=end, flush=end != "\n")


def warn(*lines: str) -> None:
    """Print lines of text to standard error: of each, what is printable."""
    print("\n".join(map(printable, lines)), file=sys.stderr)


def warn_of_trace(trace: str) -> None:
    """Print a traceback, indented: a file's name in it may hold line ends."""
    warn(*(f"  {line}" for line in trace.rstrip("\n").split("\n")))


def draw(text: str) -> None:
    """Print our own pictures, which are made of control sequences.  Never text from outside."""
    with expected_reader():
        print(text, end="")


def flush() -> None:
    """Write out what standard output holds back: at Python's end it is too late to catch what this may raise."""
    with expected_reader():
        sys.stdout.flush()


@contextmanager
def expected_reader() -> Iterator[None]:
    """Raise BrokenPipeError where whoever read our output has enough, on Windows too, which calls that EINVAL."""
    try:
        yield
    except OSError as error:
        if sys.platform == "win32" and error.errno == errno.EINVAL:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
        raise


def discard_output() -> None:
    """Let what standard output holds back go nowhere, so that Python has nothing to say of it at its end."""
    with suppress(OSError, ValueError):  # a stream without a number, as tests have
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
