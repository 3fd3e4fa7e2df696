"""Looks as things: the user's own get other names, and any look is copied into a recipe."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import lut
from lut.engine.change_looks import copy_look, rename_look
from lut.errors import LutError
from lut.looks import own_looks
from lut.looks.look_recipe import write_look
from lut.looks.recipe_edits import set_base, set_name
from lut.shared import folders
from tests.user_folders import set_home

EVENING = '# mine\nname = "Evening"  # a name\nsteps = [{ tone = { mid = -0.2 } }]\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_home(monkeypatch, tmp_path / "home")
    place = folders.user_looks()
    place.mkdir(parents=True)
    return place


def halved() -> lut.Lut:
    return lut.Lut(lut.Lut.identity(5).table / 2, title="Half")


def files(home: Path) -> list[str]:
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def entries() -> dict[str, dict[str, object]]:
    return {look["id"]: look for look in lut.looks.own_catalog()["looks"]}


def test_a_lut_file_gets_another_name_and_its_former_id_leads_to_it(home: Path) -> None:
    (home / "Pack").mkdir()
    lut.write(halved(), home / "Pack/film v2.cube")
    assert rename_look("my-pack-film-v2", " Dusk  Light ") == "my-pack-dusk-light"
    assert files(home) == ["Pack/Dusk Light.cube"]
    assert rename_look("my-pack-film-v2", "Dawn") == "my-pack-dawn"  # by its first id
    catalog = lut.looks.own_catalog()
    assert catalog["renamed"] == {"my-pack-film-v2": "my-pack-dawn", "my-pack-dusk-light": "my-pack-dawn"}
    assert lut.looks.load("my-pack-film-v2").name == "Dawn"
    rename_look("my-pack-dawn", "film v2")
    assert "my-pack-film-v2" not in lut.looks.own_catalog()["renamed"]
    assert lut.looks.load("my-pack-dawn").name == "film v2"


def test_a_recipe_keeps_its_comments_and_its_table(home: Path) -> None:
    lut.write(halved(), home / "Film.cube")
    text = '# mine\r\nname = "Film"  # old\r\n[base]\r\nfrom = "Film.cube"  # the table\r\nspace = "v-log"\r\n'
    (home / "Film.toml").write_bytes(text.encode())
    before = lut.looks.load("my-film").bake()
    assert rename_look("my-film", "Föhn: warm") == "my-f-hn-warm"
    assert files(home) == ["Föhn- warm.cube", "Föhn- warm.toml"]
    changed = text.replace('"Film"', '"Föhn: warm"').replace('"Film.cube"', '"Föhn- warm.cube"')
    assert (home / "Föhn- warm.toml").read_bytes().decode() == changed
    (entry,) = entries().values()
    assert entry["name"] == "Föhn: warm"
    assert entry["files"] == [str(home / "Föhn- warm.toml"), str(home / "Föhn- warm.cube")]
    assert np.array_equal(lut.looks.load("my-film").bake().table, before.table)


def test_a_name_can_differ_in_case_only(home: Path) -> None:
    (home / "evening.toml").write_text(EVENING, encoding="utf-8")
    assert rename_look("my-evening", "EVENING") == "my-evening"
    assert files(home) == ["EVENING.toml"] and not folders.former_ids().exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Night", "There is already a look named “Night” in your folder: choose another name."),
        ("", "Give the look a name of 1 to 60 letters."),
        ("x\ny\0", "Give the look a name of 1 to 60 letters."),
    ],
)
def test_a_name_that_will_not_do_changes_nothing(home: Path, name: str, sentence: str) -> None:
    for look in ("Evening", "Night"):
        (home / f"{look}.toml").write_text(EVENING, encoding="utf-8")
    with pytest.raises(LutError) as raised:
        rename_look("my-evening", name)
    assert str(raised.value) == sentence
    assert files(home) == ["Evening.toml", "Night.toml"]
    assert (home / "Evening.toml").read_text(encoding="utf-8") == EVENING


def test_a_file_that_another_recipe_starts_from_keeps_its_name(home: Path) -> None:
    lut.write(halved(), home / "Film.cube")
    (home / "Warm.toml").write_text('base = "Film.cube"\n', encoding="utf-8")
    with pytest.raises(LutError, match=r"“Warm” starts from Film\.cube, and would no longer find it\."):
        rename_look("my-film", "Other")
    assert files(home) == ["Film.cube", "Warm.toml"]


@pytest.mark.parametrize("look", lut.looks.all_looks(), ids=lambda look: look.id)
def test_the_recipe_of_a_look_makes_the_same(look: lut.looks.Look, tmp_path: Path) -> None:
    place = tmp_path / "copy.toml"
    place.write_text(write_look(look, "Copy"), encoding="utf-8")
    copy = lut.looks.read_recipe(place)
    assert (copy.name, copy.steps, copy.variants, copy.finish) == ("Copy", look.steps, look.variants, look.finish)
    assert (copy.character, copy.remarks) == (look.character, look.remarks)
    assert (copy.base and copy.base.name) == (look.base and look.base.name)


def test_copies_stand_by_themselves(home: Path) -> None:
    """Of a look of ours, a LUT file, a recipe, and a recipe with its table; none needs its original's files."""
    lut.write(halved(), home / "Film.cube")
    (home / "Evening.toml").write_text(EVENING, encoding="utf-8")
    (home / "Pack").mkdir()
    lut.write(halved(), home / "Pack/Warm.cube")
    (home / "Pack/Warm.toml").write_text('base = { from = "Warm.cube", strength = 0.5 }\n', encoding="utf-8")
    originals = ("leica-classic", "my-film", "my-evening", "my-pack-warm")
    before = [lut.looks.load(look).bake().table for look in originals]
    copies = [copy_look(look) for look in originals]
    assert [copy for copy, _path in copies] == [
        "my-classic-copy",
        "my-film-copy",
        "my-evening-copy",
        "my-pack-warm-copy",
    ]
    for file in ("Film.cube", "Evening.toml", "Pack/Warm.cube", "Pack/Warm.toml"):
        (home / file).unlink()
    assert len(entries()) == 4 and not lut.looks.own_catalog()["broken"]
    for (copy, path), table in zip(copies, before, strict=True):
        found = lut.looks.load(copy)
        assert found.name == path.stem and path.suffix == ".toml"
        points = np.linspace(0, 1, 27, dtype=np.float32).reshape(-1, 3)
        assert np.allclose(found.bake()(points), lut.Lut(table)(points), atol=2e-3)


