"""Writing LUT files: whole or not at all, with the permissions and links that were there."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest
from closeness import assert_luts_close
from samples import rows

import lut
from lut import Lut, LutFormatError, Shaper, formats
from lut.files import saving

FILM = formats.cube.read(f"LUT_3D_SIZE 3\n{rows(27, 0, 0, 1)}")


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
