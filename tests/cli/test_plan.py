"""Which files become which."""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path

import pytest

from lut.cli.batch import plan
from lut.errors import LutError
from tests.system_words import native

needs_links = pytest.mark.skipif(os.name != "posix", reason="Windows lets administrators alone make links")


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
    tasks = plan.plan_tasks(inputs, out, extension).tasks
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
        (["a.jpg", "holiday/../a.jpg"], "out", {"a.jpg": "out/a.jpg"}),
        (["./holiday", "other/../holiday"], "out", HOLIDAY),
        (["missing.jpg"], "b.jpg", {"missing.jpg": "b.jpg"}),
        (["IMG_1.DNG"], "b.tif", {"IMG_1.DNG": "b.tif"}),
        (["IMG_1.DNG"], "out", {"IMG_1.DNG": "out/IMG_1.jpg"}),  # raw files are read only
        (["1.DNG", "1.jpg"], "out", {"1.DNG": "out/1.DNG.jpg", "1.jpg": "out/1.jpg"}),
        (
            ["1.dng", "1.NEF", "2.dng"],
            "out",
            {"1.dng": "out/1.dng.jpg", "1.NEF": "out/1.NEF.jpg", "2.dng": "out/2.jpg"},
        ),
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
        (["a.jpg"], "", "expected a file or a folder, found an empty name"),
        (["", "a.jpg"], "out", "expected a file or a folder, found an empty name"),
        (["a.jpg"], os.devnull, "expected a folder .* found the file name|Windows keeps the name 'nul'"),
    ],
)
def test_plans_that_cannot_be_meant(here: Path, inputs: list[str], out: str, message: str) -> None:
    with pytest.raises(LutError, match=native(message)):
        planned(inputs, out)


def test_what_else_there_is(here: Path) -> None:
    assert plan.plan_tasks(["holiday"], "out").others == {".txt": 1}
    assert plan.plan_tasks(["a.jpg"], "out").others == {}


