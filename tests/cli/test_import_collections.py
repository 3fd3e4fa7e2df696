"""``camera-looks import`` of folders and packs with a tree inside: groups, duplicates, interruptions, archives."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

import lut
from lut import Lut
from lut.cli import main
from lut.formats import collection, cube
from lut.looks import file_facts, own_looks, storing
from lut.looks.importing import read_offers
from lut.shared import folders
from tests.user_folders import set_home


def film(value: float) -> bytes:
    assert cube.FORMAT.write is not None
    return cube.FORMAT.write(Lut(Lut.identity(2).table * value))


def hald(value: float) -> bytes:
    lut.write(Lut(Lut.identity(4).table * value), "made.png", kind="hald8")
    return Path("made.png").read_bytes()


def pack(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def unpacked(files: dict[str, bytes], folder: str) -> None:
    for name, data in files.items():
        place = Path(folder, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def here(here: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and another one as the user's home."""
    set_home(monkeypatch, tmp_path_factory.mktemp("home"))
    return here


def collected() -> dict[str, bytes]:
    """A collection such as RawTherapee's."""
    return {
        "HaldCLUT/Color/Fuji/Fuji Provia 100F.png": hald(0.9),
        "HaldCLUT/Color/Fuji/Fuji Velvia 50.png": hald(0.8),
        "HaldCLUT/Color/Kodak/Portra.png": hald(0.7),
        "HaldCLUT/Black and White/Ilford.png": hald(0.6),
        "HaldCLUT/README.txt": b"Thanks.",
    }


TREE = [
    "HaldCLUT/Black and White/Ilford.png",
    "HaldCLUT/Color/Fuji/Fuji Provia 100F.png",
    "HaldCLUT/Color/Fuji/Fuji Velvia 50.png",
    "HaldCLUT/Color/Kodak/Portra.png",
]


@pytest.mark.parametrize("packed", [True, False])
def test_a_tree_is_kept_as_groups(packed: bool, capsys: pytest.CaptureFixture[str]) -> None:
    if packed:
        Path("HaldCLUT.zip").write_bytes(pack(collected()))
    else:
        unpacked(collected(), "in")
    assert main(["import", "HaldCLUT.zip" if packed else "in/HaldCLUT"]) == 0
    assert names(folders.user_looks()) == TREE
    assert capsys.readouterr().out.startswith(f"4 LUTs written to {folders.user_looks() / 'HaldCLUT'}.\n")
    assert {look["name"]: look["maker"] for look in lut.looks.own_catalog()["looks"]} == {
        "Ilford": "My Looks · HaldCLUT / Black and White",
        "Fuji Provia 100F": "My Looks · HaldCLUT / Color / Fuji",
        "Fuji Velvia 50": "My Looks · HaldCLUT / Color / Fuji",
        "Portra": "My Looks · HaldCLUT / Color / Kodak",
    }


def test_deeper_folders_than_are_listed_become_a_part_of_the_name() -> None:
    deep = "/".join("abcdefghij")
    Path("a.zip").write_bytes(pack({f"{deep}/Warm.cube": film(0.9), "Cold.cube": film(0.8)}))
    assert main(["import", "a.zip"]) == 0
    assert names(folders.user_looks()) == ["a/Cold.cube", "a/a/b/c/d/e/f/g - h - i - j - Warm.cube"]
    assert len(own_looks.look_files()) == 2


def test_duplicates_are_told_by_their_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """The same table as a .cube of other text, twice in the pack, and among the user's looks in a folder."""
    place = folders.user_looks() / "Old"
    place.mkdir(parents=True)
    (place / "mine.cube").write_bytes(b"# edited\n" + film(0.9))
    files = {
        "A/Warm.cube": film(0.9),
        "B/Cold.cube": film(0.8),
        "C/Cold again.cube": film(0.8),
        "D/New.cube": film(0.7),
    }
    Path("a.zip").write_bytes(pack(files))
    assert main(["import", "a.zip"]) == 0
    assert names(folders.user_looks()) == ["Old/mine.cube", "a/B/Cold.cube", "a/D/New.cube"]
    assert (
        f"2 there already under other names: A/Warm.cube is {Path('Old/mine.cube')}; "
        f"C/Cold again.cube is {Path('a/B/Cold.cube')}.\n"
    ) in capsys.readouterr().out
    assert main(["import", "a.zip"]) == 0
    assert capsys.readouterr().out.startswith("Nothing new: ")
    assert names(folders.user_looks()) == ["Old/mine.cube", "a/B/Cold.cube", "a/D/New.cube"]


