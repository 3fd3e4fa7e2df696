"""Values as contract.py has them, to GimpParam and back."""

from __future__ import annotations

import ctypes
from typing import Any, Callable, Sequence

from gimp_backends import fields as f
from gimp_backends.contract import Parasite
from gimp_backends.libgimp2 import structures
from gimp_backends.libgimp2.libraries import decoded, encoded

INTEGERS = {f.PDB_INT16: "int16", f.PDB_INT8: "int8"}  # every other whole number and every id is an int32
ELEMENTS: dict[int, Any] = {
    f.PDB_INT32ARRAY: ctypes.c_int32,
    f.PDB_INT16ARRAY: ctypes.c_int16,
    f.PDB_INT8ARRAY: ctypes.c_uint8,
    f.PDB_FLOATARRAY: ctypes.c_double,
    f.PDB_STRINGARRAY: ctypes.c_char_p,
    f.PDB_COLORARRAY: structures.Color,
}


class Packed:
    """An array of GimpParam with everything that it points to, for as long as this lives."""

    def __init__(self, types: Sequence[int], values: Sequence[Any]) -> None:
        """Raises TypeError, ValueError or OverflowError, in a sentence that begins with the value's number."""
        self.params = (structures.Param * len(types))()
        self._kept: list[Any] = []
        for index, (kind, value) in enumerate(zip(types, values)):
            self.params[index].type = kind
            try:
                self._pack(self.params[index].data, kind, value, values[index - 1] if index else 0)
            except (TypeError, ValueError, OverflowError, AttributeError) as error:
                raise type(error)(f"value {index + 1}: {error}") from None

    def __len__(self) -> int:
        return len(self.params)

    def _pack(self, data: structures.Data, kind: int, value: Any, before: Any) -> None:
        if kind in ELEMENTS:
            data.array = self._array(kind, value, before)
        elif kind == f.PDB_FLOAT:
            data.float = value
        elif kind == f.PDB_STRING:
            data.string = None if value is None else self._keep(ctypes.create_string_buffer(encoded(value)))
        elif kind == f.PDB_COLOR:
            data.color = structures.Color(*value)
        elif kind == f.PDB_PARASITE:
            content = ctypes.create_string_buffer(value.data, len(value.data))
            place = self._keep(content)
            data.parasite = structures.Parasite(encoded(value.name), value.flags, len(value.data), place)
        else:
            setattr(data, INTEGERS.get(kind, "int32"), value)

    def _array(self, kind: int, value: Any, length: Any) -> int:
        if len(value) != length:
            raise ValueError(f"expected {length} elements, as the value before says, found {len(value)}")
        if kind == f.PDB_INT8ARRAY:
            return self._keep(ctypes.create_string_buffer(bytes(value), len(value)))
        if kind == f.PDB_STRINGARRAY:
            value = [encoded(text) for text in value]
        elif kind == f.PDB_COLORARRAY:
            value = [structures.Color(*color) for color in value]
        return self._keep((ELEMENTS[kind] * len(value))(*value))

    def _keep(self, memory: Any) -> int:
        self._kept.append(memory)
        return ctypes.addressof(memory)


def unpacked(params: Any, count: int) -> list[Any]:
    """The values of ``count`` GimpParam; nothing of GIMP's memory is left in them."""
    found: list[Any] = []
    for index in range(count):
        kind, data = params[index].type, params[index].data
        found.append(READERS.get(kind, integer)(kind, data, found[-1] if found else 0))
    return found


def integer(kind: int, data: structures.Data, before: Any) -> int:
    return getattr(data, INTEGERS.get(kind, "int32"))


def array(kind: int, data: structures.Data, length: Any) -> Any:
    if kind == f.PDB_INT8ARRAY:
        return ctypes.string_at(data.array, length) if length else b""
    elements = ctypes.cast(data.array, ctypes.POINTER(ELEMENTS[kind]))[:length] if length else []
    if kind == f.PDB_STRINGARRAY:
        return [None if text is None else decoded(text) for text in elements]
    return [rgba(color) for color in elements] if kind == f.PDB_COLORARRAY else elements


def parasite(kind: int, data: structures.Data, before: Any) -> Parasite:
    found = data.parasite
    content = ctypes.string_at(found.data, found.size) if found.size else b""
    return Parasite(decoded(found.name or b""), found.flags, content)


READERS: dict[int, Callable[[int, structures.Data, Any], Any]] = {
    f.PDB_FLOAT: lambda kind, data, before: data.float,
    f.PDB_STRING: lambda kind, data, before: text_at(data.string),
    f.PDB_COLOR: lambda kind, data, before: rgba(data.color),
    f.PDB_PARASITE: parasite,
    **dict.fromkeys(ELEMENTS, array),
}


def rgba(color: structures.Color) -> tuple[float, float, float, float]:
    return color.r, color.g, color.b, color.a


def text_at(address: int | None) -> str | None:
    """A copy of a C string."""
    return None if address is None else decoded(ctypes.string_at(address))
