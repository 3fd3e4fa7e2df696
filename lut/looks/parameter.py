"""A step's parameters, declared once beside the step: validation, messages and help read it here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from ..errors import LutError


@dataclass(frozen=True)
class Range:
    """Allowed values of a parameter, both ends included, their unit, and how many numbers it takes."""

    low: float
    high: float
    unit: str = ""
    count: int = 1

    def __str__(self) -> str:
        one = f"{self.low:g} to {self.high:g}" + (f" {self.unit}" if self.unit else "")
        return f"a number from {one}" if self.count == 1 else f"{self.count} numbers from {one}"

    def admits(self, value: Any) -> bool:
        if self.count > 1:
            return isinstance(value, (list, tuple)) and len(value) == self.count and all(map(self._inside, value))
        return self._inside(value)

    def _inside(self, value: Any) -> bool:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number and self.low <= value <= self.high  # NaN is nowhere


@dataclass(frozen=True)
class Parameter:
    """One parameter of a step: its name, range, and default (``inspect.Parameter.empty`` if it must be given)."""

    name: str
    range: Range
    default: Any

    @property
    def required(self) -> bool:
        return self.default is inspect.Parameter.empty


class ParameterError(LutError):
    """A parameter that a step does not take, or not with this value; ``key`` is the offending name."""

    def __init__(self, key: str, sentence: str) -> None:
        self.key = key
        super().__init__(sentence)


@cache
def step_parameters(step: Callable[..., Any]) -> dict[str, Parameter]:
    """Return the declared parameters of a step: those annotated with a Range, by name."""
    found = {}
    for name, parameter in inspect.signature(step, eval_str=True).parameters.items():
        if get_origin(parameter.annotation) is Annotated:
            found[name] = Parameter(name, get_args(parameter.annotation)[1], parameter.default)
    return found


def check_values(step: Callable[..., Any], values: dict[str, Any]) -> dict[str, Any]:
    """Check values for a step and return them.  Raises ParameterError, which tells what the step takes."""
    known = step_parameters(step)
    for key, value in values.items():
        if key not in known:
            raise ParameterError(key, unknown_name("parameter", key, known))
        if not known[key].range.admits(value):
            raise ParameterError(key, f"expected {known[key].range}, found {show_value(value)}")
    for parameter in known.values():
        if parameter.required and parameter.name not in values:
            raise ParameterError(parameter.name, f"expected {parameter.range}, found nothing")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def show_value(value: Any, limit: int = 60) -> str:
    """Write a value as TOML, cut to that length."""
    text = to_toml(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def to_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {to_toml(item)}" for key, item in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(to_toml, value))}]"
    if isinstance(value, int) and abs(value) >= 10**100:  # Python refuses to write longer ones than 4300 digits
        return "a number of more than 100 digits"
    return repr(value) if isinstance(value, (str, int, float)) else str(value)


def unknown_name(kind: str, name: str, known: Any) -> str:
    """Return the sentence for a name that is not known, with the nearest spelling or all there are."""
    near = nearest_name(name, known)
    hint = f"did you mean {near!r}?" if near else f"expected one of {', '.join(known)}"
    return f"unknown {kind} {show_value(name)}: {hint}"


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is spelled most like another, if one is."""
    return next(iter(get_close_matches(name, list(known), 1, 0.6)), None)
