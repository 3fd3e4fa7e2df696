"""Bake a function of color into the smallest table that holds it well, and measure how well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..color.probes import cube_colors
from ..errors import LutError
from ..kernel.operators import run
from ..table import Lut, lattice

Doubles = NDArray[np.float64]
Function = Callable[[Doubles], NDArray[Any]]

FINE = 0.5 / 255  # no 8-bit picture shows that
EXACT = 1 / 65535  # rounding to 16 bits
ROUGH = 0.02  # on average: five 8-bit levels are another look
COUNT = 20000


@dataclass(frozen=True, eq=False)
class Sampled:
    """A function of color as an operator."""

    function: Function
    separable = False

    def __call__(self, rgb: Doubles) -> Doubles:
        return np.asarray(self.function(rgb), np.float64)


class Error(NamedTuple):
    """The difference between a table and what it stands for: the largest, and the mean."""

    most: float
    mean: float

    def __str__(self) -> str:
        return f"off by at most {self.most:.2g}, by {self.mean:.2g} on average"


def bake_function(function: Function, sizes: Iterable[int] = (33, 65), reason: str = "") -> Lut:
    """Make the LUT of the first size whose error is at most ``FINE``, else of the most accurate.

    function: (P, 3) colors in 0..1 → (P, 3).  reason: what the note on the
    measured error begins with, if there is such an error: "baked from a table for CIELAB".

    Raises LutError where no size comes near.
    """
    best, smallest = None, Error(np.inf, np.inf)
    for size in sizes:
        points = lattice(size)
        lut = Lut(run([Sampled(function)], points.reshape(-1, 3)).astype(np.float32).reshape(points.shape))
        error = measure_error(lut, function)
        if best is None or error < smallest:
            best, smallest = lut, error
        if error.most <= FINE:
            break
    assert best is not None
    if smallest.mean > ROUGH:
        raise LutError(f"expected a table that {best.size} points a side can follow, found one too rough: {smallest}")
    return replace(best, notes=(f"{reason}: {smallest}",) if smallest.most > EXACT else ())


def measure_error(lut: Lut, function: Function) -> Error:
    """Measure a LUT against its function, over random colors, the faces of the cube and grays.

    What lies outside of 0..1, and no picture shows, counts as 0 or 1.
    """
    colors = cube_colors(COUNT)
    difference = np.abs(np.clip(lut(colors), 0, 1) - np.clip(run([Sampled(function)], colors), 0, 1))
    return Error(float(difference.max()), float(difference.mean()))