def test_one_bad_file_gets_one_sentence_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    files = {f"{number:02}.cube": film(0.5 + number / 100) for number in range(30)}
    unpacked(files | {"07.cube": b"LUT_3D_SIZE 2\n1 2 x\n", "08.png": b"\x89PNG\r\n\x1a\n", "pack.zip": pack({})}, "in")
    assert main(["import", "in"]) == 0
    assert len(names(folders.user_looks())) == 29
    skipped = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Skipped: ")]
    assert skipped[0].startswith("Skipped: pack.zip: a pack: import it by itself")
    assert [line for line in skipped if "07.cube" in line] == [
        "Skipped: 07.cube: line 2: expected 3 numbers, found 'x'"
    ]
    assert len(skipped) == 3


def test_an_interrupted_import_goes_on_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.zip").write_bytes(pack({f"{number}.cube": film(0.5 + number / 100) for number in range(9)}))
    put = storing.Store.put
    done = []

    def interrupted(store: storing.Store, offer: object) -> storing.Stored:
        if len(done) == 4:
            raise KeyboardInterrupt
        done.append(offer)
        return put(store, offer)  # type: ignore[arg-type]

    monkeypatch.setattr(storing.Store, "put", interrupted)
    assert main(["import", "a.zip"]) == 130
    assert capsys.readouterr().out.startswith("4 LUTs written to ")
    assert names(folders.user_looks()) == [f"a/{number}.cube" for number in range(4)]
    monkeypatch.setattr(storing.Store, "put", put)
    assert main(["import", "a.zip"]) == 0
    assert "5 LUTs written to " in (out := capsys.readouterr().out) and "4 already there." in out
    assert names(folders.user_looks()) == [f"a/{number}.cube" for number in range(9)]


