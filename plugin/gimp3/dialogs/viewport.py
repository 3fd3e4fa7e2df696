"""The viewport: which part of a picture is on the screen, and at what size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..crop import Area

Pair = tuple[float, float]


@dataclass(frozen=True)
class View:
    """What is shown of a picture: all of it, scaled down to fit, or a part of it pixel by pixel.

    whole: the picture's area: left, top, width and height, in its drawable's pixels.
    room: width and height of the widget, in the screen's pixels.
    single: True if one of the screen's pixels shows one of the picture's.
    middle: of what single pixels show, in the drawable's pixels.
    """

    whole: Area
    room: tuple[int, int]
    single: bool = False
    middle: Pair = (0.0, 0.0)

    @property
    def fits(self) -> bool:
        """True if all of the picture has room pixel by pixel, so that there is nothing to zoom."""
        return self.whole[2] <= self.room[0] and self.whole[3] <= self.room[1]

    @property
    def area(self) -> Area:
        """The part that is shown, in the drawable's pixels."""
        if not self.single:
            return self.whole
        width, height = (min(room, side) for room, side in zip(self.room, self.whole[2:], strict=True))
        left, top = (
            round(min(max(middle - size / 2, start), start + side - size))
            for middle, size, start, side in zip(
                self.middle, (width, height), self.whole[:2], self.whole[2:], strict=True
            )
        )
        return left, top, width, height

    @property
    def size(self) -> tuple[int, int]:
        """The size at which it is shown, in the screen's pixels."""
        _, _, width, height = self.area
        scale = min(self.room[0] / width, self.room[1] / height, 1.0)
        return max(round(width * scale), 1), max(round(height * scale), 1)

    def zoomed(self, single: bool, share: Pair = (0.5, 0.5)) -> View:
        """Zoom to single pixels around a place, a share of what is shown now, or to all of the picture."""
        left, top, width, height = self.area
        return replace(self, single=single and not self.fits, middle=(left + share[0] * width, top + share[1] * height))

    def panned(self, across: float, down: float) -> View:
        """Move by so many of the picture's pixels, as far as the picture goes."""
        left, top, width, height = self.area
        moved = replace(self, middle=(left + width / 2 + across, top + height / 2 + down))
        left, top, width, height = moved.area
        return replace(moved, middle=(left + width / 2, top + height / 2))

    def resized(self, room: tuple[int, int]) -> View:
        resized = replace(self, room=room)
        return replace(resized, single=self.single and not resized.fits)


def middle_of(whole: Area, ratio: float) -> Area:
    """Find the largest part of an area, in its middle, whose width is so many times its height."""
    left, top, width, height = whole
    inner_width, inner_height = max(min(width, round(height * ratio)), 1), max(min(height, round(width / ratio)), 1)
    return left + (width - inner_width) // 2, top + (height - inner_height) // 2, inner_width, inner_height
