"""Parasites: named data that is attached to an image, an item or GIMP."""

from __future__ import annotations

from typing import Any

from gimp_backends import contract
from gimpenums import PARASITE_PERSISTENT, PARASITE_UNDOABLE

from gimp._call import call, results
from gimp._errors import error


def data_bytes(data: Any) -> bytes:
    """A parasite's data as a script gives it: bytes, or text, which becomes UTF-8."""
    return data.encode("utf-8") if isinstance(data, str) else bytes(data)


class Parasite:
    def __init__(self, name: str, flags: int, data: Any) -> None:
        self._plain = contract.Parasite(name, flags, data_bytes(data))

    name: str = property(lambda self: self._plain.name)
    flags: int = property(lambda self: self._plain.flags)
    data: bytes = property(lambda self: self._plain.data)
    is_persistent: bool = property(lambda self: self.has_flag(PARASITE_PERSISTENT))
    is_undoable: bool = property(lambda self: self.has_flag(PARASITE_UNDOABLE))

    def copy(self) -> Parasite:
        return Parasite(*self._plain)

    def is_type(self, name: str) -> bool:
        return self.name == name

    def has_flag(self, flag: int) -> bool:
        return bool(self.flags & flag)

    def __repr__(self) -> str:
        return f"<parasite {self.name}>"

    def __str__(self) -> str:
        """The data as text, as the original's `str()` had it; what is no UTF-8 shows as escapes."""
        return self.data.decode("utf-8", "backslashreplace")


def find(procedure: str, *values: Any) -> Parasite | None:
    """The parasite that a procedure answers; it fails when there is none, and for the original that was None."""
    try:
        plain = call(procedure, *values)
    except error:
        return None
    return Parasite(*plain) if plain is not None else None


class HasParasites:
    _parasites: str  # "gimp-item" or "gimp-image": of whose procedures there are
    ID: int

    def parasite_find(self, name: str) -> Parasite | None:
        return find(f"{self._parasites}-get-parasite", self.ID, name)

    def parasite_attach(self, parasite: Parasite) -> None:
        call(f"{self._parasites}-attach-parasite", self.ID, parasite._plain)

    def attach_new_parasite(self, name: str, flags: int, data: Any) -> None:
        self.parasite_attach(Parasite(name, flags, data))

    def parasite_detach(self, name: str) -> None:
        call(f"{self._parasites}-detach-parasite", self.ID, name)

    def parasite_list(self) -> tuple[str, ...]:
        return tuple(results(f"{self._parasites}-get-parasite-list", self.ID)[1])
