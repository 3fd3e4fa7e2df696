"""A file's pixels in sRGB, for whoever looks at the colors only."""

from __future__ import annotations

from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernel.blending import CODE_MAX
from .picture import Picture
from .reading import read


def read_srgb(path: str | PathLike[str]) -> NDArray[Any]:
    """Read a photograph's pixels in sRGB, without its metadata.

    Parameters
    ----------
    path : str or PathLike
        As ``read`` takes it.

    Returns
    -------
    (H, W, 3) or (H, W, 4) ndarray
        Of the file's own type; float32 where its profile is not sRGB. Colors outside sRGB are then below 0 or above 1.

    Raises
    ------
    LutError
        As ``read`` does.

    Examples
    --------
    >>> from lut import images
    >>> _ = images.write(images.Picture(np.full((2, 3, 3), 90, np.uint8)), "gray.png")
    >>> int(images.read_srgb("gray.png").max())
    90
    """
    return in_srgb(read(path))


def in_srgb(picture: Picture) -> NDArray[Any]:
    """The same of a picture that is read."""
    pixels = picture.pixels
    if picture.profile is None:
        return pixels
    alpha = pixels[..., 3:].astype(np.float32) / np.float32(CODE_MAX[pixels.dtype])
    return np.concatenate((picture.profile.to_srgb(pixels[..., :3]), alpha), axis=-1)
