"""What a run knows of the runs before it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lut.cli.journal import Journal, place
from lut.cli.plan import Task


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Task:
    """A photograph that was developed with the settings "warm"."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = Task(tmp_path / "in/é\n.jpg", tmp_path / "out/beach/é\n.jpg")
    for path in (found.source, found.target):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"pixels")
    developed(found, "warm")
    return found


def developed(task: Task, settings: str) -> None:
    journal = Journal(task.source.parents[1] / "out", settings)
    journal.begin(task)
    task.target.write_bytes(b"developed pixels")
    journal.finish(task)


def known(task: Task, settings: str = "warm", folder: str = "out") -> tuple[bool, bool]:
    journal = Journal(task.source.parents[1] / folder, settings)
    return journal.holds(task), journal.knows(task)


def test_a_finished_picture_is_known(task: Task) -> None:
    assert known(task) == (True, True)
    assert known(Task(task.source, task.target.with_name("other.jpg"))) == (False, False)


def test_another_setting_makes_another_picture(task: Task) -> None:
    assert known(task, "cold") == (False, True)


def test_so_does_another_photograph(task: Task) -> None:
    os.utime(task.source, ns=(0, 10**18))
    assert known(task) == (False, True)


@pytest.mark.parametrize("change", ["edited", "gone"])
def test_a_picture_that_was_changed_since_is_nobodys(task: Task, change: str) -> None:
    if change == "edited":
        task.target.write_bytes(b"edited by somebody")
    else:
        task.target.unlink()
    assert known(task) == (False, False)


def test_the_last_line_counts(task: Task) -> None:
    developed(task, "cold")
    assert known(task) == (False, True)
    assert known(task, "cold") == (True, True)


@pytest.mark.parametrize("torn", [b'{"target": "1.jpg", "set', b"\xff\xfe\n[]\n{}\nnull\n", b""])
def test_a_journal_that_is_torn_is_read_as_far_as_it_goes(task: Task, torn: bytes) -> None:
    with place(task.target.parents[1]).open("ab") as file:
        file.write(torn)
    assert known(task) == (True, True)


def test_a_journal_forgets_what_is_gone(task: Task) -> None:
    file = place(task.target.parents[1])
    Journal(task.target.parents[1], "warm").tidy()
    assert file.read_bytes().count(b"\n") == 2
    task.target.unlink()
    Journal(task.target.parents[1], "warm").tidy()
    assert file.read_bytes() == b""


def test_without_a_cache_nothing_is_noted(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(task.source))  # a file
    Journal(task.target.parents[1], "warm").tidy()
    developed(task, "warm")
    assert known(task) == (False, False)


def test_what_was_begun_and_is_there_was_finished(task: Task) -> None:
    """By a process whose parent was killed.  It may be another's, though: it is not replaced."""
    Journal(task.target.parents[1], "warm").begin(task)
    assert known(task) == (True, False)
    task.target.unlink()
    assert known(task) == (False, False)
