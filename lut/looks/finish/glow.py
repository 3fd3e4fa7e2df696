"""Glow: highlights that spread a little light around them, as behind a soft-focus filter.

How far light spreads depends on the whole picture, and strips do not see it: the light that is spread
is worked out once on a thumbnail, as a small map, and each strip adds what falls onto its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from ...color import linear_to_srgb, luminance, srgb_to_linear
from ...color.space import Floats
from ...errors import PixelError
from ...kernel.blending import CODE_MAX
from ..parameter import Range
from ..smooth_curves import smoothstep
from .pixel_strips import Pixels, Strip, check_thumbnail, gaussian_matrix, store_codes

SIZE = 25.0
LIGHTS = (0.35, 0.95)  # luminance from where on light is spread, and from where all of it is


@dataclass(frozen=True)
class Glow:
    """A glow around highlights.  amount: the share of their light that is spread.

    size: how far, as the standard deviation of a Gaussian, in thousandths of the picture's shorter side.
    """

    amount: Annotated[float, Range(0, 1)]
    size: Annotated[float, Range(5, 200, "thousandths of the shorter side")] = SIZE


def glow_map(thumbnail: Pixels, size: float = SIZE) -> Floats:
    """Return the light that a picture's highlights spread over it, (rows, columns, 3) linear, for ``glow``.

    thumbnail: the whole picture after the look's table, (H, W, 3 or 4) uint8, uint16 or float32,
    sRGB-coded; some 256 pixels across are plenty.  size: as of ``Glow``.  The map is as coarse as its
    blur allows, whatever the thumbnail's size; what is transparent spreads nothing.
    """
    check_thumbnail(thumbnail)
    codes = np.nan_to_num(thumbnail.astype(np.float32) / np.float32(CODE_MAX[thumbnail.dtype]))
    light = srgb_to_linear(np.clip(codes[..., :3], 0, 1))
    low, high = (np.float32(limit) for limit in LIGHTS)
    light *= smoothstep((luminance(light) - low) / (high - low))[..., None]
    light *= np.clip(codes[..., 3:], 0, 1) if codes.shape[2] == 4 else 1
    rows, columns = light.shape[:2]
    spread = size / 1000 * min(rows, columns)
    down, across = gaussian_matrix(rows, spread), gaussian_matrix(columns, spread)
    return np.stack([down @ light[..., channel] @ across.T for channel in range(3)], axis=-1)


def glow(strip: Strip, amount: float, glow_map: Floats) -> Pixels:
    """Add the light of a map to pixels of the picture that it was made from, in place; return them.

    amount: 0..1;  glow_map: from ``glow_map``.  In linear light, with g the map's light times amount, x becomes
    ``x + g (1 - x)``: white stays white and nothing clips.  Between the map's points runs a cubic B-spline.  8-bit
    pixels are dithered.
    """
    strip.check("glow", amount)
    if glow_map.ndim != 3 or glow_map.shape[2] != 3:
        raise PixelError(f"expected a glow map (rows, columns, 3), found {glow_map.shape}")
    pixels, white = strip.pixels, strip.white
    # Four of the map's columns for each of the strip's, and four rows for each row.
    near_x, share_x = strip.map_columns(glow_map.shape[1])
    near_y, share_y = strip.map_rows(glow_map.shape[0])
    first, last = (int(near_y.min()), int(near_y.max()) + 1) if len(pixels) else (0, 0)
    planes = np.ascontiguousarray(np.moveaxis(glow_map[first:last], 2, 0)) * np.float32(amount)
    wide: Floats = sum(planes[:, :, near_x[k]] * share_x[k] for k in range(4))
    for part in strip.row_blocks():
        noise = strip.dither(part)
        for channel in range(3):
            added: Floats = sum(wide[channel][near_y[k, part] - first] * share_y[k, part, None] for k in range(4))
            light = srgb_to_linear(pixels[part, :, channel] / white)
            light += added * np.maximum(1 - light, 0)
            codes = linear_to_srgb(light) * white
            if noise is not None:
                codes += noise
            if pixels.dtype != np.float32:
                np.clip(codes, 0, white, out=codes)
            store_codes(codes, pixels[part, :, channel])
    return pixels
