"""Develop many pictures, several at a time; one picture's failure does not stop the others."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ...shared.signals import handle_signals
from ..terminal import warn_of_trace
from .develop_photo import Developed, Settings, prepare
from .plan import Task
from .progress import Progress
from .targets import Targets
from .workers import Answer, Workers


@dataclass
class Outcome:
    """Results of a batch.

    skipped: how many there was nothing to do for.  refused: those whose place is taken.
    failures: a sentence each, with the file's name.  notes: each with its tasks.
    """

    written: int = 0
    skipped: int = 0
    refused: list[Task] = field(default_factory=list)
    failures: dict[Task, str] = field(default_factory=dict)
    notes: dict[str, list[Task]] = field(default_factory=dict)
    interrupted: bool = False


def run_tasks(
    tasks: Sequence[Task], settings: Settings, targets: Targets, jobs: int, progress: Progress, debug: bool = False
) -> Outcome:
    """Do every task, ``jobs`` at a time; those that take more memory than their share come last, one at a time.

    Ctrl-C ends it at once: what is not finished by then is not there.
    """
    outcome = Outcome()
    try:
        with progress:
            crowded = []
            for task, answer in answer_tasks(tasks, settings, targets, jobs, progress):
                if answer.crowded and jobs > 1:
                    crowded.append(task)
                else:
                    record_answer(outcome, task, answer, progress, debug)
            alone = replace(settings, processes=1)
            for task, answer in answer_tasks(crowded, alone, targets, 1, progress) if crowded else ():
                record_answer(outcome, task, answer, progress, debug)
    except KeyboardInterrupt:
        outcome.interrupted = True
        targets.remove_unfinished(tasks)  # of processes that did not end in time, and were killed
    return outcome


def answer_tasks(
    tasks: Sequence[Task], settings: Settings, targets: Targets, jobs: int, progress: Progress
) -> Iterator[tuple[Task, Answer]]:
    """Yield each task with its answer, in the order in which they are done."""
    with Workers[Task](prepare, (settings, targets)) as workers:
        for finished in workers.answers(tasks, jobs):
            if finished is None:
                progress.refresh()
                continue
            task, answer = finished
            if answer.died:
                targets.remove_unfinished([task], answer.died)
                if targets.journal.is_done(task):  # it died just behind it
                    answer = Answer(Developed(()))
            yield task, answer


def estimate_cost(task: Task) -> float:
    """Estimate the time that a task takes: the size of its file."""
    try:
        return float(task.source.stat().st_size)
    except OSError:
        return 0.0


def record_answer(outcome: Outcome, task: Task, answer: Answer, progress: Progress, debug: bool) -> None:
    """Count a task as done or failed, and show it."""
    if debug and answer.trace:
        warn_of_trace(answer.trace)
    progress.step(task.source.name, estimate_cost(task), bool(answer.failure))
    if answer.failure:
        named = str(task.source) in answer.failure or str(task.target) in answer.failure
        outcome.failures[task] = answer.failure if named else f"{task.source}: {answer.failure}"
        return
    outcome.written += 1
    developed: Developed = answer.result
    for note in developed.notes:
        outcome.notes.setdefault(note, []).append(task)


@contextmanager
def ctrl_c_on_termination() -> Iterator[None]:
    """Treat a request to end (``kill``, a system that shuts down) like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with handle_signals(signal.default_int_handler, ("SIGTERM", "SIGBREAK")):
        yield
