"""Crop: the picture's own format."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from ..parameter import Range

Center = tuple[float, float]
MIDDLE: Center = (0.5, 0.5)


@dataclass(frozen=True)
class Crop:
    """A frame of width : height, for example 65 : 24, the two-frame panorama of the XPan."""

    width: Annotated[float, Range(1, 1000)]
    height: Annotated[float, Range(1, 1000)]

    def __str__(self) -> str:
        return f"{self.width:g}:{self.height:g}"

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return the size of the largest frame inside a picture: width and height in pixels.

        The format stands upright in an upright picture, and lies in one that lies.
        """
        ratio = self.width / self.height
        if width != height and (width < height) != (ratio < 1):
            ratio = 1 / ratio
        return min(width, max(1, round(height * ratio))), min(height, max(1, round(width / ratio)))

    def box(self, width: int, height: int, center: Center = MIDDLE) -> tuple[int, int, int, int]:
        """Place the largest frame in a picture: left, top, width and height in pixels.

        center: of the frame, x and y as shares of the picture's width and height, 0..1; the frame stays inside.
        """
        inner = self.size(width, height)
        left, top = (
            min(max(math.ceil(share * side - size / 2 - 0.5), 0), side - size)
            for share, side, size in zip(center, (width, height), inner, strict=True)
        )
        return left, top, *inner


def center_of(box: tuple[int, int, int, int], width: int, height: int) -> Center:
    """Return the center that places a frame at a box: x and y as shares of the picture's width and height."""
    left, top, inner_width, inner_height = box
    return (left + inner_width / 2) / width, (top + inner_height / 2) / height
