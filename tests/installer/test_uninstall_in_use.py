"""Uninstalling where open files cannot be removed: all of it or nothing, and the next run finishes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from open_files import OpenFiles, windows

from lut.shared import folders
from plugin.installer import record, swap, uninstall
from plugin.installer.install_error import InstallError
from plugin.installer.machine import Machine
from plugin.installer.set_aside import Keeper
from plugin.installer.uninstall import Outcome
from tests.user_folders import set_home


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenFiles]:
    with windows(monkeypatch) as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an installation: the plug-in, an engine's environment, logs and a picture."""
    set_home(monkeypatch, tmp_path)
    target = tmp_path / "profile/plug-ins/camera-looks"
    for folder in (target.parent, folders.data() / "engine/python-3.11-0123abcd/bin", folders.cache()):
        folder.mkdir(parents=True)
    with swap.replace_folder(target, fill, Keeper(nothing_to_keep)):
        pass
    for path in opened_files(tmp_path)[1:]:
        path.write_text("content", encoding="utf-8")
    done = record.Record(folders=[str(target)])
    done.add_file(tmp_path / "picture.jpg")
    record.save_record(done, folders.data())
    return tmp_path


def opened_files(home: Path) -> list[Path]:
    """One of each kind that uninstalling removes."""
    return [
        home / "profile/plug-ins/camera-looks/plugin/client.py",
        folders.data() / "engine/python-3.11-0123abcd/bin/python",
        folders.cache() / "engine.log",
        home / "picture.jpg",
    ]


def fill(folder: Path) -> None:
    (folder / "plugin").mkdir()
    (folder / "plugin/client.py").write_text("client", encoding="utf-8")
    (folder / "camera-looks.py").write_text("start", encoding="utf-8")


def nothing_to_keep(origin: Path, count: int, place: Path) -> None:
    raise AssertionError(f"{count} files of others in {origin}")


def run(home: Path) -> Outcome:
    machine = Machine(sys.platform, os.environ, home, lambda folder: (), lambda command: None)
    return uninstall.uninstall(machine, False, Keeper(nothing_to_keep))


def everything(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


KINDS = pytest.mark.parametrize("kind", range(4), ids=["plug-in", "engine", "log", "picture"])


@KINDS
def test_with_a_file_open_nothing_is_removed(home: Path, opened: OpenFiles, kind: int) -> None:
    before, path = everything(home), opened_files(home)[kind]
    opened.held.add(path)
    with pytest.raises(InstallError) as refused:
        run(home)
    assert str(refused.value) == (
        f"{path} is in use or protected: close GIMP and whatever else uses it, then run install.py --uninstall "
        "again. Nothing was removed."
    )
    assert everything(home) == before
    opened.held.clear()
    assert run(home).failed == [] and everything(home) == []


@KINDS
def test_what_is_opened_meanwhile_is_told_and_the_next_run_removes_it(home: Path, opened: OpenFiles, kind: int) -> None:
    """A folder is renamed before it is removed; where a system lets that be, it is the half of it that is left."""
    late = opened_files(home)[kind]
    if kind == 0:
        late = late.parents[2] / ".camera-looks.gone/plugin/client.py"
    held, opened.folders_move = uninstall.refuse_in_use, True

    def open_then(paths: Iterator[Path]) -> None:
        held(paths)
        opened.held.add(late)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(uninstall, "refuse_in_use", open_then)
        outcome = run(home)
    assert len(outcome.failed) == 1 and "close GIMP" in outcome.failed[0] and str(late) in outcome.failed[0]
    assert (folders.data() / "install.json").is_file()
    opened.held.clear()
    again = run(home)
    assert again.failed == [] and again.removed and everything(home) == []


def test_a_scanner_that_lets_go_after_a_moment_ends_nothing(home: Path, opened: OpenFiles) -> None:
    opened.held.add(opened_files(home)[0])
    opened.on_wait = lambda number: opened.held.clear() if number == 2 else None
    assert run(home).failed == [] and everything(home) == []


def test_files_that_must_not_be_written_to_are_removed(home: Path, opened: OpenFiles) -> None:
    for path in opened_files(home):
        path.chmod(0o444)
    assert run(home).failed == [] and everything(home) == [] and opened.waits == []
