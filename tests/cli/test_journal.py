"""What a run knows of the runs before it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lut.cli.batch.journal import LOCK, Entry, Journal, Page, fingerprint_file, journal_file, parse_entry
from lut.cli.batch.plan import Task, path_key
from lut.errors import LutError
from tests.user_folders import set_home

RESULT = b"developed pixels"


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Task:
    """A photograph that was developed with the settings "warm"."""
    set_home(monkeypatch, tmp_path / "home")
    name = "é\n.jpg" if os.name == "posix" else "é.jpg"  # Windows has no names of two lines
    found = Task(tmp_path / "in" / name, tmp_path / "out" / name)
    for path in (found.source, found.target):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"pixels")
    develop(found, "warm")
    return found


def develop(task: Task, settings: str, result: bytes = RESULT) -> None:
    Journal(settings).record(task, fingerprint_file(task.source), result)
    task.target.write_bytes(result)


def known(task: Task, settings: str = "warm") -> tuple[bool, bool]:
    """Whether this order made what is there, and whether any did."""
    journal = Journal(settings)
    return journal.is_done(task), journal.is_result(task.target)


def journal_of(task: Task) -> Path:
    return journal_file(path_key(task.target.parent))


def test_a_finished_picture_is_known(task: Task) -> None:
    assert known(task) == (True, True)
    assert known(Task(task.source, task.target.with_name("other.jpg"))) == (False, False)


def test_another_setting_makes_another_picture(task: Task) -> None:
    assert known(task, "cold") == (False, True)


def test_so_does_another_photograph_of_the_same_size_and_time(task: Task) -> None:
    before = task.source.stat()
    task.source.write_bytes(b"piXels")
    os.utime(task.source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert known(task) == (False, True)


def test_a_photograph_that_was_only_touched_or_copied_is_the_same(task: Task) -> None:
    os.utime(task.source, ns=(0, 10**18))
    assert known(task) == (True, True)
    copy = shutil.copy(task.source, task.source.with_name("copy.jpg"))
    assert known(Task(Path(copy), task.target)) == (True, True)


def test_a_picture_that_was_changed_since_is_nobodys(task: Task) -> None:
    before = task.target.stat()
    task.target.write_bytes(RESULT.swapcase())
    os.utime(task.target, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert known(task) == (False, False)
    task.target.unlink()
    assert known(task) == (False, False)


def test_an_announced_result_that_never_came_is_not_done(task: Task) -> None:
    """The run was killed before the rename: there is still what the run before it made."""
    Journal("cold").record(task, fingerprint_file(task.source), b"cold pixels")
    assert known(task, "cold") == (False, True)
    assert known(task, "warm") == (True, True)
    task.target.write_bytes(b"somebody's file")
    assert known(task, "cold") == (False, False)


def test_in_place_the_result_is_the_source_of_the_next_run(task: Task, tmp_path: Path) -> None:
    here = Task(task.source, task.source)
    assert known(here) == (False, False)
    develop(here, "warm")
    (tmp_path / "link").symlink_to(task.source.parent)
    linked = tmp_path / "link" / task.source.name
    for again in (here, Task(linked, here.target), Task(here.source, linked), Task(linked, linked)):
        assert again.in_place and known(again) == (True, False)
        assert known(again, "cold") == (False, False)


def test_in_place_a_result_is_known_wherever_it_is(task: Task, tmp_path: Path) -> None:
    """A renamed file, and a folder that was renamed or copied: nothing is developed a second time."""
    develop(Task(task.source, task.source), "warm")
    renamed = task.source.rename(task.source.with_name("renamed.jpg"))
    copied = Path(shutil.copytree(task.source.parent, tmp_path / "copied")) / renamed.name
    moved = task.source.parent.rename(tmp_path / "moved") / renamed.name
    for path in (copied, moved):
        assert known(Task(path, path)) == (True, False)
        assert known(Task(path, path), "cold") == (False, False)
        assert not Journal("warm").is_done(Task(path, tmp_path / "out/other.jpg"))


def test_a_result_is_not_developed_in_place_yet(task: Task) -> None:
    """It was made of another photograph: to develop it itself is another order."""
    assert known(Task(task.target, task.target)) == (False, True)


def test_what_a_run_adds_is_seen_by_one_that_has_read_before(task: Task) -> None:
    reader = Journal("cold")
    assert not reader.is_done(task)
    develop(task, "cold", b"cold")
    assert reader.is_done(task)


def test_the_same_again_takes_no_room(task: Task) -> None:
    size = journal_of(task).stat().st_size
    develop(task, "warm")
    assert journal_of(task).stat().st_size == size


HOSTILE = {
    "torn": b'{"target": "1.jpg", "set',
    "bytes": b"\xff\xfe\x00\r\x85",
    "other JSON": b'[]\n{}\nnull\n1\n"x"\n{"target": []}',
    "other types": b'{"target": {}, "origin": 1, "settings": null, "source": [1], "made": true}',
    "earlier version": b'{"target": "1.jpg", "settings": "3f", "source": [1, 2], "made": null}',
    "brackets": b"[" * 200_000,
    "braces": b'{"a":' * 200_000,
    "digits": b'{"made": ' + b"9" * 10_000 + b"}",
    "exponent": b"1e999999999",
    "surrogates": rb'{"target": "\ud800", "origin": "\udfff", "settings": "", "source": "", "made": ""}',
    "nothing": b"\n\n\n",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_line_that_is_none_costs_nothing_but_itself(task: Task, line: bytes, end: bytes) -> None:
    file = journal_of(task)
    file.write_bytes(line + b"\n" + file.read_bytes() + line + end)
    assert known(task) == (True, True)
    develop(task, "cold", b"cold")
    assert known(task, "cold") == (True, True)


numbers = st.integers(4000, 9000).map(lambda count: b'{"size": ' + b"9" * count + b"}")
nested = st.integers(1, 50_000).map(lambda depth: b"[" * depth) | st.integers(1, 50_000).map(
    lambda depth: b'{"a":' * depth
)
fields = st.dictionaries(st.sampled_from(Entry._fields), st.none() | st.integers() | st.text() | st.lists(st.text()))
lines = st.binary() | numbers | nested | fields.map(lambda found: json.dumps(found).encode())


@pytest.mark.fuzz
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(lines, max_size=4), behind=st.lists(lines, max_size=4))
def test_any_bytes_around_a_line_cost_nothing_but_themselves(
    task: Task, before: list[bytes], behind: list[bytes]
) -> None:
    file = journal_of(task)
    [whole] = [line for line in file.read_bytes().split(b"\n") if parse_entry(line)]
    file.write_bytes(b"\n".join([*before, whole, *behind]) + b"\n")
    assert known(task) == (True, True)
    file.write_bytes(whole + b"\n")


def test_on_windows_a_line_is_added_under_a_lock(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated: two processes that append there could write into each other's lines."""
    locked = []

    def locking(descriptor: int, mode: int, count: int) -> None:
        locked.append((os.lseek(descriptor, 0, os.SEEK_CUR), mode, count))

    file = journal_of(task)
    before = file.read_bytes()
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_LOCK=1))
    monkeypatch.setattr(sys, "platform", "win32")
    Page(file).append(Entry("a", "b", "c", "d", "e"))
    assert locked == [(LOCK, 1, 1)]
    after = file.read_bytes()
    assert after.startswith(before) and parse_entry(after[len(before) :]) == Entry("a", "b", "c", "d", "e")


@pytest.mark.parametrize(
    "kind", ["folder", pytest.param("pipe", marks=pytest.mark.skipif(os.name != "posix", reason="POSIX's"))]
)
def test_a_journal_that_is_no_file_is_none(task: Task, kind: str) -> None:
    journal_of(task).unlink()
    journal_of(task).mkdir() if kind == "folder" else os.mkfifo(journal_of(task))
    assert known(task) == (False, False)
    with pytest.raises((OSError, LutError)):
        develop(task, "warm")


def test_without_a_cache_the_caller_is_told(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, task.source)  # a file
    assert known(task) == (False, False)
    with pytest.raises(OSError):
        Journal("warm").record(task, "", b"")
