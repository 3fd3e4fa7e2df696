"""Packs: what is read, what is left alone, and what gets nobody out of the folder."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from closeness import assert_luts_close
from packs import cube, zipped

import lut
from lut import LutFormatError
from lut.formats import PACK, find_format, pack
from lut.formats import cube as cube_format
from lut.formats.pack import Pack
from tests.raw_zips import zipped_raw

FILM = {"Film/Warm.cube": cube(1), "Film/Cold.cube": cube(2), "Read me.txt": b"Thanks."}


# How the list at a pack's end begins to describe a file; zipfile writes the system's number there.
LISTED = b"PK\1\2" + bytes([20, zipfile.ZipInfo("Warm.cube").create_system, 20, 0])


def of(seed: int) -> lut.Lut:
    return cube_format.FORMAT.read(cube(seed))


def test_every_lut_by_its_name() -> None:
    found = PACK.read_all(zipped(FILM))
    assert list(found) == ["Film/Cold", "Film/Warm"]
    assert_luts_close(found["Film/Warm"], of(1))
    assert_luts_close(found["Film/Cold"], of(2))
    assert not any(each.notes for each in found.values())


def test_the_first_lut_says_that_there_are_more() -> None:
    first = PACK.read(zipped(FILM))
    assert_luts_close(first, of(2))
    assert first.notes == ("this is the first LUT, Film/Cold.cube, of a pack of 2",)
    assert PACK.read(zipped({"Warm.cube": cube(3)})).notes == ()


def test_files_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "Film pack.zip"
    path.write_bytes(zipped(FILM))
    assert list(lut.formats.read_all(path)) == ["Film/Cold", "Film/Warm"]
    assert_luts_close(lut.read(path), of(2))
    (tmp_path / "Warm.cube").write_bytes(cube(1))
    assert_luts_close(lut.formats.read_all(tmp_path / "Warm.cube")["Warm"], of(1))
    (tmp_path / "Film pack.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(LutFormatError, match=r"Film pack.zip: expected a \.zip file, found a damaged one"):
        lut.formats.read_all(path)
    with pytest.raises(LutFormatError, match=r"none\.zip: cannot be read"):
        lut.formats.read_all(tmp_path / "none.zip")


def test_content_decides_inside_too() -> None:
    assert list(PACK.read_all(zipped({"Warm": cube(1), "Cold.txt": cube(2)}))) == ["Cold", "Warm"]


def test_what_cannot_be_read_is_said() -> None:
    found = PACK.read_all(zipped({**FILM, "Warm.cube": b"LUT_3D_SIZE 2\n1 2 3\n", "../Out.cube": cube(4)}))
    assert list(found) == ["Film/Cold", "Film/Warm", "Warm"]
    assert found["Film/Cold"].notes == ("left out of the pack: '../Out.cube' (its name leads out of the folder)",)
    with pytest.raises(LutFormatError, match=r"^Warm.cube: line 2: expected 8 rows for LUT_3D_SIZE 2, found 1$"):
        found["Warm"]


def test_of_a_broken_first_lut_its_name_is_said(tmp_path: Path) -> None:
    path = tmp_path / "film.zip"
    path.write_bytes(zipped({"Broken.cube": b"LUT_3D_SIZE 2\n1 2 3\n"}))
    with pytest.raises(LutFormatError, match=r"film.zip: Broken.cube: line 2: expected 8 rows"):
        lut.formats.read_all(path)["Broken"]
    with pytest.raises(LutFormatError, match=r"^Broken.cube: line 2: expected 8 rows for LUT_3D_SIZE 2, found 1$"):
        PACK.read(zipped({**FILM, "Broken.cube": b"LUT_3D_SIZE 2\n1 2 3\n"}))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../Warm.cube", "its name leads out of the folder"),
        ("Film/../../Warm.cube", "its name leads out of the folder"),
        ("/etc/Warm.cube", "its name leads out of the folder"),
        ("C:/Warm.cube", "its name leads out of the folder"),
        ("C:Warm.cube", "its name leads out of the folder"),
        ("C:\\Warm.cube", "its name leads out of the folder"),
        ("\\\\server\\share\\Warm.cube", "its name leads out of the folder"),
        ("Film\\..\\..\\Warm.cube", "its name leads out of the folder"),
        ("CON.cube", "its name is that of a device"),
        ("Film/nul .cube", "its name is that of a device"),
        ("Film/COM1/Warm.cube", "its name is that of a device"),
        ("", "it has no name"),
        (".", "it has no name"),
        ("War\nm.cube", "its name has control characters"),
        ("War\u202em.cube", "its name has control characters"),
    ],
)
def test_names_that_are_refused(name: str, reason: str) -> None:
    opened = Pack(io.BytesIO(zipped({name: cube(1), "Cold.cube": cube(2)})), find_format)
    assert list(opened.entries) == [PurePosixPath("Cold.cube")]
    assert list(opened.skipped.values()) == [reason]
    assert all(text.isprintable() for text in opened.skipped)


def test_backslashes_are_folders() -> None:
    assert list(Pack(io.BytesIO(zipped({"Film\\Warm.cube": cube(1)})), find_format).entries) == [
        PurePosixPath("Film/Warm.cube")
    ]


def test_what_systems_leave_behind_is_not_mentioned() -> None:
    hidden = {"__MACOSX/._Warm.cube": b"x", ".DS_Store": b"x", "Film/.hidden/Warm.cube": b"x", "Film/Thumbs.db": b"x"}
    opened = Pack(io.BytesIO(zipped({**hidden, "Warm.cube": cube(1)})), find_format)
    assert list(opened.entries) == [PurePosixPath("Warm.cube")]
    assert not opened.skipped


def changed(**settings: object) -> bytes:
    """A pack whose first file has other attributes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo("Warm.cube")
        for name, value in settings.items():
            setattr(entry, name, value)
        archive.writestr(entry, cube(1))
        archive.writestr("Cold.cube", cube(2))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (changed(external_attr=(stat.S_IFLNK | 0o777) << 16), "a link"),
        (changed(external_attr=(stat.S_IFIFO | 0o777) << 16), "no file"),
        (
            zipped({"Warm.cube": cube(1)}, zipfile.ZIP_LZMA),
            "it is compressed in an unusual way: unpack it with another program",
        ),
        (
            zipped({"Warm.cube": cube(1)}).replace(LISTED + b"\0\0", LISTED + b"\1\0"),
            "it is locked with a password",
        ),
        (
            zipped({"Warm.cube": bytes((1 << 25) + 1)}, zipfile.ZIP_STORED),
            "expected at most 33,554,432 bytes unpacked, found 33,554,433",
        ),
        (zipped({"Warm.zip": zipped(FILM)}), "a pack within a pack: unpack it"),
        (zipped({"Warm.doc": b"PK"}), "no LUT file"),
        (
            zipped({"Warm.cube": cube(1)}, zipfile.ZIP_STORED).replace(b"number 1", b"number 2"),
            "expected a file that can be unpacked, found a damaged one",
        ),
    ],
)
def test_files_that_are_skipped(data: bytes, reason: str) -> None:
    opened = Pack(io.BytesIO(data), find_format)
    assert [str(name) for name, _ in pack.read_files(opened)] in ([], ["Cold.cube"])
    assert list(opened.skipped.values()) == [reason]


