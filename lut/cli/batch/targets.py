"""Decide about files that exist where results go, and write the results."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ...errors import LutError, LutFormatError
from ...files import saving
from ...files.saving import save_file
from ..command import describe_error
from .journal import Journal, fingerprint_file
from .plan import Task


@dataclass(frozen=True)
class Targets:
    """The options about files that exist: ``--overwrite``, ``--skip-existing``, ``--resume``."""

    journal: Journal
    overwrite: bool = False
    skip: bool = False
    resume: bool = False

    def can_skip(self, task: Task) -> bool:
        """Return True if there is nothing to do for a task."""
        return (self.skip and has_content(task.target)) or (self.resume and self.journal.is_done(task))

    def explain_refusal(self, task: Task) -> str:
        """Return the reason why a task may not be done; empty if it may.

        A result of an earlier run is replaced by one that goes on; an original or a stranger's file only where
        ``--overwrite`` says so.
        """
        if self.overwrite or not has_content(task.target):
            return ""
        if task.in_place:
            return f"{task.target}: is IN itself; --overwrite replaces it"
        if self.resume and self.journal.is_result(task.target):
            return ""
        return f"{task.target}: exists; --overwrite replaces it"

    def write_result(self, data: bytes, task: Task, source: str) -> tuple[str, ...]:
        """Write a result to its target and return notes.  source: the content that it was made from.

        Raises LutError where the target was taken meanwhile, or the photograph has changed, and OSError.
        """
        if self.can_skip(task):  # another run did the same
            return ()
        if refusal := self.explain_refusal(task):
            raise LutError(refusal)
        if fingerprint_file(task.source) != source:
            raise LutFormatError(task.source, None, "was changed while it was developed; nothing was written")
        notes: tuple[str, ...] = ()
        try:
            self.journal.record(task, source, data)
        except (OSError, LutError) as error:
            if task.in_place:  # a run that goes on would develop the result once more
                reason = f"is left as it is: --resume could not tell later that it is done ({describe_error(error)})"
                raise LutFormatError(task.source, None, reason) from error
            notes = (f"--resume will not recognize it ({describe_error(error)})",)
        task.target.parent.mkdir(parents=True, exist_ok=True)
        save_file(data, task.target)
        return notes

    def remove_unfinished(self, tasks: Iterable[Task], ended: int | None = None) -> None:
        """Remove temporary files of killed processes.  ended: one that was killed."""
        for folder in {os.path.dirname(os.path.realpath(task.target)) for task in tasks}:  # noqa: PTH120 - of text
            saving.remove_unfinished(Path(folder), ended)


def has_content(path: Path) -> bool:
    """Return True if there is something to lose: an empty file may reserve its name (mktemp)."""
    try:
        found = path.stat()
    except OSError:
        return False
    return not stat.S_ISREG(found.st_mode) or found.st_size > 0
