"""Many pictures, several at a time, where one's failure is not the others'."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from ..errors import LutError
from .command import sentence
from .plan import Task
from .progress import Progress

Work = Callable[[Task], "Sequence[str] | None"]


@dataclass
class Outcome:
    """What became of the tasks.

    failures: a sentence each, with the file's name.  notes: what was said, and of which tasks.
    """

    written: int = 0
    skipped: int = 0
    failures: dict[Task, str] = field(default_factory=dict)
    notes: dict[str, list[Task]] = field(default_factory=dict)
    interrupted: bool = False


def run(tasks: Sequence[Task], work: Work, jobs: int, debug: bool) -> Outcome:
    """Do every task, ``jobs`` at a time; Ctrl-C ends it after the pictures that are being worked on.

    work: develops one picture and returns notes, or None where it left the file alone; its exceptions are the
    outcome's failures.  Threads are enough: decoding, encoding and numpy run outside Python's lock.
    """
    outcome = Outcome()
    with Progress(len(tasks)) as progress, ThreadPoolExecutor(jobs) as executor:
        futures = {executor.submit(work, task): task for task in tasks}
        try:
            for future in as_completed(futures):
                task = futures[future]
                try:
                    record(outcome, task, future.result())
                except (LutError, OSError, MemoryError) as error:
                    outcome.failures[task] = sentence(error)
                except Exception as error:  # a fault of ours must not cost the other pictures
                    outcome.failures[task] = f"{task.source}: failed unexpectedly ({type(error).__name__}: {error})"
                    if debug:
                        traceback.print_exc()
                progress.step(task.source.name)
        except KeyboardInterrupt:
            outcome.interrupted = True
            executor.shutdown(cancel_futures=True)
    return outcome


def record(outcome: Outcome, task: Task, notes: Sequence[str] | None) -> None:
    if notes is None:
        outcome.skipped += 1
        return
    outcome.written += 1
    for note in notes:
        outcome.notes.setdefault(note, []).append(task)
