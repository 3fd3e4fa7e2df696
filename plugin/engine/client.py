"""The editor's side of the engine: talk to it, end it, turn its failures into sentences.

``lut/shared/protocol.py`` describes the messages, ``launch.py`` finds or starts an engine.  Nothing
here knows about GIMP.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from lut.shared import protocol

from ..language import LANGUAGES, _
from .json_input import NotUnderstood
from .log import log_fault
from .replies import read_reply

START_SECONDS = 30.0
ANSWER_SECONDS = 60.0

Message = dict[str, Any]


class EngineError(Exception):
    """What was asked for cannot be done.  ``str(error)`` is one sentence for the user."""


class EngineGone(EngineError):
    """Nothing more can be asked for: the engine has ended, or answers out of turn."""


class Engine:
    """A conversation with an engine.  Use it in a ``with`` statement: it ends with the block.

    requests, replies: the two directions.  kill: ends an engine that does not answer.
    log: the file that gets the engine's tracebacks, to name in messages.
    """

    def __init__(self, requests: IO[bytes], replies: IO[bytes], kill: Callable[[], None], log: Path) -> None:
        self.log = log
        self.kill = kill
        self._requests = requests
        self._ids = itertools.count(1)
        self._replies: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._callbacks: dict[int, Callable[[Message], None]] = {}
        # A thread reads, since a pipe cannot be waited for with a time-out on every system. It calls nothing of GIMP's.
        threading.Thread(target=self._read, args=(replies,), daemon=True).start()
        self._greeting: Message = {}
        self._hello: int | None = 1
        with contextlib.suppress(EngineError):  # an engine that has ended already is told by ``ready``
            self.post("hello", languages=LANGUAGES)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def ready(self, seconds: float = START_SECONDS) -> Message:
        """Wait for the engine's greeting, which says what it is; it must speak this side's protocol."""
        if self._hello is None:
            return self._greeting
        hello, self._hello = self._hello, None
        self._greeting = self._reply_to(hello, seconds)
        found = self._greeting.get("protocol")
        if found != protocol.VERSION:
            raise EngineError(
                _(
                    "Camera Looks and its engine have different versions "
                    "(expected protocol {expected}, found {found}): install Camera Looks again."
                ).format(expected=protocol.VERSION, found=found)
            )
        return self._greeting

    def post(self, do: str, callback: Callable[[Message], None] | None = None, **fields: Any) -> int:
        """Send a request and return its id at once; the reply goes to ``callback``, else to ``result``.

        The callback is called in the reading thread.
        """
        identifier = next(self._ids)
        if callback is not None:
            self._callbacks[identifier] = callback
        line = json.dumps({"id": identifier, "do": do, **fields}).encode() + b"\n"
        if len(line) > protocol.MAX_LINE:
            self._callbacks.pop(identifier, None)
            raise EngineError(_("There is too much to tell the Camera Looks engine at once."))
        try:
            self._requests.write(line)
            self._requests.flush()
        except (OSError, ValueError):
            raise self._ended() from None
        return identifier

    def result(self, identifier: int) -> Message:
        """Wait for the next reply, which must be the one to that request: replies keep the order of requests."""
        self.ready()
        return self._reply_to(identifier, ANSWER_SECONDS)

    def request(self, do: str, **fields: Any) -> Message:
        """Send a request and wait for its reply."""
        return self.result(self.post(do, **fields))

    def close(self) -> None:
        """End the conversation; an engine that has no other ends, too, or waits for the next."""
        with contextlib.suppress(OSError, ValueError):
            self._requests.close()

    def _reply_to(self, identifier: int, seconds: float) -> Message:
        try:
            reply = self._replies.get(timeout=seconds)
        except queue.Empty:
            self.kill()
            raise EngineGone(
                _(
                    "The Camera Looks engine did not answer for {seconds:.0f} seconds and was ended; "
                    "the image is unchanged. Try again."
                ).format(seconds=seconds)
            ) from None
        if reply is None:
            raise self._ended()
        if reply.get("id") != identifier:
            raise EngineGone(_("The Camera Looks engine answered out of turn (see {log}).").format(log=self.log))
        if "error" in reply:
            raise EngineError(str(reply["error"]))
        return reply

    def _read(self, replies: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError, NotUnderstood), replies:  # a reply that is none ends it all
            for line in replies:
                reply = read_reply(line)
                callback = self._callbacks.pop(reply["id"], None)
                if callback is None:
                    self._replies.put(reply)
                else:
                    self._call(callback, reply)
        self._replies.put(None)
        for callback in list(self._callbacks.values()):
            self._call(callback, {"error": str(self._ended())})

    def _call(self, callback: Callable[[Message], None], reply: Message) -> None:
        """A callback that fails must not keep the others from their replies."""
        try:
            callback(reply)
        except Exception:
            log_fault(self.log)

    def _ended(self) -> EngineGone:
        return EngineGone(
            _("The Camera Looks engine ended unexpectedly; the image is unchanged. Details are in {log}.").format(
                log=self.log
            )
        )
