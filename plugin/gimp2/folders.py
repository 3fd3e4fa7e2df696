"""Where Camera Looks keeps things, as plugin/folders.py has it, for a Python that may be 2.7."""

from __future__ import absolute_import

import os
import sys

NAME = "camera-looks"


def base(variable, default, mac):
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", mac)
    given = os.environ.get(variable, "")
    return given if os.path.isabs(given) else os.path.join(home, default)  # XDG: a relative one is to be ignored


def cache():
    folder = os.path.join(base("XDG_CACHE_HOME", ".cache", "Caches"), NAME)
    return os.path.join(folder, "cache") if sys.platform == "win32" else folder


def own_catalog():
    """The list of the user's own looks."""
    data = base("XDG_DATA_HOME", os.path.join(".local", "share"), "Application Support")
    return os.path.join(data, NAME, "own-looks.json")


def log():
    """The engine's log; its folder is made if that can be done."""
    try:
        made(cache(), 0o777)
    except EnvironmentError:
        pass  # whoever opens the log learns of it
    return os.path.join(cache(), "engine.log")


def runtime():
    """A folder that only this user can enter, for sockets; None where there can be none."""
    if os.name != "posix":
        return None
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    try:
        folder = made(os.path.join(given, NAME) if os.path.isabs(given) else os.path.join(cache(), "run"), 0o700)
        status = os.stat(folder)
    except EnvironmentError:
        return None
    private = status.st_uid == os.getuid() and not status.st_mode & 0o077
    return folder if private else None


def made(folder, mode):
    if not os.path.isdir(folder):
        os.makedirs(folder, mode)
    return folder
