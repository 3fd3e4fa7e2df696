"""Blend pixels with what a LUT makes of them, one dtype at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import interpolation
from .interpolation import Floats
from .threads import scratch

Pixels = NDArray[Any]

CODE_MAX = {np.dtype(np.uint8): 255, np.dtype(np.uint16): 65535, np.dtype(np.float32): 1}


@dataclass(frozen=True)
class Blend:
    """Computes x + strength · (lut(x) - x) for pixels x.

    look_up: writes the LUT's results for (P, 3) float32 colors to a second such array, which may be the same.
    strength: above 0, up to 1.

    Called with pixels (P, 3 or 4) of any strides, it overwrites their colors; alpha is not touched.
    """

    look_up: Callable[[Floats, Floats], None]
    strength: np.float32

    def __call__(self, pixels: Pixels) -> None:
        compute = self._floats if pixels.dtype == np.float32 else self._integers
        for start in range(0, len(pixels), interpolation.CHUNK):
            compute(pixels[start : start + interpolation.CHUNK])

    def _floats(self, pixels: Floats) -> None:
        colors = pixels.T[:3]
        if self.strength == 1:
            self.look_up(colors.T, colors.T)
            return
        with np.errstate(over="ignore", invalid="ignore"):
            mixed = self._mixed(colors)
        if np.isnan(np.maximum.reduce(mixed, axis=None)):
            np.copyto(mixed, colors, where=np.isnan(mixed))  # NaN stays, and so does infinity: ∞ + s · (y - ∞) is NaN
        write_planes(mixed, colors)

    def _integers(self, pixels: Pixels) -> None:
        code_max = np.float32(CODE_MAX[pixels.dtype])
        floats: Floats = scratch("floats", pixels.shape)
        np.copyto(floats, pixels)  # alpha, too: it takes less time than leaving it out
        np.divide(floats, code_max, out=floats)
        mixed = self._mixed(floats.T[:3])
        np.multiply(mixed, code_max, out=mixed)
        np.rint(mixed, out=mixed)
        write_planes(interpolation.clamp(mixed, code_max), pixels.T[:3])

    def _mixed(self, colors: Floats) -> Floats:
        mixed: Floats = scratch("mixed", colors.shape)
        self.look_up(colors.T, mixed.T)
        if self.strength < 1:
            np.subtract(mixed, colors, out=mixed)
            np.multiply(mixed, self.strength, out=mixed)
            np.add(mixed, colors, out=mixed)
        return mixed


def write_planes(planes: Floats, channels: Pixels) -> None:
    """Copy (3, P) to (3, P) that lie pixel by pixel: channel by channel, as numpy itself would take pixel by pixel."""
    for plane, channel in zip(planes, channels, strict=True):
        np.copyto(channel, plane, casting="unsafe")
