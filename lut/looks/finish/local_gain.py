"""Local gain: how much lighter or darker a picture gets, by place and by luma.

A bilateral grid (Chen, Paris and Durand: Real-time Edge-Aware Image Processing with the Bilateral Grid, 2007): a few
thousand numbers for a whole picture.  Both sides of an edge differ in luma, and so lie in different cells: gains that
change smoothly over the grid keep the picture's edges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...color.space import Floats
from ...color.srgb import EXPONENT, OFFSET, TOE_CODE, linear_to_srgb, srgb_to_linear
from ...errors import PixelError
from ...kernel.blending import CODE_MAX
from .pixel_strips import BLOCK, Pixels, Strip, luma, store_codes

AT_A_TIME = BLOCK // 4  # pixels whose levels are laid out side by side, so that they stay in the cache
HALF = np.float32(0.5)


@dataclass(frozen=True, eq=False)
class LocalGain:
    """Gains over a whole picture.

    stops: (rows, columns, levels) float32, read-only: gains of linear light, as powers of 2.  They are coefficients
    of B-splines: cubic over rows and columns, whose points are the centers of equal parts of the picture; quadratic
    over the levels, the first of which is luma 0 and the last luma 1.

    Raises PixelError for other shapes, and for gains that are no numbers.
    """

    stops: Floats

    def __post_init__(self) -> None:
        stops = np.array(self.stops, dtype=np.float32)
        if stops.ndim != 3 or 0 in stops.shape or stops.shape[2] < 2:
            raise PixelError(f"expected gains (rows, columns, 2 levels or more), found {stops.shape}")
        if not np.isfinite(stops).all():
            raise PixelError("expected gains that are numbers, found others")
        stops.setflags(write=False)
        object.__setattr__(self, "stops", stops)

    def reader(self, strip: Strip) -> Callable[[Floats, slice], Floats]:
        """Return a function that reads the gain at some rows of a strip, in stops, from their luma.

        Both are (rows, width) float32; luma is 0..1.
        """
        points_y, points_x, levels = self.stops.shape
        width = strip.pixels.shape[1]
        # Four of the grid's columns for each of the strip's, and four rows for each row.
        near_x, share_x = strip.map_columns(points_x)
        near_y, share_y = strip.map_rows(points_y)

        @lru_cache(maxsize=4)
        def stretched(row: int) -> Floats:
            """Return a row of the grid, spread over the strip's width, with one more level at both ends."""
            points = np.pad(self.stops[row], ((0, 0), (1, 1)), mode="edge")
            wide: Floats = sum(points[near_x[k]] * share_x[k, :, None] for k in range(4))
            return wide

        step = max(1, AT_A_TIME // max(width, 1))
        laid_out = np.empty((step, width, levels + 2), dtype=np.float32)
        term = np.empty((width, levels + 2), dtype=np.float32)

        def read(luma: Floats, rows: slice) -> Floats:
            result = np.empty_like(luma)
            for first in range(0, len(luma), step):
                part = luma[first : first + step]
                for y, line in enumerate(laid_out[: len(part)], rows.start + first):
                    np.multiply(stretched(near_y[0, y]), share_y[0, y], out=line)
                    for k in range(1, 4):
                        line += np.multiply(stretched(near_y[k, y]), share_y[k, y], out=term)
                result[first : first + step] = between_levels(laid_out[: len(part)], part)
            return result

        return read


def between_levels(stops: Floats, luma: Floats) -> Floats:
    """Evaluate a quadratic B-spline over the last axis of stops (rows, width, levels + 2) at luma (rows, width)."""
    levels = stops.shape[2] - 2
    place = luma * np.float32(levels - 1)
    nearest = np.rint(place)
    t = place - nearest
    index = nearest.astype(np.intp)
    index += np.arange(0, stops.size, levels + 2).reshape(index.shape)
    flat = stops.reshape(-1)
    before, after = HALF - t, HALF + t
    result: Floats = flat.take(index)
    result *= before * before
    result += flat[2:].take(index) * (after * after)
    result *= HALF
    result += flat[1:].take(index) * (np.float32(0.75) - t * t)
    return result


def apply_gain(strip: Strip, gain: LocalGain, amount: float) -> Pixels:
    """Make pixels lighter and darker by a share of a local gain, in place; return them.

    amount: 0..1, of the gain's stops.

    A color's linear light is scaled as a whole, so that its hue and its chroma relative to its lightness stay.  With
    k the gain and x the light of the color's highest channel, 0..1, the scale is ``k / (1 + (k - 1) x)``: k in black,
    1 in white.  So black and white stay as they are, nothing clips, and the gain is never more than k.

    Floats above 1 stay as they are.  8-bit pixels are dithered.
    """
    strip.check("local gain", amount)
    read = gain.reader(strip)
    for rows in strip.row_blocks():
        pixels = strip.pixels[rows]
        k = np.exp2(read(luma(pixels), rows) * np.float32(amount))
        highest = np.maximum(np.maximum(pixels[..., 0], pixels[..., 1]), pixels[..., 2]) / strip.white
        light = srgb_to_linear(np.fmin(np.fmax(highest, 0), 1))
        k /= 1 + (k - 1) * light
        scale_light(pixels, k, strip.dither(rows))
    return strip.pixels


def scale_light(pixels: Pixels, gain: Floats, noise: Floats | None) -> None:
    """Multiply the linear light behind sRGB codes (rows, width, 3 or 4) by gain (rows, width), in place.

    Above sRGB's toe that is a multiplication and two additions on the codes themselves.
    """
    white = np.float32(CODE_MAX[pixels.dtype])
    offset, toe = np.float32(OFFSET) * white, np.float32(TOE_CODE) * white
    root = gain ** np.float32(1 / EXPONENT)
    lift = (root - 1) * offset
    for channel in range(3):
        codes = pixels[..., channel]
        result: Floats = codes * root + lift
        dark = np.abs(codes) <= toe
        np.copyto(result, codes * gain, where=dark)  # proportional to light
        crossing = dark == (result > toe)  # the end of the toe, upwards or downwards
        if crossing.any():
            light = srgb_to_linear(codes[crossing] / white) * gain[crossing]
            result[crossing] = linear_to_srgb(light) * white
        if noise is not None:
            result += noise
        store_codes(result, codes)
