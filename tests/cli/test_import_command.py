"""``camera-looks import``: LUT files and packs become looks of the user's own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

import lut
from lut import Lut, Shaper, looks
from lut.cli import main
from lut.formats import FORMATS, Format, cube
from lut.looks import own_looks
from lut.shared import folders
from tests.user_folders import set_home


def film(value: float) -> bytes:
    return cube.FORMAT.write(Lut(Lut.identity(2).table * value))


def pack(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.fixture(autouse=True)
def here(here: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and another one as the user's home."""
    set_home(monkeypatch, tmp_path_factory.mktemp("home"))
    return here


def said(capsys: pytest.CaptureFixture[str]) -> str:
    result = capsys.readouterr()
    assert result.err == ""
    return result.out


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file())


def test_a_file_becomes_a_look(capsys: pytest.CaptureFixture[str]) -> None:
    Path("Warm film.cube").write_bytes(film(0.9))
    assert main(["import", "Warm film.cube"]) == 0
    target = folders.user_looks() / "Warm film.cube"
    assert said(capsys) == f"{target} written.\n"
    assert target.read_bytes() == film(0.9)
    assert looks.load("my-warm-film").bake().size == 2


def test_a_pack_becomes_a_folder_of_looks(capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "Film/Warm.cube": film(0.9),
        "Film/Cold.CUBE": film(0.8),
        "Read me.txt": b"Thanks.",
        "../Out.cube": film(0.1),
    }
    Path("Film pack.zip").write_bytes(pack(files))
    assert main(["import", "Film pack.zip"]) == 0
    folder = folders.user_looks() / "Film pack"
    assert names(folders.user_looks()) == ["Film pack/Film/Cold.cube", "Film pack/Film/Warm.cube"]
    assert (folder / "Film/Warm.cube").read_bytes() == film(0.9)
    assert said(capsys) == (
        f"2 LUTs written to {folder}.\n"
        "Skipped: '../Out.cube': its name leads out of the folder\n"
        "Skipped: Read me.txt: no LUT file\n"
    )
    assert set(own_looks.look_files()) == {"my-film-pack-film-cold", "my-film-pack-film-warm"}
    assert not (folders.data() / "Out.cube").exists()


def test_a_recipe_becomes_a_look(capsys: pytest.CaptureFixture[str]) -> None:
    """One that starts from another file would be without it."""
    Path("Evening.toml").write_text('base = "leica-authentic"', encoding="utf-8")
    Path("film.cube").write_bytes(film(0.9))
    Path("night.toml").write_text('base = "film.cube"', encoding="utf-8")
    assert main(["import", "Evening.toml", "night.toml"]) == 1
    assert names(folders.user_looks()) == ["Evening.toml"]
    assert capsys.readouterr().err == (
        "camera-looks: night.toml: starts from film.cube: put both files into the folder of your looks\n"
    )


def test_again_is_nothing_new(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.zip").write_bytes(pack({"Warm.cube": film(0.9), "Cold.cube": film(0.8)}))
    assert main(["import", "a.zip", "--to", "luts"]) == 0
    assert main(["import", "a.zip", "--to", "luts"]) == 0
    assert said(capsys) == f"2 LUTs written to {Path('luts/a')}.\nNothing new: {Path('luts/a')} has it all.\n"
    assert names(Path("luts")) == ["a/Cold.cube", "a/Warm.cube"]


def test_nothing_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    Path("luts").mkdir()
    Path("luts/warm.cube").write_text("mine", encoding="utf-8")
    for value in (0.9, 0.8, 0.9):
        Path("warm.cube").write_bytes(film(value))
        assert main(["import", "warm.cube", "--to", "luts"]) == 0
    assert names(Path("luts")) == ["warm (2).cube", "warm (3).cube", "warm.cube"]
    assert Path("luts/warm.cube").read_text(encoding="utf-8") == "mine"
    assert Path("luts/warm (2).cube").read_bytes() == film(0.9)
    assert Path("luts/warm (3).cube").read_bytes() == film(0.8)
    assert said(capsys).endswith("Nothing new: luts has it all.\n")


def test_names_in_a_pack_that_become_one(capsys: pytest.CaptureFixture[str]) -> None:
    files = {"A?b.cube": film(0.7), "A*b.cube": film(0.6), "Gru\u0308n.cube": film(0.5), "Grün.cube": film(0.4)}
    Path("a.zip").write_bytes(pack(files))
    assert main(["import", "a.zip", "--to", "luts"]) == 0
    assert names(Path("luts")) == ["a/A-b (2).cube", "a/A-b.cube", "a/Grün (2).cube", "a/Grün.cube"]


def test_what_is_no_lut_leaves_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.zip").write_bytes(pack({"Read me.txt": b"Thanks."}))
    Path("broken.cube").write_text("LUT_3D_SIZE 2\n", encoding="utf-8")
    Path("good.cube").write_bytes(film(0.5))
    assert main(["import", "a.zip", "broken.cube", "missing.cube", "good.cube", "--to", "luts"]) == 1
    result = capsys.readouterr()
    assert result.out == f"Nothing written.\nSkipped: Read me.txt: no LUT file\n{Path('luts/good.cube')} written.\n"
    first, second = result.err.splitlines()
    assert first == "camera-looks: broken.cube: expected 8 rows for LUT_3D_SIZE 2, found none"
    assert second.startswith("camera-looks: missing.cube: cannot be read: ")
    assert names(Path("luts")) == ["good.cube"]


def test_a_file_of_several_becomes_a_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    several = {"One": Lut.identity(2), "Two/Three": Lut(Lut.identity(3).table * 0.5), "Odd": odd()}
    kind = Format(
        "several",
        (".several",),
        lambda data: Lut.identity(2),
        None,
        lambda head: head == b"several",
        read_all=lambda data: several,
    )
    monkeypatch.setattr(lut.formats, "FORMATS", (*FORMATS, kind))
    Path("film.several").write_bytes(b"several")
    Path("a.zip").write_bytes(pack({"in/film.several": b"several"}))
    assert main(["import", "film.several", "--to", "luts"]) == 0
    assert main(["import", "a.zip", "--to", "others"]) == 0
    assert names(Path("luts")) == ["film/One.cube", "film/Two - Three.cube"]
    assert names(Path("others")) == ["a/in/film/One.cube", "a/in/film/Two - Three.cube"]
    assert np.array_equal(lut.read("luts/film/Two - Three.cube").table, several["Two/Three"].table)
    assert "Skipped: Odd: expected a shaper with the same domain in each channel" in said(capsys)


def odd() -> Lut:
    """What a .cube file cannot hold."""
    return Lut(Lut.identity(2).table * 0.5, shaper=Shaper([[0, 0, 0], [1, 1, 1]], ((0, 0, 0), (1, 2, 3))))


def test_notes_and_long_lists(capsys: pytest.CaptureFixture[str]) -> None:
    files = {f"{number:02}.txt": b"no" for number in range(25)}
    Path("a.zip").write_bytes(pack({**files, "Warm.cube": film(0.9)}))
    assert main(["import", "a.zip", "--to", "luts"]) == 0
    lines = said(capsys).splitlines()
    assert lines[0] == f"{Path('luts/a/Warm.cube')} written."
    assert len(lines) == 22
    assert lines[-1] == "… and 5 more."


def test_a_failing_disk_leaves_no_half_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(data: bytes, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    Path("warm.cube").write_bytes(film(0.9))
    monkeypatch.setattr("lut.files.saving.save_file", full)
    assert main(["import", "warm.cube", "--to", "luts"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert names(Path("luts")) == []
