"""The user's own picture, small, in every look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gi.repository import GdkPixbuf, Gimp

from ..crop import Area
from ..thumbnails import Picture, read_picture
from .draw_pixels import draw_on_checks
from .rendering import Wish
from .tile_shape import TileShape


class Thumbnails:
    """A drawable's area in one look after the other, for a ``Renderer`` that has nothing else to do.

    density: the screen's pixels for each of GTK's.  wanted: gives the id of the look to make next, or None.
    shown: called with a look's id and its picture, None where there can be none.
    """

    def __init__(
        self,
        drawable: Gimp.Drawable,
        whole: Area,
        density: int,
        wanted: Callable[[], str | None],
        shown: Callable[[str, GdkPixbuf.Pixbuf | None], None],
    ) -> None:
        self.drawable = drawable
        self.whole = whole
        self.density = density
        self.wanted = wanted
        self.shown = shown
        self.size = 1, 1  # in the screen's pixels
        self.picture: Picture | None = None

    def take_shape(self, shape: TileShape) -> None:
        """Make those that are wanted from now on for tiles of that shape."""
        longest = max(self.whole[2:])
        scale = min(max(shape.width, shape.height) * self.density / longest, 1.0)
        self.size = max(round(self.whole[2] * scale), 1), max(round(self.whole[3] * scale), 1)
        self.picture = None

    def next(self) -> Wish | None:
        look = self.wanted()
        if look is None:
            return None
        if self.picture is None:
            self.picture = read_picture(self.drawable, self.whole, self.size)
        picture = self.picture
        job: dict[str, Any] = {"look": look, "strength": 1.0, "rough": True}
        return Wish(picture, job, lambda answer, data: self._answered(look, picture, data))

    def _answered(self, look: str, picture: Picture, data: bytes | None) -> None:
        if picture is self.picture:  # else the tiles have another size by now
            self.shown(look, draw_on_checks(data, picture.width, picture.height) if data is not None else None)