def test_each_copy_has_a_name_of_its_own(home: Path) -> None:
    names = [copy_look("leica-classic")[1].name for _each in range(3)]
    assert names == ["Classic copy.toml", "Classic 2.toml", "Classic 3.toml"]
    assert copy_look("leica-classic", "Mine: yes")[1].name == "Mine- yes.toml"
    assert entries()["my-mine-yes"]["name"] == "Mine: yes"
    with pytest.raises(LutError, match="There is already a look named “Mine- yes”"):
        copy_look("leica-classic", "Mine: yes")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("steps = []\n", 'name = "N"\nsteps = []\n'),
        ("# mine\n\n[base]\nfrom = 'a.cube'\n", "# mine\n\nname = \"N\"\n[base]\nfrom = 'a.cube'\n"),
        ("[[look]]\nid = 'x'\nname = 'old'\n", "[[look]]\nid = 'x'\nname = \"N\"\n"),
        ("[[look]]\nid = 'x'\n", "name = \"N\"\n[[look]]\nid = 'x'\n"),
        ('"name" = "a \\" b" # c\n', '"name" = "N" # c\n'),
    ],
)
def test_only_the_name_changes(text: str, named: str) -> None:
    assert set_name(text, "N") == named


@pytest.mark.parametrize(
    ("text", "based"),
    [
        ("base = 'a.cube'\n", 'base = "b.cube"\n'),
        ("base = { strength = 0.5, from = 'a.cube' }\n", 'base = { strength = 0.5, from = "b.cube" }\n'),
        ("base.from = 'a.cube'\n", 'base.from = "b.cube"\n'),
        ("[[look]]\nbase = 'a.cube'\n", '[[look]]\nbase = "b.cube"\n'),
    ],
)
def test_only_the_base_changes(text: str, based: str) -> None:
    assert set_base(text, "b.cube") == based


def test_a_name_of_several_lines_is_left_to_an_editor() -> None:
    with pytest.raises(LutError, match="only a text editor can change"):
        set_name('name = """\nold"""\n', "N")


def test_former_ids_that_cannot_be_understood_are_none(home: Path) -> None:
    folders.former_ids().write_bytes(b"\xff{")
    assert own_looks.read_former_ids() == {}
