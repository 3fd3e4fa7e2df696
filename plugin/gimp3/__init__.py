"""GIMP 3 through GObject introspection."""

import contextlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2]  # where the plug-in is installed
CATALOG = FOLDER / "catalog.json"

VERSIONS = {
    **{"Babl": "0.1", "Gegl": "0.4", "Gimp": "3.0", "GimpUi": "3.0"},
    **{"Gdk": "3.0", "GdkPixbuf": "2.0", "Gtk": "3.0"},
}
# What needs none of them, can be tested without GIMP; what does, says so when it imports it.
with contextlib.suppress(ImportError):
    import gi

    for name, version in VERSIONS.items():
        with contextlib.suppress(ValueError):
            gi.require_version(name, version)
