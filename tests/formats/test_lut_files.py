"""Files: which format they are, and which ones are refused."""

from __future__ import annotations

import importlib
import os
import pickle
import pkgutil
from pathlib import Path

import numpy as np
import pytest
from closeness import assert_luts_close
from samples import rows

import lut
from lut import Lut, LutFormatError, RecipeError, formats
from lut.formats import FORMATS, format
from tests.system_words import MISSING

TEXT = f"LUT_3D_SIZE 3\n{rows(27, 0, 0, 1)}"
FILM = formats.cube.read(TEXT)

KNOWN = formats.list_extensions()


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


# Reading the same file again
