"""Recipes that start from a look, a LUT or another recipe."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import lut
from lut import Lut, Shaper, looks
from lut.color import srgb_to_lab
from lut.errors import RecipeError
from lut.looks import Step, gray_result, read_recipe
from lut.looks.finish import Crop, Vignette
from lut.looks.recipe import parse_recipes

WARM = Lut(Lut.identity(17).table ** np.array((0.8, 1.0, 1.25), np.float32), title="Warm")
COLORS = np.random.default_rng(0).random((5000, 3), dtype=np.float32)
SLACK = 3e-5  # from codes to Oklab and back in float32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lut.write(WARM, tmp_path / "warm.cube")
    return tmp_path


def look(folder: Path, text: str, name: str = "mine.toml") -> looks.Look:
    (folder / name).write_text(text, encoding="utf-8")
    return read_recipe(folder / name)


def test_a_look_alone(folder: Path) -> None:
    found = look(folder, 'base = "leica-authentic"')
    np.testing.assert_allclose(found.bake(17).table, looks.load("leica-authentic").bake(17).table, atol=SLACK)
    assert (found.id, found.name, found.maker, found.monochrome) == ("mine", "Mine", "My Looks", False)


def test_a_file_alone(folder: Path) -> None:
    found = look(folder, 'base = "warm.cube"')
    np.testing.assert_allclose(found.bake(17).table, WARM.table, atol=SLACK)
    np.testing.assert_allclose(found.bake(33)(COLORS), WARM(COLORS), atol=2e-4)


@pytest.mark.parametrize("strength", [0, 0.25, 1])
def test_some_of_it(folder: Path, strength: float) -> None:
    for name, whole in (("leica-authentic", looks.load("leica-authentic").bake(17)), ("warm.cube", WARM)):
        found = look(folder, f'base = {{ from = "{name}", strength = {strength} }}')
        np.testing.assert_allclose(found.bake(17).table, whole.blended(strength).table, atol=SLACK)


@pytest.mark.slow("bakes large lattices", but_first=True)
@pytest.mark.parametrize("base", ["leica-vibrant", "warm.cube", "first.toml"])
def test_steps_follow_the_base(folder: Path, base: str) -> None:
    """As if the base's LUT were applied, and then that of the steps; the other way around is something else."""
    (folder / "first.toml").write_text("steps = [{ tone = { mid = -0.3 } }]", encoding="utf-8")
    found = look(folder, f'base = "{base}"\nsteps = [{{ saturation = {{ gain = 0.6 }} }}]').bake(17)
    first, second = (
        look(folder, f'base = "{base}"', "first one.toml"),
        parse_recipes("steps = [{ saturation = { gain = 0.6 } }]")[0],
    )
    np.testing.assert_allclose(found.table, second.bake(65)(first.bake(17).table), atol=0.002)
    assert np.abs(found.table - first.bake(65)(second.bake(17).table)).max() > 0.01


def test_a_lut_without_colors_stays_so(folder: Path) -> None:
    """Nothing that is done to tones brings colors into grays."""
    gray = WARM.table.mean(axis=-1, keepdims=True).repeat(3, axis=-1)
    lut.write(Lut(gray), folder / "gray.cube")
    found = look(folder, 'base = "gray.cube"\nsteps = [{ tone = { mid = 0.3 } }, { saturation = { gain = 2 } }]')
    assert found.monochrome and gray_result(found) == "gray"
    assert np.ptp(found.bake(9).table, axis=-1).max() < 1e-4


