"""Amounts: declared once, with words for every dialog and a step for each."""

from __future__ import annotations

import lut
from lut.looks.finish import FINISHES
from lut.shared.amounts import FINISHING
from plugin.menu import amounts


def test_every_finishing_step_with_an_amount_is_declared() -> None:
    assert {step.name for step in FINISHING} == FINISHES.keys() - {"crop"}


def test_a_look_follows_the_picture_where_an_amount_or_a_scene_does() -> None:
    plain = {"glow": None, "variants": []}
    assert not amounts.follows_the_picture(plain, {"scene": "auto", "glow": None, "grain": 0.5, "protect_skin": 1.0})
    assert amounts.follows_the_picture(plain, {"glow": 0.2})
    assert amounts.follows_the_picture({**plain, "glow": 0.1}, {"glow": None})
    assert not amounts.follows_the_picture({**plain, "glow": 0.1}, {"glow": 0.0})
    assert amounts.follows_the_picture({**plain, "variants": ["day", "night"]}, {"scene": None})
    assert not amounts.follows_the_picture({**plain, "variants": ["day", "night"]}, {"scene": "night"})
    assert amounts.follows_the_picture(None, {"glow": 1.0}) and not amounts.follows_the_picture(None, {})


def test_monochrome_looks_have_no_skin_to_protect() -> None:
    for entry in lut.looks.catalog()["looks"]:
        assert entry["protect_skin"] == (None if entry["monochrome"] else 0.0), entry["id"]


def test_a_catalog_has_every_one() -> None:
    for look in lut.looks.catalog()["looks"]:
        assert look.keys() >= set(amounts.NAMES)
