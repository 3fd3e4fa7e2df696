"""The user's own picture in a dialog, before and after, with a split that can be dragged."""

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
PAN_STEP = 0.25  # of what is shown
SPLIT_LINE = b"\xff\xff\xff\xff"
CHECKS = (8, 0xFF999999, 0xFF666666)  # size and the two grays below transparent pixels
HINT = "Drag, or press ← and →, to move the line between before and after"
ZOOM_HINT = "double-click, or press Space, for one screen pixel a pixel and back; drag with the right button to move"


class Preview(Gtk.Overlay):
    """Shows one drawable, or the part of it inside the selection.

    ``refresh(job)`` has the engine compute the right-hand side again; only the latest job is drawn.
    ``drawn`` is called with the engine's answer to the job, ``failed`` with a sentence when it cannot.
    thumbnail: the whole drawable, for looks that follow what the picture shows.  without_effects: as if the
    layer had no effects of its own.  bounds: the largest size.  zooms: given where a double click shows
    single pixels; told whether it does.  spare: bytes of the shared memory for the caller, from ``self.spare`` on.
    """

    def __init__(
        self,
        engine: Engine,
        drawable: Gimp.Drawable,
        thumbnail: pixels.Thumbnail | None,
        drawn: Callable[[Message], None],
        failed: Callable[[str], None],
        without_effects: bool = False,
        bounds: tuple[int, int] = (MAX_WIDTH, MAX_HEIGHT),
        zooms: Callable[[bool], None] | None = None,
        spare: int = 0,
    ) -> None:
        super().__init__(halign=Gtk.Align.CENTER, valign=Gtk.Align.CENTER)  # as narrow as the picture and its labels
        self.engine = engine
        self.drawable = drawable
        self.drawn = drawn
        self.failed = failed
        self.without_effects = without_effects
        self.bounds = bounds
        self.zooms = zooms
        self.answer: Message = {}
        self.split = 0.5
        self.job: dict[str, Any] | None = None
        self.waiting: dict[str, Any] | None = None
        self.busy = False
        self.closed = False
        self.panning: tuple[float, float] | None = None

        found, *area = drawable.mask_intersect()
        self.whole = tuple(area) if found else (0, 0, drawable.get_width(), drawable.get_height())
        self.zoomed = False
        slot = bounds[0] * bounds[1] * CHANNELS
        self.target = slot
        self.spare = 2 * slot + (len(thumbnail.data) if thumbnail else 0)
        self.memory = SharedMemory(engine, self.spare + spare)
        self.seen = thumbnail.put(self.memory, 2 * slot) if thumbnail else {}
        self._look_at(self.whole)
        self._build()
        self._draw()

    def _look_at(self, area: tuple[int, ...]) -> None:
        """Read what is shown: an area of the drawable, scaled down where it is larger than the preview."""
        self.area = area
        scale = min(self.bounds[0] / area[2], self.bounds[1] / area[3], 1.0)
        self.width, self.height, self.before = pixels.scaled(self.drawable, area, scale, self.without_effects)
        self.after = self.before
        self.memory.view[: len(self.before)] = self.before
        image = self.drawable.get_image()
        _, left, top = self.drawable.get_offsets()
        self.place = {  # for what depends on the place in the image (the vignette)
            "frame": [image.get_width(), image.get_height()],
            "left": area[0] + left,
            "top": area[1] + top,
            "scale": area[2] / self.width,
        }

    def _build(self) -> None:
        self.picture = Gtk.Image()
        box = Gtk.EventBox(halign=Gtk.Align.CENTER, valign=Gtk.Align.CENTER, can_focus=True)
        box.set_tooltip_text(f"{HINT}; {ZOOM_HINT}" if self.zooms else HINT)
        box.get_accessible().set_name("Preview, before and after")
        box.add(self.picture)
        masks = Gdk.EventMask
        box.add_events(masks.BUTTON_PRESS_MASK | masks.BUTTON_RELEASE_MASK | masks.BUTTON_MOTION_MASK)
        box.connect("button-press-event", self._on_press)
        box.connect("motion-notify-event", self._on_motion)
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
        self.job = self.waiting = job
        if not self.busy:
            self._send()

    def zoom(self, zoomed: bool, center: tuple[float, float] = (0.5, 0.5)) -> None:
        """One screen pixel for each of the picture's, or all of it; center: a share of what is shown now."""
        if zoomed == self.zoomed or (zoomed and self.place["scale"] <= 1):
            return
        self.zoomed = zoomed
        if self.zooms is not None:
            self.zooms(zoomed)
        if not zoomed:
            self._show_area(self.whole)
            return
        middle = [self.area[axis] + center[axis] * self.area[2 + axis] for axis in (0, 1)]
        size = [min(self.bounds[axis], self.whole[2 + axis]) for axis in (0, 1)]
        self._move_to(*(middle[axis] - size[axis] / 2 for axis in (0, 1)), size)

    def pan(self, across: float, down: float) -> None:
        """Move what is shown by a share of itself, as far as the picture goes."""
        if self.zoomed:
            size = list(self.area[2:])
            self._move_to(self.area[0] + across * size[0], self.area[1] + down * size[1], size)

    def _move_to(self, x: float, y: float, size: list[int]) -> None:
        corner = [
            round(min(max(value, self.whole[axis]), self.whole[axis] + self.whole[2 + axis] - size[axis]))
            for axis, value in enumerate((x, y))
        ]
        if (*corner, *size) != self.area:
            self._show_area((*corner, *size))

    def _show_area(self, area: tuple[int, ...]) -> None:
        if self.busy:  # the engine is reading the old one: the answer to it comes first
            GLib.timeout_add(5, self._show_later, area)
            return
        self._look_at(area)
        self._draw()
        if self.job is not None:
            self.refresh(self.job)

    def _show_later(self, area: tuple[int, ...]) -> bool:
        if not self.closed:
            self._show_area(area)
        return GLib.SOURCE_REMOVE

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
            target=self.target,
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
            self.after = bytes(self.memory.view[self.target : self.target + len(self.before)])
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
        self.picture.set_from_pixbuf(on_checks(b"".join(rows), self.width, self.height))

    def _move(self, split: float) -> bool:
        self.split = min(max(split, 0.0), 1.0)
        self._draw()
        return True

    def _on_press(self, box: Gtk.EventBox, event: Any) -> bool:
        box.grab_focus()
        if event.button == Gdk.BUTTON_SECONDARY:
            self.panning = (event.x, event.y)
            return True
        if self.zooms and event.type == Gdk.EventType._2BUTTON_PRESS:
            self.zoom(not self.zoomed, (event.x / self.width, event.y / self.height))
            return True
        return self._move(event.x / self.width)

    def _on_motion(self, box: Gtk.EventBox, event: Any) -> bool:
        if event.state & Gdk.ModifierType.BUTTON3_MASK:
            if self.panning and not self.busy:
                self.pan((self.panning[0] - event.x) / self.width, (self.panning[1] - event.y) / self.height)
                self.panning = (event.x, event.y)
            return True
        return self._move(event.x / self.width)

    def _on_key(self, box: Gtk.EventBox, event: Gdk.EventKey) -> bool:
        arrows = {Gdk.KEY_Left: (-1, 0), Gdk.KEY_Right: (1, 0), Gdk.KEY_Up: (0, -1), Gdk.KEY_Down: (0, 1)}
        across, down = arrows.get(event.keyval, (0, 0))
        if self.zooms and event.keyval == Gdk.KEY_space:
            self.zoom(not self.zoomed)
        elif self.zoomed and event.state & Gdk.ModifierType.SHIFT_MASK and (across or down):
            self.pan(PAN_STEP * across, PAN_STEP * down)
        elif across:
            return self._move(self.split + SPLIT_STEP * across)
        else:
            return False
        return True

    def _on_realize(self, box: Gtk.EventBox) -> None:
        cursor = Gdk.Cursor.new_from_name(box.get_display(), "col-resize")
        box.get_window().set_cursor(cursor)


def on_checks(rgba: bytes, width: int, height: int) -> GdkPixbuf.Pixbuf:
    """8-bit sRGB with alpha as a picture for the screen, over checks where it is transparent."""
    data = GLib.Bytes.new(rgba)
    pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(data, GdkPixbuf.Colorspace.RGB, True, 8, width, height, width * CHANNELS)
    return pixbuf.composite_color_simple(width, height, GdkPixbuf.InterpType.NEAREST, 255, *CHECKS)
