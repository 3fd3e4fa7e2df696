"""Shrink a picture: to show it, and to measure it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Resampling

ACROSS = 256  # pixels: enough to measure a picture's light on


def make_thumbnail(picture: Picture, width: int, height: int, background: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Shrink to (height, width, 3), in sRGB, over a background where the picture is transparent."""
    from PIL import Image

    small = shrink_pixels(picture, width, height, Image.Resampling.LANCZOS)
    if small.shape[2] == 3:
        return small
    over = Image.new("RGB", (width, height), background)
    over.paste(Image.fromarray(small[..., :3]), mask=Image.fromarray(small[..., 3]))
    return np.array(over)


def make_miniature(picture: Picture, across: int = ACROSS) -> NDArray[np.uint8]:
    """Shrink to (H, W, 3 or 4), in sRGB, with alpha.  across: the longer side, unless the picture is smaller."""
    from PIL import Image

    height, width = picture.pixels.shape[:2]
    scale = min(across / max(width, height), 1)
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    return shrink_pixels(picture, width, height, Image.Resampling.BOX)  # means: no edge is brighter than the picture


def shrink_pixels(picture: Picture, width: int, height: int, resampling: Resampling) -> NDArray[np.uint8]:
    """Shrink to (height, width, 3 or 4), in sRGB, with alpha."""
    from PIL import Image

    pixels = picture.pixels
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    elif pixels.dtype == np.float32:
        pixels = np.rint(np.clip(np.nan_to_num(pixels), 0, 1) * np.float32(255)).astype(np.uint8)
    image = Image.fromarray(pixels)
    small = np.array(image.resize((width, height), resampling, reducing_gap=3.0))
    if picture.profile is not None:
        codes = np.clip(picture.profile.to_srgb(small[..., :3]), 0, 1) * np.float32(255)
        small[..., :3] = np.rint(codes)
    return small
