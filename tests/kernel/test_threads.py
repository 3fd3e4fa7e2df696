"""Work spread over threads is done once, all of it, and its errors arrive."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest

from lut.kernel import threads as parallel
from tests.waiting import HANG_SECONDS


@pytest.mark.parametrize("threads", [1, 2, 5, 100])
@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_every_part_is_worked_on_once(threads: int, count: int) -> None:
    done: list[int] = []
    parallel.spread(done.append, range(count), threads)
    assert sorted(done) == list(range(count))


@pytest.fixture
def three_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(parallel, "default_threads", lambda: 3)
    parallel.pool.cache_clear()
    yield
    parallel.pool().shutdown()
    parallel.pool.cache_clear()


@pytest.mark.usefixtures("three_cores")
def test_the_threads_work_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=HANG_SECONDS)
    parallel.spread(lambda part: together.wait(), range(3), 3)


@pytest.mark.usefixtures("three_cores")
def test_there_are_never_more_threads_than_cores() -> None:
    threads: set[int] = set()
    for _ in range(200):
        parallel.spread(lambda part: threads.add(threading.get_ident()), range(20), 100)
    assert len(threads) <= 3


@pytest.mark.usefixtures("three_cores")
def test_work_may_spread_its_own_parts() -> None:
    done: list[int] = []

    def nested(depth: int) -> None:
        if depth:
            parallel.spread(lambda part: nested(depth - 1), range(4), 3)
        else:
            done.append(1)

    watched = threading.Thread(target=nested, args=(3,), daemon=True)
    watched.start()
    watched.join(30)
    assert not watched.is_alive() and len(done) == 4**3


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_arrives_after_all_threads_have_stopped(threads: int) -> None:
    running: set[int] = set()
    begun: list[int] = []

    def work(part: int) -> None:
        running.add(part)
        begun.append(part)
        try:
            if part == 0:
                raise ValueError("part 0")
            time.sleep(0.01)
        finally:
            running.remove(part)

    with pytest.raises(ValueError, match="part 0"):
        parallel.spread(work, range(1000), threads)
    assert not running and len(begun) < 1000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_process_has_threads_of_its_own() -> None:
    parallel.spread(lambda part: None, range(9), 3)
    child = os.fork()
    if child == 0:
        done: list[int] = []
        parallel.spread(done.append, range(9), 3)
        os._exit(0 if sorted(done) == list(range(9)) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
