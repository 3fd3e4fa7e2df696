"""Measure the texts of a plug-in's dialogs from inside: Python imports this before the plug-in, by PYTHONPATH.

``now`` in the folder MEASURED names a language, in which the plug-in then speaks, and a file for what is found.  A
dialog is measured when it has stopped changing, and then cancelled.  GIMP's own Python, standard library and gi only.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path

FOLDER = os.environ.get("MEASURED")
STILL, PAUSE = 4, 250  # so many times the same, so many milliseconds apart
PADDING = 8  # beside the two texts of GIMP's field with a slider


def begin(folder, place):
    """Wait until the plug-in has GTK, which runs in its own thread."""
    while not hasattr(sys.modules.get("gi.repository.GLib"), "timeout_add") or "gi.repository.Gtk" not in sys.modules:
        time.sleep(0.05)
    from gi.repository import GLib, Gtk

    seen = []

    def look():
        dialogs = [window for window in Gtk.Window.list_toplevels() if window.get_mapped() and window.get_title()]
        for folded in (
            widget for dialog in dialogs for widget in walk(dialog, Gtk) if isinstance(widget, Gtk.Expander)
        ):
            folded.set_expanded(True)
        seen.append([found for dialog in dialogs for found in measure(dialog, Gtk)])
        if dialogs and len(seen) > STILL and all(found == seen[-1] for found in seen[-STILL:]):
            part = folder / (place + ".part")
            titles = [dialog.get_title() for dialog in dialogs]
            part.write_text(json.dumps({"titles": titles, "texts": seen[-1]}), encoding="utf-8")
            part.rename(folder / place)
            for dialog in dialogs:
                dialog.response(Gtk.ResponseType.CANCEL)
            return False
        return True

    GLib.timeout_add(PAUSE, look)


def measure(dialog, Gtk):
    """List the texts that are shown: each with what it needs, and what it has."""
    for widget in walk(dialog, Gtk):
        if not widget.get_mapped() or not widget.is_drawable():
            continue
        given = widget.get_allocation()
        margins = widget.get_margin_start() + widget.get_margin_end()
        if isinstance(widget, Gtk.Label) and widget.get_text() and not in_tooltip(widget):
            if widget.get_line_wrap():
                height = widget.get_preferred_height_for_width(given.width + margins)[1]
                yield [widget.get_text(), height - widget.get_margin_top() - widget.get_margin_bottom(), given.height]
            else:
                yield [widget.get_text(), widget.get_preferred_width()[1] - margins, given.width]
        elif widget.__gtype__.name == "GimpSpinScale":
            texts = [widget.get_property("label") or "", widget.get_text()]
            needed = PADDING + sum(widget.create_pango_layout(text).get_pixel_size()[0] for text in texts)
            yield [" ".join(texts), needed, widget.get_text_area().width]
        elif isinstance(widget, (Gtk.Button, Gtk.ComboBox)):
            yield [type(widget).__name__, widget.get_preferred_width()[0] - margins, given.width]
        right = widget.translate_coordinates(dialog, given.width, 0)
        if right and isinstance(widget, (Gtk.Label, Gtk.Button)) and not scrolls(widget, Gtk):
            yield ["the right edge of " + type(widget).__name__, right[0], dialog.get_allocated_width()]


def in_tooltip(label):
    """Whether a label that may be shortened is in full in a tooltip of its own, or of what is around it."""
    widget = label if label.get_ellipsize() else None
    while widget is not None and label.get_text() not in (widget.get_tooltip_text() or ""):
        widget = widget.get_parent()
    return widget is not None


def scrolls(widget, Gtk):
    while widget is not None and not isinstance(widget, Gtk.ScrolledWindow):
        widget = widget.get_parent()
    return widget is not None


def walk(widget, Gtk):
    yield widget
    if isinstance(widget, Gtk.Container):
        children = []
        widget.forall(children.append)
        for child in children:
            yield from walk(child, Gtk)


if FOLDER and Path(FOLDER, "now").exists() and "camera-looks.py" in " ".join(getattr(sys, "orig_argv", sys.argv)):
    language, place = Path(FOLDER, "now").read_text(encoding="utf-8").split()
    os.environ["LANGUAGE"] = language
    threading.Thread(target=begin, args=(Path(FOLDER), place), daemon=True).start()
