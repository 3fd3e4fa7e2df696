"""Formulas of one channel: clamps, powers, logarithms.  Parameters are (3,), one for each channel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

SMALLEST = float(np.finfo(np.float32).tiny)  # what a logarithm takes in place of less
HALF_CODE = 0.5 / 65535  # rounding to 16 bits
NEARLY = 1e-6  # keeps the break of a monitor curve finite, where it is all line or all power


@dataclass(frozen=True)
class Clamp:
    """Clamp to low and high, either of which may be infinite."""

    low: float = 0.0
    high: float = 1.0
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        return np.clip(rgb, self.low, self.high)

    def then(self, other: Clamp) -> Clamp:
        low, high = np.clip([self.low, self.high], other.low, other.high)
        return Clamp(float(low), float(high))


@dataclass(frozen=True, eq=False)
class Power:
    """x ** exponent above 0; below, "zero", the "mirror" image of above, or x itself: "pass"."""

    exponent: Doubles
    below: str = "zero"
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        if self.below == "mirror":
            return np.copysign(np.abs(rgb) ** self.exponent, rgb)
        above = np.maximum(rgb, 0) ** self.exponent
        return np.asarray(np.where(rgb < 0, rgb, above) if self.below == "pass" else above)


@dataclass(frozen=True, eq=False)
class MonitorCurve:
    """A power with an offset, and from black to where it has the same slope a straight line: sRGB, Rec. 709, L*.

    reverse: encode rather than decode.  mirror: negative numbers as the mirror image of positive ones, in place of the
    line's continuation.
    """

    exponent: Doubles
    offset: Doubles
    reverse: bool = False
    mirror: bool = False
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        g, a = np.maximum(self.exponent, 1 + NEARLY), np.maximum(self.offset, NEARLY)
        end = a / (g - 1)  # where line and power meet
        top = ((end + a) / (1 + a)) ** g
        x = np.abs(rgb) if self.mirror else rgb
        if self.reverse:
            result = np.where(x <= top, x * (end / top), np.maximum(x, 0) ** (1 / g) * (1 + a) - a)
        else:
            result = np.where(x <= end, x * (top / end), (np.maximum(x + a, 0) / (1 + a)) ** g)
        return np.asarray(np.copysign(result, rgb) if self.mirror else result)


@dataclass(frozen=True)
class Parametric:
    """ICC's parametricCurveType (ICC.1:2022, table 68): (a·x + b)^g + e from d on, c·x + f below, clipped to 0..1."""

    g: float
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 0.0
    f: float = 0.0
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        x = np.clip(rgb, 0, 1)
        base = np.maximum(self.a * x + self.b, 0)
        with np.errstate(all="ignore"):  # what overflows is clipped
            power = base**self.g + self.e
        return np.asarray(np.clip(np.nan_to_num(np.where(x >= self.d, power, self.c * x + self.f)), 0, 1))

    @property
    def is_identity(self) -> bool:
        x = np.linspace(0, 1, 1025)
        return bool(np.abs(self(x) - x).max() < HALF_CODE)


@dataclass(frozen=True, eq=False)
class Log:
    """log_slope · log(lin_slope · x + lin_offset) + log_offset, to a base; reverse: its inverse.

    lin_break: below it, a straight line of slope linear_slope, by default the curve's own there.
    """

    base: Doubles
    lin_slope: Doubles
    lin_offset: Doubles
    log_slope: Doubles
    log_offset: Doubles
    lin_break: Doubles | None = None
    linear_slope: Doubles | None = None
    reverse: bool = False
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        result = self.power(rgb) if self.reverse else self.logarithm(rgb)
        if self.lin_break is None:
            return result
        slope, log_break = self.slope, self.logarithm(self.lin_break)
        if self.reverse:
            return np.where(rgb <= log_break, (rgb - log_break) / slope + self.lin_break, result)
        return np.where(rgb <= self.lin_break, (rgb - self.lin_break) * slope + log_break, result)

    @property
    def slope(self) -> Doubles:
        """Slope of the straight line."""
        if self.linear_slope is not None:
            return self.linear_slope
        inside = self.lin_slope * np.asarray(self.lin_break) + self.lin_offset
        return np.asarray(self.log_slope * self.lin_slope / (inside * np.log(self.base)))

    def logarithm(self, x: Doubles) -> Doubles:
        inside = np.maximum(self.lin_slope * x + self.lin_offset, SMALLEST)
        return np.asarray(self.log_slope * np.log(inside) / np.log(self.base) + self.log_offset)

    def power(self, y: Doubles) -> Doubles:
        return np.asarray((self.base ** ((y - self.log_offset) / self.log_slope) - self.lin_offset) / self.lin_slope)
