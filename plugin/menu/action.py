"""Actions: what a menu entry and its procedure are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .parameters import Parameter

PREFIX = "camera-looks"
MENU = "<Image>/Filters/Camera Looks"
NEED_NO_IMAGE = ("new-hald", "new-recipe", "photos", "pairs", "file", "import", "folder", "export")  # ways
NEED_NO_LAYER = (*NEED_NO_IMAGE, "refresh")


@dataclass(frozen=True)
class Action:
    """A procedure of the editor.

    look: its entry in the catalog; None for the procedure that takes any look or LUT file, and for those
    that do something else, which have a ``way``: a key of plugin/gimp3/dispatch.py's table.
    """

    procedure: str
    title: str
    blurb: str
    help: str
    parameters: tuple[Parameter, ...]
    label: str | None = None
    menu: str | None = None
    look: dict[str, Any] | None = None
    way: str | None = None
