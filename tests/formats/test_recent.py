"""LUT files that were read lately: not parsed again while they are the same, and every change is seen."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from closeness import assert_luts_close
from samples import rows

import lut
from lut import Lut, LutFormatError, formats
from lut.formats import FORMATS, format, recent
from lut.formats.recent import Recent, Stamp

TEXT = f"LUT_3D_SIZE 3\n{rows(27, 0, 0, 1)}"
OTHER = f"LUT_3D_SIZE 3\n{rows(27, 7, 0, 1)}"
FILM = formats.cube.read(TEXT)


@pytest.fixture(autouse=True)
def nothing_read_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "RECENT", Recent())


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was parsed, in order."""
    seen: list[bytes] = []
    kind = FORMATS[0]

    def read(data: bytes) -> Lut:
        seen.append(data)
        return kind.read(data)

    counting = format.Format(kind.name, kind.extensions, read, kind.write, kind.sniff, kind.max_bytes)
    monkeypatch.setattr(formats, "FORMATS", (counting,))
    return seen


def age(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock's coarsest tick pass."""
    later = path.stat().st_ctime_ns + 2 * recent.COARSEST_CLOCK
    monkeypatch.setattr(formats.time, "time_ns", lambda: later)


def test_an_unchanged_file_is_not_even_opened_again(
    parses: list[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "film.cube"
    path.write_text(TEXT, encoding="utf-8")
    age(path, monkeypatch)
    first = lut.read(path)

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("opened again")

    monkeypatch.setattr(Path, "open", refuse)
    assert lut.read(path) is first
    assert len(parses) == 1


def test_a_fresh_file_is_compared_but_not_parsed_again(
    parses: list[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "film.cube"
    path.write_text(TEXT, encoding="utf-8")
    first = lut.read(path)
    assert formats.RECENT.entries[str(path)].data is not None
    assert lut.read(path) is first
    age(path, monkeypatch)
    assert lut.read(path) is first
    if sys.platform != "win32":
        assert formats.RECENT.entries[str(path)].data is None  # from now on, its stamp is enough
    assert len(parses) == 1


def test_a_change_that_no_stamp_shows_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Same size, same inode, within one tick of a clock as coarse as FAT's."""
    now = 10**18
    monkeypatch.setattr(Stamp, "of", classmethod(lambda cls, status: cls(1, 1, status.st_size, now, now)))
    monkeypatch.setattr(formats.time, "time_ns", lambda: now + 10**9)
    path = tmp_path / "film.cube"
    path.write_text(TEXT, encoding="utf-8")
    first = lut.read(path)
    assert len(OTHER) == len(TEXT)
    path.write_text(OTHER, encoding="utf-8")
    second = lut.read(path)
    assert_luts_close(second, formats.cube.read(OTHER))
    assert second is not first


def test_a_change_that_keeps_time_and_size_is_seen(tmp_path: Path) -> None:
    """As copies do that restore the modification time: the change time moves."""
    path = tmp_path / "film.cube"
    path.write_text(TEXT, encoding="utf-8")
    os.utime(path, ns=(10**18, 10**18))
    first = lut.read(path)
    path.write_text(OTHER, encoding="utf-8")
    os.utime(path, ns=(10**18, 10**18))
    assert lut.read(path) is not first


def test_a_change_that_windows_hides_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """LUTs of one pack have one size and one time, and what would be the change time is the time of creation there."""
    monkeypatch.setattr(Stamp, "of", classmethod(lambda cls, status: cls(1, 1, status.st_size, 1, 1)))
    monkeypatch.setattr(sys, "platform", "win32")
    path = tmp_path / "film.cube"
    path.write_text(TEXT, encoding="utf-8")
    first = lut.read(path)
    assert lut.read(path) is first
    path.write_text(OTHER, encoding="utf-8")
    assert_luts_close(lut.read(path), formats.cube.read(OTHER))


def test_replaced_and_touched_files_are_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_text(TEXT, encoding="utf-8")
    age(path, monkeypatch)
    first = lut.read(path)
    lut.write(formats.cube.read(OTHER), path)
    assert_luts_close(lut.read(path), formats.cube.read(OTHER))
    assert_luts_close(first, FILM)
    path.unlink()
    with pytest.raises(LutFormatError, match="cannot be read"):
        lut.read(path)


def test_relative_paths_follow_the_working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in (("a", TEXT), ("b", OTHER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "film.cube").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "a")
    assert_luts_close(lut.read("film.cube"), FILM)
    monkeypatch.chdir(tmp_path / "b")
    assert_luts_close(lut.read("film.cube"), formats.cube.read(OTHER))


def test_memory_is_bounded(parses: list[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    weight = FILM.table.nbytes + len(TEXT)
    monkeypatch.setattr(formats, "RECENT", Recent(budget=2 * weight))
    paths = [tmp_path / f"{name}.cube" for name in "abc"]
    for path in paths:
        path.write_text(TEXT, encoding="utf-8", newline="\n")
        lut.read(path)
    assert [Path(name).name for name in formats.RECENT.entries] == ["b.cube", "c.cube"]
    lut.read(paths[1])  # now the newest
    lut.read(paths[0])
    assert [Path(name).name for name in formats.RECENT.entries] == ["b.cube", "a.cube"]
    monkeypatch.setattr(formats, "RECENT", Recent(budget=weight - 1))
    lut.read(paths[0])
    assert not formats.RECENT.entries


def test_threads_share_files(tmp_path: Path) -> None:
    """Readers and a writer at once: everybody gets one of the two tables, whole."""
    path = tmp_path / "film.cube"
    tables = [FILM, formats.cube.read(OTHER)]
    lut.write(tables[0], path)
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(50):
                found = lut.read(path).table
                assert any(np.array_equal(found, film.table) for film in tables)
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    if sys.platform != "win32":  # where an open file can't be replaced
        for turn in range(20):
            lut.write(tables[turn % 2], path)
    for reader in readers:
        reader.join()
    assert not failures
