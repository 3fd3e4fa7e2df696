# -*- coding: utf-8 -*-
"""Read which Python install.py recorded; find the engine that an earlier call left waiting, or start one.

In every host, so valid in Python 2.7, too.
"""

import hashlib
import io
import os
import signal
import socket  # noqa: TID251  (a socket without an address)
import subprocess
import sys

from lut.shared import folders, protocol

from ..language import PYTHON_2, _, native_path, shown_path
from .client import Engine, EngineError
from .json_input import NotUnderstood, is_text, read_object
from .log import open_log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping  # noqa: F401 - in type comments
    from pathlib import Path  # noqa: F401
    from typing import Any  # noqa: F401

WARM_SECONDS = 2.0
MAX_SOCKET_PATH = 100  # the system's limit is 104 to 108 bytes, and the engine adds its process id
NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW of Windows
BUNDLED = ("LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")


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


def connect(python, folder, log):
    # type: (str, Path, Path) -> Engine
    """Return a conversation with an engine.

    python: the interpreter that install.py chose.  folder: where the ``lut`` package and
    ``engine.json`` lie.  log: the file that gets the engine's tracebacks.
    """
    place = meeting_place(python, folder)
    if place is not None:
        try:
            return join(place, log)
        except (EnvironmentError, EngineError):
            pass  # none waits there
    return start(python, folder, log, place)


def meeting_place(python, folder):
    # type: (str, Path) -> str | None
    """Return the socket at which engines of this installation and this editor wait; None where there can be none.

    A new installation, another interpreter or another editor gets another socket.
    """
    if not hasattr(socket, "AF_UNIX") or sys.platform == "win32":
        return None
    try:
        installed = os.stat(os.path.join(folder, "catalog.json")).st_mtime
        runtime = folders.runtime()
    except EnvironmentError:
        return None
    key = "{0} {1} {2!r} {3}".format(folder, python, installed, os.getppid())
    name = hashlib.sha256(path_bytes(key)).hexdigest()[:16]
    path = os.path.join(str(runtime), "engine-" + name)
    return path if len(path_bytes(path)) + 8 <= MAX_SOCKET_PATH else None


def path_bytes(path):
    # type: (str) -> bytes
    """Return a path as the system has it: in Python 2, a ``str`` is bytes already, which type checkers cannot know."""
    return path if PYTHON_2 else os.fsencode(path)  # type: ignore[return-value]


def join(place, log):
    # type: (str, Path) -> Engine
    """Talk to an engine that waits.  Raises OSError or EngineError when there is none or it does not answer."""
    if sys.platform == "win32":
        raise OSError(place)  # Python has no local sockets there
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(place)
    except EnvironmentError:
        connection.close()
        raise

    def hang_up():
        # type: () -> None
        connection.shutdown(socket.SHUT_WR)  # the other stream still holds the socket
        connection.close()

    engine = Engine(connection.makefile("wb"), connection.makefile("rb"), lambda: None, log, hang_up)
    try:
        pid = engine.ready(WARM_SECONDS)["pid"]
    except EngineError:
        engine.close()
        raise
    engine.kill = lambda: os.kill(pid, signal.SIGKILL)
    return engine


def start(python, folder, log, place):
    # type: (str, Path, Path, str | None) -> Engine
    """Start a new engine; with a place, it waits there for later calls until this editor ends."""
    command = [python, "-E", "-c", protocol.BOOT, str(folder)]
    if place is not None:
        command += ["--linger", place, "--owner", str(os.getppid())]
    environment, pipe = leave_bundle(os.environ), subprocess.PIPE
    # A signal to the editor's terminal is not one to the engine; nor are the editor's pipes the engine's.
    if sys.platform == "win32":
        options = {"creationflags": NO_WINDOW}  # type: dict[str, Any]
    else:
        options = {"close_fds": True, "preexec_fn": os.setsid} if PYTHON_2 else {"start_new_session": True}
    try:
        with open_log(log) as errors:
            process = subprocess.Popen(  # type: Any
                command, bufsize=-1, stdin=pipe, stdout=pipe, stderr=errors, env=environment, **options
            )
    except EnvironmentError as error:
        raise EngineError(
            _("Camera Looks could not start its engine {python} ({reason}): install Camera Looks again.").format(
                python=shown_path(python), reason=error.strerror
            )
        )
    assert process.stdin is not None and process.stdout is not None
    return Engine(process.stdin, process.stdout, process.kill, log)


def leave_bundle(environment):
    # type: (Mapping[str, str]) -> dict[str, str]
    """Return the environment for a program that is not part of GIMP's bundle.

    An AppImage preloads its own libraries into whatever it starts; the system's Python breaks on them.
    """
    kept = dict(environment)
    bundle = kept.get("APPDIR")
    if bundle:
        for name in BUNDLED:
            kept.pop(name, None)
        entries = kept.get("PATH", "").split(os.pathsep)
        kept["PATH"] = os.pathsep.join(entry for entry in entries if not entry.startswith(bundle))
    return kept
