"""Uninstalling where open files cannot be removed: all of it or nothing, and the next run finishes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from open_files import OpenFiles, windows

from plugin.installer import record, swap, uninstall
from plugin.installer.errors import InstallError
from plugin.installer.keeping import Keeper
from plugin.installer.machine import Machine
from plugin.installer.uninstall import Outcome


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenFiles]:
    with windows(monkeypatch) as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an installation: the plug-in, an engine's environment, logs and a picture."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower().strip("_")))
    target = tmp_path / "xdg_config_home/GIMP/3.0/plug-ins/camera-looks"
    data, cache = tmp_path / "xdg_data_home/camera-looks", tmp_path / "xdg_cache_home/camera-looks"
    for folder in (target.parent, data / "engine/python-3.11-0123abcd/bin", cache):
        folder.mkdir(parents=True)
    with swap.replaced(target, fill, Keeper(nothing_to_keep)):
        pass
    (data / "engine/python-3.11-0123abcd/bin/python").write_text("runs", encoding="utf-8")
    (cache / "engine.log").write_text("log", encoding="utf-8")
    (tmp_path / "picture.jpg").write_text("picture", encoding="utf-8")
    done = record.Record(folders=[str(target)])
    done.add_file(tmp_path / "picture.jpg")
    record.write(done, data)
    return tmp_path


def fill(folder: Path) -> None:
    (folder / "plugin").mkdir()
    (folder / "plugin/client.py").write_text("client", encoding="utf-8")
    (folder / "camera-looks.py").write_text("start", encoding="utf-8")


def nothing_to_keep(origin: Path, count: int, place: Path) -> None:
    raise AssertionError(f"{count} files of others in {origin}")


def run(home: Path) -> Outcome:
    machine = Machine(
        "linux", {"XDG_CONFIG_HOME": str(home / "xdg_config_home")}, home, lambda folder: (), lambda _: None
    )
    return uninstall.uninstall(machine, False, Keeper(nothing_to_keep))


def everything(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


OPENED = [
    "xdg_config_home/GIMP/3.0/plug-ins/camera-looks/plugin/client.py",
    "xdg_data_home/camera-looks/engine/python-3.11-0123abcd/bin/python",
    "xdg_cache_home/camera-looks/engine.log",
    "picture.jpg",
]


@pytest.mark.parametrize("name", OPENED)
def test_with_a_file_open_nothing_is_removed(home: Path, opened: OpenFiles, name: str) -> None:
    before = everything(home)
    opened.held.add(home / name)
    with pytest.raises(InstallError) as refused:
        run(home)
    assert str(refused.value) == (
        f"{home / name} is in use or protected: close GIMP and whatever else uses it, then run install.py --uninstall "
        "again. Nothing was removed."
    )
    assert everything(home) == before
    opened.held.clear()
    assert run(home).failed == [] and everything(home) == []


@pytest.mark.parametrize("name", OPENED)
def test_what_is_opened_meanwhile_is_told_and_the_next_run_removes_it(home: Path, opened: OpenFiles, name: str) -> None:
    """A folder is renamed before it is removed; where a system lets that be, it is the half of it that is left."""
    folder = home / OPENED[0].rsplit("/", 2)[0]
    late = folder.with_name(".camera-looks.gone") / "plugin/client.py" if name == OPENED[0] else home / name
    held, opened.folders_move = uninstall.refuse_in_use, True

    def open_then(paths: Iterator[Path]) -> None:
        held(paths)
        opened.held.add(late)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(uninstall, "refuse_in_use", open_then)
        outcome = run(home)
    assert len(outcome.failed) == 1 and "close GIMP" in outcome.failed[0] and str(late) in outcome.failed[0]
    assert "xdg_data_home/camera-looks/install.json" in everything(home)
    opened.held.clear()
    again = run(home)
    assert again.failed == [] and again.removed and everything(home) == []


def test_a_scanner_that_lets_go_after_a_moment_ends_nothing(home: Path, opened: OpenFiles) -> None:
    opened.held.add(home / OPENED[0])
    opened.on_wait = lambda number: opened.held.clear() if number == 2 else None
    assert run(home).failed == [] and everything(home) == []


def test_files_that_must_not_be_written_to_are_removed(home: Path, opened: OpenFiles) -> None:
    for name in OPENED:
        (home / name).chmod(0o444)
    assert run(home).failed == [] and everything(home) == [] and opened.waits == []
