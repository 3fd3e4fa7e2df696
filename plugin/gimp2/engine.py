# -*- coding: utf-8 -*-
"""The conversation with the engine (lut/shared/protocol.py), and the memory that is shared with it."""

from __future__ import absolute_import, division

import hashlib
import json
import mmap
import os
import socket  # noqa: TID251  (a socket without an address)
import subprocess
import sys
import tempfile
import threading
import uuid

from lut.shared import folders, protocol

from ..engine.json_input import NotUnderstood, check_fields, is_text, read_object
from ..engine.replies import read_reply
from .words import LANGUAGES, _, native, native_path, shown_path

ANSWER_SECONDS = 60
WARM_SECONDS = 2
NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW of Windows
MAX_SOCKET_PATH = 100
BUNDLED = ("LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")  # an AppImage's, which break other programs


class EngineError(RuntimeError):
    """``str(error)`` is one sentence for the user."""


def connect(folder):
    """The engine that an earlier call left waiting, else a new one, of the installation in a folder."""
    python = recorded(folder)
    place = meeting_place(folder, python)
    if place is not None:
        try:
            return join(place)
        except (EnvironmentError, EngineError):
            pass  # none waits there
    return start(folder, python, place)


def recorded(folder):
    """The interpreter that install.py chose; a sandbox has other ones than the system."""
    key = "python"
    if os.environ.get("FLATPAK_ID") == "org.gimp.GIMP":  # not another program's sandbox that GIMP was started from
        key = "flatpak"
    elif os.environ.get("SNAP_NAME") == "gimp":
        key = "snap"
    try:
        with open(os.path.join(folder, "engine.json"), "rb") as record:
            found = read_object(record.read())
            check_fields(found, {key: ("a path", is_text)})
            return native_path(found[key])
    except (EnvironmentError, NotUnderstood):
        raise EngineError(_("Camera Looks is not completely installed: install Camera Looks again."))


def meeting_place(folder, python):
    """The socket at which an engine waits for this GIMP's later calls; None where there can be none."""
    if os.name != "posix":
        return None
    try:
        runtime = folders.runtime()
    except EnvironmentError:
        return None
    installed = os.stat(os.path.join(folder, "catalog.json")).st_mtime
    key = "{0} {1} {2} {3}".format(folder, python, installed, os.getppid())
    name = hashlib.sha256(key if isinstance(key, bytes) else key.encode("utf-8")).hexdigest()[:16]
    path = os.path.join(runtime, "engine-" + name)
    return path if len(path) + 8 <= MAX_SOCKET_PATH else None


def join(place):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(WARM_SECONDS)
    try:
        connection.connect(place)
        engine = Engine(connection.makefile("wb"), connection.makefile("rb"))
        engine.process = engine.request("hello", languages=LANGUAGES)["pid"]
        connection.settimeout(None)
    finally:
        connection.close()  # the two streams keep it open
    return engine


def start(folder, python, place):
    command = [python, "-E", "-c", protocol.BOOT, folder]
    if place is not None:
        command += ["--linger", place, "--owner", str(os.getppid())]
    environment = dict(os.environ)
    if "APPDIR" in environment:
        for name in BUNDLED:
            environment.pop(name, None)
    # GIMP's own pipes are not the engine's, nor are the signals of its terminal.
    options = {"close_fds": True, "preexec_fn": os.setsid} if os.name == "posix" else {"creationflags": NO_WINDOW}
    log = open_log()
    try:
        process = subprocess.Popen(
            command, bufsize=-1, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=environment, **options
        )
    except EnvironmentError as error:
        raise EngineError(
            _("Camera Looks could not start its engine {python} ({reason}): install Camera Looks again.").format(
                python=shown_path(python), reason=error.strerror
            )
        )
    finally:
        log.close()
    engine = Engine(process.stdin, process.stdout, process.pid)
    found = engine.request("hello", languages=LANGUAGES).get("protocol")
    if found != protocol.VERSION:
        raise EngineError(
            _(
                "Camera Looks and its engine have different versions (expected protocol {expected}, found {found}): "
                "install Camera Looks again."
            ).format(expected=protocol.VERSION, found=found)
        )
    return engine


