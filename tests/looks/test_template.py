"""The recipe to begin with, and the page on all steps."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lut import LutError, looks
from lut.looks.basis import describe_basis, describe_remarks
from lut.looks.finish import FINISHES
from lut.looks.parameter import step_parameters
from lut.looks.recipe import parse_recipes
from lut.looks.steps import STEPS
from lut.looks.template import BEGINNING, EXAMPLES, write_default, write_reference, write_template

COMMENTED = re.compile(r"^(\s*)# (\{ \w+ = \{.*\} \},|base = .*)$", re.MULTILINE)


def test_it_is_a_recipe_that_does_something_gently() -> None:
    (look,) = parse_recipes(write_template("Evening Light"), "evening-light.toml")
    assert (look.id, look.name, look.finish) == ("evening-light", "Evening Light", ())
    assert [step.name for step in look.steps] == list(BEGINNING)
    table = look.bake()
    assert looks.violations(table) == []
    assert 1 < looks.measure(table)["delta_e"] < 6


def test_every_step_is_there_to_be_used() -> None:
    """Each comment that looks like a step is one, and does something."""
    text = write_template("X")
    examples = COMMENTED.findall(text)
    assert len(examples) == len(STEPS) + len(FINISHES) - len(BEGINNING) + 2
    plain = parse_recipes(text, "x.toml")[0]
    for match in COMMENTED.finditer(text):
        changed = text[: match.start()] + match[1] + match[2] + text[match.end() :]
        (look,) = parse_recipes(changed, "x.toml")
        assert look != plain
        if len(look.finish) == len(plain.finish):
            assert np.abs(look.bake(9).table - plain.bake(9).table).max() > 0.004
    everything = COMMENTED.sub(r"\1\2", text.replace('# base = "leica', '# # base = "leica'))
    (look,) = parse_recipes(everything, "x.toml")
    assert {step.name for step in look.steps} == set(STEPS)
    assert len(look.finish) == len(FINISHES)


def test_what_a_look_rests_on_is_there_to_be_said() -> None:
    lines = [
        line for line in write_template("X").splitlines() if re.match(r"# (character|basis|rests_on|remarks) = ", line)
    ]
    assert len(lines) == 4
    (look,) = parse_recipes("\n".join(line[2:] for line in (*lines, "# steps = []")), "x.toml")
    assert describe_basis(look) == "Our interpretation; a slide of 1962."
    assert describe_remarks(look)


def test_examples_are_of_steps_that_exist() -> None:
    assert set(BEGINNING) | set(EXAMPLES) == set(STEPS) | set(FINISHES)


@pytest.mark.parametrize("text", [write_template("X"), write_reference()], ids=["template", "reference"])
def test_every_declaration_is_told(text: str) -> None:
    flat = " ".join(re.sub(r"^\s*#", "", text, flags=re.MULTILINE).split())
    for name, step in {**STEPS, **FINISHES}.items():
        part = flat[flat.index(f" {name}: ") :]
        for parameter in step_parameters(step).values():
            part = part[part.index(f" {parameter.name} {parameter.range} (") :]
            told = part[: part.index(")")]
            if parameter.required:
                assert told.endswith("must be given")
            elif isinstance(parameter.default, tuple):
                assert told.endswith(f"default: {write_default(parameter.default)}")
            else:
                assert float(told.rsplit("default: ")[-1]) == parameter.default
    assert "red 29, yellow 110, green 142, cyan 195, blue 264, magenta 328; skin 22 to 86" in flat
    assert max(map(len, text.splitlines())) <= 160


@pytest.mark.parametrize("name", ['My "Best" Look', "C:\\temp\\new", "Été · 夏", "#1 = [x]", "a" * 100, "  padded  "])
def test_any_name_is_kept(name: str) -> None:
    assert parse_recipes(write_template(name), "x.toml")[0].name == name.strip()


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "two\nlines", "nul\0"])
def test_names_that_no_recipe_can_have(name: str) -> None:
    with pytest.raises(LutError, match="expected a name of 1 to 100 letters"):
        write_template(name)
