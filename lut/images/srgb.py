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
    """(H, W, 3 or 4) sRGB codes: of the file's own type, or float32 where its profile is another.

    Colors that sRGB has no place for are below 0 or above 1 then.  Raises LutError as ``read`` does.
    """
    return in_srgb(read(path))


def in_srgb(picture: Picture) -> NDArray[Any]:
    """The same of a picture that is read."""
    pixels = picture.pixels
    if picture.profile is None:
        return pixels
    alpha = pixels[..., 3:].astype(np.float32) / np.float32(CODE_MAX[pixels.dtype])
    return np.concatenate((picture.profile.to_srgb(pixels[..., :3]), alpha), axis=-1)
