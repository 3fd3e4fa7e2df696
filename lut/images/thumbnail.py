"""A small picture: to look at, and to measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Resampling

ACROSS = 256  # pixels: enough to measure a picture's light on


def thumbnail(picture: Picture, width: int, height: int, background: tuple[int, int, int]) -> NDArray[np.uint8]:
    """(height, width, 3) of the picture, in sRGB, over a background where it is transparent."""
    from PIL import Image

    small = shrunk(picture, width, height, Image.Resampling.LANCZOS)
    if small.shape[2] == 3:
        return small
    over = Image.new("RGB", (width, height), background)
    over.paste(Image.fromarray(small[..., :3]), mask=Image.fromarray(small[..., 3]))
    return np.array(over)


def miniature(picture: Picture, across: int = ACROSS) -> NDArray[np.uint8]:
    """(H, W, 3 or 4) of the picture, in sRGB, with its alpha: its longer side is that long, or as it was if shorter."""
    from PIL import Image

    height, width = picture.pixels.shape[:2]
    scale = min(across / max(width, height), 1)
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    return shrunk(picture, width, height, Image.Resampling.BOX)  # means: no edge is brighter than the picture


def shrunk(picture: Picture, width: int, height: int, resampling: Resampling) -> NDArray[np.uint8]:
    """(height, width, 3 or 4) of the picture, in sRGB, with its alpha."""
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
