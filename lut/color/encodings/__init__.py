"""The color spaces that LUTs are made for, by id: displays' and cameras', coded and linear."""

from __future__ import annotations

from .cameras import CAMERAS
from .curve import Curve
from .displays import DISPLAYS
from .encoding import Encoding
from .phones import PHONES

ENCODINGS: dict[str, Encoding] = {one.id: one for one in (*DISPLAYS, *CAMERAS, *PHONES)}

__all__ = ["ENCODINGS", "Curve", "Encoding"]
