"""The engine's Python at run time: the recorded one, or in a folder copied by hand one that is found."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from lut.shared import folders
from plugin.engine import find_python, launch
from plugin.engine.client import EngineError
from plugin.engine.interpreter import Interpreter
from plugin.installer.environment import python_in
from tests.user_folders import set_home

GOOD = {"numpy": "2.2.4", "PIL.Image": "11.1.0", "tomli": None}


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, tmp_path / "home")
    for variable in ("APPDIR", "SNAP_NAME", "FLATPAK_ID"):
        monkeypatch.delenv(variable, raising=False)


def machine(monkeypatch: pytest.MonkeyPatch, pythons: dict[str, Interpreter | None]) -> list[str]:
    """A machine with these interpreters; returns the list of those that were asked."""
    asked = []

    def ask(python: str) -> Interpreter | None:
        asked.append(python)
        return pythons[python]

    monkeypatch.setattr(find_python, "candidates", lambda: iter(pythons))
    monkeypatch.setattr(find_python, "ask_python", ask)
    return asked


def python(path: str, files: tuple[str, ...] = (), **modules: str | None) -> Interpreter:
    return Interpreter(path, (3, 12, 0), False, {**GOOD, **modules}, files)


@pytest.mark.parametrize(("place", "expected"), [(None, "/p"), ("flatpak", "/f"), ("snap", "/s")])
def test_each_sandbox_has_its_own_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str | None, expected: str
) -> None:
    (tmp_path / "engine.json").write_text(json.dumps({"python": "/p", "flatpak": "/f", "snap": "/s"}), encoding="utf-8")
    monkeypatch.setattr(launch, "sandbox", lambda: place)
    assert launch.recorded_python(tmp_path) == expected


@pytest.mark.parametrize(
    ("variable", "name", "expected"),
    [
        ("SNAP_NAME", "gimp", "snap"),
        ("SNAP_NAME", "code", None),
        ("FLATPAK_ID", "org.gimp.GIMP", "flatpak"),
        ("FLATPAK_ID", "com.visualstudio.code", None),
    ],
)
def test_a_gimp_started_from_another_programs_sandbox_is_in_none(
    monkeypatch: pytest.MonkeyPatch, variable: str, name: str, expected: str | None
) -> None:
    monkeypatch.setenv(variable, name)
    assert launch.sandbox() == expected


@pytest.mark.parametrize("content", [None, "", "[]", '{"version": "0.1.0"}'])
def test_without_a_record_the_first_that_can_is_found_and_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "engine.json").write_text(content, encoding="utf-8")
    assert launch.recorded_python(tmp_path) is None
    good = str(tmp_path / "good")
    Path(good).touch()
    pythons = {"/no": None, "/bare": python("/bare", numpy=None), good: python(good), "/late": python("/late")}
    asked = machine(monkeypatch, pythons)
    assert find_python.find_python() == good and asked == ["/no", "/bare", good]
    assert find_python.find_python() == good and len(asked) == 3


def test_what_is_remembered_counts_as_long_as_its_numpy_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, numpy, second = (tmp_path / name for name in ("first", "numpy.py", "second"))
    for file in (first, numpy, second):
        file.touch()
    machine(monkeypatch, {str(first): python(str(first), (str(numpy),)), str(second): python(str(second))})
    assert find_python.find_python() == str(first)
    numpy.unlink()
    machine(monkeypatch, {str(first): python(str(first), numpy=None), str(second): python(str(second))})
    assert find_python.find_python() == str(second)


def test_no_python_is_a_sentence_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, {"/bare": python("/bare", numpy=None)})
    with pytest.raises(EngineError, match=r"found no Python that has numpy and Pillow\. Run install.py, .*try again\."):
        find_python.find_python()


def test_this_machines_pythons_are_asked_once_each() -> None:
    found = list(find_python.candidates())
    assert found[0] == sys.executable
    assert len({os.path.realpath(path) for path in found}) == len(found)
    answer = find_python.ask_python(sys.executable)
    assert answer is not None and answer.lacks() == [] and all(Path(file).exists() for file in answer.files)


def test_an_environment_that_install_py_has_made_is_a_candidate(tmp_path: Path) -> None:
    ours = python_in(folders.data() / "engine/python-3.12-1234")
    ours.parent.mkdir(parents=True)
    ours.touch()
    assert str(ours) in list(find_python.candidates())


def test_pythons_of_windows_are_looked_for_where_its_installers_put_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = []
    for name in ("Programs/Python/Python313/python.exe", "Programs/Python/Python310/python.exe"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
        expected.append(str(tmp_path / name))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert list(find_python.usual_places()) == expected


def test_the_store_python_and_an_appimages_own_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is a stub or writes to a folder of its own, the second only runs inside its bundle."""
    found = {"python3": "/tmp/.mount_GIMP/usr/bin/python3", "python": r"C:\Users\ann\WindowsApps\python.exe"}
    monkeypatch.setenv("APPDIR", "/tmp/.mount_GIMP")
    monkeypatch.setattr(find_python.shutil, "which", found.get)
    assert not set(found.values()) & set(find_python.candidates())


def test_an_appimage_keeps_its_libraries_to_itself() -> None:
    inside = {
        "APPDIR": "/tmp/.mount_GIMP",
        "LD_PRELOAD": "/tmp/.mount_GIMP/usr/lib/libz.so",
        "LD_LIBRARY_PATH": "/tmp/.mount_GIMP/usr/lib",
        "PYTHONHOME": "/tmp/.mount_GIMP/usr",
        "PATH": os.pathsep.join(["/tmp/.mount_GIMP/usr/bin/", "/usr/bin"]),
        "LANG": "de_DE.UTF-8",
    }
    assert launch.leave_bundle(inside) == {"APPDIR": "/tmp/.mount_GIMP", "PATH": "/usr/bin", "LANG": "de_DE.UTF-8"}
    assert launch.leave_bundle({"LD_PRELOAD": "mine.so", "PATH": "/bin"}) == {"LD_PRELOAD": "mine.so", "PATH": "/bin"}
