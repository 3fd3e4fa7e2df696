"""The user's own looks: files in a folder, and nothing else."""

from __future__ import annotations

import errno
import json
import os
import unicodedata
from pathlib import Path

import numpy as np
import pytest

import lut
from lut.cli import main
from lut.engine import packing
from lut.engine.baked_looks import find_look, find_table
from lut.formats import FORMATS, PACK, Format, recent
from lut.looks import own_looks
from lut.shared import folders
from tests.user_folders import set_home

EVENING = 'name = "Evening Light"\nsteps = [{ tone = { mid = -0.2 } }]\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_home(monkeypatch, tmp_path / "home")
    place = folders.user_looks()
    place.mkdir(parents=True)
    return place


def halved() -> lut.Lut:
    identity = lut.Lut.identity(5)
    return lut.Lut(identity.table / 2, title="Half")


def test_no_folder_means_no_looks(home: Path) -> None:
    home.rmdir()
    assert own_looks.look_files() == {} and lut.looks.own_catalog()["looks"] == []


def test_recipes_luts_and_packs_are_looks_with_ids_of_their_own(home: Path) -> None:
    (home / "Evening Light.toml").write_text(EVENING, encoding="utf-8")
    lut.write(halved(), home / "Half Tone.cube")
    (home / "Film Pack").mkdir()
    lut.write(halved(), home / "Film Pack" / "400.cube")
    (home / "Film Pack" / "deeper").mkdir()
    lut.write(halved(), home / "Film Pack" / "deeper" / "200.cube")
    (home / "notes.txt").write_text("not a look", encoding="utf-8")
    (home / ".hidden.cube").write_text("", encoding="utf-8")
    (home / "example.jpg").write_bytes(b"\xff\xd8\xff")
    found = lut.looks.own_catalog()
    assert {look["id"]: (look["name"], look["maker"]) for look in found["looks"]} == {
        "my-evening-light": ("Evening Light", "My Looks"),
        "my-film-pack-400": ("400", "My Looks · Film Pack"),
        "my-film-pack-deeper-200": ("200", "My Looks · Film Pack / deeper"),
        "my-half-tone": ("Half Tone", "My Looks"),
    }
    assert found["broken"] == []


def test_names_that_would_share_an_id_keep_apart(home: Path) -> None:
    (home / "film.toml").write_text(EVENING, encoding="utf-8")
    lut.write(halved(), home / "film.cube")
    assert sorted(own_looks.look_files()) == ["my-film", "my-film-toml"]


def test_a_recipe_and_the_table_of_its_name_that_it_starts_from_are_one_look(home: Path) -> None:
    for place in (home, home / "Pack"):
        place.mkdir(exist_ok=True)
        (place / "é×.toml").write_text('base = "e\u0301×.cube"\n' + EVENING, encoding="utf-8")
        lut.write(halved(), place / unicodedata.normalize("NFD", "é×.cube"))
    lut.write(halved(), home / "film.cube")  # of another name
    (home / "mine.toml").write_text('base = "film.cube"', encoding="utf-8")
    found = lut.looks.own_catalog()
    names = sorted(look["name"] for look in found["looks"])
    assert names == ["Evening Light", "Evening Light", "Mine", "film"]
    assert found["broken"] == []


def test_an_id_from_when_the_table_was_a_look_still_leads_to_the_recipe(home: Path) -> None:
    lut.write(halved(), home / "film.cube")
    (home / "film.toml").write_text('base = "film.cube"', encoding="utf-8")
    assert list(own_looks.look_files()) == ["my-film"]
    assert own_looks.renamed_ids() == {"my-film-toml": "my-film"}
    assert own_looks.find_file("my-film-toml") == ("my-film", home / "film.toml")


def test_a_table_stays_a_look_without_its_recipe(home: Path) -> None:
    lut.write(halved(), home / "film.cube")
    (home / "film.toml").write_text("base = ", encoding="utf-8")
    found = lut.looks.own_catalog()
    assert [look["id"] for look in found["looks"]] == ["my-film"] and len(found["broken"]) == 1
    (home / "film.toml").unlink()
    assert list(own_looks.look_files()) == ["my-film"]


