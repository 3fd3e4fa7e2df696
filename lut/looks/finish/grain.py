"""Film grain: the silver of a negative, seen in its print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from ...color.space import Floats
from ..parameter import Range
from .pixel_strips import Pixels, Strip, dither, luma, pixel_places, store_codes

CONTRAST = 0.5  # of codes, between silver and clear film, for an amount of 1
FINEST = 0.25  # pixels: grains below are many in every pixel, and drawing them would show no more


@dataclass(frozen=True)
class Grain:
    """Film grain, as silver halide has it.

    amount: how visible;  size: mean diameter of a grain, in thousandths of the picture's shorter side.
    On 35 mm film, an amount of 0.25 and a size of 0.6 are about a film of ISO 400; ISO 50 has 0.2 and 0.35.
    """

    amount: Annotated[float, Range(0, 1)]
    size: Annotated[float, Range(0.2, 5, "thousandths of the shorter side")] = 0.6


def grain(strip: Strip, amount: float, size: float = Grain.size) -> Pixels:
    """Add film grain: the same in all channels, strongest in middle tones, none in black and white.

    amount: 0..1;  size: mean diameter of a grain in thousandths of the frame's shorter side, so that a picture
    looks the same at any resolution.  Changes the strip's pixels in place, and returns them.

    A negative's density is the number of its silver grains, so bright parts of the print have many, with
    some holes between them, and dark parts have few: those are the disks of ``draw_emulsion``, whose share of
    a patch is the patch's luma.  With V the share of a pixel that disks cover, its codes become
    ``code + contrast · (V - luma)``: tones keep their mean, nothing clips, shadows have single bright
    specks and highlights single dark ones.  A pixel shows the mean over its area, so that the deviation
    falls with the root of that area (Selwyn, 1935): previews show less of it, as prints seen from afar do.

    The grain belongs to the place in the picture: the same pixels come out whatever the strips, and at
    every run.  It does not repeat: every cell of the picture shows another window of the patch, and goes
    over into the next one.  8-bit pixels are dithered.
    """
    from .film_patch import Windows, draw_emulsion  # most looks have no grain

    strip.check("grain", amount)
    pixels, white, scale = strip.pixels, strip.white, strip.scale
    diameter = size / 1000 * min(strip.frame) / scale
    contrast = CONTRAST * amount * min(diameter / FINEST, 1)
    # A preview lies on a grid of its own, from its first pixel on.
    x = pixel_places(strip.left / scale, pixels.shape[1], 1.0)
    y = pixel_places(strip.top / scale, pixels.shape[0], 1.0)
    film = Windows(draw_emulsion(round(max(diameter, FINEST), 3)), x, float(contrast * white))
    for part in strip.row_blocks():
        added = film.deviations(luma(pixels[part]), y[part])
        if pixels.dtype == np.uint8:
            added += dither(x, y[part])
        # Alpha, too: numpy converts whole pixels much faster than parts of them.
        codes: Floats = pixels[part].astype(np.float32)
        for channel in range(3):
            codes[..., channel] += added
        if pixels.dtype != np.float32:
            np.clip(codes, 0, white, out=codes)  # those of colors; grays stay inside
        store_codes(codes, pixels[part])
    return pixels
