"""Let a window be painted before the work begins that fills it: on a busy machine, it is unpainted for seconds else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gi.repository import Gdk, GLib, Gtk


def after_first_frame(widget: Gtk.Widget, work: Callable[[], Any]) -> None:
    """Call work once, when the widget's window has been painted for the first time."""

    def begin() -> bool:
        if widget.get_mapped():  # else the window was closed at once
            work()
        return GLib.SOURCE_REMOVE

    def painted(clock: Gdk.FrameClock) -> None:
        clock.disconnect(connected.pop())
        GLib.idle_add(begin)  # behind whatever has yet to be drawn

    def mapped(widget: Gtk.Widget) -> None:
        if waiting:
            widget.disconnect(waiting.pop())
            connected.append(widget.get_frame_clock().connect("after-paint", painted))

    connected: list[int] = []
    waiting = [widget.connect("map", mapped)]
