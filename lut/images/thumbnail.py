"""A small picture to look at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .picture import Picture


def thumbnail(picture: Picture, width: int, height: int, background: tuple[int, int, int]) -> NDArray[np.uint8]:
    """(height, width, 3) of the picture, in sRGB, over a background where it is transparent."""
    from PIL import Image

    pixels = picture.pixels
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    image = Image.fromarray(pixels)
    small = np.asarray(image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0))
    rgb = small[..., :3]
    if picture.profile is not None:
        codes = np.clip(picture.profile.to_srgb(rgb), 0, 1) * np.float32(255)
        rgb = np.rint(codes).astype(np.uint8)
    if small.shape[2] == 4:
        over = Image.new("RGB", (width, height), background)
        over.paste(Image.fromarray(rgb), mask=Image.fromarray(small[..., 3]))
        rgb = np.asarray(over)
    return np.ascontiguousarray(rgb)
