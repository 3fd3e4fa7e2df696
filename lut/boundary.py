"""The boundary around each thing from outside: a file, a name in a pack, a recipe, a message.

A loop over such things puts ``explain_errors`` around each one and catches LutError: whatever one of them raises
becomes one sentence about it, and the next one is done.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

from .errors import LutError, LutFormatError
from .language import _

FAULTS = logging.getLogger("lut.faults")
"""Gets the traceback of every fault of ours that became a sentence; the engine and ``--debug`` print it."""
FAULTS.addHandler(logging.NullHandler())  # nothing is printed unless somebody asks for it


@contextmanager
def explain_errors(path: str | PathLike[str] = "") -> Iterator[None]:
    """Turn any Exception inside the block into a LutFormatError about ``path``, in plain words.

    Errors that name their file already pass as they are, and so do KeyboardInterrupt and SystemExit.
    """
    try:
        yield
    except LutFormatError as error:
        if error.path or not path:
            raise
        raise error.at(path) from error.__cause__
    except Exception as error:
        raise LutFormatError(path, None, reason_of(error)) from error


def reason_of(error: Exception) -> str:
    """What went wrong with a thing from outside, in plain words; a fault of ours goes to the log."""
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
