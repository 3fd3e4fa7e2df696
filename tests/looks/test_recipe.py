"""Recipes: a valid one first, then one thing broken at a time."""

import numpy as np
import pytest

from lut import LutError, looks
from lut.errors import RecipeError
from lut.looks import SCENES, Look, Step, read_recipe
from lut.looks.finish import Vignette
from lut.looks.recipe import parse_recipes

VALID = """\
# An evening
id = "evening"
name = "Evening"
maker = "Mine"
phone = "None"
year = 2024
character = "Warm and late."
rests_on = "imagined"
steps = [
  { tone = { mid = -0.1, contrast = 1.1 } },
  { saturation = { gain = 0.9, skin = 0.5 } },
  { tint = { mids = [0, 3.5] } },
]
finish = [{ vignette = { amount = 0.3 } }]
"""

TWO = """\
maker = "Mine"
year = 2020

[[look]]
id = "one"
steps = [{ saturation = { gain = 1.1 } }]

[[look]]
id = "two"
year = 2022
steps = [{ saturation = { gain = 1.2 } }]
"""


def test_valid():
    (look,) = parse_recipes(VALID)
    assert look == Look(
        id="evening",
        name="Evening",
        maker="Mine",
        phone="None",
        year=2024,
        character="Warm and late.",
        rests_on="imagined",
        steps=(
            Step("tone", {"mid": -0.1, "contrast": 1.1}),
            Step("saturation", {"gain": 0.9, "skin": 0.5}),
            Step("tint", {"mids": (0, 3.5)}),
        ),
        finish=(Vignette(0.3),),
    )
    assert look.amount("vignette") == 0.3
    assert not look.monochrome


def test_looks_share_what_stands_above_them():
    one, two = parse_recipes(TWO)
    assert (one.maker, one.year, one.name) == ("Mine", 2020, "One")
    assert (two.maker, two.year, two.name) == ("Mine", 2022, "Two")


def test_steps_alone_are_a_look_named_after_its_file(tmp_path):
    path = tmp_path / "Late Summer.toml"
    path.write_text("steps = []\n", encoding="utf-8-sig")  # with the mark that Windows' editor writes
    look = read_recipe(path)
    assert (look.id, look.name, look.amount("vignette")) == ("late-summer", "Late Summer", 0.0)
    np.testing.assert_allclose(look.bake(9).table, np.moveaxis(np.mgrid[:9, :9, :9], 0, -1) / 8, atol=2e-5)


VARIANTS = (
    TWO
    + """
[look.variants.night]
steps = [{ saturation = { gain = 0.7 } }]
"""
)


def test_variants_belong_to_the_look_above_them():
    one, two = parse_recipes(VARIANTS)
    assert (one.variants, one.scenes) == ({}, ())
    assert two.variants == {"night": (Step("saturation", {"gain": 0.7}),)}
    assert two.scenes == ("day", "night")
    assert two.steps == (Step("saturation", {"gain": 1.2}),)
    assert two.weights({"indoor": 0.25, "night": 0.75}) == {"day": 0.25, "night": 0.75}


@pytest.mark.parametrize("scene", SCENES[1:])
def test_a_variant_for_each_scene(scene):
    (look,) = parse_recipes(VALID + f"[variants.{scene}]\nsteps = []\n")
    assert look.scenes == ("day", scene)
    assert look.weights({scene: 1.0}) == {"day": 0, scene: 1}


def test_variants_of_a_single_look():
    (look,) = parse_recipes(VALID + "[variants.indoor]\nsteps = []\n")
    assert look.variants == {"indoor": ()}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (".night]", ".nigth]", "two.toml:13: variants.nigth: unknown variant 'nigth': did you mean 'night'?"),
        (".night]", ".day]", "two.toml:13: variants.day: the look's own steps are for the day"),
        (
            "[look.variants.night]\nsteps",
            "[look.variants]\nnight",
            "variants.night: expected steps = a list of steps, fou",
        ),
        (
            "[look.variants.night]\nsteps =",
            "variants =",
            "variants: expected tables as [variants.night], found [{ satur",
        ),
        (
            ".night]\n",
            ".night]\nname = 'x'\n",
            "two.toml:13: variants.night: expected steps = a list of steps, found {",
        ),
        (".night]\nsteps", ".night]\nstep", "two.toml:13: variants.night: expected steps = a list of steps, found {"),
        ("gain = 0.7", "gain = 7", "two.toml:14: saturation.gain: expected a number from 0 to 3, found 7"),
        ("gain = 0.7", "gian = 0.7", "two.toml:14: saturation.gian: unknown parameter 'gian': did you mean 'gain'?"),
        (
            "saturation = { gain = 0.7 }",
            "monochrome = { red = 0.3, green = 0.6, blue = 0.1 }",
            "two.toml:13: variants.night: expected steps whose result is in color, as the look's own is",
        ),
    ],
)
def test_a_broken_variant(old, new, message):
    assert VARIANTS.count(old) == 1
    with pytest.raises(RecipeError) as error:
        parse_recipes(VARIANTS.replace(old, new), "two.toml")
    assert message in str(error.value)


