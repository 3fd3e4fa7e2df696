"""Tables: curves over 0..1 or over all half floats, their inverses, and lattices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ... import kernel
from ...table import Floats

Doubles = NDArray[np.float64]

INFINITE = 0x7C00  # the half float whose bits these are, and all above it up to the sign bit, are no numbers
SIGN = 0x8000
HALF_BITS = np.concatenate([np.arange(SIGN + INFINITE - 1, SIGN, -1), np.arange(INFINITE)])
"""The bits of the finite half floats, rising, without -0."""
HALFS = HALF_BITS.astype(np.uint16).view(np.float16).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Table:
    """Curves (M, 3) float32, evenly spaced over 0..1, linear in between, clamped outside."""

    values: Floats
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        position = np.clip(rgb, 0, 1) * (len(self.values) - 1)
        low = np.minimum(position.astype(np.intp), len(self.values) - 2)
        below, above = (np.take_along_axis(self.values, rows, 0).astype(np.float64) for rows in (low, low + 1))
        return np.asarray(below + (above - below) * (position - low))


@dataclass(frozen=True, eq=False)
class HalfTable:
    """Curves (65536, 3) float32 of all half floats, by their bits; linear in between, clamped outside."""

    values: Floats
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        rows = self.values[HALF_BITS]
        return np.stack([np.interp(rgb[:, channel], HALFS, rows[:, channel]) for channel in range(3)], axis=1)


@dataclass(frozen=True, eq=False)
class InverseTable:
    """What curves (M, 3) over 0..1, each rising or falling, were given for what they gave; 0..1.

    Where a curve begins or ends level, the inner end of the level part.
    """

    values: Floats
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        return np.stack([inverse(self.values[:, channel], rgb[:, channel]) for channel in range(3)], axis=1)


def inverse(curve: Floats, y: Doubles) -> Doubles:
    x = np.linspace(0, 1, len(curve))
    if curve[-1] < curve[0]:
        curve, x = curve[::-1], x[::-1]
    first, last = np.searchsorted(curve, curve[0], "right") - 1, np.searchsorted(curve, curve[-1], "left")
    part = slice(first, max(first, last) + 1)
    return np.interp(y, curve[part], x[part])


@dataclass(frozen=True, eq=False)
class HueKept:
    """Curves of the largest and the smallest channel; the middle one stays where it was between them."""

    curves: Table | HalfTable | InverseTable
    separable = False

    def __call__(self, rgb: Doubles) -> Doubles:
        order = np.argsort(rgb, axis=1)
        low, middle, high = np.take_along_axis(rgb, order, 1).T
        span = high - low
        share = np.divide(middle - low, span, out=np.zeros_like(span), where=span > 0)
        result = self.curves(rgb)
        low, middle, high = np.take_along_axis(result, order, 1).T
        between = np.where(span > 0, low + share * (high - low), middle)
        np.put_along_axis(result, order[:, 1:2], between[:, None], 1)
        return result


@dataclass(frozen=True, eq=False)
class Cube:
    """A lattice (N, N, N, 3) float32 over 0..1, indexed [r, g, b]; clamped outside.

    interpolation: "trilinear" or "tetrahedral"; None where a file leaves it to us: trilinear, if it matters.
    """

    table: Floats
    interpolation: str | None = None
    separable = False

    def __call__(self, rgb: Doubles) -> Doubles:
        colors = np.clip(rgb, 0, 1).astype(np.float32)
        return kernel.named(self.interpolation or "trilinear")(self.table)(colors).astype(np.float64)
