"""Work spread over threads is done once, all of it, and its errors arrive."""

from __future__ import annotations

import os
import threading
import time

import pytest

from lut import parallel


@pytest.mark.parametrize("threads", [1, 2, 5, 100])
@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_every_part_is_worked_on_once(threads: int, count: int) -> None:
    done: list[int] = []
    parallel.spread(done.append, range(count), threads)
    assert sorted(done) == list(range(count))


def test_the_threads_work_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=30)
    parallel.spread(lambda part: together.wait(), range(3), 3)


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
