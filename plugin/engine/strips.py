# -*- coding: utf-8 -*-
"""Stream an image between GIMP and the engine: read, compute and write overlap, memory stays bounded.

In every host, so valid in Python 2.7, too.
"""

from __future__ import division

import io
import os
from collections import deque, namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator  # noqa: F401 - in type comments

    from .client import Engine  # noqa: F401
    from .shared_memory import SharedMemory  # noqa: F401

SLOTS = 4
SLOT_BYTES = 6 << 20
PROCESSOR = 36  # field 39 of /proc/PID/stat, counted from 0 after the command's name (proc(5))
TILE = 128  # a strip that splits a row of GIMP's tiles (64 rows in 2.10, 128 in 3.0) fetches them twice

# A full-width part of the rectangle being worked on, in the drawable's pixels.
Strip = namedtuple("Strip", ["x", "y", "width", "rows"])


def rows_per_strip(width, pixel_bytes):
    # type: (int, int) -> int
    """Return as many rows of tiles as fit a slot, at least one."""
    return max(SLOT_BYTES // (width * pixel_bytes) // TILE, 1) * TILE


def split(x, y, width, height, rows):
    # type: (int, int, int, int, int) -> Iterator[Strip]
    """Cut a rectangle into strips that begin on multiples of ``rows`` of the drawable."""
    top, bottom = y, y + height
    while top < bottom:
        end = min((top // rows + 1) * rows, bottom)
        yield Strip(x, top, width, end - top)
        top = end


def slot_bytes(rectangle, pixel_bytes):
    # type: (tuple[int, int, int, int], int) -> int
    """Return the size of the largest strip of a rectangle (x, y, width, height)."""
    _x, _y, width, height = rectangle
    return min(rows_per_strip(width, pixel_bytes), height) * width * pixel_bytes


def memory_size(rectangle, pixel_bytes):
    # type: (tuple[int, int, int, int], int) -> int
    """Return how much of the shared memory ``stream`` uses, from its start."""
    return SLOTS * slot_bytes(rectangle, pixel_bytes)


def stream(engine, memory, rectangle, pixel_bytes, offset, read, write, progress):
    # type: (Engine, SharedMemory, tuple[int, int, int, int], int, tuple[int, int], Callable[[Strip, memoryview], None], Callable[[Strip, memoryview], None], Callable[[float], None]) -> None
    """Send every strip of a rectangle (x, y, width, height) through the engine's current job.

    read fills a window with a strip's bytes, write takes the computed ones from one, both in this
    thread; offset is the drawable's place in the image.  While the engine computes one strip, the next
    ones are read.  Raises EngineError; what was written until then is the caller's to drop.
    """
    x, y, width, height = rectangle
    slot = slot_bytes(rectangle, pixel_bytes)
    free = [number * slot for number in range(SLOTS)]
    waiting = deque()  # type: deque[tuple[int, Strip, int]]

    def window(strip, start):
        # type: (Strip, int) -> memoryview
        return memory.view[start : start + strip.rows * strip.width * pixel_bytes]

    def collect():
        # type: () -> int
        request, strip, start = waiting.popleft()
        engine.result(request)
        write(strip, window(strip, start))
        progress((strip.y + strip.rows - y) / height)
        return start

    for strip in split(x, y, width, height, rows_per_strip(width, pixel_bytes)):
        start = free.pop() if free else collect()
        read(strip, window(strip, start))
        request = engine.post(
            "strip",
            source=start,
            target=start,
            width=strip.width,
            rows=strip.rows,
            left=strip.x + offset[0],
            top=strip.y + offset[1],
            scale=1.0,
        )
        waiting.append((request, strip, start))
    while waiting:
        collect()


def stay_beside(process):
    # type: (int) -> None
    """Move this process to the core where the other one ran last; on systems other than Linux do nothing.

    GIMP and a plug-in hand tiles over one by one, and one always waits for the other.  On two cores every
    hand-over wakes a sleeping core, which takes several times as long as the copying: 0.65-0.7 s for the
    tiles of 20 megapixels both ways, against 0.17 s on one core (GIMP 3.0.4 in a virtual machine of two cores).
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    try:
        with io.open("/proc/{0}/stat".format(process), encoding="utf-8") as status:
            core = int(status.read().rpartition(")")[2].split()[PROCESSOR])
        os.sched_setaffinity(0, {core})
    except (EnvironmentError, ValueError, IndexError):
        pass
