"""The amounts that the editor and the engine each declare are the same."""

from __future__ import annotations

import lut
from lut.amounts import AMOUNTS, FINISHING
from lut.looks.finish import FINISHES
from plugin import amounts


def test_both_sides_declare_the_same() -> None:
    assert sorted(amounts.NAMES) == sorted(amount.name for amount in AMOUNTS)


def test_every_finishing_step_with_an_amount_is_declared() -> None:
    assert {step.name for step in FINISHING} == FINISHES.keys() - {"crop"}


def test_a_catalog_has_every_one() -> None:
    for look in lut.looks.catalog()["looks"]:
        assert look.keys() >= set(amounts.NAMES)
