"""Suggestions for LUTs in makers' styles, with colour-science's curves and primaries, and for creative ones."""

from __future__ import annotations

import pytest

colour = pytest.importorskip("colour", reason="colour-science is not installed")
if "Mi-Log" not in colour.LOG_DECODINGS:
    pytest.skip("this colour-science does not know Mi-Log's curve", allow_module_level=True)
pytestmark = pytest.mark.oracle

from tests.looks import space_suggestions  # noqa: E402
from tests.looks.made_luts import creative_luts as creative  # noqa: E402
from tests.looks.made_luts.camera_luts import TUNED, camera_luts  # noqa: E402


@pytest.fixture(scope="module")
def outcomes() -> list[space_suggestions.Outcome]:
    return list(space_suggestions.measure_outcomes(camera_luts()))


def test_there_are_enough_of_them(outcomes: list[space_suggestions.Outcome]) -> None:
    assert len(outcomes) >= 60
    assert len({one.lut.maker for one in outcomes}) >= 10


def test_names_tell_the_space(outcomes: list[space_suggestions.Outcome]) -> None:
    assert sum(one.named_right for one in outcomes) >= 0.95 * len(outcomes)


def test_tables_tell_it_mostly(outcomes: list[space_suggestions.Outcome]) -> None:
    tuned = [one for one in outcomes if one.lut.maker in TUNED]
    held_out = [one for one in outcomes if one.lut.maker not in TUNED]
    assert sum(one.told_right for one in tuned) >= 0.95 * len(tuned)
    assert sum(one.told_right for one in held_out) >= 0.8 * len(held_out)


def test_creative_luts_get_none() -> None:
    assert space_suggestions.false_suggestions(creative.our_looks()) == {}
    assert space_suggestions.false_suggestions(creative.creative_luts(creative.TUNED)) == {}
    assert space_suggestions.false_suggestions(creative.creative_luts(creative.HELD_OUT)) == {}
