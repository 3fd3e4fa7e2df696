"""Have glibc, the C library of most Linux systems, give back memory that an engine no longer needs.

With another C library nothing happens here.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

M_ARENA_MAX = -8  # of glibc's malloc.h; mallopt(3)


def use_one_arena() -> None:
    """Have all threads allocate from one heap.  To be called before threads start.

    glibc keeps several, so that threads need not wait for each other.  Every conversation is another thread, and
    would leave some 10 MB in one heap or the other: with one alone, a thousand leave what the first does.
    """
    _call_glibc("mallopt", M_ARENA_MAX, 1)


def return_free_memory() -> None:
    """Give the system all pages on which nothing lies: some milliseconds, in which no thread can allocate.

    Freed blocks of megabytes stay in the heap, since tables that are kept lie behind them.  How many and where depends
    on which thread was faster, so that an engine in use all day would grow by jumps.
    """
    _call_glibc("malloc_trim", 0)


def _call_glibc(name: str, *numbers: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            getattr(ctypes.CDLL(None), name)(*numbers)
