"""Measure the largest error of a table against the operators it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..color.difference import relative_error
from ..kernel.operators import Doubles, Operator, run
from ..lattice import Floats

FINE = 0.5 / 65535  # no 16-bit picture shows that, and rounding to float32 comes near it


class Difference(NamedTuple):
    """The largest one: of numbers up to 1 as it is, of larger ones as a share, since float32 keeps digits, not places.

    dark: for channels nearer to 0 than the first color of 8 bits.  other: for all others.
    """

    dark: float
    other: float

    @property
    def most(self) -> float:
        return max(self)

    @property
    def is_fine(self) -> bool:
        return self.most <= FINE


DARK = np.float32(1 / 255)


def measure_shares(table: Callable[[Floats], Floats], operators: Sequence[Operator], rgb: Floats) -> Doubles:
    """Measure each channel's difference, (P, 3), for colors (P, 3); infinite where an operator overflows."""
    exact = run(operators, rgb)
    with np.errstate(all="ignore"):
        return relative_error(table(rgb), exact)


def measure_difference(table: Callable[[Floats], Floats], operators: Sequence[Operator], rgb: Floats) -> Difference:
    """Measure the largest error of separable operators, near black and elsewhere."""
    off, dark = measure_shares(table, operators, rgb), np.abs(rgb) < DARK
    return Difference(float(off.max(where=dark, initial=0)), float(off.max(where=~dark, initial=0)))
