"""``recipe``: begin one, check some, look steps up; and the documents' own recipe."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest

import lut
from lut import looks
from lut.cli import main
from lut.looks.template import write_reference, write_template
from tests.system_words import MISSING

CREATING = Path(lut.__file__).parent.parent / "docs/creating.md"


def test_new(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe", "new", "Evening Light"]) == 0
    assert Path("evening-light.toml").read_text(encoding="utf-8") == write_template("Evening Light")
    said = capsys.readouterr().out
    assert said.startswith("evening-light.toml written: ")
    for command in re.findall(r"lut (recipe check \S+)|camera-looks (recipe check \S+)", said):
        assert main("".join(command).split()) == 0
    assert main(["recipe", "new", "Été", "été nouveau.TOML"]) == 0
    assert looks.read_recipe("été nouveau.TOML").name == "Été"
    quote = '"' if sys.platform == "win32" else "'"
    assert f"{quote}été nouveau.TOML{quote}" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "file"), [("Été 2024!", "ete-2024.toml"), ("夏", "look.toml"), ("../x", "x.toml")])
def test_new_names_its_file_after_the_look(name: str, file: str) -> None:
    assert main(["recipe", "new", name]) == 0
    assert looks.read_recipe(file).name == name


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["there"], "there.toml: is there already; expected another name"),
        (["x", "x.cube"], "x.cube: expected a name that ends in .toml"),
        (["x", "no/such/folder.toml"], f"{Path('no/such/folder.toml')}: No such file or directory"),
        ([""], "expected a name of 1 to 100 letters, found ''"),
    ],
)
def test_new_leaves_what_is_there(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("there.toml").write_text("mine", encoding="utf-8")
    assert main(["recipe", "new", *arguments]) == 1
    assert capsys.readouterr().err == f"camera-looks: {sentence}\n"
    assert [(path.name, path.read_text(encoding="utf-8")) for path in Path().iterdir()] == [("there.toml", "mine")]


def test_check_says_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(lut.Lut.identity(5), "same.cube")
    Path("a.toml").write_text(
        "steps = [{ fade = { black = 3 } }]\nfinish = [{ vignette = { amount = 0.3 } }]", encoding="utf-8"
    )
    Path("b.toml").write_text('name = "Bee"\nbase = "same.cube"\n[variants.night]\nsteps = []', encoding="utf-8")
    assert main(["recipe", "check", "a.toml", "b.toml"]) == 0
    assert capsys.readouterr().out == (
        "a.toml is right: A, 1 step, then vignette.\nb.toml is right: Bee, 0 steps on same.cube, for day, night.\n"
    )


def test_check_tells_of_every_file_that_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.toml").write_text("steps = [\n{ tune = {} }]", encoding="utf-8")
    Path("b.toml").write_text("steps = []", encoding="utf-8")
    Path("c.toml").write_text("steps = [{ tone = { mid = 9 } }]", encoding="utf-8")
    assert main(["recipe", "check", "a.toml", "b.toml", "c.toml", "d.toml"]) == 1
    said = capsys.readouterr()
    assert said.out == "b.toml is right: B, 0 steps.\n"
    assert said.err.splitlines() == [
        "camera-looks: a.toml:2: unknown step 'tune': did you mean 'tone'?",
        "camera-looks: c.toml:1: tone.mid: expected a number from -2 to 2 stops, found 9",
        f"camera-looks: d.toml: cannot be read: {MISSING}",
    ]


def test_check_warns_of_what_breaks_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.toml").write_text("steps = [{ tone = { mid = -2, contrast = 2.5, shadows = 2 } }]", encoding="utf-8")
    assert main(["recipe", "check", "a.toml"]) == 0
    said = capsys.readouterr().out
    for violation in looks.violations(looks.read_recipe("a.toml").bake()):
        assert f"Note: this may show in pictures: {violation}.\n" in said
    assert "Note: this may show in pictures: L* falls by " in said


def test_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe", "steps"]) == 0
    assert capsys.readouterr().out == write_reference()


def test_the_recipe_in_the_documents(capsys: pytest.CaptureFixture[str]) -> None:
    """It is saved under the name that the page says, and the page's commands are run as they stand there."""
    text = CREATING.read_text(encoding="utf-8")
    name, recipe = re.search(r"`(\w+\.toml)`[^`]*```toml\n(.*?)```", text, re.DOTALL).groups()
    Path(name).write_text(recipe, encoding="utf-8")
    commands = re.findall(rf"^camera-looks ((?:bake|measure|recipe check) .*?{name}.*?)(?: +#.*)?$", text, re.MULTILINE)
    assert any(command.startswith("bake ") for command in commands)
    for command in commands:
        assert main(command.split()) == 0
    out = next(command.split()[2] for command in commands if command.startswith("bake "))
    np.testing.assert_allclose(lut.read(out).table, looks.read_recipe(name).bake().table, atol=1e-6)
    assert np.abs(lut.read(out).table - lut.Lut.identity(33).table).max() > 0.03
    assert looks.violations(lut.read(out)) == []
