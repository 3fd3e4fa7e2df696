"""Folders and files of Camera Looks that are not part of one GIMP's profile, on each system.

Both programs and every host use them, so this is valid in Python 2.7, too: there paths are text.
"""

import os
import sys

try:
    from pathlib import Path
except ImportError:  # Python 2.7
    Path = str  # type: ignore[assignment,misc]

NAME = "camera-looks"
NO_HOME = os.path.join(os.devnull, "no home folder: set HOME")


def home_folder():
    # type: () -> Path
    """Return the user's home folder.

    Where there is none (a container's user who has no entry in passwd), a path at which nothing is found, and whose
    name says why nothing can be written to it.
    """
    home = os.path.expanduser("~")
    return Path(NO_HOME if home.startswith("~") else home)


def base_folder(variable, default, mac):
    # type: (str, str, str) -> str
    """Return the folder in which programs have theirs.

    variable, default: of the XDG base directory specification.  mac: the folder's name in macOS' Library.
    """
    home = str(home_folder())
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", mac)
    given = os.environ.get(variable, "")
    return given if os.path.isabs(given) else os.path.join(home, default)  # XDG: no relative one


def data():
    # type: () -> Path
    """Return the folder of the engine's environment and the user's own looks."""
    return Path(os.path.join(base_folder("XDG_DATA_HOME", ".local/share", "Application Support"), NAME))


def cache():
    # type: () -> Path
    """Return the folder of what can be made again.

    Windows has one place for data and caches: there it is inside of ``data``.
    """
    folder = os.path.join(base_folder("XDG_CACHE_HOME", ".cache", "Caches"), NAME)
    return Path(os.path.join(folder, "cache") if sys.platform == "win32" else folder)


def baked_looks():
    # type: () -> Path
    """Return the folder of baked looks; losing it costs a moment at the next use of each look."""
    return Path(os.path.join(cache(), "baked"))


def log():
    # type: () -> Path
    """Return the engine's log: tracebacks that the user is spared."""
    return Path(os.path.join(cache(), "engine.log"))


def user_looks():
    # type: () -> Path
    """Return the folder of the user's own recipes and LUT files."""
    return Path(os.path.join(data(), "looks"))


def own_catalog():
    # type: () -> Path
    """Return the engine's list of the user's own looks, from which the menu is built."""
    return Path(os.path.join(data(), "own-looks.json"))


def former_ids():
    # type: () -> Path
    """Return the engine's list of what the user's own looks were called before they got other names."""
    return Path(os.path.join(data(), "former-ids.json"))


def shelf():
    # type: () -> Path
    """Return the file of favorites and recent looks."""
    return Path(os.path.join(data(), "shelf.json"))


def browser_view():
    # type: () -> Path
    """Return the file of how the user has arranged the browser."""
    return Path(os.path.join(data(), "browser.json"))


def scratch():
    # type: () -> Path | None
    """Return a folder that is memory, for files to share; None where the system has no such folder."""
    memory = "/dev/shm"
    return Path(memory) if os.path.isdir(memory) and os.access(memory, os.W_OK | os.X_OK) else None


def runtime_place():
    # type: () -> Path
    """Return where ``runtime`` is, whether or not it exists."""
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(os.path.join(given, NAME) if os.path.isabs(given) else os.path.join(cache(), "run"))


def runtime():
    # type: () -> Path
    """Make and return a folder that only this user can enter, for sockets.  Raises OSError when there can be none."""
    if sys.platform == "win32":
        raise OSError("Python has no local sockets on Windows")
    folder = runtime_place()
    make_folder(folder, 0o700)
    status = os.stat(folder)
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise OSError("%s must belong to this user alone" % folder)
    return folder


def make_folder(folder, mode=0o777):
    # type: (str | Path, int) -> None
    """Make a folder and those above it, unless it exists.  Raises OSError."""
    try:
        os.makedirs(folder, mode)
    except OSError:
        if not os.path.isdir(folder):
            raise
