"""The user's own picture, small, in every look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import gi

gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gimp", "3.0")
from gi.repository import GdkPixbuf, Gimp, GLib  # noqa: E402

from ..client import Message  # noqa: E402
from . import pixels  # noqa: E402
from .preview import CHANNELS, Preview, on_checks  # noqa: E402

WIDTH, HEIGHT = 128, 96
SLOT = WIDTH * HEIGHT * CHANNELS

Shown = Callable[[str, GdkPixbuf.Pixbuf], None]


def spare_bytes(looks: int) -> int:
    """What the thumbnails of that many looks need of the preview's shared memory."""
    return (looks + 1) * SLOT


class Thumbnails:
    """Has the engine make one picture for each look, one after the other, while the window goes on.

    preview: whose shared memory and conversation are used.  shown: called with a look's id and its picture.
    """

    def __init__(self, preview: Preview, drawable: Gimp.Drawable, shown: Shown) -> None:
        self.preview = preview
        self.shown = shown
        area = preview.whole
        scale = min(WIDTH / area[2], HEIGHT / area[3], 1.0)
        self.width, self.height, self.plain = pixels.scaled(drawable, area, scale)
        self.place = {**preview.place, "scale": area[2] / self.width}
        preview.memory.view[preview.spare : preview.spare + len(self.plain)] = self.plain

    def start(self, looks: Iterable[str]) -> None:
        for number, look in enumerate(looks, 1):
            self._ask(look, self.preview.spare + number * SLOT)

    def _ask(self, look: str, target: int) -> None:
        job: dict[str, Any] = {"look": look, "strength": 1.0, "frame": self.place["frame"]}
        engine = self.preview.engine
        engine.post("job", lambda reply: None, **job, **self.preview.seen, type="uint8", channels=CHANNELS)

        def answered(reply: Message) -> None:
            """In the reading thread: hand over to GTK's."""
            if "error" not in reply:
                GLib.idle_add(self._show, look, target)

        engine.post(
            "strip",
            answered,
            source=self.preview.spare,
            target=target,
            width=self.width,
            rows=self.height,
            left=self.place["left"],
            top=self.place["top"],
            scale=self.place["scale"],
        )

    def _show(self, look: str, target: int) -> bool:
        if not self.preview.closed:
            window = self.preview.memory.view[target : target + len(self.plain)]
            self.shown(look, on_checks(bytes(window), self.width, self.height))
        return GLib.SOURCE_REMOVE