def test_a_pack_is_read_one_file_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never more of it than the largest file inside, and what zipfile reads of its end."""
    noise = b"".join(number.to_bytes(2, "big") for number in range(1 << 16)) * 20
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in ("a.txt", "b.txt", "c.txt"):
            archive.writestr(name, noise)
        archive.writestr("Warm.cube", film(0.9))
    Path("a.zip").write_bytes(file.getvalue())
    read: list[int] = []
    from lut.files.regular import ReopenedFile

    plain = ReopenedFile.read

    def counted(opened: ReopenedFile, size: int = -1) -> bytes:
        found = plain(opened, size)
        read.append(len(found))
        return found

    monkeypatch.setattr(ReopenedFile, "read", counted)
    assert main(["import", "a.zip"]) == 0
    assert max(read) <= max(1 << 17, len(noise)) and sum(read) < len(noise)


def test_a_recipe_and_its_table_are_one_look() -> None:
    recipe = 'base = "Evening.cube"\nsteps = [{ tone = { mid = -0.2 } }]'
    files = {"x/Evening.toml": recipe.encode(), "x/Evening.cube": film(0.9), "x/Other.cube": film(0.8)}
    Path("a.zip").write_bytes(pack(files))
    unpacked(files, "in")
    assert len(read_offers(Path("a.zip")).looks) == len(read_offers(Path("in")).looks) == 2
    assert main(["import", "a.zip"]) == 0
    assert names(folders.user_looks() / "a") == ["x/Evening.cube", "x/Evening.toml", "x/Other.cube"]
    assert sorted(own_looks.look_files()) == ["my-a-x-evening", "my-a-x-other"]
    assert main(["import", "in/x/Evening.toml"]) == 0
    assert {"Evening.cube", "Evening.toml"} <= set(names(folders.user_looks()))
    assert lut.looks.load("my-evening").bake(5).table.mean() < 0.45


def test_a_recipe_whose_table_cannot_have_its_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    unpacked({"Evening.toml": b'base = { from = "Evening.cube", strength = 0.5 }', "Evening.cube": film(0.9)}, ".")
    unpacked({"Evening.cube": film(0.1)}, str(folders.user_looks()))
    assert main(["import", "Evening.toml"]) == 1
    assert "Evening.toml: another file has its name: " in capsys.readouterr().err
    assert names(folders.user_looks()) == ["Evening.cube"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive"),
        (b"Rar!\x1a\x07\1\0", "a RAR archive"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a gzip archive"),
        (b"\xfd7zXZ\0\0\4", "an xz archive"),
        (b"BZh91AY&SY", "a bzip2 archive"),
    ],
)
def test_other_archives_get_a_sentence(head: bytes, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("looks.bin").write_bytes(head + bytes(300))
    assert main(["import", "looks.bin"]) == 1
    sentence = f"looks.bin: expected a LUT file, found {kind}: unpack it, then import the folder\n"
    assert capsys.readouterr().err == f"camera-looks: {sentence}"
    Path("a.zip").write_bytes(pack({"looks.bin": head + bytes(300), "Warm.cube": film(0.9)}))
    assert main(["import", "a.zip"]) == 0
    assert f"Skipped: looks.bin: {kind}: unpack it first\n" in capsys.readouterr().out


def test_a_tar_gets_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("Warm.cube").write_bytes(film(0.9))
    with tarfile.open("looks.tar", "w") as archive:
        archive.add("Warm.cube")
    assert main(["import", "looks.tar"]) == 1
    assert "found a tar archive: unpack it" in capsys.readouterr().err


def test_a_folder_of_too_many_files_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(collection, "MAX_FILES", 3)
    unpacked({f"{number}.cube": film(0.5) for number in range(4)}, "in")
    assert main(["import", "in"]) == 1
    assert capsys.readouterr().err == "camera-looks: in: expected at most 3 files in a folder, found more\n"


def test_an_empty_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in").mkdir()
    assert main(["import", "in"]) == 1
    assert capsys.readouterr().err == "camera-looks: in: expected LUT files or recipes, found none\n"


def test_links_are_not_followed(capsys: pytest.CaptureFixture[str]) -> None:
    unpacked({"in/Warm.cube": film(0.9), "out/Cold.cube": film(0.8)}, ".")
    try:
        Path("in/ring").symlink_to(Path("in").absolute(), target_is_directory=True)
        Path("in/Cold.cube").symlink_to(Path("out/Cold.cube").absolute())
    except OSError:
        pytest.skip("this user may make no links here")
    if not Path("in/ring").is_symlink():
        pytest.skip("links are made here without an error, and are not there")
    assert main(["import", "in"]) == 0
    assert names(folders.user_looks()) == ["in/Warm.cube"]
    assert "Skipped: ring: a link\n" in capsys.readouterr().out


def test_a_ring_of_links_among_ones_own_looks_is_listed_once() -> None:
    unpacked({"a/Warm.cube": film(0.9)}, str(folders.user_looks()))
    try:
        (folders.user_looks() / "a/ring").symlink_to(folders.user_looks(), target_is_directory=True)
    except OSError:
        pytest.skip("this user may make no links here")
    assert list(own_looks.look_files()) == ["my-a-warm"]


def test_facts_that_are_damaged_are_read_again() -> None:
    Path("a.cube").write_bytes(film(0.9))
    assert main(["import", "a.cube"]) == 0
    place = folders.cache() / "lut-facts.json"
    target = folders.user_looks() / "a.cube"
    facts = file_facts.FileFacts().read(target)
    odd = json.dumps({"version": 1, "files": {str(target): [[1, 2], "gray", "x"]}})
    for text in ("{", '{"version": 1, "files": 3}', odd):
        place.write_text(text, encoding="utf-8")
        assert file_facts.FileFacts().read(target) == facts