def open_log():
    """The log to append to; nowhere where it cannot be written."""
    try:
        folders.make_folder(folders.cache())
        return open(folders.log(), "ab")
    except EnvironmentError:
        return open(os.devnull, "wb")


class Engine(object):
    """Requests and replies, in turns or ahead of each other; replies keep the order of requests.

    process: the number of the engine's process, to end it by when it does not answer.
    """

    def __init__(self, requests, replies, process=None):
        self.process = process
        self._requests = requests
        self._replies = replies
        self._sent = 0
        self._expired = False
        self._watches = []

    def post(self, do, **fields):
        """Send a request; its reply is one of the next results."""
        self._sent += 1
        message = dict(fields, id=self._sent, do=do)
        try:
            self._requests.write(json.dumps(message).encode("utf-8") + b"\n")
            self._requests.flush()
        except (EnvironmentError, ValueError):
            raise self._ended()

    def result(self):
        """The next reply."""
        watch = threading.Timer(ANSWER_SECONDS, self._expire)
        watch.daemon = True
        watch.start()
        self._watches = [one for one in self._watches if one.is_alive()] + [watch]
        try:
            line = self._replies.readline()
        except (EnvironmentError, ValueError):
            line = b""
        finally:
            watch.cancel()
        if not line.endswith(b"\n"):
            raise self._ended()
        try:
            reply = read_reply(line)
        except NotUnderstood:
            raise self._ended()
        if "error" in reply:
            raise EngineError(native(reply["error"]))
        return reply

    def request(self, do, **fields):
        self.post(do, **fields)
        return self.result()

    def close(self):
        """End the conversation; an engine that has no other ends, or waits for the next."""
        for stream in (self._requests, self._replies):
            try:
                stream.close()
            except (EnvironmentError, ValueError):
                pass
        for watch in self._watches:  # Python 2 prints a traceback of threads that it ends with
            watch.join()

    def _expire(self):
        self._expired = True
        if self.process is not None:
            os.kill(self.process, 9)

    def _ended(self):
        if self._expired:
            return EngineError(
                _(
                    "The Camera Looks engine did not answer for {seconds:.0f} seconds and was ended; "
                    "the image is unchanged. Try again."
                ).format(seconds=ANSWER_SECONDS)
            )
        return EngineError(
            _("The Camera Looks engine ended unexpectedly; the image is unchanged. Details are in {log}.").format(
                log=shown_path(folders.log())
            )
        )


class Memory(object):
    """``size`` bytes that the engine has mapped, too.  use: "pixels" to change, or "material" to make a look of."""

    def __init__(self, engine, size, use="pixels"):
        if sys.platform == "win32":
            tag = "camera-looks-" + uuid.uuid4().hex
            self.map = mmap.mmap(-1, size, tagname=tag)
            engine.request("memory", tag=tag, bytes=size, use=use)
            return
        shared = "/dev/shm"
        folder = shared if os.access(shared, os.W_OK | os.X_OK) else None
        descriptor, path = tempfile.mkstemp(prefix="camera-looks-", dir=folder)
        try:
            # Written, not only made longer: a sparse file on a full disk would end both processes later.
            block = b"\0" * (1 << 20)
            for begin in range(0, size, len(block)):
                os.write(descriptor, block[: size - begin])
            self.map = mmap.mmap(descriptor, size)
            engine.request("memory", path=path, bytes=size, use=use)
        except EnvironmentError as error:
            raise EngineError(
                _(
                    "Camera Looks needs {size} MB of temporary space and could not have it ({reason}); "
                    "the image is unchanged."
                ).format(size=-(-size // 10**6), reason=error.strerror)
            )
        finally:
            os.close(descriptor)
            os.remove(path)  # gone with the last of the two processes, however they end
