"""A folder replaced on a system that keeps open files from being moved: nothing that has passed its check is lost."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from open_files import ACCESS_DENIED, SHARING_VIOLATION, OpenFiles, denied, windows

from plugin.installer import locked_files, manifest, swap
from plugin.installer.install_error import InstallError, describe_error
from plugin.installer.set_aside import Keeper

CLOSE = "close GIMP"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenFiles]:
    monkeypatch.setattr(swap, "exchange_names", lambda one, other: False)
    with windows(monkeypatch) as opened:
        yield opened


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "plug-ins").mkdir()
    return tmp_path / "plug-ins/camera-looks"


def install(
    target: Path, version: str, good: bool = True, in_place: bool = True, opens: OpenFiles | None = None
) -> list[str]:
    """Install a version; what was told.  opens: a GIMP that has its file open when the check fails."""
    told: list[str] = []

    def fill(folder: Path) -> None:
        (folder / "lut").mkdir()
        (folder / "lut/x.py").write_text(version, encoding="utf-8")

    with swap.replace_folder(target, fill, Keeper(nothing_to_keep), in_place, told.append) as fresh:
        if opens is not None:
            opens.held.add(fresh / "lut/x.py")
        if not good:
            told.append("failed")
            raise Failed(told)
    return told


class Failed(Exception):
    pass


def nothing_to_keep(origin: Path, count: int, place: Path) -> None:
    raise AssertionError(f"{count} files of others in {origin}")


def version(folder: Path) -> str | None:
    """What is installed and has passed its check."""
    known = manifest.read_manifest(folder)
    assert known is None or manifest.find_damage(folder) == ([], [])
    return None if known is None or known.passed is None else (folder / "lut/x.py").read_text(encoding="utf-8")


def around(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


@pytest.mark.parametrize("in_place", [False, True])
def test_a_version_in_use_stays_until_gimp_is_closed(target: Path, opened: OpenFiles, in_place: bool) -> None:
    install(target, "old")
    opened.held.add(target / "lut/x.py")
    with pytest.raises(InstallError, match=f"camera-looks cannot be replaced: {CLOSE}, then run install.py again"):
        install(target, "new", in_place=in_place)
    assert version(target) == "old"
    assert around(target)[:-1] == ([] if in_place else [".camera-looks.new"]), "what has passed waits for its place"
    opened.held.clear()
    install(target, "newer", in_place=in_place)
    assert (version(target), around(target)) == ("newer", ["camera-looks"])


def test_a_new_version_in_use_that_fails_waits_for_the_old_one(target: Path, opened: OpenFiles) -> None:
    """A GIMP that was ended after its time may still have the plug-in open."""
    install(target, "old")
    with pytest.raises(Failed) as failed:
        install(target, "bad", good=False, opens=opened)
    [told] = failed.value.args
    assert told == [
        "failed",
        f"{target} is not yet as it was before: {CLOSE}, then run install.py again to mend that.",
    ]
    waiting = target.with_name(".camera-looks.old")
    assert (version(target), version(waiting)) == (None, "old")
    with pytest.raises(InstallError, match=CLOSE):  # still open: nothing is lost
        install(target, "newer")
    assert (version(target), version(waiting)) == (None, "old")
    opened.held.clear()
    with pytest.raises(Failed):
        install(target, "worse", good=False)
    assert (version(target), around(target)) == ("old", ["camera-looks"])


def test_a_first_version_in_use_that_fails_is_removed_by_the_next_run(target: Path, opened: OpenFiles) -> None:
    with pytest.raises(Failed):
        install(target, "bad", good=False, opens=opened)
    with pytest.raises(PermissionError) as refused:
        install(target, "new")
    assert CLOSE in describe_error(refused.value)
    opened.held.clear()
    install(target, "new")
    assert (version(target), around(target)) == ("new", ["camera-looks"])


@pytest.mark.parametrize("before", [None, "old"])
@pytest.mark.parametrize("in_place", [False, True])
def test_a_scanner_that_lets_go_after_a_moment_ends_nothing(
    target: Path, opened: OpenFiles, before: str | None, in_place: bool
) -> None:
    if before:
        install(target, before)
        opened.held.add(target / "lut/x.py")

    def let_go(number: int) -> None:
        if number == 3:
            opened.held.clear()

    opened.on_wait = let_go
    opened.held.add(target.with_name(".camera-looks.new") / "lut/x.py")
    install(target, "new", in_place=in_place)
    assert (version(target), around(target), len(opened.waits)) == ("new", ["camera-looks"], 3)


def test_a_list_that_a_scanner_keeps_from_being_read_makes_no_stranger_of_a_version(
    target: Path, opened: OpenFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(target, "old")
    read, held = Path.read_text, [True] * 3

    def refused(path: Path, encoding: str | None = None) -> str:
        if path.name == manifest.NAME and held:
            raise PermissionError(13, "Permission denied", str(path))  # as ``open`` says it
        return read(path, encoding=encoding)

    monkeypatch.setattr(Path, "read_text", refused)
    opened.on_wait = lambda number: held.pop()
    install(target, "new")
    assert (version(target), around(target), held) == ("new", ["camera-looks"], [])
    held.append(True)
    opened.on_wait = lambda number: None
    with pytest.raises(PermissionError):
        install(target, "newer")
    held.clear()
    assert (version(target), around(target)) == ("new", ["camera-looks"])


@pytest.mark.parametrize("kind", ["new", "old", "gone"])
def test_what_is_left_and_in_use_is_in_nobodys_way(target: Path, opened: OpenFiles, kind: str) -> None:
    install(target, "old")
    left = swap.path_beside(target, kind)
    manifest.begin_folder(left)
    (left / "x.py").write_text("left", encoding="utf-8")
    opened.held.add(left / "x.py")
    install(target, "new")
    assert (version(target), around(target)) == ("new", [left.name, "camera-looks"])
    opened.held.clear()
    swap.recover_folder(target, Keeper(nothing_to_keep))
    assert (version(target), around(target)) == ("new", ["camera-looks"])


def test_files_that_must_not_be_written_to_are_replaced_and_removed(target: Path, opened: OpenFiles) -> None:
    install(target, "old")
    for path in (target / "lut/x.py", target / manifest.NAME):
        path.chmod(stat.S_IREAD)
    install(target, "new")
    assert (version(target), around(target), opened.waits) == ("new", ["camera-looks"], [])
    (target / manifest.NAME).chmod(stat.S_IREAD)
    manifest.mark_passed(target, 7)
    (target / "lut/x.py").chmod(stat.S_IREAD)
    locked_files.remove(target)
    assert around(target) == []


@pytest.mark.parametrize("number", [ACCESS_DENIED, SHARING_VIOLATION, None])
def test_a_file_in_use_is_one_to_close_and_not_one_to_own(opened: OpenFiles, number: int | None) -> None:
    error = denied(Path(r"C:\Users\ann\python.exe"), number or 0)
    error.winerror = number  # type: ignore[attr-defined]
    said = describe_error(error, "run install.py --uninstall again")
    assert said == (
        r"C:\Users\ann\python.exe is in use or protected: close GIMP and whatever else uses it, "
        "then run install.py --uninstall again."
    )


def test_where_open_files_can_be_moved_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locked_files, "LOCKS", False)
    monkeypatch.setattr(locked_files, "pause", lambda seconds: pytest.fail("waited"))

    def denied(path: Path, place: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "rename", denied)
    with pytest.raises(PermissionError) as refused:
        locked_files.move(tmp_path / "one", tmp_path / "other")
    assert "make it yours" in describe_error(refused.value)
