"""The user's own picture, small, in every look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gi.repository import GdkPixbuf, Gimp

from ..crop import Area
from ..thumbnails import read_picture
from .draw_pixels import draw_on_checks
from .rendering import Wish
from .viewport import middle_of

WIDTH, HEIGHT = 140, 105


class Thumbnails:
    """The middle of a drawable's area, in one look after the other, for a ``Renderer`` that has nothing else to do.

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
        self.wanted = wanted
        self.shown = shown
        area = middle_of(whole, WIDTH / HEIGHT)
        scale = min(WIDTH * density / area[2], 1.0)
        size = max(round(area[2] * scale), 1), max(round(area[3] * scale), 1)
        self.picture = read_picture(drawable, area, size)

    def next(self) -> Wish | None:
        look = self.wanted()
        if look is None:
            return None
        job: dict[str, Any] = {"look": look, "strength": 1.0, "rough": True}
        return Wish(self.picture, job, lambda answer, data: self._answered(look, data))

    def _answered(self, look: str, data: bytes | None) -> None:
        picture = self.picture
        self.shown(look, draw_on_checks(data, picture.width, picture.height) if data is not None else None)
