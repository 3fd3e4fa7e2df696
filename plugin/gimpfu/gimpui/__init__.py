"""The original's gimpui draws with GTK 2, for which Python 3 has nothing: its names are here, and raise when used.

So a script that only imports it, derives from it, or uses it in one of its modes, runs; parameters get their dialog
from gimpfu.
"""

from __future__ import annotations

from typing import Any

WHY = "its widgets are GTK 2's, which Python 3 has not; register parameters with gimpfu to have a dialog"


def gimp_ui_init() -> None:
    """Nothing to start."""


def _widget(name: str) -> type:
    """A class that can be derived from, and raises when one is to be made."""

    def __new__(cls: type, *_: Any, **__: Any) -> Any:
        raise NotImplementedError(f"gimpui.{name} is not in this gimpfu: {WHY}")

    return type(name, (), {"__new__": __new__, "missing_because": WHY})


def __getattr__(name: str) -> type:
    if name.startswith("_"):
        raise AttributeError(name)
    globals()[name] = widget = _widget(name)
    return widget
