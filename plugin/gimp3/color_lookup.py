"""The GEGL operation that applies a LUT as a live filter, where a user has it: github.com/sandbranch/gegl-lut."""

from __future__ import annotations

from functools import cache

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp

OPERATION = "lut:color-lookup"


@cache
def installed() -> bool:
    """Whether GIMP has it and lets a plug-in set its file: 3.0 does not, and has no list of operations to ask for."""
    listed = getattr(Gimp.DrawableFilter, "operation_get_available", None)
    return listed is not None and OPERATION in listed()