def test_a_folder_that_cannot_be_read_does_not_stop_the_others(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def guarded(path: str) -> object:
        if Path(path).name == "beach":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = plan.plan_tasks(["holiday"], "out")
    assert [task.source.name for task in found.tasks] == ["1.JPG", "2.png"]
    assert found.unread == [f"{Path('holiday/beach')}: Permission denied"]


def test_every_clash_is_counted(here: Path) -> None:
    for name in ("holiday/1.png", "holiday/2.tif"):
        (here / name).touch()
    with pytest.raises(
        LutError, match=native(r"holiday/1.png would both become out/1.webp \(and 1 more\); nothing was done")
    ):
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
    with pytest.raises(LutError, match=native(r"a.jpg would replace other/a.jpg, which is to be developed itself")):
        (here / "other/a.jpg").touch()
        planned(["a.jpg", "other/a.jpg"], "other")


def test_two_that_differ_in_format_alone(here: Path) -> None:
    (here / "holiday/2.tif").touch()
    with pytest.raises(LutError, match=native(r"would both become out/2.png")):
        planned(["holiday"], "out", ".png")


def test_a_file_that_is_not_there_is_planned_and_fails_alone(here: Path) -> None:
    assert planned(["a.jpg", "missing.jpg", "empty"], "out") == {"a.jpg": "out/a.jpg", "missing.jpg": "out/missing.jpg"}
    assert plan.plan_tasks(["a.jpg", "empty"], "out").unread == [
        "empty: expected pictures (JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL or raw), found none in this folder"
    ]


def test_one_file_is_told_from_a_folder_of_one(here: Path) -> None:
    assert plan.plan_tasks(["a.jpg"], "out").single and plan.plan_tasks(["a.jpg"], "b.jpg").single
    assert not plan.plan_tasks(["other"], "out").single and not plan.plan_tasks(["a.jpg", "other"], "out").single


@needs_links
def test_a_linked_folder_is_gone_through(here: Path) -> None:
    (here / "far/deep").mkdir(parents=True)
    (here / "far/deep/5.jpg").touch()
    (here / "holiday/far").symlink_to(here / "far")
    assert planned(["holiday"], "out") == {**HOLIDAY, "holiday/far/deep/5.jpg": "out/far/deep/5.jpg"}


@needs_links
def test_no_folder_is_gone_through_twice(here: Path) -> None:
    """Links come behind the folders that are there, so that those have their own names in OUT."""
    for link, target in {"a": ".", "beach/up": "..", "copy": "beach", "far": "../other"}.items():
        (here / "holiday" / link).symlink_to(target)
    (here / "other/back").symlink_to("../holiday")
    found = plan.plan_tasks(["holiday"], "out")
    assert [task.target.as_posix() for task in found.tasks] == [*HOLIDAY.values(), "out/far/1.jpg"]
    assert sorted(found.linked) == [
        f"{Path(link)} is left out: it leads to {Path(target)}, which is gone through already"
        for link, target in {
            "holiday/a": "holiday",
            "holiday/beach/up": "holiday",
            "holiday/copy": "holiday/beach",
            "holiday/far/back": "holiday",
        }.items()
    ]


@needs_links
@pytest.mark.parametrize("out", ["holiday/out", "link", "elsewhere"])
def test_out_is_not_gone_through_under_any_name(here: Path, out: str) -> None:
    (here / "elsewhere").mkdir()
    (here / "elsewhere/1.JPG").touch()
    for link in ("holiday/out", "holiday/too", "link"):
        (here / link).symlink_to(here / "elsewhere")
    assert list(planned(["holiday"], out)) == list(HOLIDAY)


@needs_links
def test_a_link_that_leads_nowhere_is_a_sentence(here: Path) -> None:
    for link, target in {"gone": "nowhere", "self": "self", "9.jpg": "nowhere", "8.jpg": "8.jpg"}.items():
        (here / "holiday" / link).symlink_to(target)
    found = plan.plan_tasks(["holiday"], "out")
    assert found.unread == [
        f"{Path('holiday/gone')}: {os.strerror(errno.ENOENT)}",
        f"{Path('holiday/self')}: {os.strerror(errno.ELOOP)}",
    ]
    assert {task.source.name for task in found.tasks} == {"1.JPG", "2.png", "3.tif", "8.jpg", "9.jpg"}


@needs_links
@pytest.mark.parametrize("out", ["holiday", "link", "holiday/../holiday"])
@pytest.mark.parametrize("inside", ["holiday", "link"])
def test_in_place_under_any_name(here: Path, inside: str, out: str) -> None:
    (here / "link").symlink_to("holiday")
    tasks = plan.plan_tasks([inside], out).tasks
    assert len(tasks) == 3 and all(task.in_place for task in tasks)
    assert not any(task.in_place for task in plan.plan_tasks([inside], "out").tasks)


def test_what_was_made_of_another_is_no_photograph(here: Path) -> None:
    """``D D --format png`` for the second time: 1.png lies beside 1.jpg."""
    (here / "other/1.png").touch()
    with pytest.raises(LutError, match=native(r"other/1.jpg would replace other/1.png, .*nothing was done")):
        plan.plan_tasks(["other"], "other", ".png")
    asked = []

    def made(target: Path, origin: Path) -> bool:
        asked.append((target.as_posix(), origin.as_posix()))
        return True

    found = plan.plan_tasks(["other"], "other", ".png", made)
    assert [(task.source.name, task.target.name) for task in found.tasks] == [("1.jpg", "1.png")]
    assert asked == [("other/1.png", "other/1.jpg")]


@pytest.mark.parametrize("out", ["out/CON.jpg", "nul", "x.jpg.", "aux/x.jpg", "out /x.jpg"])
def test_names_that_windows_keeps_are_refused_before_anything_is_done(
    here: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    if os.name == "posix":
        plan.plan_tasks(["a.jpg"], out)
    before = sorted(here.rglob("*"))
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(LutError, match=f"^{re.escape(out)}: Windows (keeps|drops) the "):
        plan.plan_tasks(["a.jpg"], out)
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("out", ["out", "out/", ".", "..", "../out/x.jpg", "out/./x.jpg"])
def test_other_names_are_not(here: Path, monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert plan.plan_tasks(["a.jpg"], out).tasks
