"""Which files become which."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from lut.cli import plan
from lut.errors import LutError


@pytest.fixture
def here(here: Path) -> Path:
    """A folder of photographs with a folder in it, and things that are none."""
    names = ["a.jpg", "holiday/1.JPG", "holiday/2.png", "holiday/beach/3.tif", "holiday/notes.txt"]
    names += ["holiday/.hidden.jpg", "holiday/.cache/4.jpg", "other/1.jpg", "empty/readme.md"]
    for name in names:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).touch()
    return here


def planned(inputs: list[str], out: str, extension: str | None = None) -> dict[str, str]:
    tasks = plan.planned(inputs, out, extension).tasks
    return {task.source.as_posix(): task.target.as_posix() for task in tasks}


HOLIDAY = {
    "holiday/1.JPG": "out/1.JPG",
    "holiday/2.png": "out/2.png",
    "holiday/beach/3.tif": "out/beach/3.tif",
}


@pytest.mark.parametrize(
    ("inputs", "out", "expected"),
    [
        (["a.jpg"], "b.jpg", {"a.jpg": "b.jpg"}),
        (["a.jpg"], "b.png", {"a.jpg": "b.png"}),
        (["a.jpg"], "out", {"a.jpg": "out/a.jpg"}),
        (["a.jpg"], "v1.2/", {"a.jpg": "v1.2/a.jpg"}),
        (["a.jpg"], "other", {"a.jpg": "other/a.jpg"}),
        (["holiday"], "out", HOLIDAY),
        (["holiday/"], "out/", HOLIDAY),
        (["holiday", "a.jpg"], "out", {**HOLIDAY, "a.jpg": "out/a.jpg"}),
        (["holiday/?.*"], "out", {"holiday/1.JPG": "out/1.JPG", "holiday/2.png": "out/2.png"}),
        (["holiday/**/*.tif", "h*/1.JPG"], "out", {"holiday/beach/3.tif": "out/3.tif", "holiday/1.JPG": "out/1.JPG"}),
        (["a.jpg", "a.jpg"], "out", {"a.jpg": "out/a.jpg"}),
        (["missing.jpg"], "b.jpg", {"missing.jpg": "b.jpg"}),
        (["missing*.jpg", "a.jpg"], "out", {"missing*.jpg": "out/missing*.jpg", "a.jpg": "out/a.jpg"}),
    ],
)
def test_plans(here: Path, inputs: list[str], out: str, expected: dict[str, str]) -> None:
    if inputs == ["holiday/?.*"]:
        (here / "holiday/notes.txt").unlink()
    assert planned(inputs, out) == expected


def test_another_format(here: Path) -> None:
    assert planned(["holiday"], "out", ".png")["holiday/beach/3.tif"] == "out/beach/3.png"
    with pytest.raises(LutError, match="expected a folder with --format, found the file name b"):
        planned(["a.jpg"], "b.jpg", ".png")


def test_what_an_earlier_run_wrote_is_not_developed_again(here: Path) -> None:
    (here / "holiday/out").mkdir()
    (here / "holiday/out/1.JPG").touch()
    assert list(planned(["holiday"], "holiday/out")) == list(HOLIDAY)


def test_in_place(here: Path) -> None:
    assert planned(["holiday"], "holiday") == {name: name for name in HOLIDAY}


@pytest.mark.parametrize(
    ("inputs", "out", "message"),
    [
        (["a.jpg", "holiday/2.png"], "other/1.jpg", "expected a folder for more than one picture, found .*other/1.jpg"),
        (["a.jpg", "holiday/2.png"], "b.jpg", "expected a folder for more than one picture, found the file name b.jpg"),
        (["holiday"], "a.jpg", "expected a folder for more than one picture, found the file name a.jpg"),
        (["other/1.jpg", "holiday/beach/1.jpg"], "out", "other/1.jpg and .*beach/1.jpg would both become out/1.jpg"),
        (["empty"], "out", "empty: expected pictures .* found none in this folder"),
    ],
)
def test_plans_that_cannot_be_meant(here: Path, inputs: list[str], out: str, message: str) -> None:
    with pytest.raises(LutError, match=message):
        planned(inputs, out)


def test_what_else_there_is(here: Path) -> None:
    assert plan.planned(["holiday"], "out").others == {".txt": 1}
    assert plan.planned(["a.jpg"], "out").others == {}


def test_a_folder_that_cannot_be_read_does_not_stop_the_others(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def guarded(path: str) -> object:
        if Path(path).name == "beach":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = plan.planned(["holiday"], "out")
    assert [task.source.name for task in found.tasks] == ["1.JPG", "2.png"]
    assert found.unread == [f"{Path('holiday/beach')}: Permission denied"]


def test_every_clash_is_counted(here: Path) -> None:
    for name in ("holiday/1.png", "holiday/2.tif"):
        (here / name).touch()
    with pytest.raises(LutError, match=r"holiday/1.png would both become out/1.webp \(and 1 more\); nothing was done"):
        planned(["holiday"], "out", ".webp")


@pytest.mark.parametrize(("system", "clash"), [("linux", False), ("win32", True), ("darwin", True)])
def test_names_that_are_one_on_some_systems(
    here: Path, system: str, clash: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    for first, second in (("other/1.jpg", "holiday/1.JPG"), ("other/caf\u00e9.png", "holiday/cafe\u0301.png")):
        if clash:
            with pytest.raises(LutError, match="would both become"):
                planned([first, second], "out")
        else:
            assert len(planned([first, second], "out")) == 2


def test_one_photograph_does_not_replace_another(here: Path) -> None:
    with pytest.raises(LutError, match=r"a.jpg would replace other/a.jpg, which is to be developed itself"):
        (here / "other/a.jpg").touch()
        planned(["a.jpg", "other/a.jpg"], "other")


def test_two_that_differ_in_format_alone(here: Path) -> None:
    (here / "holiday/2.tif").touch()
    with pytest.raises(LutError, match=r"would both become out/2.png"):
        planned(["holiday"], "out", ".png")
