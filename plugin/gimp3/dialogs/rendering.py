"""Have the engine compute a window's pictures, one after the other, without waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gi.repository import GLib

from ...engine.client import ANSWER_SECONDS, Engine, EngineError, Message
from ...engine.shared_memory import SharedMemory
from ...language import _
from ..thumbnails import CHANNELS, Picture, Thumbnail

AT_ONCE = 2  # the engine has the next picture when it is done with one
SLOT_BYTES = 1024 * 768 * CHANNELS  # at least; a larger picture has larger slots made
LATE_SECONDS = 4.0

Done = Callable[[Message, "bytes | None"], None]


@dataclass(frozen=True)
class Wish:
    """A picture to compute.

    done: called with the engine's answer to the job, which may be an ``error``, and the pixels.
    """

    picture: Picture
    job: dict[str, Any]
    done: Done


@dataclass
class Pending:
    """A wish that the engine is at."""

    wish: Wish
    slot: int
    since: float
    answer: Message


class Renderer:
    """Computes the pictures that a window asks for: the latest one first, and others while there is none.

    thumbnail: makes one of the whole drawable, when the first picture is computed, for looks that follow what the
    picture shows.  troubled: called with a
    sentence when the engine keeps one waiting, and with an empty one when it goes on.
    """

    def __init__(
        self, engine: Engine, thumbnail: Callable[[], Thumbnail] | None, troubled: Callable[[str], None]
    ) -> None:
        self.engine = engine
        self.make_thumbnail = thumbnail
        self.thumbnail: Thumbnail | None = None
        self.troubled = troubled
        self.next: Wish | None = None  # what was asked for
        self.other: Wish | None = None  # what comes when nothing is
        self.more: Callable[[], Wish | None] = lambda: None
        self.before_more: Callable[[], Wish | None] = lambda: None
        self.pending: list[Pending] = []
        self.free: list[int] = []
        self.memory: SharedMemory | None = None
        self.slot_bytes = 0
        self.seen: dict[str, Any] = {}
        self.mapped: Message = {}  # the engine's answer about the memory
        self.late = False
        self.closed = False
        self.ended = ""
        GLib.timeout_add(500, self._watch)

    def ask(self, wish: Wish) -> None:
        """Compute this next, in place of what was asked for earlier and has not begun."""
        self.next = wish
        self._send()

    def fill(self, more: Callable[[], Wish | None]) -> None:
        """Set what to compute when nothing is asked for: more gives one wish after the other, and None at the end."""
        self.more = more
        self._send()

    def work_on(self, more: Callable[[], Wish | None]) -> None:
        """Set what to compute before that."""
        self.before_more = more
        self._send()

    def close(self) -> None:
        self.closed = True
        if self.memory is not None:
            self.memory.close()

    def _send(self) -> None:
        while not self.closed and len(self.pending) < AT_ONCE:
            if self.next is None and self.other is None and not self.ended:
                self.other = self.before_more() or self.more()
            wish = self.next or self.other
            if wish is None:
                return
            size = len(wish.picture.data)
            if size > self.slot_bytes and self.pending:
                return  # those that the engine is at need the memory that there is
            if wish is self.next:
                self.next = None
            else:
                self.other = None
            try:
                if self.ended:
                    raise EngineError(self.ended)
                if size > self.slot_bytes:
                    self._make_room(size)
                self._begin(wish)
            except EngineError as error:
                self.ended = str(error)
                wish.done({"error": self.ended}, None)

    def _make_room(self, size: int) -> None:
        if self.memory is not None:
            self.memory.close()
        self.slot_bytes = max(size, SLOT_BYTES)
        start = AT_ONCE * self.slot_bytes
        if self.thumbnail is None and self.make_thumbnail is not None:
            self.thumbnail = self.make_thumbnail()
        extra = len(self.thumbnail.data) if self.thumbnail else 0
        self.memory = SharedMemory(self.engine, start + extra, answered=self._mapped)
        self.free = [number * self.slot_bytes for number in range(AT_ONCE)]
        self.seen = self.thumbnail.put(self.memory, start) if self.thumbnail else {}

    def _mapped(self, reply: Message) -> None:
        """Keep the engine's answer, in the reading thread."""
        self.mapped = reply

    def _begin(self, wish: Wish) -> None:
        assert self.memory is not None
        picture = wish.picture
        pending = Pending(wish, self.free.pop(), time.monotonic(), {})
        self.memory.view[pending.slot : pending.slot + len(picture.data)] = picture.data

        def begun(reply: Message) -> None:
            """Keep the answer, in the reading thread, as the next does: an error here is followed by the strip's."""
            pending.answer = reply

        def computed(reply: Message) -> None:
            error = self.mapped.get("error") or pending.answer.get("error") or reply.get("error")
            GLib.idle_add(self._finish, pending, error, priority=GLib.PRIORITY_HIGH_IDLE)

        place = {"width": picture.width, "rows": picture.height, **picture.place}
        frame = place.pop("frame")
        self.engine.post("job", begun, **wish.job, **self.seen, frame=frame, type="uint8", channels=CHANNELS)
        self.engine.post("strip", computed, source=pending.slot, target=pending.slot, **place)
        self.pending.append(pending)

    def _finish(self, pending: Pending, error: str | None) -> bool:
        if self.closed:
            return GLib.SOURCE_REMOVE
        assert self.memory is not None
        self.pending.remove(pending)
        self.free.append(pending.slot)
        if self.late:
            self.late = False
            self.troubled("")
        if error:
            pending.wish.done({"error": error}, None)
        else:
            size = len(pending.wish.picture.data)
            pending.wish.done(pending.answer, bytes(self.memory.view[pending.slot : pending.slot + size]))
        self._send()
        return GLib.SOURCE_REMOVE

    def _watch(self) -> bool:
        """Report an engine that keeps silent, and end it when it does for too long."""
        if self.closed:
            return GLib.SOURCE_REMOVE
        silent = time.monotonic() - self.pending[0].since if self.pending else 0.0
        if silent > ANSWER_SECONDS:
            self.engine.kill()
        elif silent > LATE_SECONDS:
            self.late = True
            sentence = _("The Camera Looks engine has not answered for {seconds:.0f} seconds: a moment, please.")
            self.troubled(sentence.format(seconds=silent))
        return GLib.SOURCE_CONTINUE
