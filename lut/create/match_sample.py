"""What a match sees of a picture: its colors in Oklab, as a cloud of some hundred points."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import srgb_to_oklab
from ..errors import PixelError
from ..kernel.blending import CODE_MAX
from ..language import _
from .transport import Cloud, Doubles

PIXELS = 250_000  # of a picture that are looked at, evenly over it
FEWEST = 64  # visible pixels, below which a picture tells nothing
CLIPPED = 1 / 512  # codes this near to 0 and 1 in all channels are black and white, which stay what they are
FLAT = 0.006  # spread in Oklab, below which a picture is all of one color; an 8-bit level is about 0.004
CELL = (0.05, 0.02, 0.02)  # of L, a and b: the size of a cluster
LARGEST = 600  # clusters; the rest of the weight is negligible in any photograph


def sample(pixels: NDArray[Any], name: str) -> Doubles:
    """(P, 3) Oklab colors from all over a picture, but for what is transparent, black or white.

    pixels: (H, W, 3 or 4) uint8, uint16 or float32, sRGB-coded.  name: what the picture is called in a PixelError.
    """
    pixels = np.asarray(pixels)
    if pixels.dtype not in CODE_MAX or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        sentence = _("{name}: expected pixels (H, W, 3 or 4) of uint8, uint16 or float32, found {shape} of {type}")
        raise PixelError(sentence.format(name=name, shape=pixels.shape, type=pixels.dtype))
    height, width, channels = pixels.shape
    step = max(1, ceil((height * width / PIXELS) ** 0.5))
    top, left = (min(step, length) // 2 for length in (height, width))
    flat = pixels[top::step, left::step].reshape(-1, channels)
    if flat.shape[1] == 4:
        flat = flat[flat[:, 3] > 0]
    codes = flat[:, :3].astype(np.float32) / np.float32(CODE_MAX[pixels.dtype])
    if not np.isfinite(codes).all():
        found = "NaN" if np.isnan(codes).any() else _("infinity")
        raise PixelError(_("{name}: expected finite numbers, found {found}").format(name=name, found=found))
    if len(codes) < FEWEST:
        sentence = _("{name}: expected at least {fewest} visible pixels, found {count}")
        raise PixelError(sentence.format(name=name, fewest=FEWEST, count=len(codes)))
    codes = codes[(codes.max(axis=1) > CLIPPED) & (codes.min(axis=1) < 1 - CLIPPED)]
    lab = srgb_to_oklab(np.clip(codes, 0, 1)).astype(np.float64)
    if len(lab) < FEWEST:
        raise PixelError(
            _("{name}: expected a photograph, found hardly anything but black and white").format(name=name)
        )
    if lab.std(axis=0).max() < FLAT:
        raise PixelError(_("{name}: expected a photograph, found all of one color").format(name=name))
    return lab


def cloud(*samples: Doubles) -> Cloud:
    """The colors of pictures, each of which counts the same, as one weighted point per cell of a grid."""
    colors = np.concatenate(samples)
    weights = np.concatenate([np.full(len(lab), 1 / len(lab)) for lab in samples])
    steps = np.floor(colors / CELL).astype(np.int64)
    steps -= steps.min(axis=0)
    cells = np.ravel_multi_index(tuple(steps.T), tuple(steps.max(axis=0) + 1))
    cells = np.cumsum(np.bincount(cells) > 0)[cells] - 1
    mass = np.bincount(cells, weights)
    points = np.column_stack([np.bincount(cells, weights * axis) / mass for axis in colors.T])
    heaviest = np.argsort(-mass)[:LARGEST]
    return Cloud(points[heaviest], mass[heaviest] / mass[heaviest].sum())
