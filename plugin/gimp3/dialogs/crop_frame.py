"""The frame of a crop over a preview: the engine finds it, and the user drags it or moves it by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gi.repository import Gtk

from ..crop import Center, Frame
from . import style

STEPS = 0.01, 0.1  # of the image, and with Shift


class CropFrame(Gtk.Box):
    """The frame, and its edge as a widget.

    ``moved`` is called when the user has moved it, before ``placed``, which gets the center that the user gives it, or
    None for the place of the picture's interest.
    """

    def __init__(self, moved: Callable[[], None]) -> None:
        super().__init__(no_show_all=True)
        style.with_class(self, "frame")
        self.moved = moved
        self.placed: Callable[[Center | None], None] = lambda center: None
        self.now: Frame | None = None  # where the user has it; the picture follows when it is computed
        self.held: tuple[float, float, Frame] | None = None  # where the pointer took hold of it, and where it was then

    @property
    def there(self) -> bool:
        return self.now is not None

    def take(self, box: Sequence[int] | None, image: Sequence[int]) -> bool:
        """Take the frame that the engine has found, in an image of that size. Return True if one has come or gone."""
        was_there = self.there
        self.now = None
        if box is not None:
            left, top, width, height = box
            self.now = Frame((left, top, width, height), (image[0], image[1]))
        if was_there == self.there:
            return False
        self.held = None
        return True

    def center_on_interest(self) -> None:
        """Put the frame back to where the picture's interest is."""
        self.held = None
        if self.there:
            self.placed(None)

    def hold(self, x: float, y: float) -> None:
        """Let the pointer take hold of the frame."""
        if self.now is not None:
            self.held = x, y, self.now

    def drag(self, x: float, y: float, scale: float) -> None:
        """Move the frame along with the pointer that holds it.  scale: the image's pixels to one of the pointer's."""
        if self.held is not None:
            left, top, start = self.held
            self._move_to(start.moved((x - left) * scale, (y - top) * scale))

    def step(self, across: int, down: int, far: bool) -> bool:
        """Move the frame by so many steps. Return False if it has no room that way."""
        now = self.now
        if now is None or not any(by and now.moves(axis) for axis, by in enumerate((across, down))):
            return False
        self._move_to(now.moved(STEPS[far] * across * now.image[0], STEPS[far] * down * now.image[1]))
        return True

    def _move_to(self, frame: Frame) -> None:
        if frame != self.now:
            self.now = frame
            self.moved()
            self.placed(frame.center)

    def fit(self, place: Mapping[str, Any], scale: float, width: int, height: int) -> tuple[int, int]:
        """Give the edge its size in what is shown, and hide it where none of it is. Return its left and top there.

        place: of the picture that is shown, in the image;  scale: the image's pixels to one of the screen's;  width,
        height: of what is shown, on the screen.
        """
        if self.now is None:
            self.hide()
            return 0, 0
        box = self.now.box
        left, right = (_inside((x - place["left"]) / scale, width) for x in (box[0], box[0] + box[2]))
        top, bottom = (_inside((y - place["top"]) / scale, height) for y in (box[1], box[1] + box[3]))
        self.set_visible(left < right and top < bottom)
        self.set_size_request(max(right - left, 1), max(bottom - top, 1))
        return left, top


def _inside(place: float, limit: int) -> int:
    return min(max(round(place), 0), limit)
