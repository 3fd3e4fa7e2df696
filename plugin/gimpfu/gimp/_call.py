"""Calls of procedures with plain values, from which the objects are made."""

from __future__ import annotations

from typing import Any, Callable

from gimp_backends import current
from gimp_backends.contract import ProcedureError

from gimp import _cache
from gimp._errors import error


def results(name: str, *values: Any) -> list[Any]:
    """The plain results of a procedure; gimp.error with GIMP's sentence if it fails."""
    _cache.before(name)
    try:
        return current().call(name, values)
    except ProcedureError as failure:
        raise error(str(failure)) from failure


def call(name: str, *values: Any) -> Any:
    """The first result of a procedure, or None."""
    found = results(name, *values)
    return found[0] if found else None


def attribute(get: str, put: str | None = None, made: Callable[[Any], Any] = lambda value: value) -> Any:
    """A property whose value is what one procedure answers of the object's ID, and another sets."""

    def read(self: Any) -> Any:
        return made(call(get, self.ID))

    def write(self: Any, value: Any) -> None:
        call(put or get, self.ID, made(value))

    return property(read, write if put else None, doc=get)
