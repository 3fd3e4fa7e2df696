"""The client and the engine at a long answer: how far it is, and its end before it is done."""

from __future__ import annotations

import io
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import lut
from lut.engine import creation
from lut.engine.progress import Cancelled
from lut.engine.server import serve
from plugin.engine.client import Engine, EngineGone
from tests.user_folders import set_home
from tests.waiting import HANG_SECONDS

SHARES = [0.0, 0.25, 1 / 3]
TOLD = [0.0, 0.25, 0.333]
PHOTOS = {"way": "photos", "files": ["/home/me/DCIM"]}


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A client whose engine answers in a thread."""
    set_home(monkeypatch, tmp_path / "home")
    pipes = [os.pipe(), os.pipe()]
    (requests, asking), (answers, replies) = [(os.fdopen(out, "rb"), os.fdopen(into, "wb")) for out, into in pipes]
    thread = threading.Thread(target=serve, args=(requests, replies), daemon=True)
    thread.start()
    with Engine(asking, answers, kill=lambda: None, log=tmp_path / "engine.log") as engine:
        yield engine
    thread.join(HANG_SECONDS)
    assert not thread.is_alive()
    requests.close()
    replies.close()


def play(monkeypatch: pytest.MonkeyPatch, work: Callable[[creation.OnProgress], None]) -> None:
    """Let photos be learned by other work."""

    def way(message: Any, pictures: Any, progress: creation.OnProgress) -> creation.Draft:
        work(progress)
        return creation.Draft(lut.Lut.identity(2), ("Learned.",))

    monkeypatch.setitem(creation.WAYS, "photos", way)


def tell_shares(progress: creation.OnProgress) -> None:
    for share in SHARES:
        progress(share)


class Endless:
    """Work that ends only when it is cancelled."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def __call__(self, progress: creation.OnProgress) -> None:
        try:
            while True:
                progress(0.5)
                self.begun.set()
                time.sleep(0.01)
        except Cancelled:
            self.ended.set()
            raise


def test_progress_comes_before_the_answer_that_is_waited_for(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, tell_shares)
    told: list[float] = []
    assert engine.request("create", told.append, **PHOTOS)["report"] == ["Learned."]
    assert told == TOLD
    assert engine.request("create", **PHOTOS)["report"] == ["Learned."]  # which asks for none, and gets none
    assert told == TOLD and engine.request("own")["changed"] is False


def test_progress_goes_to_its_own_callback(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, tell_shares)
    heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
    engine.post("create", heard.put, heard.put, **PHOTOS)
    assert [heard.get(timeout=HANG_SECONDS) for _each in SHARES] == TOLD
    assert heard.get(timeout=HANG_SECONDS)["report"] == ["Learned."]


def test_a_cancel_ends_the_work_alone(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()
    play(monkeypatch, endless)
    heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
    number = engine.post("create", heard.put, lambda share: None, **PHOTOS)
    later = engine.post("own")
    assert endless.begun.wait(HANG_SECONDS)
    engine.cancel(number)
    assert "cancelled" in heard.get(timeout=HANG_SECONDS)["error"]
    assert endless.ended.is_set()
    assert engine.result(later)["changed"] is False
    play(monkeypatch, tell_shares)
    assert engine.request("create", **PHOTOS)["report"] == ["Learned."]


def test_the_end_of_the_conversation_ends_the_work(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()
    play(monkeypatch, endless)
    engine.post("create", lambda reply: None, lambda share: None, **PHOTOS)
    assert endless.begun.wait(HANG_SECONDS)
    engine.close()
    assert endless.ended.wait(HANG_SECONDS)


@pytest.mark.parametrize("progress", ["0.5", "2", '"half"'])
def test_progress_that_nobody_asked_for_or_that_is_no_share_is_no_answer(tmp_path: Path, progress: str) -> None:
    replies = f'{{"id": 1, "protocol": 1}}\n{{"id": 2, "progress": {progress}}}\n{{"id": 2}}\n'
    engine = Engine(io.BytesIO(), io.BytesIO(replies.encode()), kill=lambda: None, log=tmp_path / "engine.log")
    with pytest.raises(EngineGone):
        engine.request("own")
