"""The plug-in's side on systems that these tests do not run on: played by what differs there.

Windows deletes no file that somebody maps, renames none that somebody writes to, and a program without a console has
no standard error.  macOS has no posix_fallocate and no /dev/shm.
"""

from __future__ import annotations

import mmap
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lut.engine import messages
from lut.shared import folders
from plugin.engine import client, launch, shared_memory
from plugin.engine import log as plugin_log

HOME = Path("/home/ann")


class AnswersNothing:
    """An engine that keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def request(self, do: str, **fields: Any) -> dict[str, Any]:
        self.asked.append({"do": do, **fields})
        return {}


@pytest.fixture
def named_memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, mmap.mmap]:
    """Windows's ``mmap(-1, size, tagname=…)``: who says the same name gets the same memory, until all have let go."""
    known: dict[str, mmap.mmap] = {}
    real = mmap.mmap

    def tagged(descriptor: int, size: int, *, tagname: str) -> mmap.mmap:
        assert descriptor == -1 and len(tagname) > 30
        return known.setdefault(tagname, real(-1, size))

    monkeypatch.setattr(shared_memory.mmap, "mmap", tagged)
    monkeypatch.setattr(sys, "platform", "win32")
    return known


def test_on_windows_pixels_travel_in_memory_without_a_file(
    named_memory: dict[str, mmap.mmap], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(folders, "scratch", lambda: tmp_path)
    engine = AnswersNothing()
    with shared_memory.SharedMemory(engine, 4096) as shared:  # type: ignore[arg-type]
        [asked] = engine.asked
        assert "path" not in asked and asked["tag"] in named_memory
        shared.view[:4] = b"ABCD"
        theirs = messages.Memory(asked["bytes"], tag=asked["tag"])
        assert theirs.pixels(0, 1, 1, 4, messages.TYPES["uint8"]).tobytes() == b"ABCD"
        theirs.pixels(0, 1, 1, 4, messages.TYPES["uint8"])[...] = 7
        assert bytes(shared.view[:4]) == b"\x07" * 4
        assert list(tmp_path.iterdir()) == []
        del theirs


def test_no_memory_on_windows_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(1455, "The paging file is too small")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(shared_memory.mmap, "mmap", full)
    with pytest.raises(client.EngineError, match=r"needs 3 MB .*paging file is too small.*unchanged"):
        shared_memory.SharedMemory(AnswersNothing(), 2_500_000)  # type: ignore[arg-type]


def test_an_engine_elsewhere_refuses_named_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(messages.ProtocolError, match="which is for Windows"):
        messages.Memory(64, tag="camera-looks-1")
    with pytest.raises(messages.ProtocolError, match="expected a 'path' or a 'tag'"):
        messages.Memory(64)


def test_without_posix_fallocate_the_file_is_written_in_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """macOS: a sparse file on a full disk would end both processes."""
    monkeypatch.delattr(os, "posix_fallocate")
    monkeypatch.setattr(folders, "scratch", lambda: tmp_path)
    mapped, name = shared_memory.map_file(3_000_000)
    path = Path(name)
    assert path.stat().st_size == len(mapped) == 3_000_000
    assert path.stat().st_blocks * 512 >= 3_000_000
    mapped.close()


def test_a_sandbox_that_shows_shared_memory_and_forbids_it_uses_the_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = tempfile.mkstemp

    def mkstemp(prefix: str, dir: Path) -> tuple[int, str]:
        if Path(dir) == tmp_path / "shm":
            raise PermissionError(13, "Permission denied")
        return real(prefix=prefix, dir=dir)

    monkeypatch.setattr(folders, "scratch", lambda: tmp_path / "shm")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "mkstemp", mkstemp)
    mapped, path = shared_memory.map_file(64)
    assert Path(path).parent == tmp_path
    mapped.close()


def test_on_windows_no_socket_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "catalog.json").touch()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "getuid", raising=False)
    assert launch.meeting_place(sys.executable, tmp_path) is None


def test_a_log_that_cannot_be_renamed_is_appended_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    log.write_bytes(b"x" * (plugin_log.LOG_BYTES + 1))

    def in_use(path: Path, target: str) -> None:
        raise PermissionError(32, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(os, "rename", in_use)
    with plugin_log.open_log(log) as opened:
        opened.write(b"more")
    assert log.read_bytes().endswith(b"more")


def test_without_a_console_and_without_a_log_the_engine_starts_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(sys, "stderr", None)
    with plugin_log.open_log(tmp_path / "file/engine.log") as opened:
        opened.write(b"nobody reads this")
        assert opened.name == os.devnull


PLACES: dict[str, Callable[[], Path]] = {
    "data": folders.data,
    "cache": folders.cache,
    "looks": folders.user_looks,
    "baked": folders.baked_looks,
}
LINUX = {
    "data": ".local/share/camera-looks",
    "cache": ".cache/camera-looks",
    "looks": ".local/share/camera-looks/looks",
    "baked": ".cache/camera-looks/baked",
}
MAC = {
    "data": "Library/Application Support/camera-looks",
    "cache": "Library/Caches/camera-looks",
    "looks": "Library/Application Support/camera-looks/looks",
    "baked": "Library/Caches/camera-looks/baked",
}
WINDOWS = {
    "data": "AppData/Local/camera-looks",
    "cache": "AppData/Local/camera-looks/cache",
    "looks": "AppData/Local/camera-looks/looks",
    "baked": "AppData/Local/camera-looks/cache/baked",
}


@pytest.mark.parametrize(("system", "expected"), [("linux", LINUX), ("darwin", MAC), ("win32", WINDOWS)])
def test_folders_are_where_each_system_has_them(
    monkeypatch: pytest.MonkeyPatch, system: str, expected: dict[str, str]
) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("HOME", str(HOME))
    monkeypatch.setenv("USERPROFILE", str(HOME))
    assert {name: place().relative_to(HOME).as_posix() for name, place in PLACES.items()} == expected


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_removing_the_cache_never_takes_the_users_looks_along(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert not folders.user_looks().is_relative_to(folders.cache())
