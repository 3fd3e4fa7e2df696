"""GIMP 3 through GObject introspection."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2]  # where the plug-in is installed
CATALOG = FOLDER / "catalog.json"
