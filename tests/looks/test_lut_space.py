"""LUTs in the space that they are made for: the choice in words, in recipes and among the user's own looks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import lut
from lut import looks
from lut.color.encodings import ENCODINGS
from lut.errors import LutError, RecipeError
from lut.lattice import lattice
from lut.looks.lut_space import parse_lut_space
from lut.shared.folders import user_looks
from lut.table import Lut
from tests.user_folders import set_home

COLORS = np.random.default_rng(2).random((2000, 3), dtype=np.float32)
V_LOG = ENCODINGS["v-log"]


def to_display(codes: np.ndarray, space: str = "v-log") -> np.ndarray:
    """A plain conversion from a log to Rec.709: light of a diffuse white and more is compressed."""
    light = np.maximum(ENCODINGS[space].decode(codes), 0)
    return np.clip(ENCODINGS["rec709"].encode(light * (1 + light / 36) / (1 + light)) * 1.06, 0, 1)


def make_lut(space: str = "v-log") -> Lut:
    return Lut(to_display(lattice(33), space), title="To 709")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own looks, with a LUT in it."""
    set_home(monkeypatch, tmp_path)
    place = user_looks()
    place.mkdir(parents=True)
    lut.write(make_lut(), place / "camera.cube")
    return place


@pytest.mark.parametrize("text", ["v-log", "v-log:rec709", "adobe-rgb", "s-log3-cine:s-log3-cine"])
def test_a_choice_is_read_and_written(text: str) -> None:
    assert str(parse_lut_space(text)) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("vlog", "unknown color space 'vlog': did you mean 'v-log'?"),
        ("v-log:rec-709", "unknown color space 'rec-709': did you mean 'rec709'?"),
        ("v-log:", "expected a color space as NAME or NAME:OUT, such as v-log:rec709, found 'v-log:'"),
        ("v-log:rec709:srgb", "expected a color space as NAME or NAME:OUT, such as v-log:rec709"),
        ("", "expected a color space as NAME or NAME:OUT"),
        ("xyzzy", "unknown color space 'xyzzy': expected one of srgb, rec709, "),
    ],
)
def test_another_choice_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(LutError) as caught:
        parse_lut_space(text)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("space", ["v-log", "s-log3", "logc4", "d-log-m"])
def test_what_a_tables_results_are_for_is_seen_from_the_table(space: str) -> None:
    log = ENCODINGS[space]
    found = parse_lut_space(space)
    assert found.find_out(make_lut(space)).id == "rec709"
    if space != "d-log-m":  # whose black is 0: nothing tells its tables apart
        middle = np.float32(log.encode(0.18))
        graded = Lut(np.clip(middle + np.float32(1.1) * (lattice(33) - middle), 0, 1))
        assert found.find_out(graded).id == space
    assert parse_lut_space(f"{space}:srgb").find_out(Lut.identity(2)).id == "srgb"


def test_a_table_for_another_display_stays_there() -> None:
    assert parse_lut_space("adobe-rgb").find_out(Lut.identity(5)).id == "adobe-rgb"


def test_a_guess_is_told() -> None:
    assert parse_lut_space("v-log").place(make_lut()).notes == ("its results were taken for Rec.709",)
    assert parse_lut_space("v-log:rec709").place(make_lut()).notes == ()


def test_a_recipe_names_the_space_of_its_base(folder: Path) -> None:
    (folder / "evening.toml").write_text('base = { from = "camera.cube", space = "v-log:rec709" }', encoding="utf-8")
    found = looks.read_recipe(folder / "evening.toml").table("day")
    right = parse_lut_space("v-log:rec709").place(make_lut())
    np.testing.assert_allclose(found(COLORS), right(COLORS), atol=2e-6)  # as exact as the file: nothing is baked


@pytest.mark.parametrize("size", [17, 65])
def test_baking_makes_a_plain_table_of_the_size(folder: Path, size: int) -> None:
    (folder / "evening.toml").write_text('base = { from = "camera.cube", space = "v-log:rec709" }', encoding="utf-8")
    found = looks.read_recipe(folder / "evening.toml").bake(size)
    assert found.is_plain and found.size == size
    right = parse_lut_space("v-log:rec709").place(make_lut())
    np.testing.assert_allclose(found.table, right(lattice(size)), atol=1e-6)


def test_steps_follow_the_space_of_the_base(folder: Path) -> None:
    base = 'base = { from = "camera.cube", space = "v-log:rec709" }\n'
    (folder / "a.toml").write_text(base + "steps = [{ tone = { mid = -0.5 } }]", encoding="utf-8")
    (folder / "b.toml").write_text("steps = [{ tone = { mid = -0.5 } }]", encoding="utf-8")
    found, step = (looks.read_recipe(folder / name).bake(33) for name in ("a.toml", "b.toml"))
    right = step(parse_lut_space("v-log:rec709").place(make_lut())(lattice(33)).clip(0, 1))
    assert np.abs(found.table - right).mean() < 2e-3


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ('{ from = "camera.cube", space = "vlog" }', "base: space: unknown color space 'vlog': did you mean 'v-log'?"),
        ('{ from = "camera.cube", space = 3 }', 'base: space: expected a color space\'s name, as in "v-log:rec709"'),
        ('{ from = "leica-authentic", space = "v-log" }', "base: space: expected a LUT file as base, found"),
        ('{ from = "camera.cube", spaces = "v-log" }', "base: unknown key 'spaces': did you mean 'space'?"),
    ],
)
def test_a_recipes_mistake_is_told_with_its_line(folder: Path, value: str, sentence: str) -> None:
    (folder / "bad.toml").write_text(f'name = "Bad"\nbase = {value}\n', encoding="utf-8")
    with pytest.raises(RecipeError) as caught:
        looks.read_recipe(folder / "bad.toml")
    assert caught.value.line == 2
    assert caught.value.sentence.startswith(sentence)


def test_a_table_and_the_recipe_that_names_its_space_are_one_look(folder: Path) -> None:
    (folder / "camera.toml").write_text('[base]\nfrom = "camera.cube"\nspace = "v-log"\n', encoding="utf-8")
    assert [look["id"] for look in looks.own_catalog()["looks"]] == ["my-camera"]
    assert looks.load("my-camera").placed is not None


def test_another_space_is_another_look(folder: Path) -> None:
    digests = set()
    for space in ("v-log", "s-log3", "v-log:srgb"):
        (folder / "camera.toml").write_text(f'base = {{ from = "camera.cube", space = "{space}" }}', encoding="utf-8")
        base = looks.read_recipe(folder / "camera.toml").base
        assert base is not None
        digests.add(base.digest)
    assert len(digests) == 3
