"""The user's own picture in a dialog, before and after, with a line between them that can be dragged."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from gi.repository import Gdk, GdkPixbuf, Gimp, GLib, Gtk

from ...engine.client import Message
from ...language import _
from ..crop import Area
from ..thumbnails import Picture, babl_form, read_picture, without_effects
from . import draw_pixels, style
from .crop_frame import CropFrame
from .first_frame import after_first_frame
from .rendering import Renderer, Wish
from .viewport import View

SPLIT_STEP = 0.05
PAN_STEP = 0.25  # of what is shown
NEAR = 14  # so many pixels beside the line are the line
GRIP = 24
PATIENCE = 150  # milliseconds until what the engine has not computed yet is shown as it was before


class Preview(Gtk.Layout):
    """Show one drawable, or the part of it inside the selection, as large as there is room.

    ``refresh(job)`` has the engine compute the look again; only the latest job is drawn.  drawn: called with the
    engine's answer to the job;  failed: with a sentence when it cannot.  bare: as if the layer had no effects.
    ``zoomed`` is called whenever the view has changed, ``first_drawn`` once.

    Where the job has a crop, what it cuts off is dark, and its ``frame`` can be dragged: its ``placed`` answers by
    ``refresh``.  ``framed`` is called when a frame comes or goes, ``line_moved`` when the line is elsewhere.
    """

    def __init__(
        self,
        renderer: Renderer,
        drawable: Gimp.Drawable,
        drawn: Callable[[Message], None],
        failed: Callable[[str], None],
        bare: bool = False,
        least: tuple[int, int] = (400, 260),
    ) -> None:
        super().__init__(can_focus=True, hexpand=True, vexpand=True)
        style.load_style()
        self.renderer = renderer
        self.drawable = drawable
        self.drawn = drawn
        self.failed = failed
        self.bare = bare
        self.zoomed: Callable[[], None] = lambda: None
        self.framed: Callable[[], None] = lambda: None
        self.line_moved: Callable[[], None] = lambda: None
        self.first_drawn: Callable[[], None] | None = None
        found, *area = drawable.mask_intersect()
        whole: Area = tuple(area) if found else (0, 0, drawable.get_width(), drawable.get_height())
        self.view = View(whole, (0, 0))
        self.density = 1
        self.split = 0.5
        self.original = False  # True while nothing but the original is shown
        self.job: dict[str, Any] | None = None
        self.own_numbers = False
        self.picture: Picture | None = None  # what the engine is asked for
        self.shown: Picture | None = None
        self.before: GdkPixbuf.Pixbuf | None = None
        self.cropped = False
        self.reading = 0  # GLib's number of the reading that is due
        self.drag: tuple[float, float] | None = None  # where the picture is held
        self.frame = CropFrame(self._place_frame)
        self.cursor = ""
        self.begun = False
        self.set_size_request(*least)
        self._build()
        after_first_frame(self, self._begin)

    def _begin(self) -> None:
        self.begun = True
        self._read_view()

    def _build(self) -> None:
        self.right, self.left = Gtk.Image(), Gtk.Image()
        self.line = style.with_class(Gtk.Box(), "line")
        self.grip = style.with_class(Gtk.Label(label="◂ ▸"), "grip")
        self.captions = [style.with_class(Gtk.Label(label=text), "caption") for text in (_("Before"), _("After"))]
        for child in (self.right, self.left, self.frame, self.line, self.grip, *self.captions):
            self.put(child, 0, 0)
        self._describe()
        masks = Gdk.EventMask
        self.add_events(
            masks.BUTTON_PRESS_MASK
            | masks.BUTTON_RELEASE_MASK
            | masks.BUTTON_MOTION_MASK
            | masks.POINTER_MOTION_MASK
            | masks.SCROLL_MASK
        )
        self.connect("button-press-event", self._on_press)
        self.connect("button-release-event", self._on_release)
        self.connect("motion-notify-event", self._on_motion)
        self.connect("scroll-event", self._on_scroll)
        self.connect("key-press-event", self._on_key)
        self.connect("size-allocate", self._on_allocate)
        self.connect("focus-in-event", lambda *_event: self._on_focus(True))
        self.connect("focus-out-event", lambda *_event: self._on_focus(False))
        self.connect("destroy", self._on_destroy)

    def refresh(self, job: dict[str, Any], own_numbers: bool = False) -> None:
        """Show what the engine makes of the picture for a job."""
        again = own_numbers != self.own_numbers
        self.job, self.own_numbers = job, own_numbers
        if again:
            self._read_view()
        else:
            self._ask()

    def show_original(self, original: bool) -> None:
        """Show nothing but the original, or both sides of the line again."""
        self.original = original
        self._place()

    def name_after(self, name: str) -> None:
        """Name what is on the right of the line."""
        self.captions[1].set_text(name)
        self._place()

    def zoom(self, single: bool, share: tuple[float, float] = (0.5, 0.5)) -> None:
        """Show single pixels around a place, a share of what is shown now; or all of the picture."""
        view = self.view.zoomed(single, share)
        if view.single != self.view.single:
            self.view = view
            self.zoomed()
            self._read_view()

    def pan(self, across: float, down: float) -> None:
        """Move single pixels by so many of them."""
        view = self.view.panned(across, down)
        if self.view.single and view.area != self.view.area:
            self.view = view
            self._read_view()

    def _read_view(self) -> None:
        """Read what the view shows of the drawable, and have it computed, once for all that is happening now."""
        if not self.reading and self.begun:
            self.reading = GLib.idle_add(self._read_view_now, priority=GLib.PRIORITY_HIGH_IDLE)

    def _read_view_now(self) -> bool:
        self.reading = 0
        if all(self.view.room):
            self.picture = self.read_picture(self.view, self.own_numbers)
            if self.shown is None:
                self._show(self.picture, self.picture.data, None)
            else:
                GLib.timeout_add(PATIENCE, self._show_unchanged, self.picture)
            self._ask()
        return GLib.SOURCE_REMOVE

    def read_picture(self, view: View, own_numbers: bool) -> Picture:
        """Read what a view shows of the drawable."""
        form = babl_form(self.drawable, own_numbers)
        with without_effects(self.drawable) if self.bare else contextlib.nullcontext(self.drawable) as source:
            return read_picture(source, view.area, view.size, form)

    def _ask(self) -> None:
        picture = self.picture
        if picture is not None and self.job is not None and self.get_child_visible():
            job = self.job
            self.renderer.ask(Wish(picture, job, lambda answer, data: self._answered(picture, job, answer, data)))

    def _answered(self, picture: Picture, job: dict[str, Any], answer: Message, data: bytes | None) -> None:
        if data is None:
            self.failed(answer["error"])
        elif picture is self.picture:
            if job is self.job:  # else the user has moved the frame on
                self._take_frame(picture, answer.get("crop"))
            self._show(picture, data, answer.get("crop"))
            self.drawn(answer)
        if self.first_drawn is not None:
            first, self.first_drawn = self.first_drawn, None
            first()

    def _show_unchanged(self, picture: Picture) -> bool:
        if picture is self.picture and self.shown is not picture and not self.renderer.closed:
            self._show(picture, picture.data, None)
        return GLib.SOURCE_REMOVE

    def _show(self, picture: Picture, after: bytes, crop: list[int] | None) -> None:
        """Draw both sides anew. crop: what will be left of the image, in its pixels."""
        right = draw_pixels.draw_picture(picture, after, crop)
        if self.before is None or picture is not self.shown or crop or self.cropped:
            self.before = draw_pixels.draw_picture(picture, picture.data, crop)
        self.cropped = bool(crop)
        self.shown = picture
        draw_pixels.show_pixbuf(self.right, right, self.density)
        self._place()

    def _take_frame(self, picture: Picture, box: list[int] | None) -> None:
        """Take the crop's frame that the engine has found."""
        if self.frame.take(box, picture.place["frame"]):
            self._describe()
            self.framed()

    def _describe(self) -> None:
        """Name the preview for those who do not see it."""
        name = _("Preview, before and after")
        if self.frame.there:
            name = _("Preview, before and after, with the frame to crop to: arrow keys move it")
        self.get_accessible().set_name(name)

    def _place_frame(self) -> None:
        """Draw the crop's frame where it is."""
        if self.shown is not None:
            x, y, width, height = self._area()
            left, top = self.frame.fit(self.shown.place, self._scale(), width, height)
            self.move(self.frame, x + left, y + top)

    def _place(self) -> None:
        """Put everything where the picture and the line are."""
        if self.shown is None or self.before is None:
            return
        x, y, width, height = self._area()
        cut = self.shown.width if self.original else round(self.split * self.shown.width)
        self.left.set_visible(cut > 0)
        if cut > 0:
            draw_pixels.show_pixbuf(self.left, self.before.new_subpixbuf(0, 0, cut, self.shown.height), self.density)
        for side in (self.right, self.left):
            self.move(side, x, y)
        self._place_frame()
        middle = x + cut // self.density
        self.line.set_size_request(2, height)
        self.move(self.line, middle - 1, y)
        self.move(self.grip, middle - GRIP // 2, y + (height - GRIP) // 2)
        for caption, right in zip(self.captions, (False, True), strict=True):
            _least, natural = caption.get_preferred_size()
            room = x + width - middle if right else middle - x
            caption.set_visible(room > natural.width + 12)
            left = x + width - natural.width - 6 if right else x + 6
            self.move(caption, left, y + height - natural.height - 6)

    def _scale(self) -> float:
        """Return how many pixels of the image one of the widget shows."""
        assert self.shown is not None
        return float(self.shown.place["scale"] * self.density)

    def _area(self) -> Area:
        """Return where the picture lies in the widget."""
        assert self.shown is not None
        width, height = self.shown.width // self.density, self.shown.height // self.density
        return (self.get_allocated_width() - width) // 2, (self.get_allocated_height() - height) // 2, width, height

    def _share(self, event: Any) -> tuple[float, float]:
        """Return where in the picture the pointer is, 0 to 1 each way."""
        x, y, width, height = self._area()
        return (event.x - x) / max(width, 1), (event.y - y) / max(height, 1)

    def _move_line(self, split: float) -> bool:
        self.split = min(max(split, 0.0), 1.0)
        self._place()
        self.line_moved()
        return True

    def _on_allocate(self, widget: Gtk.Widget, allocation: Gdk.Rectangle) -> None:
        self.density = draw_pixels.screen_density(self)
        room = allocation.width * self.density, allocation.height * self.density
        if room == self.view.room:
            return
        self.view = self.view.resized(room)
        # What changes a widget must not do so while GTK is about its size.
        GLib.idle_add(self._resized, priority=GLib.PRIORITY_HIGH_IDLE)
        self._read_view()

    def _resized(self) -> bool:
        if not self.renderer.closed:
            self.zoomed()
            self._place()
        return GLib.SOURCE_REMOVE

    def _on_press(self, widget: Gtk.Widget, event: Any) -> bool:
        self.grab_focus()
        if self.shown is None:
            return True
        share = self._share(event)
        framed = self.frame.there and not self.view.single
        if event.type == Gdk.EventType._2BUTTON_PRESS and event.button == Gdk.BUTTON_PRIMARY:
            if framed:
                self.frame.center_on_interest()
            else:
                self.zoom(not self.view.single, share)
        elif event.type == Gdk.EventType.BUTTON_PRESS:
            if event.button == Gdk.BUTTON_PRIMARY and self._on_line(event):
                return self._move_line(share[0])
            if framed:
                self.frame.hold(event.x, event.y)
            else:
                self.drag = (event.x, event.y)
        return True

    def _on_line(self, event: Any) -> bool:
        """Return True if the pointer takes hold of the line: near it, or anywhere if nothing else can be moved."""
        if not self.view.single and not self.frame.there:
            return True
        x, _top, width, _height = self._area()
        return abs(event.x - (x + self.split * width)) < NEAR

    def _on_release(self, widget: Gtk.Widget, event: Any) -> bool:
        self.drag = self.frame.held = None
        return True

    def _on_motion(self, widget: Gtk.Widget, event: Any) -> bool:
        if self.shown is None:
            return True
        if self.frame.held is not None:
            self.frame.drag(event.x, event.y, self._scale())
        elif self.drag is not None:
            across, down = self.drag[0] - event.x, self.drag[1] - event.y
            self.drag = (event.x, event.y)
            self.pan(across * self.density, down * self.density)
        elif event.state & Gdk.ModifierType.BUTTON1_MASK:
            self._move_line(self._share(event)[0])
        else:
            self._point("col-resize" if self._on_line(event) else "move")
        return True

    def _point(self, cursor: str) -> None:
        if cursor != self.cursor:
            self.cursor = cursor
            self.get_bin_window().set_cursor(Gdk.Cursor.new_from_name(self.get_display(), cursor))

    def _on_scroll(self, widget: Gtk.Widget, event: Gdk.EventScroll) -> bool:
        found, direction = event.get_scroll_direction()
        if found and self.shown is not None and direction in (Gdk.ScrollDirection.UP, Gdk.ScrollDirection.DOWN):
            self.zoom(direction == Gdk.ScrollDirection.UP, self._share(event))
        return True

    def _on_key(self, widget: Gtk.Widget, event: Gdk.EventKey) -> bool:
        shift = bool(event.state & Gdk.ModifierType.SHIFT_MASK)
        arrows = {Gdk.KEY_Left: (-1, 0), Gdk.KEY_Right: (1, 0), Gdk.KEY_Up: (0, -1), Gdk.KEY_Down: (0, 1)}
        across, down = arrows.get(event.keyval, (0, 0))
        if event.keyval == Gdk.KEY_space:
            self.zoom(not self.view.single)
        elif event.keyval in (Gdk.KEY_Home, Gdk.KEY_End):
            return self._move_line(float(event.keyval == Gdk.KEY_End))
        elif self.view.single and shift and (across or down):
            width, height = self.view.area[2:]
            self.pan(PAN_STEP * across * width, PAN_STEP * down * height)
        elif event.keyval in (Gdk.KEY_BackSpace, Gdk.KEY_Delete) and self.frame.there:
            self.frame.center_on_interest()
        elif self.frame.step(across, down, shift):
            return True
        elif across:
            return self._move_line(self.split + SPLIT_STEP * across)
        else:
            return False
        return True

    def _on_focus(self, focused: bool) -> bool:
        context = self.get_style_context()
        (context.add_class if focused else context.remove_class)("looks-focus")
        return False

    def _on_destroy(self, widget: Gtk.Widget) -> None:
        if self.reading:
            GLib.source_remove(self.reading)
