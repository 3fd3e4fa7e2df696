"""Many pictures, several at a time, where one's failure is not the others'."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..formats.saving import sweep
from .developing import Developed, Settings, prepare
from .plan import Task
from .progress import Progress
from .targets import Targets
from .terminal import warn_of_trace
from .workers import Answer, Workers


@dataclass
class Outcome:
    """What became of the tasks.

    skipped: how many there was nothing to do for.  refused: those whose place is taken.
    failures: a sentence each, with the file's name.  notes: what was said, and of which tasks.
    """

    written: int = 0
    skipped: int = 0
    refused: list[Task] = field(default_factory=list)
    failures: dict[Task, str] = field(default_factory=dict)
    notes: dict[str, list[Task]] = field(default_factory=dict)
    interrupted: bool = False


def run(
    tasks: Sequence[Task], settings: Settings, targets: Targets, jobs: int, progress: Progress, debug: bool = False
) -> Outcome:
    """Do every task, ``jobs`` at a time.

    Ctrl-C ends it at once: what is not finished by then is not there.
    """
    outcome = Outcome()
    try:
        with progress, Workers[Task](prepare, (settings, targets)) as workers:
            for finished in workers.answers(tasks, jobs):
                if finished is None:
                    progress.tick()
                    continue
                task, answer = finished
                if answer.died:
                    sweep(task.target, answer.died)
                    if targets.journal.made(task):  # it died just behind it
                        answer = Answer(Developed(()))
                record(outcome, task, answer)
                if debug and answer.trace:
                    warn_of_trace(answer.trace)
                progress.step(task.source.name, weight(task), bool(answer.failure))
    except KeyboardInterrupt:
        outcome.interrupted = True
    return outcome


def weight(task: Task) -> float:
    """How long it may take: in proportion to the size of the file."""
    try:
        return float(task.source.stat().st_size)
    except OSError:
        return 0.0


def record(outcome: Outcome, task: Task, answer: Answer) -> None:
    if answer.failure:
        named = str(task.source) in answer.failure or str(task.target) in answer.failure
        outcome.failures[task] = answer.failure if named else f"{task.source}: {answer.failure}"
        return
    outcome.written += 1
    developed: Developed = answer.result
    for note in developed.notes:
        outcome.notes.setdefault(note, []).append(task)


@contextmanager
def terminable() -> Iterator[None]:
    """Being told to end (``kill``, a system that shuts down) is like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
