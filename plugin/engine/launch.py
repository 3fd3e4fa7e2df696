"""Find the engine that an earlier call left waiting, or start one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket  # noqa: TID251  (a socket without an address)
import subprocess
import sys
from pathlib import Path

from lut.shared import folders, protocol

from ..language import _
from .client import Engine, EngineError
from .find_python import outside
from .log import open_log

WARM_SECONDS = 2.0
MAX_SOCKET_PATH = 100  # the system's limit is 104 to 108 bytes, and the engine adds its process id


def connect(python: str, folder: Path, log: Path) -> Engine:
    """A conversation with an engine.

    python: the interpreter that install.py chose.  folder: where the ``lut`` package and
    ``engine.json`` lie.  log: the file that gets the engine's tracebacks.
    """
    place = meeting_place(python, folder)
    if place is not None:
        with contextlib.suppress(OSError, EngineError):
            return join(place, log)
    return start(python, folder, log, place)


def meeting_place(python: str, folder: Path) -> Path | None:
    """The socket at which engines of this installation and this editor wait; None where there can be none.

    A new installation, another interpreter or another editor gets another socket.
    """
    if not hasattr(socket, "AF_UNIX") or sys.platform == "win32":
        return None
    try:
        installed = (folder / "catalog.json").stat().st_mtime_ns
        runtime = folders.runtime()
    except OSError:
        return None
    key = f"{folder} {python} {installed} {os.getppid()}"
    path = runtime / f"engine-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    return path if len(os.fsencode(path)) + 8 <= MAX_SOCKET_PATH else None


def join(place: Path, log: Path) -> Engine:
    """Talk to an engine that waits; OSError or EngineError when there is none or it does not answer."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(place))
    except OSError:
        connection.close()
        raise
    engine = Engine(connection.makefile("wb"), connection.makefile("rb"), kill=lambda: None, log=log)
    connection.close()  # the two streams keep it open
    try:
        pid = engine.ready(WARM_SECONDS)["pid"]
    except EngineError:
        engine.close()
        raise
    engine.kill = lambda: os.kill(pid, signal.SIGKILL)
    return engine


def start(python: str, folder: Path, log: Path, place: Path | None) -> Engine:
    """A new engine; with a place, it waits there for later calls until this editor ends."""
    command = [python, "-E", "-c", protocol.BOOT, str(folder)]
    if place is not None:
        command += ["--linger", str(place), "--owner", str(os.getppid())]
    try:
        with open_log(log) as errors:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=outside(os.environ),
                start_new_session=True,  # a signal to the editor's terminal is not one to the engine
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
    except OSError as error:
        raise EngineError(
            _("Camera Looks could not start its engine {python} ({reason}): install Camera Looks again.").format(
                python=python, reason=error.strerror
            )
        ) from error
    assert process.stdin is not None and process.stdout is not None
    return Engine(process.stdin, process.stdout, process.kill, log)
