"""The preview on the canvas: the look in full size, strip by strip, on all of the layer or on one side of a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gi.repository import Gegl, Gimp, GLib

from ...engine.client import Message
from .. import canvas_layer
from ..crop import Area
from ..errors import HostError
from ..layer_settings import PARASITE
from ..layer_stack import merge_group
from ..run_look import mask_with_selection, merge_effects
from ..thumbnails import Picture, babl_form
from .preview import Preview
from .rendering import Wish

PATIENCE = 200  # milliseconds without a change until the canvas follows
STRIP = 700_000  # pixels; one of the renderer's slots has room for it
PLAIN_MODES = (Gimp.LayerMode.NORMAL, Gimp.LayerMode.NORMAL_LEGACY)

Task = tuple[Area, bool]  # a part of the layer, and whether it gets the look


class CanvasPreview:
    """Shows what a preview shows on the canvas as well, above the target, when ``shown``.

    The preview's renderer computes it when it has nothing else to do.
    """

    def __init__(self, preview: Preview, target: Gimp.Layer) -> None:
        self.preview = preview
        self.target = target
        self.shown = False
        self.split = False
        self.in_place = True  # whether the result replaces the target, or comes above it
        self.job: dict[str, Any] = {}
        self.own_numbers = False
        self.source: Gimp.Layer | None = None  # the picture as it is, with its effects
        self.layer: Gimp.Layer | None = None
        self.hides = False
        self.tasks: Iterator[Task] = iter(())
        self.run = object()  # another one after each change
        self.timer = 0

    def show_job(self, job: dict[str, Any], own_numbers: bool, in_place: bool) -> None:
        if (job, own_numbers, in_place) != (self.job, self.own_numbers, self.in_place):
            self.job, self.own_numbers, self.in_place = job, own_numbers, in_place
            self.renew()

    def set_shown(self, shown: bool, split: bool) -> None:
        """Show it, or not; split: on the right of the preview's line only."""
        self.shown, self.split = shown, split
        self.renew()
        if not shown:
            self._remove()
            Gimp.displays_flush()

    def show_original(self, original: bool) -> None:
        """Show the canvas without it, or with it again."""
        if self.layer is not None and self.layer.is_valid():
            canvas_layer.show_canvas_layer(self.layer, self.target, not original)
            Gimp.displays_flush()

    def renew(self) -> None:
        """Compute it anew, a moment after the last change."""
        self.run, self.tasks = object(), iter(())
        if self.timer:
            GLib.source_remove(self.timer)
            self.timer = 0
        if self.shown and self.job:
            self.timer = GLib.timeout_add(PATIENCE, self._begin)

    def close(self) -> None:
        self.shown = False
        self.renew()
        self._remove()

    def _begin(self) -> bool:
        self.timer = 0
        try:
            if self.layer is None or not self.layer.is_valid() or self.hides != self._is_to_hide():
                self._remove()
                self._insert()
        except HostError as error:
            self.preview.failed(str(error))
            return GLib.SOURCE_REMOVE
        self.tasks = self._list_tasks()
        self.preview.renderer.work_on(self._next)
        return GLib.SOURCE_REMOVE

    def _is_to_hide(self) -> bool:
        """Return True where the target would shine through what replaces it.

        A selection becomes a mask, behind which the target has to be seen.
        """
        target = self.target
        return (
            self.in_place
            and Gimp.Selection.is_empty(target.get_image())
            and (
                target.has_alpha()
                or target.get_mask() is not None
                or target.get_opacity() < 100
                or target.get_mode() not in PLAIN_MODES
            )
        )

    def _insert(self) -> None:
        drawable = self.preview.drawable
        self.source = merge_group(drawable) if drawable.is_group() else drawable.copy()
        merge_effects(self.source)
        self.layer = self.source.copy()
        self.layer.detach_parasite(PARASITE)  # that of a look layer is none
        self.layer.set_visible(True)
        self.hides = self._is_to_hide()
        canvas_layer.insert_canvas_layer(self.layer, self.target, self.hides)
        if not Gimp.Selection.is_empty(self.target.get_image()):
            with canvas_layer.without_trace(self.target.get_image()):
                mask_with_selection(self.layer)

    def _remove(self) -> None:
        if self.layer is not None:
            canvas_layer.remove_canvas_layer(self.layer)
        if self.source is not None:
            self.source.delete()
        self.layer = self.source = None

    def _list_tasks(self) -> Iterator[Task]:
        """List the strips of the look, from the middle outwards, and then those of the original beside it."""
        left, top, width, height = self.preview.view.whole
        cut = left
        if self.split:
            shown = self.preview.view.area
            cut = min(max(shown[0] + round(self.preview.split * shown[2]), left), left + width)
        for start, end, look in ((cut, left + width, True), (left, cut, False)):
            rows = max(STRIP // max(end - start, 1), 1)
            strips = [
                (start, row, end - start, min(rows, top + height - row)) for row in range(top, top + height, rows)
            ]
            middle = top + height / 2
            for strip in sorted(strips, key=lambda strip: abs(strip[1] + strip[3] / 2 - middle)):
                if end > start:
                    yield strip, look

    def _next(self) -> Wish | None:
        """Give the renderer the next strip of the look; what stays as it is goes to the canvas at once."""
        for area, look in self.tasks:
            if self.source is None:
                break
            form = babl_form(self.source, self.own_numbers)
            place = Gegl.Rectangle.new(*area)
            data = bytes(self.source.get_buffer().get(place, 1.0, form, Gegl.AbyssPolicy.NONE))
            if look:
                return self._wish(area, form, data)
            self._write(area, form, data)
        return None

    def _wish(self, area: Area, form: str, data: bytes) -> Wish:
        image, run = self.target.get_image(), self.run
        left, top = self.preview.drawable.get_offsets()[1:]
        frame = [image.get_width(), image.get_height()]
        place = {"frame": frame, "left": area[0] + left, "top": area[1] + top, "scale": 1.0}

        def done(answer: Message, result: bytes | None) -> None:
            if run is not self.run:
                return
            if result is None:
                self.tasks = iter(())
                self.preview.failed(answer["error"])
            else:
                self._write(area, form, result)

        return Wish(Picture(data, area[2], area[3], place, form), self.job, done)

    def _write(self, area: Area, form: str, data: bytes) -> None:
        if self.layer is not None and self.layer.is_valid():
            buffer = self.layer.get_buffer()
            buffer.set(Gegl.Rectangle.new(*area), form, data)
            buffer.flush()
            self.layer.update(*area)
            Gimp.displays_flush()
