# -*- coding: utf-8 -*-
"""Talk to the engine: send requests, wait for replies, turn its failures into sentences.

lut/shared/protocol.py describes the messages, launch.py finds or starts an engine.  Nothing here knows about GIMP.
In every host, so valid in Python 2.7, too.
"""

import itertools
import json
import threading

from lut.shared import protocol
from lut.shared.printable import printable

from ..language import LANGUAGES, PYTHON_2, _, native, shown_path
from .json_input import TEXT, NotUnderstood, is_text, read_reply
from .log import log_fault

try:
    from queue import Empty, SimpleQueue
except ImportError:  # Python 2
    from Queue import Empty  # type: ignore[import-not-found,no-redef]
    from Queue import Queue as SimpleQueue  # type: ignore[no-redef]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable  # noqa: F401 - in type comments
    from pathlib import Path  # noqa: F401
    from typing import IO, Any, Optional  # noqa: F401

    Message = dict[str, Any]
else:
    Message = dict

START_SECONDS = 30.0
ANSWER_SECONDS = 60.0
CLOSE_SECONDS = 2.0
# Said to people.
SAID = ("error", "broken", "failed", "changes", "report", "notes", "name", "offers", "entry", "pairs", "missing")


class EngineError(RuntimeError):  # of which gimpfu shows the sentence alone
    """A request cannot be carried out.  ``str(error)`` is one sentence for the user."""


class EngineGone(EngineError):
    """Nothing more can be asked for: the engine has ended, or answers out of turn."""


