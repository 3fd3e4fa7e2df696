"""Files where results go: left alone, refused, or written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import LutError, LutFormatError
from ..files.saving import remove_unfinished, save_file
from .command import sentence
from .journal import Journal, content
from .plan import Task


@dataclass(frozen=True)
class Targets:
    """What may be done with files that exist: ``--overwrite``, ``--skip-existing``, ``--resume``."""

    journal: Journal
    overwrite: bool = False
    skip: bool = False
    resume: bool = False

    def leave(self, task: Task) -> bool:
        """Whether there is nothing to do for a task."""
        return (self.skip and occupied(task.target)) or (self.resume and self.journal.made(task))

    def refusal(self, task: Task) -> str:
        """Why a task may not be done; empty if it may.

        A result of an earlier run is replaced by one that goes on; an original or a stranger's file only where
        ``--overwrite`` says so.
        """
        if self.overwrite or not occupied(task.target):
            return ""
        if task.in_place:
            return f"{task.target}: is IN itself; --overwrite replaces it"
        if self.resume and self.journal.knows(task.target):
            return ""
        return f"{task.target}: exists; --overwrite replaces it"

    def put(self, data: bytes, task: Task, source: str) -> tuple[str, ...]:
        """Write a result to its place.  source: the content that it was made from.

        Returns notes.  Raises LutError where the place was taken meanwhile, or the photograph has changed, and OSError.
        """
        if self.leave(task):  # another run did the same
            return ()
        if refusal := self.refusal(task):
            raise LutError(refusal)
        if content(task.source) != source:
            raise LutFormatError(task.source, None, "was changed while it was developed; nothing was written")
        notes: tuple[str, ...] = ()
        try:
            self.journal.note(task, source, data)
        except (OSError, LutError) as error:
            if task.in_place:  # a run that goes on would develop the result once more
                reason = f"is left as it is: --resume could not tell later that it is done ({sentence(error)})"
                raise LutFormatError(task.source, None, reason) from error
            notes = (f"--resume will not recognize it ({sentence(error)})",)
        task.target.parent.mkdir(parents=True, exist_ok=True)
        save_file(data, task.target)
        return notes

    def sweep(self, tasks: Iterable[Task], ended: int | None = None) -> None:
        """Remove what killed processes have begun to write.  ended: one that was."""
        for folder in {os.path.dirname(os.path.realpath(task.target)) for task in tasks}:  # noqa: PTH120 - of text
            remove_unfinished(Path(folder), ended)


def occupied(path: Path) -> bool:
    """Whether there is something to lose: a file made empty to reserve its name (mktemp) is not."""
    try:
        found = path.stat()
    except OSError:
        return False
    return not stat.S_ISREG(found.st_mode) or found.st_size > 0
