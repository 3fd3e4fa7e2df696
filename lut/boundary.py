"""The boundary around each thing from outside: a file, a name in a pack, a recipe, a message.

A loop over such things puts ``explain_errors`` around each one and catches LutError: each failure becomes one
sentence, and the loop goes on.
"""

from __future__ import annotations

import logging
from os import PathLike

from .errors import LutError, LutFormatError
from .language import _

FAULTS = logging.getLogger("lut.faults")
"""Logger of the tracebacks of our own faults that became sentences; the engine and ``--debug`` print it."""
FAULTS.addHandler(logging.NullHandler())  # nothing is printed unless somebody asks for it


class explain_errors:
    """Turn any Exception inside the ``with`` block into a LutFormatError about ``path``, in plain words.

    Errors that name their file already pass as they are, and so do KeyboardInterrupt and SystemExit.

    Not a generator: with one, Python 3.13 keeps the frames around a failed block, and all that they hold, until it
    collects garbage.
    """

    def __init__(self, path: str | PathLike[str] = "") -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, LutFormatError):
            if not error.path and self.path:
                raise error.at(self.path) from error.__cause__
        elif isinstance(error, Exception):
            raise LutFormatError(self.path, None, explain_reason(error)) from error


def explain_reason(error: Exception) -> str:
    """Say what went wrong with a thing from outside, in plain words; a fault of ours goes to the log."""
    if isinstance(error, LutError):
        return str(error)
    if isinstance(error, OSError):
        return _("cannot be read: {reason}").format(reason=error.strerror or error)
    if isinstance(error, MemoryError):
        return _("needs more memory than there is")
    if isinstance(error, RecursionError):
        return _("is nested too deeply")
    FAULTS.error("This became a sentence:", exc_info=error)
    return _("is not understood, and Camera Looks cannot say why: please report it")
