"""Where this plug-in lies."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
CATALOG = FOLDER / "catalog.json"
