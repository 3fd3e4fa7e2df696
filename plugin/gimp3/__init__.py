"""GIMP 3 through GObject introspection."""

import contextlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2]  # where the plug-in is installed
CATALOG = FOLDER / "catalog.json"

LIBRARIES = "Babl-0.1 Gegl-0.4 Gimp-3.0 GimpUi-3.0 Gdk-3.0 GdkPixbuf-2.0 Gtk-3.0"
# What needs none of them can be tested without GIMP; what does fails when it imports it.
with contextlib.suppress(ImportError):
    import gi

    for library in LIBRARIES.split():
        with contextlib.suppress(ValueError):
            gi.require_version(*library.split("-"))