def test_a_name_in_another_script_has_an_id_too(home: Path) -> None:
    for name in ("夕方.toml", "夜.toml"):
        (home / name).write_text(EVENING, encoding="utf-8")
    assert len(own_looks.look_files()) == 2 and all(name.isascii() for name in own_looks.look_files())


def test_a_lut_of_ones_own_is_looked_up_as_it_is(home: Path) -> None:
    lut.write(halved(), home / "half.cube")
    look = find_look("my-half")
    table = find_table(look)
    assert look.name == "half" and table.size == 5
    assert np.allclose(lut.looks.load("my-half").bake().table, halved().table)


def test_a_changed_recipe_is_another_look(home: Path) -> None:
    place = home / "evening.toml"
    place.write_text(EVENING, encoding="utf-8")
    first = find_table(find_look("my-evening"))
    place.write_text(EVENING.replace("-0.2", "-0.45"), encoding="utf-8")
    second = find_table(find_look("my-evening"))
    assert second.table[16, 16, 16, 0] < first.table[16, 16, 16, 0] - 0.02
    place.unlink()
    with pytest.raises(lut.LutError, match="look of your own 'my-evening'"):
        find_look("my-evening")


def test_a_broken_recipe_is_told_and_hides_no_other(home: Path) -> None:
    (home / "good.toml").write_text(EVENING, encoding="utf-8")
    (home / "bad.toml").write_text("steps = [{ tones = {} }]", encoding="utf-8")
    found = lut.looks.own_catalog()
    assert [look["id"] for look in found["looks"]] == ["my-good"]
    (sentence,) = found["broken"]
    assert "bad.toml:1: unknown step 'tones': did you mean 'tone'?" in sentence


def test_a_broken_lut_file_is_told_and_hides_no_other(home: Path) -> None:
    lut.write(halved(), home / "Good.cube")
    (home / "Bad.cube").write_text("LUT_3D_SIZE 2\n1 2\n", encoding="utf-8")
    found = lut.looks.own_catalog()
    assert [look["id"] for look in found["looks"]] == ["my-good"]
    (sentence,) = found["broken"]
    assert "Bad.cube:2: expected 3 numbers" in sentence


def test_lut_files_that_have_not_changed_are_not_read_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "evening.toml").write_text(EVENING, encoding="utf-8")
    for name in ("Half", "Other"):
        lut.write(halved(), home / f"{name}.cube")
        os.utime(home / f"{name}.cube", ns=(0, 0))
    # As if they had been written long ago: until then, another change could leave the same stamp.
    monkeypatch.setattr(recent, "COARSEST_CLOCK", -(10**9))
    first = json.loads(json.dumps(lut.looks.own_catalog()))
    os.utime(home / "Other.cube", ns=(10**9, 10**9))
    read: list[str] = []
    parse = lut.formats.read

    def counted(path: Path) -> lut.Lut:
        read.append(path.name)
        return parse(path)

    monkeypatch.setattr(lut.formats, "read", counted)
    again = lut.looks.own_catalog(first)
    assert set(read) == {"Other.cube"}
    assert [look["id"] for look in again["looks"]] == [look["id"] for look in first["looks"]]
    assert again["looks"] == first["looks"]


def test_a_pack_in_the_folder_is_told(home: Path) -> None:
    (home / "Film.zip").write_bytes(b"PK")
    assert lut.looks.own_catalog()["broken"] == [f"{home / 'Film.zip'}: a pack is not read where it lies: import it"]


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind is not PACK], ids=lambda kind: kind.name)
def test_a_file_of_every_format_is_a_look(home: Path, kind: Format) -> None:
    for extension in {*kind.extensions, *kind.read_only} - {".jpg", ".jpeg"}:
        (home / f"A{extension}").touch()
        assert list(own_looks.look_files()) == ["my-a"]
        (home / f"A{extension}").unlink()


