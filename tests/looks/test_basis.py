"""What a look rests on, and what else is to be known of it: declared in recipes, said in one way everywhere."""

import json

import pytest

from lut import language
from lut.looks.basis import REMARKS, Basis, basis_sentence, remark_sentences
from lut.looks.catalog import entry
from lut.looks.recipe import parse
from plugin.actions import localized
from plugin.catalog import read_looks

RECIPE = 'id = "x"\nsteps = []\n'


def said(declared):
    (look,) = parse(RECIPE + declared)
    return basis_sentence(look)


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ("", ""),
        ('basis = { measured_on = ["MIX Fold 2"] }', "Measured on the MIX Fold 2."),
        (
            'basis = { measured_on = ["12S Ultra", "MIX Fold 2", "MIX Flip 2"] }',
            "Measured on the 12S Ultra, MIX Fold 2 and MIX Flip 2.",
        ),
        ('basis = { described_by = ["Leica", "reviewers"] }', "Described by Leica and reviewers."),
        (
            'basis = "interpretation"\nrests_on = "only the name is known"',
            "Our interpretation; only the name is known.",
        ),
        ('basis = "imagined"', "Imagined."),
        ('rests_on = "a dream!"', "A dream!"),  # as recipes of the user's own have said it all along
    ],
)
def test_what_a_look_rests_on_is_one_sentence(declared, sentence):
    assert said(declared) == sentence


def test_it_is_said_in_the_users_language_and_names_stay(monkeypatch):
    words = {"measured on the {devices}": "am {devices} gemessen", "{names} and {last}": "{names} und {last}"}
    monkeypatch.setattr("lut.looks.basis._", lambda text: words.get(text, text))
    assert said('basis = { measured_on = ["MIX Fold 2", "MIX Flip 2"] }') == "Am MIX Fold 2 und MIX Flip 2 gemessen."
    assert language._("imagined") == "imagined"


def test_looks_share_a_basis_and_may_have_their_own():
    one, two = parse(
        'basis = { measured_on = ["Alpha 7 V"] }\nsteps = []\n'
        '[[look]]\nid = "one"\n[[look]]\nid = "two"\nbasis = "imagined"\n'
    )
    assert (one.basis, two.basis) == (Basis("measured_on", ("Alpha 7 V",)), Basis("imagined"))


def test_each_remark_is_a_sentence():
    (look,) = parse(f"{RECIPE}remarks = {json.dumps([*REMARKS, 'frame'])}")
    sentences = remark_sentences(look)
    assert len(set(sentences)) == len(REMARKS)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)


def test_menus_say_it_with_the_remarks():
    (look,) = parse(RECIPE + 'basis = "interpretation"\nremarks = ["colors-skin"]')
    (found,) = read_looks(json.dumps({"looks": [entry(look)]}).encode())
    assert found["basis"] == {"kind": "interpretation", "names": []}
    (remark,) = remark_sentences(look)
    assert localized(found)["rests_on"] == f"Our interpretation. {remark}"