def test_scenes_of_the_base_stay(folder: Path) -> None:
    found = look(folder, 'base = "leica-authentic"\nsteps = [{ saturation = { gain = 0.5 } }]')
    assert found.scenes == looks.load("leica-authentic").scenes
    day, night = found.bake(9), found.bake(9, {"night": 1})
    assert np.abs(day.table - night.table).max() > 0.02
    found = look(
        folder,
        'base = "leica-authentic"\n[variants.night]\nsteps = [{ fade = { black = 30 } }]',
    )
    assert found.variants == {"night": (Step("fade", {"black": 30}),)}
    authentic = looks.load("leica-authentic")
    np.testing.assert_allclose(found.bake(9).table, authentic.bake(9).table, atol=SLACK)
    grays = np.linspace(0.1, 0.9, 9)[:, None].repeat(3, 1)
    brighter = found.bake(9, {"night": 1})(grays) - authentic.bake(9, {"night": 1})(grays)
    assert brighter.min() > 0 and brighter.max() > 0.04


def test_finish_of_the_base_stays_unless_it_is_said(folder: Path) -> None:
    assert look(folder, 'base = "leica-authentic"').amount("vignette") == 0.29
    assert look(folder, 'base = { from = "leica-authentic", strength = 0.5 }').amount("vignette") == 0.145
    assert look(folder, 'base = "leica-authentic"\nfinish = []').finish == ()
    found = look(folder, 'base = "leica-authentic"\nfinish = [{ vignette = { amount = 0.9 } }]')
    assert found.finish == (Vignette(0.9),)
    assert Crop(65, 24) in look(folder, 'base = { from = "hasselblad-xpan-bw", strength = 0.5 }').finish


def test_luts_with_a_domain_and_a_shaper(folder: Path) -> None:
    shaper = Shaper(np.linspace(0, 1, 65)[:, None].repeat(3, 1) ** 0.5, ((0, 0, 0), (1, 1, 1)))
    lut.write(Lut(WARM.table, shaper=shaper), folder / "shaped.cube")
    found = look(folder, 'base = "shaped.cube"').bake(33)
    np.testing.assert_allclose(found.table, lut.read(folder / "shaped.cube")(Lut.identity(33).table), atol=SLACK)


def test_outputs_beyond_white_are_brought_back(folder: Path) -> None:
    lut.write(Lut(WARM.table * 1.5 - 0.1), folder / "beyond.cube")
    table = look(folder, 'base = "beyond.cube"').bake(17).table
    assert table.min() >= 0 and table.max() <= 1
    lightness = srgb_to_lab(table[np.arange(17), np.arange(17), np.arange(17)])[:, 0]
    assert (np.diff(lightness) >= -1e-3).all()


def test_in_a_folder_inside(folder: Path) -> None:
    (folder / "films").mkdir()
    lut.write(WARM, folder / "films" / "warm.cube")
    found = look(folder, 'base = "films/warm.cube"')
    np.testing.assert_allclose(found.bake(17).table, WARM.table, atol=SLACK)


def test_it_is_another_look_when_its_file_has_changed(folder: Path) -> None:
    """What was baked is cached by this."""
    before = look(folder, 'base = "warm.cube"')
    assert read_recipe(folder / "mine.toml") == before
    lut.write(Lut(1 - WARM.table), folder / "warm.cube")
    after = read_recipe(folder / "mine.toml")
    assert after != before and repr(after) != repr(before)


def test_each_of_several_looks_has_its_own(folder: Path) -> None:
    text = 'base = "warm.cube"\n[[look]]\nid = "a"\n[[look]]\nid = "b"\nbase = "sony-st"\nsteps = []'
    a, b = parse_recipes(text, str(folder / "two.toml"))
    assert a.base is not None and b.base is not None
    assert (a.base.name, b.base.name) == ("warm.cube", "sony-st")


