"""A crop's frame in an image, and where the user moves it."""

from __future__ import annotations

from dataclasses import dataclass, replace

Area = tuple[int, int, int, int]  # left, top, width, height
Center = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """box: left, top, width and height;  image: its width and height, all in the image's pixels."""

    box: Area
    image: tuple[int, int]

    @property
    def center(self) -> Center:
        """The frame's middle, as shares of the image's sides."""
        left, top, width, height = self.box
        return (left + width / 2) / self.image[0], (top + height / 2) / self.image[1]

    def moves(self, axis: int) -> bool:
        """Return True if there is room along an axis, 0 across and 1 down."""
        return self.box[2 + axis] < self.image[axis]

    def moved(self, across: float, down: float) -> Frame:
        """Move by so many of the image's pixels; the frame stays inside."""
        left, top = (
            min(max(round(start + by), 0), side - size)
            for start, by, side, size in zip(self.box[:2], (across, down), self.image, self.box[2:], strict=True)
        )
        return replace(self, box=(left, top, *self.box[2:]))
