"""What a table does to grays: where its black, its middle and its white lie, and how steep it is between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...table import Lut

Doubles = NDArray[np.float64]

STEPS = 513
FEWEST = 9  # lattice points along an axis, below which the lattice is not that of the table's curve
BLACK, STEEP = 0.02, (0.3, 0.7)  # shares of the way from darkest to brightest


@dataclass(frozen=True)
class GrayRamp:
    """codes: (STEPS,) grays.  colors: (STEPS, 3), what becomes of them.  step: between two points of the lattice."""

    codes: Doubles
    colors: Doubles
    step: float

    @property
    def grays(self) -> Doubles:
        """The mean of the channels, (STEPS,)."""
        return np.asarray(self.colors.mean(axis=1))

    @property
    def shares(self) -> Doubles:
        """The grays with the darkest as 0 and the brightest as 1, (STEPS,); all 0 where they are one."""
        low, high = self.grays.min(), self.grays.max()
        return np.zeros(STEPS) if high - low < 1e-6 else np.asarray((self.grays - low) / (high - low))

    def at(self, code: float) -> float:
        """Return what becomes of a gray code."""
        return float(np.interp(code, self.codes, self.grays))

    def code_of(self, share: float) -> float:
        """Return the first code that reaches a share of the way from darkest to brightest."""
        return float(self.codes[int(np.argmax(self.shares >= share))])

    @property
    def black(self) -> float:
        """The code below which everything is black."""
        return self.code_of(BLACK)

    @property
    def contrast(self) -> float:
        """How much steeper the middle of the curve is than a straight line; 0 for a constant."""
        low, high = map(self.code_of, STEEP)
        return (STEEP[1] - STEEP[0]) / max(high - low, 1 / STEPS) if high > low else 0.0

    @property
    def rises(self) -> bool:
        """True if brighter grays become brighter."""
        return bool(self.grays[-1] > self.grays[0] + 0.1)

    def predict(self, codes: Doubles) -> Doubles:
        """Look up each channel (P, 3) in the curve that grays have there."""
        channels = [np.interp(codes[:, channel], self.codes, self.colors[:, channel]) for channel in range(3)]
        return np.stack(channels, axis=1)


def look_up(lut: Lut, codes: Doubles) -> Doubles:
    """Look codes (P, 3) up; results as a display shows them, from 0 to 1."""
    with np.errstate(all="ignore"):
        return np.asarray(np.clip(np.nan_to_num(lut(codes).astype(np.float64)), 0, 1))


def measure_grays(lut: Lut) -> GrayRamp:
    """Measure what a table does to grays from 0 to 1."""
    codes = np.linspace(0, 1, STEPS)
    colors = look_up(lut, codes[:, None].repeat(3, axis=1))
    if lut.operators or lut.size < FEWEST:  # operators are exact; to ask for their size would bake them
        return GrayRamp(codes, colors, 0.0)
    return GrayRamp(codes, colors, 1 / (lut.size - 1))
