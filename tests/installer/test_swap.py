"""A folder replaced: whatever interrupts it, the last version that passed its check is what stays."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lut.shared import folders
from plugin.installer import durable, locked_files, manifest, swap
from plugin.installer.install_error import InstallError
from plugin.installer.set_aside import Keeper
from plugin.installer.swap import recover_folder, replace_folder
from tests.user_folders import set_home

# What Python reports when it is about to change the disk (audit events).
CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir")


@pytest.fixture(params=["exchange", "two renames"], autouse=True)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With and without a system that can swap two names in one step."""
    if request.param == "two renames":
        monkeypatch.setattr(swap, "exchange_names", lambda one, other: False)
    return str(request.param)


@pytest.fixture(params=[False, True], ids=["checked beside", "checked in place"])
def in_place(request: pytest.FixtureRequest) -> bool:
    """Where the check sees the new folder: beside its place, or there where links cannot be made."""
    return bool(request.param)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here can see whether a file is on the disk already."""
    monkeypatch.setattr(durable, "flush_paths", lambda paths: None)
    monkeypatch.setattr(os, "fsync", lambda file: None)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "plug-ins" / "camera-looks"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_home(monkeypatch, tmp_path)
    return folders.data()


@pytest.fixture
def told() -> list[tuple[Path, int, Path]]:
    return []


@pytest.fixture
def keeper(told: list[tuple[Path, int, Path]]) -> Keeper:
    return Keeper(lambda origin, count, place: told.append((origin, count, place)))


def fill(content: str) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        for name in "abc":
            (folder / name).write_text(content, encoding="utf-8")

    return build


def nothing_to_keep(origin: Path, count: int, place: Path) -> None:
    raise AssertionError(f"{count} files of others in {origin}")


def install(target: Path, content: str, in_place: bool = False, keeper: Keeper | None = None) -> None:
    target.parent.mkdir(exist_ok=True)
    with replace_folder(target, fill(content), keeper or Keeper(nothing_to_keep), in_place):
        pass


def as_before_there_were_lists(target: Path, content: str) -> None:
    """A folder as versions without a list of files left it."""
    for name in ("lut/looks", "plugin"):
        (target / name).mkdir(parents=True)
    for name in ("lut/__init__.py", "plugin/installed.py", "camera-looks.py"):
        (target / name).write_text(content, encoding="utf-8")


def content(target: Path) -> str:
    """What is installed; it must be whole."""
    if not target.exists():
        return "nothing"
    names = {path.name for path in target.iterdir()} - {"manifest.json"}
    assert names in ({"a", "b", "c"}, {"lut", "plugin", "camera-looks.py"})
    assert manifest.find_damage(target) == ([], []) and manifest.find_strangers(target) == []
    [found] = {
        path.read_text(encoding="utf-8")
        for path in target.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    return found


def around(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_the_new_folder_takes_the_place_and_nothing_else_is_left(target: Path, in_place: bool) -> None:
    install(target, "old", in_place)
    assert (content(target), around(target)) == ("old", ["camera-looks"])
    install(target, "new", in_place)
    assert (content(target), around(target)) == ("new", ["camera-looks"])


@pytest.mark.parametrize("before", ["nothing", "old"])
def test_a_folder_that_does_not_prove_itself_leaves_what_was_there(
    target: Path, before: str, in_place: bool, keeper: Keeper
) -> None:
    target.parent.mkdir()
    if before == "old":
        install(target, "old")
    with pytest.raises(KeyboardInterrupt), replace_folder(target, fill("new"), keeper, in_place) as fresh:
        assert (fresh / "a").read_text(encoding="utf-8") == "new"
        assert content(target) == ("new" if in_place else before), "the place is another's until the check has passed"
        raise KeyboardInterrupt
    assert content(target) == before
    assert around(target) == ([] if before == "nothing" else ["camera-looks"])


def test_a_build_that_fails_leaves_what_was_there(target: Path, keeper: Keeper) -> None:
    install(target, "old")

    def build(folder: Path) -> None:
        (folder / "a").write_text("new", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), replace_folder(target, build, keeper):
        raise AssertionError("never reached")
    assert (content(target), around(target)) == ("old", ["camera-looks"])


@pytest.mark.soak(but_first=True)
@pytest.mark.parametrize("before", ["nothing", "old", "of old"])
@pytest.mark.parametrize("proves_itself", [True, False])
def test_a_kill_at_any_system_call_leaves_the_last_that_passed(
    target: Path, before: str, proves_itself: bool, in_place: bool, keeper: Keeper
) -> None:
    """Kill a child process before its 1st, 2nd, 3rd … change of the disk, until one gets through."""
    killed = 0
    while True:
        for name in around(target) if target.parent.exists() else []:
            locked_files.remove(target.parent / name)
        target.parent.mkdir(exist_ok=True)
        if before == "old":
            install(target, "old")
        elif before == "of old":
            as_before_there_were_lists(target, "of old")
        finished = replace_in_child(target, killed, proves_itself, in_place)
        passed = (target.parent / "passed").exists()
        locked_files.remove(target.parent / "passed")
        if not in_place and not passed:
            assert content(target) == before, f"the new one had not passed, killed before change {killed}"
        recover_folder(target, keeper)
        assert content(target) in ((before, "new") if passed else (before,)), f"killed before change {killed}"
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
        locked_files.remove(target)
        install(target, "old")
        if replace_in_child(target, killed, proves_itself=True, in_place=False):
            break
        locked_files.remove(target.parent / "passed")
        assert content(target) in ("old", "new"), f"killed before change {killed}"
        killed += 1


def replace_in_child(target: Path, calls: int, proves_itself: bool, in_place: bool) -> bool:
    """Replace the folder in a child that ends abruptly before its so manieth change; whether it got through.

    A file beside the target says whether the check had passed.
    """
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
        exchange = swap.exchange_names

        def counted_exchange(one: Path, other: Path) -> bool:
            counted("os.rename", ())
            return exchange(one, other)

        swap.exchange_names = counted_exchange
        try:
            with replace_folder(target, fill("new"), Keeper(nothing_to_keep), in_place):
                if not proves_itself:
                    raise ValueError
                (target.parent / "passed").touch()
        except ValueError:
            pass
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@pytest.mark.parametrize("before", ["old", "of old"])
def test_files_that_others_put_there_are_set_aside_and_told(
    target: Path, before: str, keeper: Keeper, told: list[tuple[Path, int, Path]], data: Path
) -> None:
    install(target, "old") if before == "old" else as_before_there_were_lists(target, "of old")
    (target / "mine").mkdir()
    (target / "mine/notes.odt").write_text("my notes", encoding="utf-8")
    (target / "link.cube").symlink_to("/nonesuch")
    if before == "old":
        (target / "b").write_text("changed by me", encoding="utf-8")
    install(target, "new", keeper=keeper)
    assert (content(target), around(target)) == ("new", ["camera-looks"])
    [(origin, count, place)] = told
    assert (origin, count, place) == (target, 3 if before == "old" else 2, data / "kept/camera-looks")
    assert (place / "mine/notes.odt").read_text(encoding="utf-8") == "my notes" and (place / "link.cube").is_symlink()
    assert before == "of old" or (place / "b").read_text(encoding="utf-8") == "changed by me"


def test_what_was_set_aside_before_is_not_overwritten(target: Path, keeper: Keeper, data: Path) -> None:
    for number in (1, 2):
        install(target, "old", keeper=keeper)
        (target / "mine").write_text(str(number), encoding="utf-8")
    install(target, "new", keeper=keeper)
    assert (data / "kept/camera-looks/mine").read_text(encoding="utf-8") == "1"
    assert (data / "kept/camera-looks-2/mine").read_text(encoding="utf-8") == "2"


@pytest.mark.parametrize("name", ["camera-looks", ".camera-looks.new", ".camera-looks.old"])
@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_others_have_there_is_refused_and_not_touched(target: Path, name: str, kind: str) -> None:
    target.parent.mkdir()
    others = target.parent / name
    if kind == "folder":
        others.mkdir()
        (others / "camera-looks.py").write_text("theirs", encoding="utf-8")
        (others / "engine.json").write_text("{}", encoding="utf-8")
    elif kind == "file":
        others.write_text("theirs", encoding="utf-8")
    else:
        others.symlink_to("/nonesuch")
    with pytest.raises(
        InstallError, match=f"^{re.escape(str(others))} .*move it elsewhere or rename it, then run install.py again.$"
    ):
        install(target, "new")
    assert around(target) == [name] and os.path.lexists(others)
    assert kind != "folder" or (others / "camera-looks.py").read_text(encoding="utf-8") == "theirs"


def test_bytecode_that_an_engine_of_a_killed_run_writes_is_in_nobodys_way(
    target: Path, keeper: Keeper, told: list[tuple[Path, int, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python makes all folders above it again: of the one that was moved away, and in the one that is being removed."""

    def write(folder: Path) -> None:
        (folder / "lut/__pycache__").mkdir(parents=True, exist_ok=True)
        (folder / "lut/__pycache__/table.cpython-313.pyc").write_bytes(b"bytecode")

    write(swap.path_beside(target, "new"))
    install(target, "old", keeper=keeper)
    monkeypatch.setattr(locked_files, "pause", lambda seconds: None)
    rmdir, late = os.rmdir, [target]

    def meanwhile(path: str, **options: int) -> None:
        if late and str(path).endswith("lut"):
            write(swap.path_beside(late.pop(), swap.GONE))
        rmdir(path, **options)

    monkeypatch.setattr(os, "rmdir", meanwhile)
    write(swap.path_beside(target, "new"))
    recover_folder(target, keeper)
    assert (content(target), around(target), told, late) == ("old", ["camera-looks"], [], [])


