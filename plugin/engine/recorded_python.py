"""The Python that install.py recorded for an installation.  In every host, so valid in Python 2.7, too."""

import io
import os

from ..native_text import native_path
from .json_input import NotUnderstood, is_text, read_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping  # noqa: F401 - in type comments
    from pathlib import Path  # noqa: F401
    from typing import Any  # noqa: F401


def recorded_python(folder):
    # type: (Path) -> str | None
    """Return the recorded Python of the installation in a folder; None where there is none."""
    known = read_record(folder).get(sandbox() or "python")  # type: Any
    return native_path(known) if is_text(known) else None


def read_record(folder):
    # type: (Path) -> Mapping[str, Any]
    """Return what install.py wrote; nothing where it did not."""
    try:
        with io.open(os.path.join(folder, "engine.json"), "rb") as record:
            return read_object(record.read())
    except (EnvironmentError, NotUnderstood):
        return {}


def sandbox():
    # type: () -> str | None
    """Return which sandbox of GIMP's this process is in: its Pythons are others than the system's, of the same names.

    A GIMP that is started from another program's sandbox inherits that one's variables, so the names count.
    """
    if os.environ.get("FLATPAK_ID") == "org.gimp.GIMP":
        return "flatpak"
    return "snap" if os.environ.get("SNAP_NAME") == "gimp" else None
