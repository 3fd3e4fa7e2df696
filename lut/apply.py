"""Apply a LUT to pixels of any dtype."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import PixelError
from .table import Lut

CODE_MAX = {np.dtype(np.uint8): 255, np.dtype(np.uint16): 65535, np.dtype(np.float32): 1}


def apply(pixels: NDArray[Any], lut: Lut, strength: float = 1.0, interpolation: str = "tetrahedral") -> NDArray[Any]:
    """Look every pixel up in a LUT.

    pixels: (H, W, 3) or (H, W, 4) uint8, uint16 or float32 (full range: 255, 65535 or 1.0 is white);
    never changed.  strength: 0..1, mix with the original.  Returns a new array of the same shape
    and dtype; alpha is bit-identical.
    """
    check(pixels, strength)
    result = pixels.copy()
    scale = np.float32(CODE_MAX[pixels.dtype])
    color = pixels[..., :3].astype(np.float32) / scale
    mixed = (color + np.float32(strength) * (lut(color, interpolation) - color)) * scale
    if pixels.dtype != np.float32:
        mixed = np.clip(np.rint(mixed), 0, scale)
    result[..., :3] = mixed
    return result


def check(pixels: NDArray[Any], strength: float) -> None:
    if pixels.dtype not in CODE_MAX or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise PixelError(
            f"expected pixels (H, W, 3 or 4) of uint8, uint16 or float32, found {pixels.shape} of {pixels.dtype}"
        )
    if not 0 <= strength <= 1:
        raise PixelError(f"expected a strength from 0 to 1, found {strength:g}")
