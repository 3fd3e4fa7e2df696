"""macOS's quarantine: programs that were downloaded and not opened yet, about which it may ask."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import PurePath

ATTRIBUTE = b"com.apple.quarantine"  # 0083;5f3d7a1c;Safari;…: flags, date, who fetched it
APPROVED = 0x40  # of the flags: its user has opened it and agreed
SIZE = 1024
# Where macOS shows an app that is opened in the folder of downloads: another place at every start.
TRANSLOCATED = "/AppTranslocation/"


def app_of(program: PurePath) -> PurePath | None:
    """Return the app that contains a program: /Applications/GIMP.app."""
    return next((folder for folder in program.parents if folder.suffix == ".app"), None)


def is_held_back(program: PurePath) -> bool:
    """Return True if macOS may ask its user before it starts this program.  It does not for all, so try first."""
    app = app_of(program)
    return app is not None and any(not is_approved(read_attribute(path)) for path in (app, program))


def is_approved(text: bytes) -> bool:
    """Return True if an attribute of that text keeps no program back."""
    try:
        return not text or bool(int(text.split(b";")[0], 16) & APPROVED)
    except ValueError:
        return True


def read_attribute(path: PurePath) -> bytes:
    """Read macOS's note on a download; empty on other systems, and where there is none."""
    if sys.platform != "darwin":
        return b""
    text = ctypes.create_string_buffer(SIZE)
    length = ctypes.CDLL(None).getxattr(os.fsencode(path), ATTRIBUTE, text, ctypes.c_size_t(SIZE), 0, 0)
    return text.raw[:length] if length > 0 else b""
