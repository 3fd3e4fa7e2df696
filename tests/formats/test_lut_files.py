"""Files: which format they are, which ones are refused, that they are written whole, and read once."""

from __future__ import annotations

import errno
import importlib
import os
import pickle
import pkgutil
import stat
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from closeness import assert_luts_close
from samples import rows

import lut
from lut import Lut, LutFormatError, RecipeError, Shaper, formats
from lut.files import saving
from lut.formats import FORMATS, format, recent
from lut.formats.recent import Recent, Stamp
from tests.system_words import MISSING

TEXT = f"LUT_3D_SIZE 3\n{rows(27, 0, 0, 1)}"
OTHER = f"LUT_3D_SIZE 3\n{rows(27, 7, 0, 1)}"
FILM = formats.cube.read(TEXT)

KNOWN = formats.list_extensions()


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


def test_every_format_is_listed() -> None:
    names = [module.name for module in pkgutil.iter_modules(formats.__path__)]
    modules = [importlib.import_module(f"{formats.__name__}.{name}") for name in names]
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    found.append(formats.PACK)  # which is made with the list itself, for what lies in packs
    assert set(map(id, found)) == set(map(id, FORMATS))
    assert len(found) == len(FORMATS)
    extensions = [extension for kind in FORMATS for extension in (*kind.extensions, *kind.read_only)]
    assert all(extension == extension.lower() and extension[0] == "." for extension in extensions)


def test_every_way_of_writing_has_a_key_of_its_own() -> None:
    keys = [key for kind in FORMATS if kind.write for key in {kind.key, *kind.kinds}]
    assert sorted(keys) == sorted(set(keys))
    assert all((kind.write_as is None) == (not kind.kinds) for kind in FORMATS)


