"""What the modules raise."""

from __future__ import annotations

from typing import Any, Callable


class error(RuntimeError):
    """The original's gimp.error: a procedure failed; the text is GIMP's sentence."""


class NoProcedure(error, AttributeError, KeyError):
    """There is no such procedure: `hasattr(pdb, name)` is False, `pdb[name]` raises KeyError."""

    __str__ = error.__str__


class CancelError(RuntimeError):
    """The user cancelled: not an error, and GIMP is told so."""


def missing(name: str, why: str) -> Callable[..., Any]:
    """In the place of a function of the original that is not there: raises when called, naming itself."""

    def raises(*_: Any, **__: Any) -> Any:
        raise NotImplementedError(f"{name} is not in this gimpfu: {why}")

    raises.__name__ = raises.__qualname__ = name.rpartition(".")[2]
    raises.missing_because = why  # type: ignore[attr-defined]  # what the table of coverage reads
    return raises
