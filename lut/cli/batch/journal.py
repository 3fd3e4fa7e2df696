"""Record which order made which file, so that ``--resume`` can continue an earlier run.

An order is a photograph's content, the settings, and the target. It is done only if this very order made the very
content that is there. Files are compared by size and SHA-256: no clock, no copied folder and no leftover of another
run is taken for a result.

A journal lies in the user's cache, one for each folder of targets, and only ever grows. A result is a line of JSON:
``{"target": "1.jpg", "origin": "/in/1.jpg", "settings": "3f…", "source": "812-9c…", "made": "790-b1…"}``, where source
and made are fingerprints (size and SHA-256). The line is on the disk *before* the result is renamed to its place. So a
run that is killed leaves

- before the line: the target as it was, and nothing that claims it;
- between the line and the rename: the target as it was, which is not what the line says was made; older lines still
  tell whose it is;
- after the rename: the result, and the line that knows it.

In place, a result is the source of the next run, and the original is gone. So the line is also written to a journal
of all that these settings have made in place: an order is done there if the file is what such a line says was made,
wherever it lies by now and whatever it is called.

Losing the journal costs ``--resume`` what it knows: files are then nobody's, and are replaced by ``--overwrite`` only.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ...errors import LutError
from ...files.regular import check_replaceable, open_regular
from .plan import Task, path_key

CHUNK = 1 << 20
LOCK = 1 << 40  # a byte of the journal that two processes lock, far behind what they write


class Entry(NamedTuple):
    """A line of a journal: the target's name in its folder, the path of the photograph, and fingerprints."""

    target: str
    origin: str
    settings: str
    source: str
    made: str


class Journal:
    """The journal of one run.  settings: a text that differs when pictures would come out differently."""

    def __init__(self, settings: str) -> None:
        self.settings = settings
        self._pages: dict[Path, Page] = {}

    def __reduce__(self) -> tuple[type[Journal], tuple[str]]:
        return Journal, (self.settings,)  # other processes read it themselves

    def is_done(self, task: Task) -> bool:
        """Return True if this very order made the file that is there."""
        if task.in_place:
            results = self._results_in_place().entries()
            return bool(results) and fingerprint_file(task.target) in results
        found = [entry for entry in self._matching(task.target) if entry.settings == self.settings]
        return bool(found) and fingerprint_file(task.source) in {entry.source for entry in found}

    def is_result(self, target: Path, origin: Path | None = None) -> bool:
        """Return True if a run made the target from another file, with any settings.  origin: from this file."""
        itself = path_key(target)
        found = {entry.origin for entry in self._matching(target)} - {itself}  # of which there is no other copy
        return bool(found) if origin is None else path_key(origin) in found

    def record(self, task: Task, source: str, data: bytes) -> None:
        """Record on the disk that this order makes ``data`` from ``source``.  Raises OSError and LutError."""
        folder, name = os.path.split(path_key(task.target))
        origin = path_key(task.target if task.in_place else task.source)
        entry = Entry(name, origin, self.settings, source, fingerprint(data))
        self._page(folder).add(entry)
        if task.in_place:
            self._results_in_place().add(entry)

    def _matching(self, target: Path) -> list[Entry]:
        """Return the entries whose result is this file."""
        folder, name = os.path.split(path_key(target))
        entries = self._page(folder).entries().get(name, set())
        with suppress(OSError):
            size = f"{target.stat().st_size}-"
            entries = {entry for entry in entries if entry.made.startswith(size)}
        found = fingerprint_file(target) if entries else ""  # most files are told apart by their sizes
        return [entry for entry in entries if entry.made == found]

    def _page(self, folder: str) -> Page:
        file = journal_file(folder)
        return self._pages.setdefault(file, Page(file))

    def _results_in_place(self) -> Page:
        file = journal_file(f"in place: {self.settings}")  # a folder's path is absolute
        return self._pages.setdefault(file, Page(file, key="made"))


class Page:
    """The journal of one folder, or of one order's results in place.  key: the field by which entries are found."""

    def __init__(self, file: Path, key: str = "target") -> None:
        self.file, self.key = file, key
        self._end = 0
        self._entries: defaultdict[str, set[Entry]] = defaultdict(set)

    def entries(self) -> defaultdict[str, set[Entry]]:
        """Return the entries by their keys, after reading what was added since the last call."""
        with suppress(OSError, LutError), open_regular(self.file) as file:
            if os.fstat(file.fileno()).st_size < self._end:  # another one, since the cache was emptied
                self._end, self._entries = 0, defaultdict(set)
            file.seek(self._end)
            data = file.read()
            whole = data[: data.rfind(b"\n") + 1]
            self._end += len(whole)
            for line in whole.split(b"\n"):
                if entry := parse_entry(line):
                    self._entries[getattr(entry, self.key)].add(entry)
        return self._entries

    def add(self, entry: Entry) -> None:
        """Append an entry unless it is there.  Raises OSError and LutError."""
        if entry not in self.entries().get(getattr(entry, self.key), ()):
            self.append(entry)

    def append(self, entry: Entry) -> None:
        line = json.dumps(entry._asdict()).encode()
        check_replaceable(self.file)  # to open a pipe would be to wait for it
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.file.open("ab") as file:
            if sys.platform == "win32":  # where another process may write between the seek and the write of an append
                import msvcrt

                os.lseek(file.fileno(), LOCK, os.SEEK_SET)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # until it is closed
            file.write(b"\n" + line + b"\n")  # a killed run, or a full disk, may have left half of a line
            file.flush()
            os.fsync(file.fileno())


def journal_file(folder: str) -> Path:
    """Return the path of a folder's journal.  folder: its ``path_key``."""
    from ...shared import folders

    name = hashlib.sha256(folder.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return folders.cache() / "runs" / f"{name}.jsonl"


def parse_entry(line: bytes) -> Entry | None:
    """Parse a line; None for any other bytes."""
    with suppress(ValueError, RecursionError, MemoryError):
        found = json.loads(line)
        if isinstance(found, dict):
            values = [found.get(name) for name in Entry._fields]
            if all(isinstance(value, str) for value in values):
                return Entry(*map(str, values))
    return None


def fingerprint_file(path: Path) -> str:
    """Return size and SHA-256 of a file, as ``fingerprint`` does; empty for a file that cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with open_regular(path) as file:
            while part := file.read(CHUNK):
                digest.update(part)
                size += len(part)
    except (OSError, LutError):
        return ""
    return f"{size}-{digest.hexdigest()}"


def fingerprint(data: bytes) -> str:
    return f"{len(data)}-{hashlib.sha256(data).hexdigest()}"