class Engine(object):
    """A conversation with an engine.  Use it in a ``with`` statement: it ends with the block.

    requests, replies: the two directions.  kill: ends an engine that does not answer.
    log: the file that gets the engine's tracebacks, to name in messages.
    hang_up: called after ``requests`` is closed, where that alone does not tell the engine.
    """

    def __init__(self, requests, replies, kill, log, hang_up=lambda: None):
        # type: (IO[bytes], IO[bytes], Callable[[], None], Path, Callable[[], None]) -> None
        self.log = log
        self.kill = kill
        self._requests = requests
        self._hang_up = hang_up
        self._ids = itertools.count(1)
        self._replies = SimpleQueue()  # type: SimpleQueue[Message | None]
        self._callbacks = {}  # type: dict[int, Callable[[Message], None]]
        self._progress = {}  # type: dict[int, Callable[[float], None]]
        # A thread reads, since a pipe cannot be waited for with a time-out on every system. It calls nothing of GIMP's.
        self._reader = threading.Thread(target=self._read, args=(replies,))
        self._reader.daemon = True
        self._reader.start()
        self._greeting = {}  # type: Message
        self._hello = 1  # type: int | None
        try:
            self.post("hello", languages=LANGUAGES)
        except EngineError:  # an engine that has ended already is told by ``ready``
            pass

    def __enter__(self):
        # type: () -> Engine
        return self

    def __exit__(self, *exception):
        # type: (object) -> None
        self.close()

    def ready(self, seconds=START_SECONDS):
        # type: (float) -> Message
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

    def post(self, do, callback=None, progress=None, **fields):
        # type: (str, Callable[[Message], None] | None, Callable[[float], None] | None, Any) -> int
        """Send a request and return its id at once; the reply goes to ``callback``, else to ``result``.

        The callback is called in the reading thread.  progress: called before with the share of the work that is done,
        0..1, in the reading thread, too, or by ``result``.
        """
        identifier = next(self._ids)
        if callback is not None:
            self._callbacks[identifier] = callback
        if progress is not None:
            self._progress[identifier] = progress
            fields = dict(fields, progress=True)
        line = json.dumps(dict(fields, id=identifier, do=do)).encode("utf-8") + b"\n"
        if len(line) > protocol.MAX_LINE:
            self._callbacks.pop(identifier, None)
            self._progress.pop(identifier, None)
            raise EngineError(_("There is too much to tell the Camera Looks engine at once."))
        try:
            self._requests.write(line)
            self._requests.flush()
        except (EnvironmentError, ValueError):
            raise self._ended()
        return identifier

    def result(self, identifier):
        # type: (int) -> Message
        """Wait for the next reply, which must be the one to that request: replies keep the order of requests."""
        self.ready()
        return self._reply_to(identifier, ANSWER_SECONDS)

    def request(self, do, progress=None, **fields):
        # type: (str, Callable[[float], None] | None, Any) -> Message
        """Send a request and wait for its reply."""
        return self.result(self.post(do, progress=progress, **fields))

    def cancel(self, identifier):
        # type: (int) -> None
        """End the work on a request that reports its progress, and that has a callback: it gets an error."""
        self.post("cancel", lambda reply: None, request=identifier)

    def close(self):
        # type: () -> None
        """End the conversation; an engine that has no other ends, too, or waits for the next."""
        for end in (self._requests.close, self._hang_up):
            try:
                end()
            except (EnvironmentError, ValueError):
                pass
        if PYTHON_2:  # which prints a traceback of a thread that outlives it
            self._reader.join(CLOSE_SECONDS)

    def _reply_to(self, identifier, seconds):
        # type: (int, float) -> Message
        reply = self._next_reply(identifier, seconds)
        while "progress" in reply:
            self._progress[identifier](reply["progress"])
            reply = self._next_reply(identifier, seconds)
        self._progress.pop(identifier, None)
        if "error" in reply:
            error = reply["error"]
            raise EngineError(native(error) if is_text(error) else str(error))
        return reply

    def _next_reply(self, identifier, seconds):
        # type: (int, float) -> Message
        try:
            reply = self._replies.get(timeout=seconds)
        except Empty:
            self.kill()
            raise EngineGone(
                _(
                    "The Camera Looks engine did not answer for {seconds:.0f} seconds and was ended; "
                    "the image is unchanged. Try again."
                ).format(seconds=seconds)
            )
        if reply is None:
            raise self._ended()
        if reply.get("id") != identifier:
            raise EngineGone(
                _("The Camera Looks engine answered out of turn (see {log}).").format(log=shown_path(self.log))
            )
        return reply

    def _read(self, replies):
        # type: (IO[bytes]) -> None
        try:
            for line in iter(replies.readline, b""):  # Python 2 reads ahead in ``for line in replies``
                reply = printable_reply(read_reply(line))
                if "progress" in reply:
                    self._pass_progress(reply)
                    continue
                callback = self._callbacks.pop(reply["id"], None)
                if callback is None:
                    self._replies.put(reply)
                else:
                    self._progress.pop(reply["id"], None)
                    self._call(callback, reply)
        except (EnvironmentError, ValueError, NotUnderstood):  # a reply that is none ends it all
            pass
        try:
            replies.close()
        except EnvironmentError:
            pass
        self._replies.put(None)
        for callback in list(self._callbacks.values()):
            self._call(callback, {"error": str(self._ended())})

    def _pass_progress(self, reply):
        # type: (Message) -> None
        identifier = reply["id"]
        progress = self._progress.get(identifier)
        if progress is None:
            raise NotUnderstood("progress")  # that nobody has asked for
        if identifier in self._callbacks:
            self._call(progress, reply["progress"])
        else:
            self._replies.put(reply)

    def _call(self, callback, reply):
        # type: (Callable[[Any], None], Any) -> None
        """Call a callback; one that fails must not keep the others from their replies."""
        try:
            callback(reply)
        except Exception:
            log_fault(self.log)

    def _ended(self):
        # type: () -> EngineGone
        return EngineGone(
            _("The Camera Looks engine ended unexpectedly; the image is unchanged. Details are in {log}.").format(
                log=shown_path(self.log)
            )
        )


def printable_reply(reply):
    # type: (dict[str, Any]) -> dict[str, Any]
    """Return a reply with all that is said to people printable; paths stay as they are."""
    return {key: printable_values(value) if key in SAID else value for key, value in reply.items()}


def printable_values(value):
    # type: (Any) -> Any
    """Return what JSON holds, with all text in it printable."""
    if isinstance(value, dict):
        return {key: printable_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printable_values(item) for item in value]
    return printable(value) if isinstance(value, TEXT) else value
