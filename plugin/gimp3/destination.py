"""Where the result goes, from the settings of a procedure, and where the preview differs from it."""

from __future__ import annotations

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp

from ..language import _
from ..menu.parameters import LIVE_FILTER, THIS_LAYER
from .live_filter import left_out


def output(config: Gimp.ProcedureConfig) -> str | None:
    """One of the choices of parameters.OUTPUT; None where there is no choice."""
    if config.find_property("output"):
        return str(config.get_property("output"))
    if config.find_property("new-layer"):
        return "new-layer" if config.get_property("new-layer") else THIS_LAYER
    return None


def difference(drawable: Gimp.Drawable, config: Gimp.ProcedureConfig) -> str:
    """A sentence about what the result will not be as in the preview, or ""."""
    where = output(config)
    if where == LIVE_FILTER:
        return left_out(config)
    if where == THIS_LAYER and any(effect.get_visible() for effect in drawable.get_filters()):
        return _("This layer has effects of its own: they come after the look, and in the preview before it.")
    return ""
