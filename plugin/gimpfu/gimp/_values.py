"""Values of procedures: the objects and numbers of a script to the plain ones of a backend, and back."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Sequence

from gimp_backends.contract import Parameter, Procedure
from gimpcolor import RGB
from gimpenums import (
    PDB_CHANNEL,
    PDB_COLOR,
    PDB_COLORARRAY,
    PDB_DISPLAY,
    PDB_DRAWABLE,
    PDB_FLOAT,
    PDB_FLOATARRAY,
    PDB_IMAGE,
    PDB_INT8,
    PDB_INT8ARRAY,
    PDB_INT16,
    PDB_INT16ARRAY,
    PDB_INT32,
    PDB_INT32ARRAY,
    PDB_ITEM,
    PDB_LAYER,
    PDB_PARASITE,
    PDB_SELECTION,
    PDB_STATUS,
    PDB_STRING,
    PDB_STRINGARRAY,
    PDB_VECTORS,
)

from gimp import _items
from gimp._channel import Channel
from gimp._display import Display
from gimp._image import Image
from gimp._layer import Layer
from gimp._parasite import Parasite
from gimp._vectors import Vectors

CLASSES: dict[int, type] = {
    PDB_ITEM: _items.Item,
    PDB_DISPLAY: Display,
    PDB_IMAGE: Image,
    PDB_LAYER: Layer,
    PDB_CHANNEL: Channel,
    PDB_DRAWABLE: _items.Drawable,
    PDB_SELECTION: Channel,
    PDB_VECTORS: Vectors,
}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def _bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("latin-1")
    return bytes(value) if isinstance(value, (bytes, bytearray, memoryview)) else bytes(int(v) & 255 for v in value)


def _rgba(value: Any) -> tuple[float, ...]:
    return tuple(RGB.of(value)._values)


def _parasite(value: Parasite) -> Any:
    return value._plain


def _sequence(each: Callable[[Any], Any]) -> Callable[[Iterable[Any]], list[Any]]:
    return lambda values: [each(value) for value in values]


PLAIN: dict[int, Callable[[Any], Any]] = {
    PDB_INT32: int,
    PDB_INT16: int,
    PDB_INT8: lambda value: int(value) & 255,
    PDB_FLOAT: float,
    PDB_STRING: _text,
    PDB_INT32ARRAY: _sequence(int),
    PDB_INT16ARRAY: _sequence(int),
    PDB_INT8ARRAY: _bytes,
    PDB_FLOATARRAY: _sequence(float),
    PDB_STRINGARRAY: _sequence(_text),
    PDB_COLOR: _rgba,
    PDB_COLORARRAY: _sequence(_rgba),
    PDB_PARASITE: _parasite,
    PDB_STATUS: int,
}

OBJECT: dict[int, Callable[[Any], Any]] = {
    PDB_INT32ARRAY: tuple,
    PDB_INT16ARRAY: tuple,
    PDB_INT8ARRAY: tuple,
    PDB_FLOATARRAY: tuple,
    PDB_STRINGARRAY: tuple,
    PDB_COLOR: lambda value: RGB(*value),
    PDB_COLORARRAY: lambda values: tuple(RGB(*value) for value in values),
    PDB_PARASITE: lambda value: None if value is None else Parasite(*value),
    PDB_IMAGE: lambda ID: Image._of(ID) if ID >= 0 else None,
    PDB_DISPLAY: lambda ID: Display._of(ID) if ID >= 0 else None,
    PDB_ITEM: _items.item,
    PDB_LAYER: _items.item,
    PDB_CHANNEL: _items.item,
    PDB_DRAWABLE: _items.item,
    PDB_SELECTION: _items.item,
    PDB_VECTORS: _items.item,
}


def plain(value: Any, kind: int) -> Any:
    """A script's value as the backend takes it; TypeError if it is none of this kind."""
    wanted = CLASSES.get(kind)
    if wanted is not None:
        if value is None:
            return -1
        if not isinstance(value, wanted):
            raise TypeError(f"expected gimp.{wanted.__name__}, found {value!r}")
        return value.ID
    try:
        return PLAIN[kind](value)
    except (TypeError, ValueError, AttributeError) as problem:
        raise TypeError(f"expected {_NAMES[kind]}, found {value!r}") from problem


_NAMES = {
    PDB_INT32: "a whole number",
    PDB_INT16: "a whole number",
    PDB_INT8: "a whole number",
    PDB_FLOAT: "a number",
    PDB_STRING: "text",
    PDB_INT32ARRAY: "whole numbers",
    PDB_INT16ARRAY: "whole numbers",
    PDB_INT8ARRAY: "bytes",
    PDB_FLOATARRAY: "numbers",
    PDB_STRINGARRAY: "texts",
    PDB_COLOR: "a color",
    PDB_COLORARRAY: "colors",
    PDB_PARASITE: "gimp.Parasite",
    PDB_STATUS: "a status",
}


def made(value: Any, kind: int) -> Any:
    """A backend's value as scripts see it."""
    return OBJECT[kind](value) if kind in OBJECT else value


def all_plain(values: Sequence[Any], wanted: Sequence[Parameter], where: str) -> list[Any]:
    if len(values) != len(wanted):
        raise TypeError(f"{where}: wrong number of parameters: expected {len(wanted)}, found {len(values)}")
    found = []
    for i, (value, parameter) in enumerate(zip(values, wanted), 1):
        try:
            found.append(plain(value, parameter.type))
        except TypeError as problem:
            raise TypeError(f"{where}: wrong parameter type: {i} ({parameter.name}): {problem}") from problem
    return found


def all_made(values: Iterable[Any], procedure: Procedure) -> tuple[Any, ...]:
    """What a procedure was called with, as objects; GIMP may have left out the last ones."""
    return tuple(made(value, parameter.type) for value, parameter in zip(values, procedure.parameters))


def returned(result: Any, procedure: Procedure) -> list[Any]:
    """What a plug-in's function returned, as plain results: nothing, one value or a tuple."""
    wanted = procedure.results
    if not wanted:
        return []
    if len(wanted) == 1 and not isinstance(result, tuple):
        result = (result,)
    if not isinstance(result, (tuple, list)):
        raise TypeError(f"{procedure.name}: expected {len(wanted)} results, found {result!r}")
    return all_plain(result, wanted, f"{procedure.name}'s results")
