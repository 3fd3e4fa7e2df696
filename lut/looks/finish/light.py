"""Vignette: light that falls off towards the corners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from ...mix import CODE_MAX
from ...spaces.space import Floats
from ...spaces.srgb import EXPONENT, OFFSET, TOE_CODE, linear_to_srgb, srgb_to_linear
from ..parameter import Range
from .strips import Pixels, blocks, checked, dither, places, store


@dataclass(frozen=True)
class Vignette:
    """Darker corners.  amount: the share of the light that the corners lose."""

    amount: Annotated[float, Range(0, 1)]


def vignette(
    pixels: Pixels,
    amount: float,
    left: float,
    top: float,
    frame: tuple[float, float],
    scale: float = 1.0,
    out: Pixels | None = None,
) -> Pixels:
    """Darken pixels towards the corners of the picture they are part of.

    pixels: (rows, width, 3 or 4) uint8, uint16 or float32, sRGB-coded;  amount: 0..1, the share of
    linear light that the corners lose;  left, top: where in the picture, in image pixels, the
    strip's first pixel has its outer corner;  frame: width and height of the whole picture;  scale:
    image pixels per strip pixel, above 1 for previews.  out: where to, by default the pixels
    themselves.  Returns out.  Alpha is not touched.

    With r the distance from the center in half diagonals, linear light is multiplied by
    ``(1 - b (r² + r⁴) / 2) ** 2.4``, b chosen so that the corner loses amount: between the r² of a
    lens's natural falloff and the r⁴ of its rim, nearly flat in the middle, round whatever the
    frame.  Above sRGB's toe that is one multiplication and one addition on the codes themselves.

    8-bit pixels are dithered by less than one level: on a smooth sky, rounding alone would draw
    contours around the center.  The pattern depends on the pixel's place only, and is the same in
    all channels, so that greys stay grey.
    """
    out = checked("vignette", pixels, amount, out)
    rows, width = pixels.shape[:2]
    depth = np.float32(1 - (1 - amount) ** (1 / EXPONENT))
    across = squared_offsets(left, width, scale, frame[0], frame)
    down = squared_offsets(top, rows, scale, frame[1], frame)
    x, y = places(left, width, scale), places(top, rows, scale)
    for part in blocks(pixels):
        r2 = down[part, None] + across
        gain = np.maximum(1 - depth * np.float32(0.5) * (r2 * (1 + r2)), 0)  # a layer may lie outside the frame
        noise = dither(x, y[part]) if pixels.dtype == np.uint8 else None
        for channel in range(3):
            scale_codes(pixels[part, :, channel], gain, noise, out[part, :, channel])
    return out


def squared_offsets(first: float, count: int, scale: float, extent: float, frame: tuple[float, float]) -> Floats:
    """Squared distance of pixel centers from the middle along one axis; the corner's is 1 in all."""
    centers = first + scale * (np.arange(count) + 0.5) - extent / 2
    return (centers**2 / ((frame[0] ** 2 + frame[1] ** 2) / 4)).astype(np.float32)


def scale_codes(codes: Pixels, gain: Floats, noise: Floats | None, out: Pixels) -> None:
    """Multiply the linear light behind sRGB codes by gain ** 2.4; all are (rows, width) planes."""
    white = np.float32(CODE_MAX[codes.dtype])
    offset, toe = np.float32(OFFSET) * white, np.float32(TOE_CODE) * white
    result: Floats = (codes + offset) * gain - offset
    dark = result < np.float32(1.001) * toe
    if dark.any():
        straight = dark & (np.abs(codes) <= toe)
        with np.errstate(divide="ignore"):  # no light at all is left where the gain is 0
            light_gain = np.exp(np.float32(EXPONENT) * np.log(gain))
        np.multiply(codes, light_gain, out=result, where=straight)
        crossing = dark ^ straight
        if crossing.any():
            light = srgb_to_linear(codes[crossing] / white) * light_gain[crossing]
            result[crossing] = linear_to_srgb(light) * white
    if noise is not None:
        result += noise
    store(result, out)
