"""A folder replaced: whatever interrupts it, there is the whole old one or the whole new one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugin.installer import swap
from plugin.installer.errors import InstallError
from plugin.installer.swap import recover, replaced

# What Python reports when it is about to change the disk (audit events).
CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir")


@pytest.fixture(params=["exchange", "two renames"], autouse=True)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With and without a system that can swap two names in one step."""
    if request.param == "two renames":
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    return str(request.param)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "plug-ins" / "camera-looks"


def fill(content: str) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        folder.mkdir(parents=True)
        for name in "abc":
            (folder / name).write_text(content)

    return build


def install(target: Path, content: str) -> None:
    target.parent.mkdir(exist_ok=True)
    with replaced(target, fill(content)):
        pass


def content(target: Path) -> str:
    """What is installed; it must be whole."""
    if not target.exists():
        return "nothing"
    assert sorted(path.name for path in target.iterdir()) == ["a", "b", "c"]
    [found] = {path.read_text() for path in target.iterdir()}
    return found


def around(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_the_new_folder_takes_the_place_and_nothing_else_is_left(target: Path) -> None:
    install(target, "old")
    assert (content(target), around(target)) == ("old", ["camera-looks"])
    install(target, "new")
    assert (content(target), around(target)) == ("new", ["camera-looks"])


@pytest.mark.parametrize("before", ["nothing", "old"])
def test_a_folder_that_does_not_prove_itself_leaves_what_was_there(target: Path, before: str) -> None:
    target.parent.mkdir()
    if before == "old":
        install(target, "old")
    with pytest.raises(KeyboardInterrupt), replaced(target, fill("new")):
        assert content(target) == "new"
        raise KeyboardInterrupt
    assert content(target) == before
    assert around(target) == ([] if before == "nothing" else ["camera-looks"])


def test_a_build_that_fails_leaves_what_was_there(target: Path) -> None:
    install(target, "old")

    def build(folder: Path) -> None:
        folder.mkdir()
        (folder / "a").write_text("new")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), replaced(target, build):
        raise AssertionError("never reached")
    assert (content(target), around(target)) == ("old", ["camera-looks"])


@pytest.mark.parametrize("system", ["two renames"], indirect=True)
def test_a_folder_in_use_on_windows_is_a_sentence_and_stays(
    target: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    install(target, "old")
    rename = Path.rename

    def in_use(path: Path, other: Path) -> Path:
        if path == target:
            raise PermissionError(32, "The process cannot access the file because it is being used by another process")
        return rename(path, other)

    monkeypatch.setattr(Path, "rename", in_use)
    with pytest.raises(InstallError, match="camera-looks cannot be replaced: close GIMP, then run"):
        install(target, "new")
    assert (content(target), around(target)) == ("old", ["camera-looks"])


@pytest.mark.soak(but_first=True)
@pytest.mark.parametrize("before", ["nothing", "old"])
@pytest.mark.parametrize("proves_itself", [True, False])
def test_a_kill_at_any_system_call_leaves_old_or_new(target: Path, before: str, proves_itself: bool) -> None:
    """Kill a child process before its 1st, 2nd, 3rd … change of the disk, until one gets through."""
    killed = 0
    while True:
        for name in around(target) if target.parent.exists() else []:
            swap.remove(target.parent / name)
        target.parent.mkdir(exist_ok=True)
        if before == "old":
            install(target, "old")
        finished = replace_in_child(target, killed, proves_itself)
        recover(target)
        assert content(target) in (before, "new"), f"killed before change {killed}"
        assert around(target) == ([] if content(target) == "nothing" else ["camera-looks"])
        if finished:
            break
        killed += 1
    assert content(target) == ("new" if proves_itself else before)
    assert killed >= 5, "the kills hit nothing"


@pytest.mark.parametrize("system", ["exchange"], indirect=True)  # between two renames there is such a moment
def test_one_step_systems_have_no_moment_without_a_folder(target: Path, system: str) -> None:
    killed = 0
    while True:
        swap.remove(target)
        install(target, "old")
        if replace_in_child(target, killed, proves_itself=False):
            break
        assert content(target) in ("old", "new"), f"killed before change {killed}"
        killed += 1


def replace_in_child(target: Path, calls: int, proves_itself: bool) -> bool:
    """Replace the folder in a child that ends abruptly before its so manieth change; whether it got through."""
    pid = os.fork()
    if pid == 0:
        left = calls

        def counted(event: str, arguments: object) -> None:
            nonlocal left
            if event in CHANGES:
                if left == 0:
                    os._exit(9)
                left -= 1

        sys.addaudithook(counted)
        exchange = swap.exchange

        def counted_exchange(one: Path, other: Path) -> bool:
            counted("os.rename", ())
            return exchange(one, other)

        swap.exchange = counted_exchange
        try:
            with replaced(target, fill("new")):
                if not proves_itself:
                    raise ValueError
        except ValueError:
            pass
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
