"""Tables of curves: over 0..1 or over all half floats, and their inverses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..lattice import Floats
from .formulas import HALF_CODE, Parametric

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

INFINITE = 0x7C00  # the half float whose bits these are, and all above it up to the sign bit, are no numbers
SIGN = 0x8000
HALF_BITS = np.concatenate([np.arange(SIGN + INFINITE - 1, SIGN, -1), np.arange(INFINITE)])
"""The bits of the finite half floats, rising, without -0."""
ZERO = INFINITE - 1
ONE = ZERO + 0x3C00
"""Where 0 and 1 are among them."""
HALFS = HALF_BITS.astype(np.uint16).view(np.float16).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Table:
    """Curves (M, C), evenly spaced over 0..1, linear in between, clamped outside; C is 3, or 1 for one channel."""

    values: Floats
    separable = True

    @property
    def is_identity(self) -> bool:
        return bool(np.abs(self.values - np.linspace(0, 1, len(self.values))[:, None]).max() < HALF_CODE)

    def __call__(self, rgb: Doubles) -> Doubles:
        position = np.clip(rgb, 0, 1)
        position *= len(self.values) - 1
        cell = position.astype(np.intp)
        position -= cell
        return interpolate_cells(*self.columns, cell, position)

    @cached_property
    def columns(self) -> tuple[Floats, Doubles]:
        return split_columns(self.values)


@dataclass(frozen=True, eq=False)
class Channels:
    """A curve for each channel, each of which takes and returns (P, 1)."""

    curves: tuple[Table | Parametric, ...]
    separable = True

    @property
    def is_identity(self) -> bool:
        return all(curve.is_identity for curve in self.curves)

    def __call__(self, rgb: Doubles) -> Doubles:
        return np.hstack([curve(rgb[:, channel : channel + 1]) for channel, curve in enumerate(self.curves)])


def split_columns(curves: Floats) -> tuple[Floats, Doubles]:
    """Return the values of curves (M, C), and the steps from each to the next one, (C, M) each; the last step is 0."""
    columns = np.ascontiguousarray(curves.T)
    return columns, np.diff(columns.astype(np.float64), append=columns[:, -1:])


def interpolate_cells(columns: Floats, steps: Doubles, cell: Indices, share: Doubles) -> Doubles:
    """Interpolate between the curves' values at each cell and at the next one; share (P, C) is overwritten.

    cell: (P, C); what NaN has become leads to any cell, and to NaN.
    """
    for values, step, place, result in zip(columns, steps, cell.T, share.T, strict=True):
        result *= step.take(place, mode="clip")
        result += values.take(place, mode="clip")
    return share


@dataclass(frozen=True, eq=False)
class HalfTable:
    """Curves (65536, 3) float32 of all half floats, by their bits; linear in between, clamped outside."""

    values: Floats
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        x = np.clip(rgb, HALFS[0], HALFS[-1])
        bits = x.astype(np.float16).view(np.uint16).astype(np.intp)  # of the nearest half float
        cell = np.where(bits < SIGN, ZERO + bits, ZERO + SIGN - bits)
        cell -= HALFS.take(cell, mode="clip") > x
        np.clip(cell, 0, len(HALFS) - 2, out=cell)
        low = HALFS.take(cell)
        return interpolate_cells(*self.columns, cell, (x - low) / (HALFS.take(cell + 1) - low))

    @cached_property
    def columns(self) -> tuple[Floats, Doubles]:
        return split_columns(self.rising)

    @cached_property
    def rising(self) -> Floats:
        """The curves in the order of their inputs."""
        return np.asarray(self.values[HALF_BITS])


@dataclass(frozen=True, eq=False)
class InverseTable:
    """The inverse of curves (M, 3), each rising or falling; inputs (M,): theirs, rising; by default even over 0..1.

    Where a curve begins or ends level, the inner end of the level part; where it is level elsewhere, the input nearest
    to 0.
    """

    values: Floats
    inputs: Doubles | None = None
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        inputs = np.linspace(0, 1, len(self.values)) if self.inputs is None else self.inputs
        result = np.empty_like(rgb)
        for channel in range(3):
            result[:, channel] = invert_curve(self.values[:, channel], inputs, rgb[:, channel])
        return result


def invert_curve(curve: Floats, x: Doubles, y: Doubles) -> Doubles:
    """Find the inputs, among x (M,) and between, that a curve (M,) takes to y (P,)."""
    if curve[-1] < curve[0]:
        curve, x = curve[::-1], x[::-1]
    first, last = np.searchsorted(curve, curve[0], "right") - 1, np.searchsorted(curve, curve[-1], "left")
    part = slice(first, max(first, last) + 1)
    curve, x = curve[part], x[part]
    result = np.interp(y, curve, x)
    place = np.searchsorted(curve, y, "left").clip(max=len(curve) - 1)
    level = np.flatnonzero(curve[place] == y)
    before, after = x[place[level]], x[np.searchsorted(curve, y[level], "right") - 1]
    result[level] = np.where(np.abs(before) < np.abs(after), before, after)
    return result


def flatten_turns(curves: Floats, middle: int = 0, end: int = -1) -> Floats:
    """Return curves (M, 3) that rise or fall all along: what turns back, as seen from the middle, becomes level.

    A curve rises if it is higher at ``end`` than in the middle.
    """
    result = curves.copy()
    for channel in result.T:
        sign = 1 if channel[end] > channel[middle] else -1
        channel[middle:] = sign * np.maximum.accumulate(sign * channel[middle:])
        channel[middle::-1] = sign * np.minimum.accumulate(sign * channel[middle::-1])
    return result


@dataclass(frozen=True, eq=False)
class HueKept:
    """Curves of the largest and the smallest channel; the middle one stays where it was between them."""

    curves: Table | HalfTable | InverseTable
    separable = False

    def __call__(self, rgb: Doubles) -> Doubles:
        red, green, blue = rgb.T
        less, more = np.minimum(red, green), np.maximum(red, green)
        low, high = np.minimum(less, blue), np.maximum(more, blue)
        share = (np.maximum(less, np.minimum(more, blue)) - low) / (high - low)  # NaN for grays
        result = self.curves(rgb)
        # Of equal channels the first one is the lower.
        rg, gb, rb = red > green, green > blue, red > blue
        lowest, highest = (~rg & ~rb, rg & ~gb, rb & gb), (rg & rb, ~rg & gb, ~rb & ~gb)
        low, high = choose_channel(lowest, result), choose_channel(highest, result)
        middle = low + share * (high - low)
        for channel in range(3):
            is_middle = ~(lowest[channel] | highest[channel]) & (share >= 0)
            np.copyto(result[:, channel], middle, where=is_middle)
        return result


def choose_channel(which: Sequence[Flags], rgb: Doubles) -> Doubles:
    """Take the channel (P,) of each color for which its flag is set."""
    return np.where(which[0], rgb[:, 0], np.where(which[1], rgb[:, 1], rgb[:, 2]))
