"""What was developed into a folder, from what, and how: so that a run can go on where another one ended.

A journal lies in the user's cache, one for each folder, and has a line of JSON for each picture:
``{"target": "beach/1.jpg", "settings": "3f…", "source": [size, time], "made": [size, time]}``, one when the picture is
begun (made: null), and one when it is finished.  So it holds what a killed run did; files are whole or not there, and
one that is there and was begun has been finished.  Losing the journal costs ``--resume`` what it knows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..formats.saving import save
from .plan import Task

Entry = dict[str, Any]
Status = list[int] | None


def place(folder: Path) -> Path:
    from ..engine.cache import cache_folder

    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return cache_folder().parent / "runs" / f"{name}.jsonl"


class Journal:
    """folder: where the pictures go.  settings: a text that is another one when they would come out differently."""

    def __init__(self, folder: Path, settings: str) -> None:
        self.folder = folder
        self.settings = settings
        self.file = place(folder)
        self.entries = {entry["target"]: entry for entry in entries(self.file)}

    def holds(self, task: Task) -> bool:
        """Whether the target is what this run would make: from the same source, with the same settings."""
        entry, found = self._entry(task), status(task.target)
        if entry is None or found is None or entry["made"] not in (found, None):
            return False
        return bool(entry["settings"] == self.settings and entry["source"] == status(task.source))

    def knows(self, task: Task) -> bool:
        """Whether the target is as a run left it, with whatever settings."""
        entry, found = self._entry(task), status(task.target)
        return entry is not None and found is not None and entry["made"] == found

    def tidy(self) -> None:
        """Forget what is no longer there."""
        kept = {name: entry for name, entry in self.entries.items() if (self.folder / name).exists()}
        if len(kept) < len(self.entries):
            with suppress(OSError):
                save(b"".join(map(line, kept.values())), self.file)

    def begin(self, task: Task) -> None:
        """A picture is about to be developed."""
        self._note(task, status(task.source), None)

    def finish(self, task: Task) -> None:
        """The picture is there, made from the source as it was in the beginning."""
        entry = self._entry(task)
        assert entry is not None
        self._note(task, entry["source"], status(task.target))

    def _note(self, task: Task, source: Status, made: Status) -> None:
        name = self._name(task)
        self.entries[name] = {"target": name, "settings": self.settings, "source": source, "made": made}
        with suppress(OSError):  # without a cache that can be written to, nothing is remembered
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.file.open("ab") as file:
                file.write(line(self.entries[name]))

    def _entry(self, task: Task) -> Entry | None:
        return self.entries.get(self._name(task))

    def _name(self, task: Task) -> str:
        return task.target.relative_to(self.folder).as_posix()


def line(entry: Entry) -> bytes:
    return json.dumps(entry).encode() + b"\n"


def entries(file: Path) -> Iterable[Entry]:
    """The lines that are whole: a killed run, or a full disk, may have left half of one."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError:
        return
    for text in lines:
        with suppress(ValueError):
            entry = json.loads(text)
            if isinstance(entry, dict) and {"target", "settings", "source", "made"} <= set(entry):
                yield entry


def status(path: Path) -> Status:
    """Size and time of the last change; None where there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]
