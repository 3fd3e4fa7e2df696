"""Files read lately, so that the same file is not parsed twice."""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from ..table import Lut

COARSEST_CLOCK = 3_000_000_000  # ns; FAT counts time in steps of 2 s, and clocks differ a little
BUDGET_BYTES = 64 << 20


class Stamp(NamedTuple):
    """The properties of a file that change when it does.

    The change time also moves when a copy restores the modification time.
    """

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)

    def is_old(self, now: int) -> bool:
        """Return True if any later change is sure to get another stamp, unless a copy restores the modification time.

        The change time tells that of such a copy as well, but on Windows, where it is the time of creation.
        """
        return max(self.modified, self.changed) + COARSEST_CLOCK < now


@dataclass(frozen=True)
class Entry:
    """A file as it was read; its bytes too, as long as its stamp could hide another change."""

    stamp: Stamp
    lut: Lut
    data: bytes | None

    @property
    def weight(self) -> int:
        """Bytes of memory."""
        return self.lut.nbytes + len(self.data or b"")


class Recent:
    """The last files' LUTs, by path, in bounded memory, for any number of threads.

    A file that was written a moment ago can be written again, to the same size, within one tick of
    its file system's clock. Until that has passed, its bytes are compared; from then on, its stamp
    is enough. On Windows they are always compared.
    """

    def __init__(self, budget: int = BUDGET_BYTES) -> None:
        self.budget = budget
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.lock = threading.Lock()

    def unchanged(self, path: str, stamp: Stamp) -> Lut | None:
        """Find the LUT of a file that is sure to be as it was."""
        with self.lock:
            entry = self.entries.get(path)
            if entry is None or entry.stamp != stamp or entry.data is not None:
                return None
            self.entries.move_to_end(path)
            return entry.lut

    def same(self, path: str, stamp: Stamp, data: bytes, now: int) -> Lut | None:
        """Find the LUT of a file that has just been read again, at ``now``, if its bytes are the same."""
        with self.lock:
            entry = self.entries.get(path)
        if entry is None or entry.data != data:
            return None
        self.keep(path, stamp, entry.lut, data, now)
        return entry.lut

    def keep(self, path: str, stamp: Stamp, lut: Lut, data: bytes, now: int) -> None:
        """Remember a file. now: when its reading began, from time.time_ns()."""
        sure = sys.platform != "win32" and stamp.is_old(now)
        entry = Entry(stamp, lut, None if sure else data)
        with self.lock:
            self.entries.pop(path, None)
            self.entries[path] = entry
            while sum(kept.weight for kept in self.entries.values()) > self.budget:
                self.entries.popitem(last=False)
