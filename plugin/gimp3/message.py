"""The one way to GIMP's messages."""

from __future__ import annotations

from gi.repository import Gimp

from lut.shared.printable import printable_lines


def announce(text: str) -> None:
    """Show a message, in GIMP's own place for them: of each line, what is printable."""
    Gimp.message(printable_lines(text))  # noqa: TID251  (for all)
