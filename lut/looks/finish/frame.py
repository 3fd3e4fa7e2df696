"""Crop: the picture's own format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..parameter import Range


@dataclass(frozen=True)
class Crop:
    """A frame of width : height, for example 65 : 24, the two-frame panorama of the XPan."""

    width: Annotated[float, Range(1, 1000)]
    height: Annotated[float, Range(1, 1000)]

    def __str__(self) -> str:
        return f"{self.width:g}:{self.height:g}"

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """The largest frame inside a picture, in its middle: left, top, width and height in pixels.

        The format stands upright in an upright picture, and lies in one that lies.
        """
        ratio = self.width / self.height
        if width != height and (width < height) != (ratio < 1):
            ratio = 1 / ratio
        inner_width = min(width, max(1, round(height * ratio)))
        inner_height = min(height, max(1, round(width / ratio)))
        return (width - inner_width) // 2, (height - inner_height) // 2, inner_width, inner_height
