"""Open a file or a folder in the system's program for it."""

from __future__ import annotations

from gi.repository import Gio, GLib

from .message import announce


def open_file(path: str, otherwise: str) -> None:
    """Open a file in the system's program for it; where there is none, say the sentence."""
    try:
        Gio.AppInfo.launch_default_for_uri(Gio.File.new_for_path(path).get_uri(), None)
    except GLib.Error:
        announce(otherwise)
