# -*- coding: utf-8 -*-
"""Text and paths as the running Python has them: Python 2, of which GIMP 2.10 brings one, calls bytes ``str``."""

import sys

PYTHON_2 = sys.version_info[0] == 2


def native(text):
    # type: (str) -> str
    """Return text from JSON as a ``str``: in Python 2, UTF-8."""
    return text.encode("utf-8") if PYTHON_2 and not isinstance(text, bytes) else text  # type: ignore[return-value]


def native_path(path, system=sys.platform):
    # type: (str, str) -> str
    """Return a path from JSON as this Python opens it: Python 2 calls Windows with bytes of its code page."""
    if system == "win32" and PYTHON_2 and not isinstance(path, bytes):
        return path.encode(sys.getfilesystemencoding())  # type: ignore[return-value]
    return native(path)


def shown_path(path, system=sys.platform):
    # type: (object, str) -> str
    """Return a path as messages have it: Python 2 has it in Windows' code page, and GIMP takes UTF-8."""
    if system == "win32" and isinstance(path, bytes):
        return native(path.decode(sys.getfilesystemencoding(), "replace"))
    return str(path)