@pytest.mark.parametrize("name", ["film.cube", "FILM.CUBE", "film.txt", "film"])
def test_content_decides(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(f"# exported\n{TEXT}", encoding="utf-8")
    assert_luts_close(lut.read(path), FILM)
    assert_luts_close(lut.read(str(path)), FILM)


def test_the_extension_decides_where_content_does_not(tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_text("0 0 0\n", encoding="utf-8")
    with pytest.raises(LutFormatError, match=r"film.cube:1: expected LUT_3D_SIZE or LUT_1D_SIZE ahead"):
        lut.read(path)


def test_a_long_comment_hides_the_size_from_the_sniffer_only(tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_text("# pages and pages\n" * 5000 + TEXT, encoding="utf-8")
    assert path.stat().st_size > format.HEAD_BYTES
    assert_luts_close(lut.read(path), FILM)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("film.gif", b"GIF89a", f"expected a LUT file ({KNOWN}), found the extension '.gif' and other content"),
        ("empty", b"", f"expected a LUT file ({KNOWN}), found an empty file"),
        ("film.cube", b"", "expected LUT_3D_SIZE or LUT_1D_SIZE ahead of the first row, found neither"),
        ("film.cube", TEXT.encode("utf-16"), "expected text in UTF-8, found UTF-16; save the file as UTF-8"),
        ("film.cube", TEXT.encode("utf-16-le"), "expected text in UTF-8, found UTF-16; save the file as UTF-8"),
        ("film.cube", TEXT.encode("utf-16-be"), "expected text in UTF-8, found UTF-16; save the file as UTF-8"),
        ("film.cube", TEXT.encode("utf-32"), "expected text in UTF-8, found UTF-32; save the file as UTF-8"),
        ("film.cube", TEXT.encode() + b"\0", "expected text in UTF-8, found binary data"),
    ],
)
def test_what_is_no_lut_is_said(name: str, data: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(LutFormatError) as failure:
        lut.read(path)
    assert str(failure.value) == f"{path}: {sentence}"
    assert (failure.value.path, failure.value.line, failure.value.sentence) == (str(path), None, sentence)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_encodings_of_titles(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_bytes(f'TITLE "Süß"\n{TEXT}'.encode(encoding))
    assert lut.read(path).title == "Süß"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(end: str, tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    text = "# \u2028 \x0b \x0c \x85 end no lines\n" + TEXT.replace(TEXT.splitlines()[5], "0.5 0.5")
    path.write_bytes(text.replace("\n", end).encode())
    with pytest.raises(LutFormatError) as failure:
        lut.read(path)
    assert str(failure.value) == f"{path}:7: expected 3 numbers, found 2: '0.5 0.5'"
    assert failure.value.line == 7


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(LutFormatError) as failure:
        lut.read(tmp_path / "none.cube")
    assert str(failure.value) == f"{tmp_path / 'none.cube'}: cannot be read: {MISSING}"
    with pytest.raises(LutFormatError, match="expected a file, found a folder"):
        lut.read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.cube")
    with pytest.raises(LutFormatError, match="expected a file, found a pipe"):
        lut.read(tmp_path / "pipe.cube")


def test_size_is_checked_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    with path.open("wb") as file:
        file.write(TEXT.encode())
        file.truncate((1 << 30) + 1)  # a hole: it takes no room on the disk
    with pytest.raises(LutFormatError, match=r"expected at most 1,073,741,824 bytes, found 1,073,741,825$"):
        lut.read(path)


def test_a_table_that_cannot_be_is_told_with_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read(data: bytes) -> Lut:
        return Lut(np.zeros((2, 2, 2, 4)))

    path = tmp_path / "film.odd"
    path.write_text("anything", encoding="utf-8")
    monkeypatch.setattr(formats, "FORMATS", (format.Format("odd", (".odd",), read, None, lambda head: False),))
    with pytest.raises(LutFormatError, match=r"film\.odd: expected a table of shape \(N, N, N, 3\)"):
        lut.read(path)
    with pytest.raises(LutFormatError, match=r"expected a name that ends in , found 'film.odd'"):
        lut.write(FILM, path)


def test_errors_cross_processes() -> None:
    for error in (LutFormatError("film.cube", 12, "expected"), RecipeError("a.toml", None, "expected")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.line) == (type(error), str(error), error.line)


# Writing


def test_written_files_read_back(tmp_path: Path) -> None:
    lut.write(FILM, tmp_path / "film.cube")
    assert_luts_close(lut.read(tmp_path / "film.cube"), FILM)
    lut.write(FILM, str(tmp_path / "FILM.CUBE"))
    assert sorted(path.name.lower() for path in tmp_path.iterdir())[0] == "film.cube"


@pytest.mark.parametrize("name", ["film.gif", "film.jpg", "film", ".cube"])
def test_names_of_no_format_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(LutFormatError) as failure:
        lut.write(FILM, tmp_path / name)
    expected = f"expected a name that ends in {formats.list_extensions(writing=True)}, found '{name}'"
    assert str(failure.value) == f"{tmp_path / name}: {expected}"
    assert not list(tmp_path.iterdir())


def test_what_a_format_cannot_hold_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_text("old", encoding="utf-8")
    shaper = Shaper([[0, 0, 0], [1, 1, 1]], domain=((0, 0, 0), (1, 2, 3)))
    with pytest.raises(LutFormatError, match=r"film\.cube: expected a shaper with the same domain in each channel"):
        lut.write(Lut(FILM.table, shaper=shaper), path)
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    step: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "film.cube"
    path.write_text("old", encoding="utf-8")

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((saving.os, step) if step == "fsync" else (Path, step)), full)
    with pytest.raises(LutFormatError, match=f"cannot be written: {os.strerror(errno.ENOSPC)}"):
        lut.write(FILM, path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(LutFormatError, match=f"cannot be written: {os.strerror(errno.ENOENT)}"):
        lut.write(FILM, tmp_path / "none" / "film.cube")


def test_the_longest_names_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250 + ".cube")
    lut.write(FILM, path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX's")
def test_permissions_stay_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    before = os.umask(0o027)
    try:
        lut.write(FILM, path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o604)
        lut.write(FILM, path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o604
    finally:
        os.umask(before)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write to everything")
def test_a_file_that_must_not_be_written_to_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o400)
    with pytest.raises(LutFormatError, match="cannot be written"):
        lut.write(FILM, path)
    assert path.read_text(encoding="utf-8") == "old"


def test_links_stay_links(tmp_path: Path) -> None:
    real, link = tmp_path / "real.cube", tmp_path / "link.cube"
    real.write_text("old", encoding="utf-8")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("links can't be made here")
    lut.write(FILM, link)
    assert link.is_symlink()
    assert_luts_close(lut.read(real), FILM)


# Reading the same file again


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
