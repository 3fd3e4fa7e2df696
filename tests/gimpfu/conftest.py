"""The folder plugin/gimpfu on the path, as a plug-in has it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "plugin/gimpfu"))
