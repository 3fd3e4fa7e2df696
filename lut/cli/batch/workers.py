"""Run tasks in several processes, each of which does one at a time.

Processes are spawned on every system, so they inherit nothing by accident. A process that dies, since its memory ran
out or a decoder crashed, costs only its present task. Workers print nothing.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, TypeVar

from ...errors import LutError, NoRoomError
from ..command import describe_error

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Connection
else:
    from multiprocessing.connection import Connection

Task = TypeVar("Task")
Work = Callable[[Any], Any]

TICK = 0.2  # seconds after which the caller gets a turn, done or not
GRACE = 5.0  # seconds for a process to clean up after itself
ENDED = "the process that worked on it ended unexpectedly"
KILLED = "the process that worked on it was killed, as systems do when memory runs out"


@dataclass(frozen=True)
class Answer:
    """The result of a task.

    result: what ``work`` returned.  failure: one sentence; empty if the task was done.  trace: the traceback of the
    failure.  died: id of the process, if it died.  crowded: True if memory ran out, which may suffice when no other
    process runs.
    """

    result: Any = None
    failure: str = ""
    trace: str = ""
    died: int | None = None
    crowded: bool = False


class Workers(Generic[Task]):
    """Worker processes, used in a ``with`` statement: none is left when the block ends, however it ends.

    prepare: a function of a module, called in each process with ``settings``; it returns the function that does a task.
    """

    def __init__(self, prepare: Callable[[Any], Work], settings: Any) -> None:
        self._prepare, self._settings = prepare, settings
        self._fresh: list[Connection] = []
        self._idle: list[Connection] = []
        self._busy: dict[Connection, Task] = {}
        self._processes: dict[Connection, SpawnProcess] = {}
        self._ends: dict[Connection, Connection] = {}  # closed to tell a process of Windows to stop

    def __enter__(self) -> Workers[Task]:
        return self

    def __exit__(self, *exception: object) -> None:
        self._end()

    def answers(self, tasks: Iterable[Task], jobs: int) -> Iterator[tuple[Task, Answer] | None]:
        """Yield each task with its answer, in the order in which they are done, and None now and then in between.

        A task is taken from ``tasks`` when there is a process for it.
        """
        waiting = iter(tasks)
        while len(self._processes) < jobs:  # all at once: a process takes a while to start
            self._start()
        while True:
            for task in islice(waiting, jobs - len(self._busy)):
                self._give(task)
            if not self._busy:
                return
            ready = wait(list(self._busy), TICK)
            if not ready:
                yield None
            for connection in [each for each in self._busy if each in ready]:
                yield self._busy[connection], self._receive(connection)

    def _start(self) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        watched, end = context.Pipe(duplex=False)
        process = context.Process(target=serve, args=(theirs, watched, self._prepare), daemon=True)
        with ctrl_c_ignored():
            process.start()
        theirs.close()
        watched.close()
        self._processes[ours], self._ends[ours] = process, end
        self._fresh.append(ours)

    def _give(self, task: Task) -> None:
        if not self._idle and not self._fresh:
            self._start()
        with suppress(OSError):  # of a process that has died, which ``_receive`` sees
            if self._idle:
                connection = self._idle.pop()
                self._busy[connection] = task
            else:
                connection = self._fresh.pop(0)
                self._busy[connection] = task
                connection.send(self._settings)
            connection.send(task)

    def _receive(self, connection: Connection) -> Answer:
        try:
            answer: Answer = connection.recv()
        except (EOFError, OSError):
            del self._busy[connection]
            process = self._processes.pop(connection)
            process.join()
            connection.close()
            self._ends.pop(connection).close()
            killed = process.exitcode == -getattr(signal, "SIGKILL", 0)
            return Answer(failure=KILLED if killed else ENDED, died=process.pid)
        del self._busy[connection]
        self._idle.append(connection)
        return answer

    def _end(self) -> None:
        """End all processes: the idle ones at their ease, the busy ones at once, but with time to clean up."""
        for connection, process in self._processes.items():
            connection.close()
            self._ends[connection].close()
            if connection in self._busy and sys.platform != "win32":
                process.terminate()  # ``serve`` takes it as an exception; Windows would end it without
        latest = time.monotonic() + GRACE
        for process in self._processes.values():
            process.join(max(latest - time.monotonic(), 0))
            process.kill()
            process.join()
        self._fresh, self._idle, self._busy, self._processes, self._ends = [], [], {}, {}, {}


@contextmanager
def ctrl_c_ignored() -> Iterator[None]:
    """Start processes in here so that they ignore Ctrl+C, which reaches all of a terminal: their parent handles it."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.SetConsoleCtrlHandler(None, True)  # processes inherit that they ignore Ctrl+C
        try:
            yield
        finally:
            kernel.SetConsoleCtrlHandler(None, False)
        return
    from multiprocessing import resource_tracker  # POSIX's, too

    resource_tracker.ensure_running()  # would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(connection: Connection, watched: Connection, prepare: Callable[[Any], Work]) -> None:
    """Do tasks until there are no more, or the parent has ended.

    watched: on Windows, stop in the middle of a task when its other end is closed, or its owner dies.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, raise_interrupt)
        if sys.platform == "win32":
            signal.signal(signal.SIGBREAK, signal.SIG_IGN)
            threading.Thread(target=stop_at_end, args=(watched,), daemon=True).start()
        silence_streams()
        work = prepare(connection.recv())
        while True:
            connection.send(attempt_task(work, connection.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def stop_at_end(watched: Connection) -> None:
    """Wait until a pipe's other end is closed, then interrupt the main thread as SIGTERM does on other systems."""
    with suppress(EOFError, OSError):
        watched.recv_bytes()
    _thread.interrupt_main(signal.SIGTERM)


def raise_interrupt(number: int, frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough, and a second time would stop the cleaning up
    raise KeyboardInterrupt


def attempt_task(work: Work, task: Any) -> Answer:
    """Do a task, and turn any exception into an answer."""
    try:
        return Answer(work(task))
    except (LutError, OSError, MemoryError) as error:
        crowded = isinstance(error, (NoRoomError, MemoryError))
        return Answer(failure=describe_error(error), trace=traceback.format_exc(), crowded=crowded)
    except Exception as error:
        failure = f"failed unexpectedly ({type(error).__name__}: {error})"
        return Answer(failure=failure, trace=traceback.format_exc())


def silence_streams() -> None:
    """Send all output to the null device: workers, and their libraries in C, would write into each other's lines."""
    warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as under Windows' pythonw
            stream.flush()
    nothing = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
