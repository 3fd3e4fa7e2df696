"""Files are written whole or not at all, and what killed processes leave is removed."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from lut.files import saving
from lut.files.saving import computer_id, remove_unfinished, save_file
from lut.shared import atomic_write


def test_what_dead_processes_of_this_computer_began_is_removed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    dead, alive = f"{process.pid:x}", f"{os.getpid():x}"
    kept = {
        f".{alive}-{computer_id()}-12345678.part",
        f".{dead}-0-12345678.part",  # of another computer that writes into the same folder
        f".{'f' * 40}-{computer_id()}-12345678.part",
        f".words-{computer_id()}-12345678.part",
        f".{dead}-12345678.part",
        f"{dead}-{computer_id()}-12345678.part",
        "photo.part",
    }
    for name in (*kept, f".{dead}-{computer_id()}-12345678.part"):
        (tmp_path / name).touch()
    remove_unfinished(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_what_a_process_that_is_known_to_be_dead_began_is_removed_on_every_system(tmp_path: Path) -> None:
    part = tmp_path / f".{os.getpid():x}-{computer_id()}-12345678.part"
    part.touch()
    remove_unfinished(tmp_path, os.getpid())
    assert not part.exists()


def test_a_link_to_itself_is_not_replaced(tmp_path: Path) -> None:
    link = tmp_path / "loop.png"
    link.symlink_to(link)
    with pytest.raises(OSError) as raised:
        save_file(b"data", link)
    assert (raised.value.errno, raised.value.filename) == (errno.ELOOP, str(link))
    assert link.is_symlink()


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Windows, where nobody waits; how long it would have been is in the list."""
    waited: list[float] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(atomic_write.time, "sleep", waited.append)
    return waited


@pytest.mark.parametrize("times", [1, 3, 5])
def test_a_file_that_a_scanner_has_open_for_a_moment_is_replaced(
    times: int, tmp_path: Path, windows: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, left = Path.replace, [times]

    def held(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(errno.EACCES, "Access is denied", str(path), 5, str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held)
    save_file(b"data", tmp_path / "a.jpg")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]
    assert len(windows) == times


def test_a_file_that_stays_open_keeps_what_it_holds(
    tmp_path: Path, windows: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a picture in a viewer that shares it with nobody."""

    def held(path: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Access is denied", str(path), 5, str(target))

    monkeypatch.setattr(Path, "replace", held)
    (tmp_path / "a.jpg").write_bytes(b"old")
    with pytest.raises(OSError) as raised:
        save_file(b"data", tmp_path / "a.jpg")
    assert (raised.value.filename, raised.value.strerror) == (str(tmp_path / "a.jpg"), saving.IN_USE)
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]
    assert (tmp_path / "a.jpg").read_bytes() == b"old"
    assert 1 < sum(windows) < 5, "a scanner gets its time, and a folder of such files is no wait for an hour"


def test_a_read_only_file_of_windows_is_left_at_once(tmp_path: Path, windows: list[float]) -> None:
    (tmp_path / "a.jpg").write_bytes(b"old")
    (tmp_path / "a.jpg").chmod(0o444)
    with pytest.raises(OSError) as raised:
        save_file(b"data", tmp_path / "a.jpg")
    assert raised.value.strerror == saving.READ_ONLY
    assert (tmp_path / "a.jpg").read_bytes() == b"old"
    assert not windows
    (tmp_path / "a.jpg").chmod(0o644)


@pytest.mark.skipif(sys.platform != "win32", reason="other systems replace open files")
def test_a_file_that_is_open_elsewhere_keeps_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"old")
    with (tmp_path / "a.jpg").open("rb"), pytest.raises(OSError) as raised:
        save_file(b"data", tmp_path / "a.jpg")
    assert raised.value.strerror == saving.IN_USE
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]
    assert (tmp_path / "a.jpg").read_bytes() == b"old"


def test_the_temporary_file_of_a_failed_write_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "a.json").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        atomic_write.write_atomically(tmp_path / "a.json", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_bytes() == b"old"


def test_another_files_temporary_name_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "a.part").write_bytes(b"another's")
    with pytest.raises(FileExistsError):
        atomic_write.write_atomically(tmp_path / "a.json", b"data", tmp_path / "a.part")
    assert not (tmp_path / "a.json").exists()
    assert (tmp_path / "a.part").read_bytes() == b"another's"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no folders")
@pytest.mark.parametrize(("number", "raises"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_file_system_without_flush_is_no_failure_and_a_broken_disk_is(
    number: int, raises: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def refused(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refused)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)) if raises else nullcontext():
        atomic_write.write_atomically(tmp_path / "a.json", b"data")
    assert (tmp_path / "a.json").read_bytes() == b"data"
