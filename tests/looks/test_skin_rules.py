"""Every look keeps its word about skin, of all ten tones of Monk's scale."""

import numpy as np
import pytest

from lut import Lut, looks
from lut.looks import Look, Step
from lut.looks.rules import find_enriched_skin, find_turned_skin, skin_violations
from tests.looks.specification import COLORS_SKIN, ROWS

HELD = {
    identifier
    for identifier, row in ROWS.items()
    if row.figures.get("chroma_skin", (0, 9))[1] <= 1.06 and row.figures.get("chroma", (0, 9))[1] > 1.06
}


def test_the_looks_that_say_that_they_color_skin():
    """Those whose makers' own tables turn some tones, as measured."""
    assert {look.id for look in looks.all_looks() if look.colors_skin} == COLORS_SKIN


@pytest.mark.parametrize("look", looks.all_looks(), ids=lambda look: look.id)
def test_skin_stays_skin_in_every_scene(look: Look):
    for scene in look.scenes or ("day",):
        assert skin_violations(look.table(scene), look, scene) == [], scene


@pytest.mark.parametrize("identifier", sorted(HELD))
def test_a_row_that_holds_skin_back_holds_all_tones(identifier: str):
    assert find_enriched_skin(looks.load(identifier).bake()) == []


def test_rows_hold_skin_back():
    assert {"leica-vibrant", "harcourt-vibrant", "samsung-sony-imagined"} <= HELD


def test_a_broken_promise_is_named():
    steps = (Step("saturation", {"gain": 1.6, "skin": 0.6}),)
    strong = Look("strong", "Strong", steps=steps)
    assert strong.holds_skin_back()
    assert any("is enriched" in sentence for sentence in skin_violations(strong.bake(), strong))
    plain = Look("plain", "Plain", steps=(Step("saturation", {"gain": 1.6}),))
    assert skin_violations(plain.bake(), plain) == []


def test_turned_and_greenish_skin_is_named():
    tint = Look("tint", "Tint", steps=(Step("tint", {"shadows": (-8, 0), "mids": (-8, 0), "highlights": (-8, 0)}),))
    sentences = find_turned_skin(tint.bake())
    assert any(sentence.startswith("skin of Monk's tone 3 becomes greenish: a* -") for sentence in sentences)
    assert any(sentence.startswith("skin of Monk's tone 8 turns by ") for sentence in sentences)
    assert skin_violations(tint.bake(), Look("x", "X", remarks=("colors-skin",))) == []


def test_nothing_and_monochrome_turn_no_skin():
    assert find_turned_skin(Lut.identity()) == []
    assert find_turned_skin(looks.load("leica-sepia").bake()) == []
    assert np.isfinite(looks.load("leica-sepia").bake().table).all()
