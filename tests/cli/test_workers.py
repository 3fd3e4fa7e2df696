"""Processes that do tasks: what they answer, what becomes of one that dies, and that none is left."""

from __future__ import annotations

import errno
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from lut.cli.batch import workers
from lut.cli.batch.workers import ENDED, KILLED, Answer, Workers
from lut.errors import LutFormatError
from tests.processes import kill

SECONDS = 600.0  # after which something hangs


def prepare(settings: str) -> Callable[[str], object]:
    """Called in each process, like ``Developing``."""

    def work(task: str) -> object:
        if task == "die":
            os._exit(3)
        if task == "killed":
            kill(os.getpid())
        if task == "refused":
            raise LutFormatError("film.cube", 3, "expected a number")
        if task == "missing":
            Path("nowhere").read_bytes()
        if task == "memory":
            raise MemoryError
        if task == "fault":
            raise KeyError("size")
        if task == "loud":
            print("said")
            print("said", file=sys.stderr)
            os.write(2, b"said by a library in C")
            warnings.warn("warned", stacklevel=1)
        if Path(task).is_absolute():  # a file to keep for a while
            try:
                Path(task).touch()
                latest = time.monotonic() + SECONDS
                while time.monotonic() < latest:  # as a picture is worked on: Windows' sleep cannot be interrupted
                    time.sleep(0.01)
            finally:
                Path(task).unlink()
        return settings + task, os.getpid()

    return work


def answers(tasks: list[str], jobs: int = 2) -> dict[str, Answer]:
    with Workers[str](prepare, "x") as workers:
        return dict(filter(None, workers.answers(tasks, jobs)))


def test_each_task_is_answered_by_as_many_processes_as_asked() -> None:
    found = answers([str(number) for number in range(12)], jobs=3)
    assert {task: answer.result[0] for task, answer in found.items()} == {task: "x" + task for task in found}
    processes = {answer.result[1] for answer in found.values()}
    assert 1 <= len(processes) <= 3 and os.getpid() not in processes


def test_a_process_that_dies_costs_its_task_and_no_more() -> None:
    found = answers(["1", "die", "2", "killed", "3", "4"])
    assert found["die"].failure == ENDED
    assert found["killed"].failure == (KILLED if os.name == "posix" else ENDED)
    assert all(found[task].result[0] == "x" + task for task in "1234")


def test_failures_are_sentences() -> None:
    found = answers(["refused", "missing", "memory", "fault", "1"], jobs=1)
    assert found["refused"].failure == "film.cube:3: expected a number"
    assert found["missing"].failure == f"nowhere: {os.strerror(errno.ENOENT)}"
    assert found["memory"].failure == "There is not enough memory for this picture."
    assert found["fault"].failure == "failed unexpectedly (KeyError: 'size')"
    assert "KeyError" in found["fault"].trace
    assert len({answer.result[1] for answer in found.values() if answer.result}) == 1


@pytest.mark.slow("starts processes")
def test_nothing_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert answers(["loud"])["loud"].result
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow("starts processes")
def test_the_end_is_clean_in_the_middle_of_a_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE", SECONDS)  # on however busy a machine
    files = [tmp_path / "1", tmp_path / "2"]
    with Workers[str](prepare, "x") as pool:
        for _ in pool.answers(list(map(str, files)), 2):
            if all(file.exists() for file in files):
                break
        processes = list(pool._processes.values())
    assert not any(file.exists() for file in files)
    assert not any(process.is_alive() for process in processes)