MISTAKES = {
    "an unknown look": (
        'base = "leica-autentic"',
        "mine.toml:1: base: unknown look 'leica-autentic': did you mean 'leica-a",
    ),
    "nothing near": ('base = "film"', "a file's name has an extension"),
    "a missing file": ('\nbase = "film.cube"', "film.cube: cannot be read: No such file or directory"),
    "no LUT": ('base = "mine.toml.txt"', "mine.toml.txt: cannot be read: No such file"),
    "above the folder": (
        'base = "../warm.cube"',
        "mine.toml:1: base: expected a file in the recipe's own folder, found '../w",
    ),
    "roundabout": (
        'base = "a/../../warm.cube"',
        "base: expected a file in the recipe's own folder, found 'a/../../warm.cube'",
    ),
    "backslashes": ("base = '..\\warm.cube'", "base: expected a file in the recipe's own folder"),
    "from the root": (
        'base = "/etc/passwd.cube"',
        "base: expected a file in the recipe's own folder, found '/etc/passwd.cube'",
    ),
    "a null character": ('base = "a\\u0000.cube"', "mine.toml:1: base: expected a file in the recipe's own folder"),
    "itself": (
        'base = "mine.toml"',
        "mine.toml:1: base: expected a recipe that does not start from this one, found 'mine.toml'",
    ),
    "nothing": ('base = ""', "mine.toml:1: base: expected a look's id or a file's name, found ''"),
    "a number": (
        "base = 7",
        "mine.toml:1: base: expected a look's id or a file's name, or { from = \"…\", strength = 0.5 }, found 7",
    ),
    "strength": (
        'base = {\nfrom = "sony-st", strength = 2 }'.replace("{\n", "{ "),
        "mine.toml:1: base: strength: expected a number from 0 to 1, found 2",
    ),
    "a key": ('[base]\nform = "sony-st"', "mine.toml:2: base: unknown key 'form': did you mean 'from'?"),
    "no from": ("[base]\nstrength = 0.5", "mine.toml:1: base: expected a look's id or a file's name, found nothing"),
    "a variant in color": (
        'base = "leica-bw-natural"\nsteps = []\n[variants.night]\nsteps = 1',
        "mine.toml:3: variants.night: expected steps = a list of steps",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_mistakes(folder: Path, case: str) -> None:
    text, sentence = MISTAKES[case]
    inside = folder / "inside"
    inside.mkdir()
    with pytest.raises(RecipeError) as error:
        look(inside, text)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_a_broken_lut_says_both_places(folder: Path) -> None:
    (folder / "bad.cube").write_text("LUT_3D_SIZE 2\n0 0\n", encoding="utf-8")
    with pytest.raises(RecipeError) as error:
        look(folder, 'name = "X"\nbase = "bad.cube"')
    assert str(error.value).startswith(f"{folder / 'mine.toml'}:2: base: ")
    assert "bad.cube:2: expected 3 numbers" in str(error.value)


def test_links_out_of_the_folder_are_not_followed(folder: Path) -> None:
    inside = folder / "inside"
    inside.mkdir()
    try:
        (inside / "warm.cube").symlink_to(folder / "warm.cube")
    except OSError:
        pytest.skip("no symbolic links here")
    with pytest.raises(RecipeError, match=r"expected a file in the recipe's own folder"):
        look(inside, 'base = "warm.cube"')


def test_rings_and_long_chains_end(folder: Path) -> None:
    for number in range(12):
        (folder / f"r{number}.toml").write_text(f'base = "r{(number + 1) % 12}.toml"', encoding="utf-8")
    with pytest.raises(RecipeError, match=r"at most 8 recipes that start from each other"):
        read_recipe(folder / "r0.toml")
    (folder / "r2.toml").write_text('base = "r0.toml"', encoding="utf-8")
    with pytest.raises(RecipeError, match=r"does not start from this one, found 'r0.toml'"):
        read_recipe(folder / "r0.toml")
    (folder / "r2.toml").write_text('base = "warm.cube"', encoding="utf-8")
    np.testing.assert_allclose(read_recipe(folder / "r0.toml").bake(17).table, WARM.table, atol=3 * SLACK)


def test_text_alone_has_no_files_beside_it() -> None:
    with pytest.raises(RecipeError, match=r"expected the id of a look, found 'warm.cube', a file"):
        parse_recipes('base = "warm.cube"')
