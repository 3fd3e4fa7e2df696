"""The editor's side of the engine: start it, talk to it, end it, turn its failures into sentences.

``lut/engine/protocol.py`` describes the messages.  Nothing here knows about GIMP.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

PROTOCOL = 1
START_SECONDS = 30.0
ANSWER_SECONDS = 60.0
LOG_BYTES = 1 << 20

# The engine's interpreter sees the engine's folder first and nothing of GIMP's Python settings (-E).
BOOT = "import sys; sys.path[0] = sys.argv.pop(1); from lut.engine.server import main; main()"

Message = dict[str, Any]


class EngineError(Exception):
    """``str(error)`` is one sentence for the user."""


class Engine:
    """A running engine.  Use it in a ``with`` statement: it ends with the block.

    python: the interpreter that install.py chose.  folder: where the ``lut`` package lies.
    log: the file that gets the engine's tracebacks.
    """

    def __init__(self, python: str, folder: Path, log: Path) -> None:
        self.log = log
        self._ids = itertools.count(1)
        self._replies: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._callbacks: dict[int, Callable[[Message], None]] = {}
        try:
            with open_log(log) as errors:
                self.process = subprocess.Popen(
                    [python, "-E", "-c", BOOT, str(folder)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as error:
            raise EngineError(
                f"Camera Looks could not start its engine {python} ({error.strerror}): run install.py again."
            ) from error
        # A thread reads, since a pipe cannot be waited for with a time-out on every system. It calls nothing of GIMP's.
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def greeted(self, hello: int) -> Message:
        """Wait for the reply to the first request, ``post("hello")``: the engine must speak this protocol."""
        reply = self.result(hello, START_SECONDS)
        if reply.get("protocol") != PROTOCOL:
            raise EngineError(
                f"Camera Looks and its engine have different versions (expected protocol {PROTOCOL}, "
                f"found {reply.get('protocol')}): run install.py again."
            )
        return reply

    def post(self, do: str, callback: Callable[[Message], None] | None = None, **fields: Any) -> int:
        """Send a request and return its id at once; the reply goes to ``callback``, else to ``result``.

        The callback is called in the reading thread.
        """
        identifier = next(self._ids)
        if callback is not None:
            self._callbacks[identifier] = callback
        line = json.dumps({"id": identifier, "do": do, **fields}).encode() + b"\n"
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(line)
            self.process.stdin.flush()
        except (OSError, ValueError):
            raise self._died() from None
        return identifier

    def result(self, identifier: int, seconds: float = ANSWER_SECONDS) -> Message:
        """Wait for the next reply, which must be the one to that request: replies keep the order of requests."""
        try:
            reply = self._replies.get(timeout=seconds)
        except queue.Empty:
            self.kill()
            raise EngineError(
                f"The Camera Looks engine did not answer for {seconds:.0f} seconds and was ended; "
                "the image is unchanged. Try again."
            ) from None
        if reply is None:
            raise self._died()
        if reply.get("id") != identifier:
            raise EngineError(f"The Camera Looks engine answered out of turn (see {self.log}).")
        if "error" in reply:
            raise EngineError(reply["error"])
        return reply

    def request(self, do: str, **fields: Any) -> Message:
        """Send a request and wait for its reply."""
        return self.result(self.post(do, **fields))

    def close(self) -> None:
        """Let the engine end by itself, and end it if it does not."""
        with contextlib.suppress(OSError, ValueError):
            assert self.process.stdin is not None
            self.process.stdin.close()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                try:
                    reply = json.loads(line)
                except ValueError:
                    break
                callback = self._callbacks.pop(reply.get("id"), None)
                if callback is None:
                    self._replies.put(reply)
                else:
                    callback(reply)
        self._replies.put(None)
        for callback in list(self._callbacks.values()):
            callback({"error": str(self._died())})

    def _died(self) -> EngineError:
        return EngineError(
            f"The Camera Looks engine ended unexpectedly; the image is unchanged. Details are in {self.log}."
        )


def open_log(path: Path) -> IO[bytes]:
    """The log to append to, started anew when it has grown large; the terminal where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".old.log"))
        return path.open("ab")
    except OSError:
        return open(sys.stderr.fileno(), "wb", closefd=False)
