"""Operators on colors, applied one after another.  lut/operators has the operators themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from .interpolation import Floats

Doubles = NDArray[np.float64]
CHUNK = 1 << 16  # colors at a time: with fewer, threads meet at Python's lock
LARGEST = float(np.finfo(np.float32).max)


class Operator(Protocol):
    """A function of color: (P, 3) float64 → (P, 3) float64, of any finite values.

    Called with each channel's numbers side by side in memory, which is several times as fast; it keeps them so.
    A color's result depends on nothing but the color.
    """

    @property
    def separable(self) -> bool:
        """True if each channel of the result depends on that channel alone."""

    def __call__(self, rgb: Doubles) -> Doubles: ...


@runtime_checkable
class Interpolating(Protocol):
    """An operator that interpolates in a lattice, or holds one that does."""

    def interpolated(self, name: str) -> Operator:
        """Return the same operator with another interpolation: tetrahedral, trilinear or nearest."""


def set_interpolation(operators: Sequence[Operator], name: str) -> tuple[Operator, ...]:
    """Return operators of which all lattices are interpolated in the same way."""
    return tuple(
        operator.interpolated(name) if isinstance(operator, Interpolating) else operator for operator in operators
    )


def run(operators: Sequence[Operator], rgb: NDArray[Any]) -> Doubles:
    """Apply operators to (P, 3) colors, in double precision; infinite or NaN where one overflows."""
    result = np.empty(rgb.shape)
    with np.errstate(all="ignore"):
        for start in range(0, len(rgb), CHUNK):
            colors = rgb[start : start + CHUNK].astype(np.float64, order="F")
            for operator in operators:
                colors = operator(colors)
            result[start : start + CHUNK] = colors
    return result


def apply_operators(operators: Sequence[Operator], rgb: Floats, out: Floats) -> None:
    """Write the results of operators for (P, 3) float32 colors to out, of any strides; they may be the same array.

    NaN counts as 0, and what lies beyond float32's range as its end, in rgb and in the results.
    """
    with np.errstate(all="ignore"):
        for start in range(0, len(rgb), CHUNK):
            chunk = slice(start, start + CHUNK)
            colors = require_numbers(rgb[chunk].astype(np.float64, order="F"))
            for operator in operators:
                colors = operator(colors)
            for channel, result in zip(out[chunk].T, require_numbers(colors).T, strict=True):
                np.copyto(channel, result, casting="same_kind")


@dataclass(frozen=True, eq=False)
class CodeTable:
    """The results of separable operators for each code of integer pixels.

    values: (3, N) for codes 0 to N - 1, which come as parts of the largest.
    """

    values: Doubles
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        rgb = rgb * (self.values.shape[1] - 1)
        codes = np.rint(rgb, out=rgb).astype(np.intp)
        for values, code, result in zip(self.values, codes.T, rgb.T, strict=True):
            values.take(code, out=result, mode="clip")
        return rgb


def tabulate_codes(operators: Sequence[Operator], code_max: int) -> tuple[Operator, ...]:
    """Return operators for integer pixels: the separable ones that come first are computed once for each code."""
    count = next((place for place, operator in enumerate(operators) if not operator.separable), len(operators))
    if count == 0:
        return tuple(operators)
    codes = np.arange(code_max + 1, dtype=np.float32) / np.float32(code_max)
    return CodeTable(run(operators[:count], codes[:, None].repeat(3, axis=1)).T.copy()), *operators[count:]


def require_numbers(colors: Doubles) -> Doubles:
    """Return colors with NaN turned into 0, clamped to float32's range; the same array if that changes nothing."""
    low, high = np.minimum.reduce(colors, axis=None), np.maximum.reduce(colors, axis=None)
    if low >= -LARGEST and high <= LARGEST:  # NaN fails both
        return colors
    return np.clip(np.nan_to_num(colors, nan=0.0), -LARGEST, LARGEST)


def list_parts(value: object) -> Iterator[NDArray[Any] | str]:
    """Yield the arrays, names and numbers that operators consist of: the same for the same operators."""
    if isinstance(value, np.ndarray):
        yield f"{value.dtype.str}{value.shape}"
        yield value
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from list_parts(each)
    elif is_dataclass(value):
        yield type(value).__name__
        for field in fields(value):
            yield field.name
            yield from list_parts(getattr(value, field.name))
    else:
        yield f"{value!r} "
