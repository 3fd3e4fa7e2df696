"""Values of procedures: the objects and numbers of a script to the plain ones of a backend, and back."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Sequence

from gimp_backends import fields as f
from gimp_backends.contract import Parameter, Procedure
from gimpcolor import RGB

from gimp import _items
from gimp._channel import Channel
from gimp._display import Display
from gimp._image import Image
from gimp._layer import Layer
from gimp._parasite import Parasite
from gimp._vectors import Vectors

CLASSES: dict[int, type] = {
    f.PDB_ITEM: _items.Item,
    f.PDB_DISPLAY: Display,
    f.PDB_IMAGE: Image,
    f.PDB_LAYER: Layer,
    f.PDB_CHANNEL: Channel,
    f.PDB_DRAWABLE: _items.Drawable,
    f.PDB_SELECTION: Channel,
    f.PDB_VECTORS: Vectors,
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
    f.PDB_INT32: int,
    f.PDB_INT16: int,
    f.PDB_INT8: lambda value: int(value) & 255,
    f.PDB_FLOAT: float,
    f.PDB_STRING: _text,
    f.PDB_INT32ARRAY: _sequence(int),
    f.PDB_INT16ARRAY: _sequence(int),
    f.PDB_INT8ARRAY: _bytes,
    f.PDB_FLOATARRAY: _sequence(float),
    f.PDB_STRINGARRAY: _sequence(_text),
    f.PDB_COLOR: _rgba,
    f.PDB_COLORARRAY: _sequence(_rgba),
    f.PDB_PARASITE: _parasite,
    f.PDB_STATUS: int,
}

OBJECT: dict[int, Callable[[Any], Any]] = {
    f.PDB_INT32ARRAY: tuple,
    f.PDB_INT16ARRAY: tuple,
    f.PDB_INT8ARRAY: tuple,
    f.PDB_FLOATARRAY: tuple,
    f.PDB_STRINGARRAY: tuple,
    f.PDB_COLOR: lambda value: RGB(*value),
    f.PDB_COLORARRAY: lambda values: tuple(RGB(*value) for value in values),
    f.PDB_PARASITE: lambda value: None if value is None else Parasite(*value),
    f.PDB_IMAGE: lambda ID: Image._of(ID) if ID >= 0 else None,
    f.PDB_DISPLAY: lambda ID: Display._of(ID) if ID >= 0 else None,
    f.PDB_ITEM: _items.item,
    f.PDB_LAYER: _items.item,
    f.PDB_CHANNEL: _items.item,
    f.PDB_DRAWABLE: _items.item,
    f.PDB_SELECTION: _items.item,
    f.PDB_VECTORS: _items.item,
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
    f.PDB_INT32: "a whole number",
    f.PDB_INT16: "a whole number",
    f.PDB_INT8: "a whole number",
    f.PDB_FLOAT: "a number",
    f.PDB_STRING: "text",
    f.PDB_INT32ARRAY: "whole numbers",
    f.PDB_INT16ARRAY: "whole numbers",
    f.PDB_INT8ARRAY: "bytes",
    f.PDB_FLOATARRAY: "numbers",
    f.PDB_STRINGARRAY: "texts",
    f.PDB_COLOR: "a color",
    f.PDB_COLORARRAY: "colors",
    f.PDB_PARASITE: "gimp.Parasite",
    f.PDB_STATUS: "a status",
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
