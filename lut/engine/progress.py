"""Say how far a long answer is, and end it when nobody wants it any more."""

from __future__ import annotations

import queue
import threading
from typing import IO, Any

from .messages import ProtocolError, read_message, write_message


class Cancelled(BaseException):
    """The other side does not want the answer any more, or has gone.

    No Exception: ``explain_errors`` would tell it as a file's.
    """


class Inbox:
    """The requests of one conversation, in their order."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.ahead: queue.SimpleQueue[dict[str, Any] | ProtocolError | None] | None = None
        self.unwanted: set[int] = set()  # requests, by their ids
        self.closed = False

    def read(self) -> dict[str, Any] | None:
        """Return the next request; None when the other side has closed.  Raises ProtocolError."""
        if self.ahead is None:
            return read_message(self.stream)
        found = self.ahead.get()
        if isinstance(found, ProtocolError):
            raise found
        return found

    def read_ahead(self) -> None:
        """Read in a thread from now on, so that a ``cancel`` is seen while its request is being answered.

        Not from the start: handing each message over would slow down conversations of many short answers.
        """
        if self.ahead is None:
            self.ahead = queue.SimpleQueue()
            threading.Thread(target=self._read_all, args=(self.ahead,), daemon=True).start()

    def _read_all(self, ahead: queue.SimpleQueue[dict[str, Any] | ProtocolError | None]) -> None:
        while not self.closed:
            try:
                message = read_message(self.stream)
            except ProtocolError as error:
                ahead.put(error)
                continue
            except OSError:
                message = None
            if message is None:
                self.closed = True
            elif message.get("do") == "cancel" and isinstance(message.get("request"), int):
                self.unwanted.add(message["request"])
            ahead.put(message)


class Progress:
    """Report the progress of one request's answer.  ``progress(share)`` is called with 0..1 while it is computed."""

    def __init__(self, inbox: Inbox, replies: IO[bytes], request: Any) -> None:
        inbox.read_ahead()
        self.inbox = inbox
        self.replies = replies
        self.request = request

    def __call__(self, share: float) -> None:
        """Send the share that is done.  Raises Cancelled."""
        if self.inbox.closed or self.request in self.inbox.unwanted:
            raise Cancelled
        try:
            write_message(self.replies, {"id": self.request, "progress": round(share, 3)})
        except OSError:
            raise Cancelled from None