def test_a_folder_that_is_not_listed_whole_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_looks, "MOST", 3)
    for name in ("1.toml", "2.toml", "3.toml", ".hidden.toml"):
        (home / name).write_text(EVENING, encoding="utf-8")
    assert lut.looks.own_catalog()["broken"] == []
    (home / "4.toml").write_text(EVENING, encoding="utf-8")
    (home / "Film.zip").mkdir()  # a folder, whatever its name
    found = lut.looks.own_catalog()
    assert [look["id"] for look in found["looks"]] == ["my-1", "my-2", "my-3"]
    assert found["broken"] == [f"{home}: expected at most 3 files, found 5: those behind 3 are left out"]


def test_a_folder_that_cannot_be_read_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "1.toml").write_text(EVENING, encoding="utf-8")
    (home / "Film").mkdir()
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path) == home / "Film":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = lut.looks.own_catalog()
    assert [look["id"] for look in found["looks"]] == ["my-1"]
    assert found["broken"] == [f"{home / 'Film'}: cannot be read: Permission denied"]


def test_the_command_line_lists_them_last(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "good.toml").write_text(EVENING, encoding="utf-8")
    (home / "bad.toml").write_text("steps = 1", encoding="utf-8")
    assert main(["list"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("samsung-sony-imagined") < shown.index("My Looks") < shown.index("my-good")
    assert "Not listed: " in shown and "bad.toml:1: steps: expected a list of steps" in shown


def test_a_long_name_moves_no_other_aside(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("evening", "e" * 200):
        (home / f"{name}.toml").write_text(EVENING, encoding="utf-8")
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"  {'my-evening':32}  Evening Light" in lines and f"  my-{'e' * 200}  Evening Light" in lines


def former_id(name: str) -> str:
    """As the first versions made it, of the name as the disk has it."""
    return "my-" + own_looks.slug(Path(name))


@pytest.mark.parametrize("name", ["Grün", "Café Crème", "Вечерний свет", "Йод", "Ё", "夜が", "Å"])
def test_a_look_has_one_id_however_its_name_is_composed(home: Path, name: str) -> None:
    """macOS has names decomposed: "é" as e and an accent."""
    ids = {}
    for form in ("NFC", "NFD"):
        place = home / f"{unicodedata.normalize(form, name)}.toml"  # type: ignore[arg-type]
        place.write_text(EVENING, encoding="utf-8")
        (ids[form],) = own_looks.look_files()
        for before in (former_id(unicodedata.normalize("NFC", name)), former_id(unicodedata.normalize("NFD", name))):
            found = own_looks.load_own_look(before)
            assert (found.id, found.name) == (ids[form], "Evening Light"), "a look layer or a favorite has this id"
            assert packing.pack_look(before), "so an image that has a copy uses the user's own"
        place.unlink()
    assert ids["NFC"] == ids["NFD"] == former_id(unicodedata.normalize("NFC", name))


def test_the_catalog_says_which_ids_were_others(home: Path) -> None:
    for name in ("Grün", "plain", "夜が"):
        (home / f"{unicodedata.normalize('NFD', name)}.toml").write_text(EVENING, encoding="utf-8")
    found = lut.looks.own_catalog()
    assert found["renamed"]["my-gru-n"] == "my-gr-n"
    assert len(found["renamed"]) == 2
    assert set(found["renamed"].values()) <= {look["id"] for look in found["looks"]}


def test_a_former_id_that_another_look_has_now_is_that_look(home: Path) -> None:
    (home / unicodedata.normalize("NFD", "Grün.toml")).write_text(EVENING, encoding="utf-8")
    (home / "Gru n.toml").write_text(EVENING.replace("Evening Light", "Other"), encoding="utf-8")
    assert own_looks.load_own_look("my-gru-n").name == "Other"
    assert "my-gru-n" not in own_looks.renamed_ids()


def test_looks_whose_names_differ_in_composition_alone_are_two(home: Path) -> None:
    """A disk of Linux holds both; on macOS they are one file."""
    for form in ("NFC", "NFD"):
        (home / unicodedata.normalize(form, "Grün.toml")).write_text(EVENING, encoding="utf-8")  # type: ignore[arg-type]
    if len(list(home.iterdir())) < 2:
        pytest.skip("they are one file here")
    assert len(own_looks.look_files()) == 2
