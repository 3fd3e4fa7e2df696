"""Functions of color → the smallest table that holds them well, and how well it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError
from ..table import Floats, Lut, Shaper, lattice

Doubles = NDArray[np.float64]
Function = Callable[[Doubles], NDArray[Any]]

FINE = 0.5 / 255  # no 8-bit picture shows that
EXACT = 1 / 65535  # rounding to 16 bits
ROUGH = 0.02  # on average: five 8-bit levels are another look
CHUNK = 1 << 16  # colors at a time, so that memory stays small
COUNT = 20000


class Error(NamedTuple):
    """The difference between a table and what it stands for: the largest, and the mean."""

    most: float
    mean: float

    def __str__(self) -> str:
        return f"off by at most {self.most:.2g}, by {self.mean:.2g} on average"


def baked(function: Function, sizes: Iterable[int] = (33, 65), shaper: Shaper | None = None, reason: str = "") -> Lut:
    """The LUT of the first size whose error is at most ``FINE``, else of the most accurate.

    function: (P, 3) colors in 0..1, behind the shaper if there is one → (P, 3).  reason: what the note on the
    measured error begins with, if there is such an error: "baked from a table for CIELAB".

    Raises LutError where no size comes near.
    """
    best, smallest = None, Error(np.inf, np.inf)
    for size in sizes:
        lut = Lut(evaluated(function, lattice(size).reshape(-1, 3)).reshape(size, size, size, 3))
        error = measured(lut, function)
        if best is None or error < smallest:
            best, smallest = lut, error
        if error.most <= FINE:
            break
    assert best is not None
    if smallest.mean > ROUGH:
        raise LutError(f"expected a table that {best.size} points a side can follow, found one too rough: {smallest}")
    return replace(best, shaper=shaper, notes=(f"{reason}: {smallest}",) if smallest.most > EXACT else ())


def measured(lut: Lut, function: Function) -> Error:
    """How far a LUT is from its function, over random colors, the faces of the cube and grays.

    What lies outside of 0..1, and no picture shows, counts as 0 or 1.
    """
    random = np.random.default_rng(0).random((COUNT, 3))
    faces = random[: COUNT // 4].copy()
    faces[np.arange(len(faces)), np.arange(len(faces)) % 3] = np.arange(len(faces)) // 3 % 2
    grays = np.linspace(0, 1, 1021)[:, None].repeat(3, axis=1)
    colors = np.concatenate([random, faces, grays]).astype(np.float32)
    difference = np.abs(np.clip(lut(colors), 0, 1) - np.clip(evaluated(function, colors), 0, 1))
    return Error(float(difference.max()), float(difference.mean()))


def evaluated(function: Function, colors: Floats) -> Floats:
    """A function of (P, 3) colors, in double precision, a chunk at a time."""
    result = np.empty_like(colors)
    for start in range(0, len(colors), CHUNK):
        part = slice(start, start + CHUNK)
        result[part] = function(colors[part].astype(np.float64))
    return result
