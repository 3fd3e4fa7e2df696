"""The two pictures of a pair: checked, and at a size to work at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from ..errors import PixelError
from ..kernel.blending import CODE_MAX
from ..language import _
from .samples import block_means, block_sums

WORKING_PIXELS = 1_200_000  # more say no more about colors, and averaging them takes noise away
FEWEST_PIXELS = 256  # opaque ones
FLAT_RANGE = 2.5 / 255  # a picture whose codes differ less than this is of one color


@dataclass(frozen=True)
class Plane:
    """A picture at working size.

    codes: (H, W, 3) float32, 1.0 is white, or (H, W).  valid: (H, W), what counts.  reduced: how many of the
    picture's own pixels each of these is wide and high.  frame: the picture's own height and width.
    """

    codes: Floats
    valid: NDArray[np.bool_]
    reduced: int
    frame: tuple[int, int]

    @property
    def shape(self) -> tuple[int, int]:
        height, width = self.codes.shape[:2]
        return height, width


def plane(pixels: NDArray[Any], name: str) -> Plane:
    """Check a picture and make it smaller.  name: what a message calls it.  Raises PixelError."""
    pixels = np.asarray(pixels)
    if pixels.dtype not in CODE_MAX or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        sentence = _(
            "expected the picture {name} as pixels (H, W, 3 or 4) of uint8, uint16 or float32, found {shape} of {type}"
        )
        raise PixelError(sentence.format(name=name, shape=pixels.shape, type=pixels.dtype))
    height, width = pixels.shape[:2]
    if height * width < FEWEST_PIXELS:
        sentence = _("expected a picture {name} of at least {fewest} pixels, found {width} × {height}")
        raise PixelError(sentence.format(name=name, fewest=FEWEST_PIXELS, width=width, height=height))
    if pixels.dtype == np.float32 and not np.isfinite(pixels).all():
        count = int((~np.isfinite(pixels)).any(axis=2).sum())
        sentence = _("expected finite numbers in the picture {name}, found NaN or infinity in {count:,} pixels")
        raise PixelError(sentence.format(name=name, count=count))
    factor = max(int(np.sqrt(height * width / WORKING_PIXELS)), 1)
    white = float(CODE_MAX[pixels.dtype])
    codes = np.clip(reduced(pixels[..., :3], factor, white), 0, 1)  # floats may lie outside: a LUT starts at its edge
    valid = np.ones(codes.shape[:2], bool)
    if pixels.shape[2] == 4:
        valid = reduced(pixels[..., 3:], factor, white)[..., 0] > 0.999
    count = int(valid.sum()) * factor * factor
    if count < FEWEST_PIXELS:
        sentence = _("expected at least {fewest} opaque pixels in the picture {name}, found {count}")
        raise PixelError(sentence.format(fewest=FEWEST_PIXELS, name=name, count=count))
    seen = codes[valid]
    extent = float((np.percentile(seen, 99.5, axis=0) - np.percentile(seen, 0.5, axis=0)).max())
    if extent < FLAT_RANGE:
        sentence = _(
            "expected a picture {name} of many colors, found one of a single color: "
            "its codes differ by {extent:.1f} of 255"
        )
        raise PixelError(sentence.format(name=name, extent=255 * extent))
    return Plane(codes, valid, factor, (height, width))


def reduced(pixels: NDArray[Any], factor: int, white: float) -> Floats:
    """Means over squares of so many pixels a side, as float32 where white is 1."""
    if factor == 1:
        return pixels.astype(np.float32) / np.float32(white)
    if pixels.dtype == np.float32:
        return block_means(pixels, factor)
    kind = np.uint16 if pixels.dtype == np.uint8 and factor <= 16 else np.uint32  # that holds the sums
    return block_sums(pixels, factor, kind) * np.float32(1 / (white * factor**2))
