"""The color space of a picture: as a file names it, and as an ICC profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernel.blending import CODE_MAX


class Declared(NamedTuple):
    """A color space.

    icc: its profile, for full-range codes.
    black, white: codes of black and white as shares of the largest code; 0 and 1 are full range.
    """

    icc: bytes
    black: float = 0.0
    white: float = 1.0


@dataclass(frozen=True)
class ColorTags:
    """The color tags of one picture format.

    format: its name; the tags are written back to this format only.
    content: PNG chunks by name, TIFF tags by number, as they were read; empty if only EXIF names a space.
    elsewhere: the same space for other formats; its profile is empty for sRGB.  None if no profile can say it.
    """

    format: str
    content: Mapping[Any, Any] = field(default_factory=dict)
    elsewhere: Declared | None = None


def expand_to_full_range(pixels: NDArray[Any], black: float, white: float) -> NDArray[Any]:
    """Scale (H, W, 3 or 4) so that black is 0 and white the largest code; alpha is full range already."""
    if (black, white) == (0, 1):
        return pixels
    code_max = np.float32(CODE_MAX[pixels.dtype])
    result = pixels.copy()
    for source, target in zip(pixels, result, strict=True):  # rows: all at once would take four times the memory
        shares = (source[:, :3] / code_max - np.float32(black)) / np.float32(white - black)
        target[:, :3] = np.rint(np.clip(shares, 0, 1) * code_max)
    return result
