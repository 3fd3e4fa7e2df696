"""Sentences for the user when GIMP's side fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lut.shared import folders

from ..engine.client import EngineError, EngineGone
from ..engine.log import log_fault
from ..language import _


class HostError(Exception):
    """``str(error)`` is one sentence for the user."""


class Partly(HostError):
    """Something was done, and something was not."""


class Cancelled(Exception):
    """The user closed the dialog without applying."""


@contextmanager
def explain_errors(name: str = "") -> Iterator[None]:
    """Turn any Exception about one of several things into a HostError; name: of a layer that it is to name.

    What stops the others as well passes: EngineGone and Cancelled.  HostErrors name their layer themselves.
    """
    try:
        yield
    except (HostError, EngineGone, Cancelled):
        raise
    except Exception as error:
        reason = reason_of(error)
        raise HostError(f"“{name}”: {reason}" if name else reason) from error


def reason_of(error: Exception) -> str:
    """Say in plain words what went wrong with one thing; log a fault of ours."""
    if isinstance(error, EngineError):
        return str(error)
    if isinstance(error, MemoryError):
        return _("There is not enough memory: close other programs and try again.")
    if isinstance(error, OSError):
        return error.strerror or str(error)
    log_fault(folders.log())
    return _("Camera Looks failed unexpectedly. Details are in {log}.").format(log=folders.log())
