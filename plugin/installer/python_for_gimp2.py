"""Settings that let a GIMP 2.10 without Python run gimpfu scripts: two files in its profile.

GIMP reads both at every start.  The one puts our modules on the path of its plug-ins, the other says which program
runs ``*.py``, whatever its first line asks for, as the original's ``pygimp.interp`` did.  With them, scripts that other
people wrote for the original gimpfu run, once they are Python 3.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import durable
from .record import Record

MODULES = "plug-ins/camera-looks/plugin/gimpfu"
NAMES = ("python", "python2", "python2.7", "python3", "/usr/bin/python", "/usr/bin/python2", "/usr/bin/python3")


def settings_files(python: str) -> dict[Path, str]:
    """Return the settings' contents by their places in the profile.  python: the scripts' interpreter, 3.8 or newer."""
    interpreters = "".join(f"{name}={python}\n" for name in NAMES)
    return {
        Path("environ/camera-looks.env"): f": PYTHONPATH=${{gimp_dir}}/{MODULES}\n",
        Path("interpreters/camera-looks.interp"): f"{interpreters}:Python:E::py::python:\n",
    }


def is_ours(path: Path, content: bytes) -> bool:
    """Return True if we write that content to such a place, for whatever interpreter."""
    text = os.fsdecode(content).replace("\r\n", "\n")
    python = re.search("^python=(.+)$", text, re.MULTILINE)
    return settings_files(python[1] if python else "").get(path) == text


@contextlib.contextmanager
def enable_scripts(profile: Path, settings: Mapping[Path, str], record: Record) -> Iterator[None]:
    """Write the settings into a profile.  Restore what was there if the ``with`` statement's block raises."""
    before = {profile / path: (profile / path).read_bytes() for path in settings if (profile / path).exists()}
    try:
        for path, text in settings.items():
            record.make((profile / path).parent)
            durable.write_text(profile / path, text)
        yield
    except BaseException:
        for place in (profile / path for path in settings):
            if place in before:
                durable.write_text(place, before[place].decode("utf-8", "surrogateescape"))
            else:
                place.unlink(missing_ok=True)
        raise