def test_steps_are_taken_in_order():
    steps = ["{ tone = { mid = 0.5 } }", "{ fade = { black = 20 } }"]
    first, second = (
        parse_recipes(f"id = 'x'\nsteps = [{', '.join(order)}]")[0].bake(5) for order in (steps, steps[::-1])
    )
    assert np.abs(first.table - second.table).max() > 0.01


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tone =", "tune =", "evening.toml:10: unknown step 'tune': did you mean 'tone'?"),
        ("{ tone =", "{ xyz =", "evening.toml:10: unknown step 'xyz': expected one of tone, fade, saturation,"),
        ("contrast =", "contast =", "evening.toml:10: tone.contast: unknown parameter 'contast': did you mean 'contr"),
        (
            "contrast = 1.1",
            "contrast = 9",
            "evening.toml:10: tone.contrast: expected a number from 0.5 to 2.5, found 9",
        ),
        ("mid = -0.1", "mid = 3.0", "evening.toml:10: tone.mid: expected a number from -2 to 2 stops, found 3.0"),
        ("gain = 0.9", "gain = 'a'", "evening.toml:11: saturation.gain: expected a number from 0 to 3, found 'a'"),
        ("gain = 0.9", "gain = true", "evening.toml:11: saturation.gain: expected a number from 0 to 3, found true"),
        ("gain = 0.9", "gain = nan", "evening.toml:11: saturation.gain: expected a number from 0 to 3, found nan"),
        ("[0, 3.5]", "[0]", "evening.toml:12: tint.mids: expected 2 numbers from -40 to 40 of a* and b*, found [0]"),
        ("[0, 3.5]", "7", "evening.toml:12: tint.mids: expected 2 numbers from -40 to 40 of a* and b*, found 7"),
        ("{ amount = 0.3 }", "{}", "evening.toml:14: vignette.amount: expected a number from 0 to 1, found nothing"),
        ("vignette =", "vinette =", "evening.toml:14: unknown finishing step 'vinette': did you mean 'vignette'?"),
        ("year = 2024", "year = 'old'", "evening.toml:6: year: expected a whole number, found 'old'"),
        ("name =", "nmae =", "evening.toml:3: unknown key 'nmae': did you mean 'name'?"),
        ('"evening"', '"Evening!"', "evening.toml:2: id: expected lower-case letters, digits and hyphens, found 'Even"),
        ("{ tone = { mid = -0.1, contrast = 1.1 } }", "'tone'", "evening.toml:10: expected a step as { name = { param"),
        ("{ tone = { mid = -0.1, contrast = 1.1 } }", "{ tone = 1 }", "expected a step as { name = { parameter = val"),
        ("steps = [", "steps = 1 #[", "evening.toml:10: not valid TOML: "),
        ('"Mine"', '"Mine', "evening.toml:4: not valid TOML: "),
    ],
)
def test_one_thing_broken(old, new, message):
    assert old in VALID
    with pytest.raises(RecipeError) as error:
        parse_recipes(VALID.replace(old, new, 1), "evening.toml")
    assert message in str(error.value)


@pytest.mark.parametrize("text", ["steps = [{ tone.mid = 0.5 }]", "[[steps]]\n[steps.tone]\nmid = 0.5"])
def test_other_ways_to_write_a_step(text):
    assert parse_recipes(text, "x.toml")[0].steps == (Step("tone", {"mid": 0.5}),)


def test_what_a_recipe_need_not_say():
    (look,) = parse_recipes("steps = []", "Late Summer.toml")
    assert (look.id, look.name, look.maker, look.title) == ("late-summer", "Late Summer", "My Looks", "Late Summer")
    assert look.bake(5).title == "Late Summer"
    (look,) = parse_recipes("maker = 'Mine'\nsteps = []", "Late Summer.toml")
    assert look.bake(5).title == "Mine Late Summer"


def test_no_steps():
    with pytest.raises(RecipeError, match=r"^x\.toml: steps: expected a list of steps, found nothing$"):
        parse_recipes("name = 'X'", "x.toml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("gain = 1.2", "gain = -1", "two.toml:11: saturation.gain: expected a number from 0 to 3, found -1"),
        ('"two"', '"one"', "two.toml:9: id: expected an id of its own, found 'one' again"),
        ('id = "two"', "", "two.toml:8: id: expected text, found nothing"),
        ("[[look]]", "[look]", "two.toml:4: expected looks as [[look]] tables"),
    ],
)
def test_the_broken_look_is_the_one_named(old, new, message):
    assert len(parse_recipes(TWO)) == 2
    text = TWO.replace(old, new) if new != "[look]" else TWO.split('\n[[look]]\nid = "two"')[0].replace(old, new)
    with pytest.raises(RecipeError) as error:
        parse_recipes(text, "two.toml")
    assert message in str(error.value)


def test_a_recipe_of_two_looks_is_not_one(tmp_path):
    path = tmp_path / "two.toml"
    path.write_text(TWO, encoding="utf-8")
    with pytest.raises(RecipeError, match="expected a recipe with one look, found 2"):
        read_recipe(path)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(RecipeError, match=r"none.toml: cannot be read: No such file"):
        read_recipe(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(RecipeError, match=r"bad\.toml:1: expected text in UTF-8, found the byte 0xff; save"):
        read_recipe(tmp_path / "bad.toml")


def test_an_error_is_a_lut_error_with_its_place():
    with pytest.raises(LutError) as error:
        parse_recipes(VALID.replace("gain", "gian"), "evening.toml")
    assert (error.value.path, error.value.line) == ("evening.toml", 11)


def test_unknown_look_names_the_nearest():
    with pytest.raises(LutError, match="unknown look 'leica-autentic': did you mean 'leica-authentic'"):
        looks.load("leica-autentic")
