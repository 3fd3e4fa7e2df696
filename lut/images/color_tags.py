"""What a file says about its numbers by other means than an ICC profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..mix import CODE_MAX


class Declared(NamedTuple):
    """What a picture's numbers mean.

    icc: a profile, for numbers of which 0 is black and the largest is white.
    black, white: where these are instead, as shares of the largest code.
    """

    icc: bytes
    black: float = 0.0
    white: float = 1.0


@dataclass(frozen=True)
class ColorTags:
    """What a file says in its format's own way.

    format: which one that is; the tags are written to the same one only.
    content: PNG's chunks by name, TIFF's tags by number, as they were read; empty for what EXIF says.
    elsewhere: what says the same in other formats; an empty profile for sRGB.  None where nothing can.
    """

    format: str
    content: Mapping[Any, Any] = field(default_factory=dict)
    elsewhere: Declared | None = None


def full_range(pixels: NDArray[Any], black: float, white: float) -> NDArray[Any]:
    """(H, W, 3 or 4) with black at 0 and white at the largest code; alpha has that range already."""
    if (black, white) == (0, 1):
        return pixels
    code_max = np.float32(CODE_MAX[pixels.dtype])
    result = pixels.copy()
    for source, target in zip(pixels, result, strict=True):  # rows: all at once would take four times the memory
        shares = (source[:, :3] / code_max - np.float32(black)) / np.float32(white - black)
        target[:, :3] = np.rint(np.clip(shares, 0, 1) * code_max)
    return result
