"""Parse untrusted JSON objects, and check the kind of value in each field before anything uses it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn

from ..errors import LutFormatError

MAX_DIGITS = 400  # of a whole number: all of float64; Python refuses 4,300, or in some versions none
LARGEST = 2.0**53  # every whole number up to it is a double


class Kind(NamedTuple):
    """The kind of value that a field has to have.  words: names it in messages.  needed: the field must be there."""

    words: str
    admits: Callable[[Any], bool]
    needed: bool = True


Fields = Mapping[str, Kind]


def read_object(data: bytes | str) -> dict[str, Any]:
    """Parse a JSON object.  Raises LutFormatError, without a path, for everything else."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        found = json.loads(text, parse_int=whole_number, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        raise LutFormatError("", error.lineno, f"expected JSON, found other text ({error.msg})") from None
    except UnicodeDecodeError:
        raise LutFormatError("", None, "expected JSON in UTF-8, found other bytes") from None
    except RecursionError:
        raise LutFormatError("", None, "expected few brackets within each other, found too many") from None
    if not isinstance(found, dict):
        raise LutFormatError("", None, f"expected a JSON object, found {show_value(found)}")
    return found


def whole_number(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise LutFormatError("", None, f"expected at most {MAX_DIGITS} digits in a number, found {len(digits):,}")
    return int(digits)


def refuse_constant(name: str) -> NoReturn:
    raise LutFormatError("", None, f"expected finite numbers, found {name}")


def check_fields(found: Mapping[str, Any], fields: Fields) -> None:
    """Raise LutFormatError, without a path, where a field of an object is missing or of another kind."""
    for name, kind in fields.items():
        if name not in found:
            if kind.needed:
                raise LutFormatError("", None, f"expected {name!r}, {kind.words}, found nothing")
        elif not kind.admits(found[name]):
            raise LutFormatError("", None, f"expected {name!r}, {kind.words}, found {show_value(found[name])}")


def show_value(value: Any) -> str:
    """Quote a value in a message, shortened."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST  # no NaN


def whole_number_in(low: int, high: int) -> Kind:
    return Kind(
        f"a whole number from {low:,} to {high:,}",
        lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high,
    )


def number_in(low: float, high: float) -> Kind:
    return Kind(f"a number from {low:g} to {high:g}", lambda value: is_number(value) and low <= value <= high)


def list_of(kind: Kind, count: int | None = None) -> Kind:
    """Declare a list whose items are all of that kind.  count: of its items."""
    return Kind(
        f"a list{'' if count is None else f' of {count}'}, each {kind.words}",
        lambda value: (
            isinstance(value, list) and (count is None or len(value) == count) and all(map(kind.admits, value))
        ),
    )


def object_of(fields: Fields, words: str) -> Kind:
    """Declare an object with those fields."""

    def admits(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        try:
            check_fields(value, fields)
        except LutFormatError:
            return False
        return True

    return Kind(words, admits)


def optional(kind: Kind) -> Kind:
    """Allow null, or no field at all, besides a kind of value."""
    return Kind(f"{kind.words} or null", lambda value: value is None or kind.admits(value), needed=False)


TEXT = Kind("text", lambda value: isinstance(value, str))
PATH = Kind("a path", lambda value: isinstance(value, str) and "\0" not in value)
FLAG = Kind("true or false", lambda value: isinstance(value, bool))
