"""The user's own picture in the dialog, before and after, with a split that can be dragged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkPixbuf", "2.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GdkPixbuf, Gimp, GLib, Gtk  # noqa: E402

from ..client import Engine, Message  # noqa: E402
from ..memory import SharedMemory  # noqa: E402
from . import pixels  # noqa: E402

MAX_WIDTH, MAX_HEIGHT = 560, 420
CHANNELS = 4
SPLIT_STEP = 0.05
SPLIT_LINE = b"\xff\xff\xff\xff"
CHECKS = (8, 0xFF999999, 0xFF666666)  # size and the two grays below transparent pixels


class Preview(Gtk.Overlay):
    """Shows one drawable, or the part of it inside the selection.

    ``refresh(job)`` has the engine compute the right-hand side again; only the latest job is drawn.
    ``drawn`` is called with the engine's answer to the job, ``failed`` with a sentence when it cannot.
    thumbnail: the whole drawable, for looks that follow what the picture shows.  without_effects: as if the
    layer had no effects of its own.
    """

    def __init__(
        self,
        engine: Engine,
        drawable: Gimp.Drawable,
        thumbnail: pixels.Thumbnail | None,
        drawn: Callable[[Message], None],
        failed: Callable[[str], None],
        without_effects: bool = False,
    ) -> None:
        super().__init__(halign=Gtk.Align.CENTER)  # as narrow as the picture, which the labels lie on
        self.engine = engine
        self.drawn = drawn
        self.failed = failed
        self.answer: Message = {}
        self.split = 0.5
        self.waiting: dict[str, Any] | None = None
        self.busy = False
        self.closed = False

        found, *area = drawable.mask_intersect()
        if not found:
            area = [0, 0, drawable.get_width(), drawable.get_height()]
        scale = min(MAX_WIDTH / area[2], MAX_HEIGHT / area[3], 1.0)
        self.width, self.height, self.before = pixels.scaled(drawable, tuple(area), scale, without_effects)
        self.after = self.before
        self.place = self._place_in_image(drawable, area)
        both = 2 * len(self.before)
        self.memory = SharedMemory(engine, both + (len(thumbnail.data) if thumbnail else 0))
        self.seen = thumbnail.put(self.memory, both) if thumbnail else {}
        self.memory.view[: len(self.before)] = self.before
        self._build()
        self._draw()

    def _place_in_image(self, drawable: Gimp.Drawable, area: list[int]) -> dict[str, Any]:
        """Where the thumbnail lies, for what depends on it (the vignette)."""
        image = drawable.get_image()
        _, left, top = drawable.get_offsets()
        return {
            "frame": [image.get_width(), image.get_height()],
            "left": area[0] + left,
            "top": area[1] + top,
            "scale": area[2] / self.width,
        }

    def _build(self) -> None:
        self.picture = Gtk.Image()
        box = Gtk.EventBox(halign=Gtk.Align.CENTER, valign=Gtk.Align.CENTER, can_focus=True)
        box.set_tooltip_text("Drag, or press ← and →, to move the line between before and after")
        box.get_accessible().set_name("Preview, before and after")
        box.add(self.picture)
        box.add_events(Gdk.EventMask.BUTTON_PRESS_MASK | Gdk.EventMask.BUTTON1_MOTION_MASK)
        box.connect("button-press-event", self._on_drag)
        box.connect("motion-notify-event", self._on_drag)
        box.connect("key-press-event", self._on_key)
        box.connect("realize", self._on_realize)
        self.add(box)
        for text, align in (("Before", Gtk.Align.START), ("After", Gtk.Align.END)):
            label = Gtk.Label(label=text, halign=align, valign=Gtk.Align.END, margin=6)
            label.get_style_context().add_class("osd")
            self.add_overlay(label)
            self.set_overlay_pass_through(label, True)

    def refresh(self, job: dict[str, Any]) -> None:
        """Compute the right-hand side for a job; a newer one replaces one that has not begun."""
        self.waiting = job
        if not self.busy:
            self._send()

    def close(self) -> None:
        self.closed = True
        self.memory.close()

    def _send(self) -> None:
        job, self.waiting = self.waiting, None
        if job is None or self.closed:
            return
        self.busy = True
        frame = self.place["frame"]
        self.engine.post("job", self._begun, **job, **self.seen, frame=frame, type="uint8", channels=CHANNELS)
        self.engine.post(
            "strip",
            self._answered,
            source=0,
            target=len(self.before),
            width=self.width,
            rows=self.height,
            left=self.place["left"],
            top=self.place["top"],
            scale=self.place["scale"],
        )

    def _begun(self, reply: Message) -> None:
        """The answer to the job, in the reading thread: an error in it is followed by one of the strip's."""
        self.answer = reply

    def _answered(self, reply: Message) -> None:
        """In the reading thread: hand over to GTK's."""
        GLib.idle_add(self._show, self.answer.get("error") or reply.get("error"))

    def _show(self, error: str | None) -> bool:
        self.busy = False
        if self.closed:
            return GLib.SOURCE_REMOVE
        if error:
            self.failed(error)
        else:
            self.after = bytes(self.memory.view[len(self.before) : 2 * len(self.before)])
            self._draw()
            self.drawn(self.answer)
        self._send()
        return GLib.SOURCE_REMOVE

    def _draw(self) -> None:
        row = self.width * CHANNELS
        cut = round(self.split * self.width) * CHANNELS
        line = SPLIT_LINE if 0 < cut < row else b""
        rows = []
        for start in range(0, len(self.before), row):
            rows += (
                self.before[start : start + cut],
                line,
                self.after[start + cut + len(line) : start + row],
            )
        data = GLib.Bytes.new(b"".join(rows))
        pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(data, GdkPixbuf.Colorspace.RGB, True, 8, self.width, self.height, row)
        self.picture.set_from_pixbuf(
            pixbuf.composite_color_simple(self.width, self.height, GdkPixbuf.InterpType.NEAREST, 255, *CHECKS)
        )

    def _move(self, split: float) -> bool:
        self.split = min(max(split, 0.0), 1.0)
        self._draw()
        return True

    def _on_drag(self, box: Gtk.EventBox, event: Any) -> bool:
        box.grab_focus()
        return self._move(event.x / self.width)

    def _on_key(self, box: Gtk.EventBox, event: Gdk.EventKey) -> bool:
        step = {Gdk.KEY_Left: -SPLIT_STEP, Gdk.KEY_Right: SPLIT_STEP}.get(event.keyval)
        return step is not None and self._move(self.split + step)

    def _on_realize(self, box: Gtk.EventBox) -> None:
        cursor = Gdk.Cursor.new_from_name(box.get_display(), "col-resize")
        box.get_window().set_cursor(cursor)
