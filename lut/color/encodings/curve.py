"""Transfer curves between codes and light, put together from pieces that can be inverted exactly.

Makers publish their curves as formulas for ranges of light: a logarithm, and a straight line below it; a power; a
parabola.  Each piece here is one such formula with its inverse, and a ``Curve`` is a list of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

SMALLEST = float(np.finfo(np.float32).tiny)  # what a logarithm takes in place of less


class Piece(Protocol):
    """A formula from light to code, and back."""

    def encode(self, light: Doubles) -> Doubles: ...

    def decode(self, code: Doubles) -> Doubles: ...


@dataclass(frozen=True)
class Line:
    """slope · light + offset."""

    slope: float
    offset: float = 0.0

    def encode(self, light: Doubles) -> Doubles:
        return self.slope * light + self.offset

    def decode(self, code: Doubles) -> Doubles:
        return (code - self.offset) / self.slope


@dataclass(frozen=True)
class Log:
    """gain · log(slope · light + shift) + offset, the logarithm to a base."""

    gain: float
    offset: float
    shift: float = 0.0
    slope: float = 1.0
    base: float = 10.0

    def encode(self, light: Doubles) -> Doubles:
        inside = np.maximum(self.slope * light + self.shift, SMALLEST)
        return np.asarray(np.log(inside) * (self.gain / math.log(self.base)) + self.offset)

    def decode(self, code: Doubles) -> Doubles:
        exponent = (code - self.offset) * (math.log(self.base) / self.gain)
        return np.asarray((np.exp(exponent) - self.shift) / self.slope)


@dataclass(frozen=True)
class Power:
    """gain · (light + shift) ** exponent + offset; light below -shift counts as -shift."""

    exponent: float
    gain: float = 1.0
    offset: float = 0.0
    shift: float = 0.0

    def encode(self, light: Doubles) -> Doubles:
        return np.asarray(self.gain * raise_to_power(np.maximum(light + self.shift, 0), self.exponent) + self.offset)

    def decode(self, code: Doubles) -> Doubles:
        base = np.maximum(code - self.offset, 0) / self.gain
        return np.asarray(raise_to_power(base, 1 / self.exponent) - self.shift)


def raise_to_power(base: Doubles, exponent: float) -> Doubles:
    """Raise numbers from 0 on to a power, in a third of the time that numpy's ** takes, to 15 digits."""
    return np.exp(exponent * np.log(base))


@dataclass(frozen=True)
class Curve:
    """Pieces in the order of light, and between each two of them the light and the code where the next one begins.

    scale: the formulas' light for a light of 1: makers whose formulas count a diffuse white of 90 % as 1 have 1/0.9.
    mirrored: negative light is coded as the mirror image of positive light; else by the first piece.
    """

    pieces: tuple[Piece, ...]
    cuts: tuple[tuple[float, float], ...] = ()
    scale: float = 1.0
    mirrored: bool = False

    def encode(self, light: Doubles) -> Doubles:
        """Encode scene or display light, (…) float64, as codes, 1 for the largest of the maker's integers."""
        size = np.abs(light) if self.mirrored else light
        code = self._piecewise(size * self.scale, [cut for cut, _ in self.cuts], [one.encode for one in self.pieces])
        return np.copysign(code, light) if self.mirrored else code

    def decode(self, code: Doubles) -> Doubles:
        """Decode codes, (…) float64, into light, 1 for a diffuse white of 100 % or a display's white."""
        size = np.abs(code) if self.mirrored else code
        light = self._piecewise(size, [cut for _, cut in self.cuts], [one.decode for one in self.pieces]) / self.scale
        return np.copysign(light, code) if self.mirrored else light

    @staticmethod
    def _piecewise(x: Doubles, cuts: Sequence[float], formulas: Sequence[Callable[[Doubles], Doubles]]) -> Doubles:
        with np.errstate(over="ignore", divide="ignore"):  # of formulas outside their range, and the logarithm of 0
            result = formulas[0](x)
            for cut, formula in zip(cuts, formulas[1:], strict=True):
                result = np.where(x < cut, result, formula(x))
        return result


def join(low: Piece, high: Piece, cut: float, code: float | None = None, scale: float = 1.0) -> Curve:
    """Make a curve of two pieces.  code: where the upper one begins, if the maker states it."""
    begin = float(high.encode(np.asarray(cut))) if code is None else code
    return Curve((low, high), ((cut, begin),), scale)


LINEAR = Curve((Line(1.0),))


def power_curve(exponent: float) -> Curve:
    """Make a curve whose light is code ** exponent."""
    return Curve((Power(1 / exponent),), mirrored=True)


def power_with_toe(exponent: float, offset: float, slope: float, cut: float, code: float) -> Curve:
    """Make a power with an offset, and a straight line below a light and its code: sRGB, BT.709, ROMM RGB."""
    return Curve((Line(slope), Power(1 / exponent, 1 + offset, -offset)), ((cut, code),), mirrored=True)
