"""Film-like grain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from ...mix import CODE_MAX
from ...spaces.space import Floats
from ..parameter import Range
from .strips import Pixels, blocks, checked, places, store

TILE = 1024  # pixels until the grain repeats, a power of two; too far apart to be seen
STRONGEST = 0.10  # standard deviation of the codes of a middle grey, for an amount of 1
LUMA = (0.25, 0.60, 0.15)


@dataclass(frozen=True)
class Grain:
    """Film grain.  amount: how visible;  size: of a grain, in thousandths of the picture's shorter side."""

    amount: Annotated[float, Range(0, 1)]
    size: Annotated[float, Range(0.2, 5, "thousandths of the shorter side")] = 0.6


def grain(
    pixels: Pixels,
    amount: float,
    left: float,
    top: float,
    frame: tuple[float, float],
    scale: float = 1.0,
    size: float = 0.6,
    out: Pixels | None = None,
) -> Pixels:
    """Add film grain: the same in all channels, strongest in middle tones, none in black and white.

    Arguments as in ``vignette``;  amount: 0..1;  size: diameter of a grain in thousandths of the
    frame's shorter side, so that a picture looks the same at any resolution.  The grain belongs to
    the place in the picture: the same pixels come out whatever the strips, and at every run.
    """
    out = checked("grain", pixels, amount, out)
    white = np.float32(CODE_MAX[pixels.dtype])
    spread = size / 1000 * min(frame) / 2  # a Gaussian's standard deviation, in image pixels
    field = tile(round(spread / scale, 3))
    # A preview's pixel shows the mean of the grain under it.
    visible = np.float32(4 * STRONGEST * amount * spread / np.hypot(spread, (scale - 1) / np.sqrt(12)))
    # A preview lies on a grid of its own, from its first pixel on.
    x = places(left / scale, pixels.shape[1], 1.0) % TILE
    y = places(top / scale, pixels.shape[0], 1.0) % TILE
    for part in blocks(pixels):
        color = pixels[part, :, :3].astype(np.float32) / white
        luma: Floats = np.clip(sum(np.float32(LUMA[i]) * color[..., i] for i in range(3)), 0, 1)
        color += (field[y[part]][:, x] * (visible * luma * (1 - luma)))[..., None]
        if pixels.dtype != np.float32:
            np.clip(color, 0, 1, out=color)
        store(color * white, out[part, :, :3])
    return out


@lru_cache(maxsize=4)
def tile(spread: float) -> Floats:
    """(TILE, TILE) Gaussian noise of mean 0 and deviation 1, blurred to that spread; its edges join."""
    index = np.arange(TILE * TILE, dtype=np.uint32)
    # Four uniform numbers add up to nearly a Gaussian.
    noise = sum(scrambled(index + np.uint32(k * TILE * TILE)) for k in range(4))
    noise = (noise - np.float32(2)).reshape(TILE, TILE)
    for axis in (0, 1):
        noise = blurred(noise, spread, axis)
    field: Floats = (noise / noise.std()).astype(np.float32)
    field.setflags(write=False)
    return field


def scrambled(index: NDArray[np.uint32]) -> Floats:
    """Numbers 0..1 from a hash of their index, the same on every machine and with every numpy.

    Chris Wellons's lowbias32, "Prospecting for Hash Functions" (2018).
    """
    x = (index ^ (index >> np.uint32(16))) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
    x = x ^ (x >> np.uint32(16))
    uniform: Floats = (x >> np.uint32(8)).astype(np.float32)
    return uniform * np.float32(2**-24)


def blurred(noise: Floats, spread: float, axis: int) -> Floats:
    """Gaussian blur along an axis, around the edges; a spread below half a pixel leaves single pixels."""
    radius = int(np.ceil(3 * spread)) if spread >= 0.3 else 0
    weights = np.exp(-0.5 * (np.arange(radius + 1) / max(spread, 0.1)) ** 2).astype(np.float32)
    result: Floats = weights[0] * noise
    for step in range(1, radius + 1):
        result += weights[step] * (np.roll(noise, step, axis) + np.roll(noise, -step, axis))
    return result