@pytest.mark.parametrize("size", [0x7FFFFFFF, 0xFFFFFFFF])
def test_a_file_that_says_to_be_huge_costs_nothing_but_itself(size: int) -> None:
    data = bytearray(zipped({"Cold.cube": cube(2), "Warm.cube": cube(1)}))
    at = data.index(pack.ENTRY) + 24  # the size in the directory (APPNOTE 6.3.10, 4.3.12)
    data[at : at + 4] = size.to_bytes(4, "little")
    opened = Pack(io.BytesIO(data), find_format)
    assert [str(name) for name, _ in pack.read_files(opened)] == ["Warm.cube"]
    assert opened.skipped == {"'Cold.cube'": f"expected at most 33,554,432 bytes unpacked, found {size:,}"}


def test_a_pack_without_luts_is_refused() -> None:
    with pytest.raises(LutFormatError, match=re.escape("expected LUT files in the pack, found no files")):
        PACK.read(zipped({}))
    many = {f"{number}.txt": b"no" for number in range(5)}
    sentence = (
        "expected LUT files in the pack, found 0.txt (no LUT file), 1.txt (no LUT file), 2.txt (no LUT file) and 2 more"
    )
    for reader in (PACK.read, PACK.read_all):
        with pytest.raises(LutFormatError, match=re.escape(sentence)):
            reader(zipped(many))


def listing(data: bytes) -> bytes:
    """A pack that is nothing but a list of files, and an end that says so (APPNOTE 6.3.10, 4.3.16)."""
    return b"PK\x03\x04" + data + b"PK\x05\x06" + bytes(8) + struct.pack("<LLH", len(data), 4, 0)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            zipped({f"{number}.cube": b"" for number in range(5001)}),
            "expected at most 5,000 files in a pack, found 5,001",
        ),
        (listing(pack.ENTRY * 12000), "expected at most 5,000 files in a pack, found more"),
        (listing(bytes(5 << 20)), "expected at most 5,000 files in a pack, found a list of 5,242,880 bytes"),
        (
            zipped(dict.fromkeys(map("{}.cube".format, range(4)), bytes(1 << 24))),
            "expected a pack of LUTs, found 67,108,864 bytes squeezed into 6",
        ),
        (zipped(FILM)[:-30], "expected a .zip file, found a damaged one"),
        (b"PK\x03\x04 and no more", "expected a .zip file, found a damaged one"),
    ],
)
def test_packs_that_are_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(LutFormatError, match=re.escape(sentence)):
        Pack(io.BytesIO(data), find_format)


def test_a_name_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("Warm.cube", cube(1))
            archive.writestr("Warm.cube", cube(2))
    opened = Pack(file, find_format)
    assert opened.skipped == {"'Warm.cube'": "its name is there twice"}
    assert len(opened.entries) == 1


def test_names_in_the_code_page_of_china_and_japan() -> None:
    for encoding, name in (("gb18030", "胶片/富士.cube"), ("cp932", "フィルム/表現.cube"), ("cp437", "Grün/Café.cube")):
        opened = Pack(io.BytesIO(zipped_raw({name.encode(encoding): cube(0)})), find_format)
        assert list(opened.entries) == [PurePosixPath(name)]
        assert_luts_close(dict(pack.read_files(opened))[PurePosixPath(name)][name.removesuffix(".cube")], of(0))


def test_a_pack_within_other_bytes_and_with_64_bit_sizes() -> None:
    """What was joined in front of it or behind it (a program that unpacks itself) is no part of it."""
    around = b"MZ" + bytes(1000) + zipped(FILM) + bytes(1000)
    assert list(PACK.read_all(around)) == ["Film/Cold", "Film/Warm"]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, archive.open("Warm.cube", "w", force_zip64=True) as inside:
        inside.write(cube(1))
    assert list(PACK.read_all(file.getvalue())) == ["Warm"]