def test_of_two_that_a_version_without_lists_left_the_older_had_worked(target: Path, keeper: Keeper) -> None:
    """It moved the new one to its place, and was killed during the check."""
    as_before_there_were_lists(target, "unproven")
    as_before_there_were_lists(swap.path_beside(target, "new"), "of old")
    os.utime(swap.path_beside(target, "new") / "camera-looks.py", (1e9, 1e9))
    recover_folder(target, keeper)
    assert (content(target), around(target)) == ("of old", ["camera-looks"])


def test_a_folder_whose_source_must_not_be_written_to_can_be_replaced(target: Path) -> None:
    install(target, "old")
    (target / "d").mkdir(mode=0o555)
    install(target, "new")
    assert around(target) == ["camera-looks"]


@pytest.mark.parametrize("system", ["exchange"], indirect=True)
@pytest.mark.parametrize(
    ("platform", "function", "extra"), [("linux", "renameat2", [-100, -100, 2]), ("darwin", "renamex_np", [2])]
)
def test_two_names_are_swapped_in_one_step_by_the_systems_own_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, platform: str, function: str, extra: list[int]
) -> None:
    calls: list[tuple[object, ...]] = []

    class System:
        """A C library that has this function alone."""

    def call(*arguments: object) -> int:
        calls.append(arguments)
        return len(calls) - 1  # -1, or anything but 0, when it has failed

    setattr(System, function, staticmethod(call))
    monkeypatch.setattr(swap.sys, "platform", platform)
    monkeypatch.setattr(swap.ctypes, "CDLL", lambda name: System)
    one, other = tmp_path / "Ольга", tmp_path / "b"
    assert swap.exchange_names(one, other) and not swap.exchange_names(one, other)
    assert [word for word in calls[0] if isinstance(word, int)] == extra
    assert [word for word in calls[0] if isinstance(word, bytes)] == [os.fsencode(one), os.fsencode(other)]
    monkeypatch.setattr(swap.ctypes, "CDLL", lambda name: object())  # one that is older than the call
    assert not swap.exchange_names(one, other)
    monkeypatch.setattr(swap.sys, "platform", "win32")
    assert not swap.exchange_names(one, other)
