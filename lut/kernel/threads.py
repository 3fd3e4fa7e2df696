"""Work spread over threads, which numpy lets run side by side while it computes, and each thread's work arrays."""

from __future__ import annotations

import math
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

MOST_THREADS = 8  # with more, they meet at Python's lock too often, and each keeps 12 MB of work arrays

Part = TypeVar("Part")


def default_threads() -> int:
    """Return how many threads to use: as many as this process may use cores, within reason."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, MOST_THREADS)


@lru_cache(maxsize=1)
def pool() -> ThreadPoolExecutor:
    """Return threads that stay: starting them takes as long as a strip of pixels. They start when first needed."""
    from concurrent.futures import ThreadPoolExecutor

    # No more than compute at once: a thread that joins late would bring another 12 MB of work arrays.
    return ThreadPoolExecutor(max(default_threads() - 1, 1), "camera-looks")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=pool.cache_clear)  # a forked process has the pool, but not its threads


def spread(work: Callable[[Part], None], parts: Iterable[Part], threads: int) -> None:
    """Call ``work`` once for every part, from the caller's thread and, up to ``threads`` in all, those of the pool.

    Threads of the pool that have other work are not waited for, so that ``work`` may itself spread. Returns when no
    thread works on these parts any more; raises the first exception, and then leaves out the rest.
    """
    waiting = deque(parts)

    def drain() -> None:
        try:
            while True:
                try:
                    part = waiting.popleft()
                except IndexError:
                    return
                work(part)
        finally:
            waiting.clear()

    helpers = [pool().submit(drain) for _ in range(min(threads, default_threads(), len(waiting)) - 1)]
    try:
        drain()
    finally:
        errors = [helper.exception() for helper in helpers if not helper.cancel()]
    for error in errors:
        if error is not None:
            raise error


class Scratch(threading.local):
    """Named work arrays, each thread with its own; the next call with a name returns the same memory.

    A fresh array of a megabyte costs more in page faults than one pass of arithmetic over it. A thread keeps,
    per name, as many bytes as the largest array it has asked for: the callers ask for chunks, never for images.
    """

    def __init__(self) -> None:
        self._blocks: dict[str, NDArray[np.uint8]] = {}

    def __call__(self, name: str, shape: tuple[int, ...], dtype: DTypeLike = np.float32) -> NDArray[Any]:
        kind = np.dtype(dtype)
        size = math.prod(shape) * kind.itemsize
        block = self._blocks.get(name)
        if block is None or block.size < size:
            block = self._blocks[name] = np.empty(size, np.uint8)
        return block[:size].view(kind).reshape(shape)


scratch = Scratch()
