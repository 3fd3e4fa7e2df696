"""What a look rests on, and what else is to be known of it: declared in recipes, said in one way everywhere."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lut import looks
from lut.color import delta_e2000, srgb_to_lab
from lut.looks.basis import REMARKS, describe_basis, describe_remarks
from lut.looks.catalog_entries import look_entry
from lut.looks.look import Basis
from lut.looks.recipe import parse_recipes
from plugin.menu.actions import localize_look
from plugin.menu.catalog import read_looks
from tests.looks.specification import ROWS

PHOTOS = Path(__file__).resolve().parents[2] / "docs/photos"
HARDLY = 1.5  # mean ΔE2000 on photographs, below which a look hardly changes them
SMALL = {"base-rendering", "frame", "small-step"}
KINDS = {"M": "measured_on", "m": "measured_on", "D": "described_by", "R": "described_by", "I": "interpretation"}
COLORS_SKIN = {
    *("leica-classic", "leica-chrome", "leica-eternal", "leica-brass", "leica-teal"),
    *("hasselblad-emerald", "hasselblad-serenity", "sony-fl2", "sony-fl3"),
}
EVERY_LOOK = pytest.mark.parametrize("look", looks.all_looks(), ids=lambda look: look.id)

RECIPE = 'id = "x"\nsteps = []\n'


def said(declared):
    (look,) = parse_recipes(RECIPE + declared)
    return describe_basis(look)


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
    for module in ("lut.language", "lut.looks.basis"):
        monkeypatch.setattr(f"{module}._", lambda text: words.get(text, text))
    assert said('basis = { measured_on = ["MIX Fold 2", "MIX Flip 2"] }') == "Am MIX Fold 2 und MIX Flip 2 gemessen."


def test_looks_share_a_basis_and_may_have_their_own():
    one, two = parse_recipes(
        'basis = { measured_on = ["Alpha 7 V"] }\nsteps = []\n'
        '[[look]]\nid = "one"\n[[look]]\nid = "two"\nbasis = "imagined"\n'
    )
    assert (one.basis, two.basis) == (Basis("measured_on", ("Alpha 7 V",)), Basis("imagined"))


def test_each_remark_is_a_sentence():
    (look,) = parse_recipes(f"{RECIPE}remarks = {json.dumps([*REMARKS, 'frame'])}")
    sentences = describe_remarks(look)
    assert len(set(sentences)) == len(REMARKS)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)


def test_menus_say_it_with_the_remarks():
    (look,) = parse_recipes(RECIPE + 'basis = "interpretation"\nremarks = ["colors-skin"]')
    (found,) = read_looks(json.dumps({"looks": [look_entry(look)]}).encode())
    assert found["basis"] == {"kind": "interpretation", "names": []}
    (remark,) = describe_remarks(look)
    assert localize_look(found)["rests_on"] == f"Our interpretation. {remark}"


@cache
def photographs():
    """The documentation's photographs at 200 pixels, a list of (P, 3) codes."""
    found = []
    for path in sorted(PHOTOS.glob("*.[jp][pn]g")):
        with Image.open(path) as image:
            small = image.convert("RGB")
            small.thumbnail((200, 200), Image.Resampling.BOX)
            found.append(np.asarray(small, np.float32).reshape(-1, 3) / 255)
    assert len(found) >= 8
    return found


def change(look):
    """Mean ΔE2000 from the photographs as they were, each photograph counting the same."""
    table = look.bake()
    changes = [delta_e2000(*(srgb_to_lab(codes) for codes in (before, table(before)))) for before in photographs()]
    return np.mean([each.mean() for each in changes])


@EVERY_LOOK
def test_looks_that_hardly_change_a_finished_photograph_say_so_and_no_others(look):
    found = change(look)
    told = f"{look.id} changes photographs by a ΔE2000 of {found:.2f}: below {HARDLY}, it has a remark of {SMALL}"
    assert bool(SMALL & {*look.remarks}) == (found < HARDLY), told


@EVERY_LOOK
def test_looks_whose_measured_rendering_colors_skin_say_so_and_no_others(look):
    assert ("colors-skin" in look.remarks) == (look.id in COLORS_SKIN)


@EVERY_LOOK
def test_every_look_says_what_it_rests_on(look):
    assert look.basis.kind == KINDS[ROWS[look.id].basis] or look.basis.kind == "imagined" == look.phone
