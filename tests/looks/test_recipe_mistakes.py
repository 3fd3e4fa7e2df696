"""Every mistake in a recipe is one sentence, with the line where it is."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lut.errors import RecipeError
from lut.looks import read_recipe
from lut.looks.recipe import parse_recipes

DEEP = "expected at most 16 keys or brackets within each other, found more"
MISTAKES = {  # what is wrong → (recipe, part of the sentence)
    "the second of two steps with one parameter": (
        "steps = [\n  { saturation = { gain = 0.5 } },\n  { band = { center = 40, gain = 9 } },\n]",
        "x.toml:3: band.gain: expected a number from 0 to 3, found 9",
    ),
    "the second of two like steps": (
        "steps = [{ band = { center = 9 } }, # center = 400\n\n{ band = { center = 400 } }]",
        "x.toml:3: band.center: expected a number from 0 to 360 degrees of Oklab hue, found 400",
    ),
    "a step that lacks something, after one that has it": (
        "steps = [\n  { band = { center = 9 } },\n  { band = { gain = 2 } },\n]",
        "x.toml:3: band.center: expected a number from 0 to 360 degrees of Oklab hue, found nothing",
    ),
    "the same words in a comment and in a text": (
        '# gain = 9\ncharacter = "gain = 9"\nsteps = [\n{ saturation = { gain = 9 } }]',
        "x.toml:4: saturation.gain: expected a number from 0 to 3, found 9",
    ),
    "shares that only together are wrong": (
        "steps = [\n{ monochrome = { red = 0.5, green = -1, blue = 0.1 } }]",
        "x.toml:2: monochrome: expected shares that add up to 0.1 or more, found 0.5, -1 and 0.1",
    ),
    "an unknown step": (
        "steps = [\n{ satuartion = {} }]",
        "x.toml:2: unknown step 'satuartion': did you mean 'saturation'?",
    ),
    "an unknown parameter": (
        "steps = [\n{ fade = { blakc = 3 } }]",
        "x.toml:2: fade.blakc: unknown parameter 'blakc': did you mean 'black'?",
    ),
    "infinity": (
        "steps = [{ tone = { mid = inf } }]",
        "x.toml:1: tone.mid: expected a number from -2 to 2 stops, found inf",
    ),
    "minus infinity": ("steps = [{ tone = { mid = -inf } }]", "from -2 to 2 stops, found -inf"),
    "not a number": (
        "steps = [{ tint = { mids = [nan, 0] } }]",
        "2 numbers from -40 to 40 of a* and b*, found [nan, 0]",
    ),
    "a huge number": (f"steps = [{{ tone = {{ mid = {'9' * 4000} }} }}]", "found a number of more than 100 digits"),
    "a huger number": (
        f"steps = [{{ tone = {{ mid = {'9' * 5000} }} }}]",
        "x.toml: not valid TOML: a number has too many",
    ),
    "in hexadecimal": (f"steps = [{{ tone = {{ mid = 0x{'f' * 9000} }} }}]", "found a number of more than 100 digits"),
    "a date": ("steps = [{ tone = { mid = 2024-05-01 } }]", "from -2 to 2 stops, found 2024-05-01"),
    "a comma for a point": ("steps = [{ tone = { mid = 0,5 } }]", "x.toml:1: not valid TOML: "),
    "text without quotes": (
        "\nname = Evening\nsteps = []",
        "x.toml:2: not valid TOML: Invalid value; text needs quotes",
    ),
    "a key twice": ("name = 'a'\nname = 'b'", "x.toml:2: not valid TOML: Cannot overwrite a value"),
    "no end": ("steps = [\n{ tone = { mid = 1 } },\n", "a bracket or a quote is open until the end"),
    "deep lists": ("\nsteps = " + "[" * 200_000, f"x.toml:2: {DEEP}"),
    "deep tables": ("steps = [" + "{a=" * 200_000, f"x.toml:1: {DEEP}"),
    "a long key": ("a" + ".a" * 200_000 + " = 1", f"x.toml:1: {DEEP}"),
    "a deep header": ("[a" + ".a" * 200_000 + "]", f"x.toml:1: {DEEP}"),
    "a long name of a key": ('"' + "a." * 99 + '" = 1', "x.toml:1: unknown key 'a.a.a."),
    "many steps": ("steps = [" + "{ tone = {} },\n" * 101 + "]", "x.toml:101: expected at most 100 steps, found 101"),
    "an empty name": ("name = ' '\nsteps = []", "x.toml:1: name: expected a line of 1 to 100 letters, found ' '"),
    "a name of two lines": (
        'name = "a\\nb"\nsteps = []',
        "x.toml:1: name: expected a line of 1 to 100 letters, found 'a",
    ),
    "a long name": (
        f"name = '{'a' * 101}'\nsteps = []",
        "x.toml:1: name: expected a line of 1 to 100 letters, found 'aaa",
    ),
    "an empty maker": ("maker = ''\nsteps = []", "x.toml:1: maker: expected a line of 1 to 100 letters, found ''"),
    "an id in capitals": (
        "id = 'A'\nsteps = []",
        "x.toml:1: id: expected lower-case letters, digits and hyphens, found 'A'",
    ),
    "the year 0": ("year = 0\nsteps = []", "x.toml:1: year: expected a whole number from 1 to 9999, found 0"),
    "a year in quotes": ("year = '2024'\nsteps = []", "x.toml:1: year: expected a whole number, found '2024'"),
    "a basis that does not say on what": (
        "steps = []\nbasis = 'measured'",
        'x.toml:2: basis: expected { measured_on = ["…"] }, { described_by = ["…"] }, "interpretation" or "imagined", '
        "found 'measured'",
    ),
    "a basis of two kinds": (
        "steps = []\nbasis = { measured_on = ['a'], described_by = ['b'] }",
        "found { measured_on",
    ),
    "a basis with nobody": ("steps = []\nbasis = { described_by = [] }", "found { described_by = [] }"),
    "a basis as text": ("steps = []\nbasis = { described_by = 'Leica' }", "found { described_by = 'Leica' }"),
    "a device of two lines": ('steps = []\nbasis = { measured_on = ["a\\nb"] }', "x.toml:2: basis: expected { meas"),
    "a number as basis": ("steps = []\nbasis = 7", "x.toml:2: basis: expected { measured_on"),
    "an unknown remark": (
        "steps = []\nremarks = ['color-skin']",
        "x.toml:2: unknown remark 'color-skin': did you mean 'colors-skin'?",
    ),
    "a number as a remark": ("steps = []\nremarks = [7]", "x.toml:2: unknown remark '7': expected one of base-rend"),
    "a remark alone": ("steps = []\nremarks = 'frame'", "x.toml:2: remarks: expected a list of names, found 'frame'"),
    "a number as a name": ("name = 7\nsteps = []", "x.toml:1: name: expected text, found 7"),
    "steps as a table": ("steps = { tone = {} }", "x.toml:1: steps: expected a list of steps, found { tone = {} }"),
    "steps in headers": ("\n[[steps]]\n[steps.tune]\nmid = 1", "x.toml:3: unknown step 'tune': did you mean 'tone'?"),
    "two steps in one": (
        "steps = [\n{ tone = {}, fade = {} }]",
        "x.toml:2: expected a step as { name = { parameter = value",
    ),
    "a number as a step": (
        "steps = [\n7]",
        "x.toml:2: expected a step as { name = { parameter = value, … } }, found 7",
    ),
    "a finishing step twice": (
        "steps = []\nfinish = [\n{ grain = { amount = 1 } },\n{ grain = { amount = 0 } } ]",
        "x.toml:4: grain: expected once, found again",
    ),
    "a key of all looks": (
        "nmae = 'x'\n[[look]]\nid = 'a'\nsteps = []",
        "x.toml:1: unknown key 'nmae': did you mean 'name'?",
    ),
    "no look": ("look = []", "x.toml:1: expected at least one look, found none"),
    "an id twice": (
        "[[look]]\nid = 'a'\nsteps = []\n[[look]]\nid = 'a'\nsteps = []",
        "x.toml:5: id: expected an id of its own",
    ),
    "an open quote": ("name = '''\nsteps = []", "x.toml:2: not valid TOML: "),
    "nothing at all": ("", "x.toml: steps: expected a list of steps, found nothing"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_mistakes(case: str) -> None:
    text, message = MISTAKES[case]
    with pytest.raises(RecipeError) as error:
        parse_recipes(text, "x.toml")
    assert message in str(error.value)
    assert len(str(error.value)) < 250 and "\n" not in str(error.value)


FILES = {
    "Latin-1": (
        "steps = []\nname = 'Café'".encode("latin-1"),
        "x.toml:2: expected text in UTF-8, found the byte 0xe9; save",
    ),
    "UTF-16": ("steps = []".encode("utf-16"), "x.toml: expected text in UTF-8, found UTF-16; save the file as UTF-8"),
    "binary": (b"steps = []\n\0\0", "x.toml:2: expected text in UTF-8, found binary data"),
    "large": (b"#" * (1 << 20) + b"\nsteps = []", "x.toml: expected at most 1,048,576 bytes, found 1,048,587"),
    "empty": (b"", "x.toml: steps: expected a list of steps, found nothing"),
}


@pytest.mark.parametrize("case", FILES)
def test_files_that_are_no_recipes(case: str, tmp_path: Path) -> None:
    data, message = FILES[case]
    (tmp_path / "x.toml").write_bytes(data)
    with pytest.raises(RecipeError) as error:
        read_recipe(tmp_path / "x.toml")
    assert message in str(error.value)


LARGE = {
    "lines": "a = 1\n" * 200_000,
    "keys": "".join(f"a{number} = 1\n" for number in range(90_000)),
    "items": "steps = [" + "1," * 524_282 + "]",
    "quotes": "x = '''" + "'' " * 300_000,
    "open quotes": '"' * 1_048_576,
    "headers": "[[look]]\n" * 110_000,
}


@pytest.mark.parametrize("case", LARGE)
def test_large_recipes_are_refused_too(case: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(LARGE[case][: 1 << 20], encoding="utf-8")
    with pytest.raises(RecipeError):
        read_recipe(tmp_path / "x.toml")


def test_places_that_hold_no_recipe(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="expected a file, found a folder"):
        read_recipe(tmp_path)
    with pytest.raises(RecipeError, match="cannot be read: embedded null"):
        read_recipe("a\0.toml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.toml")
        with pytest.raises(RecipeError, match="expected a file, found a pipe"):
            read_recipe(tmp_path / "pipe.toml")


WHOLE = """\
maker = "Mine"
[[look]]
id = "one"
steps = [{ saturation = { gain = 1.1 } }, { tint = { mids = [0, 3.5] } }]
finish = [{ vignette = { amount = 0.3 } }]
[[look]]
id = "two"
base = { from = "leica-authentic", strength = 0.5 }
[look.variants.night]
steps = [{ saturation = { gain = 0.7 } }]
"""
WORDS = ["[", "]", "{", "}", '"', "'", '"""', "=", ".", ",", "#", "\n", "look", "steps", "nan", "-1", "base", "\\u0000"]


@pytest.mark.fuzz
@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_damaged_recipes_are_looks_or_a_sentence(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE)))
    stop = data.draw(st.integers(start, min(len(WHOLE), start + 20)))
    patch = data.draw(st.one_of(st.text(max_size=5), st.lists(st.sampled_from(WORDS), max_size=4).map("".join)))
    with contextlib.suppress(RecipeError):
        parse_recipes(WHOLE[:start] + patch + WHOLE[stop:], "two.toml")
