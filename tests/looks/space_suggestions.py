"""Print what is suggested for LUTs in the styles of makers and for creative ones, and how often it is right.

    python -m tests.looks.space_suggestions [--all]

The tones that are expected were set with the makers called "tuned", whose renderings the others do not share. The few
weights were compared on both, so that the LUTs made up at random, which came later, are the fairest measure. By table
alone, "right" means that a photograph's colors come out within ΔE2000 3 (mean) of what the space gives that the table
was made for, since several cameras' logs differ by less than any look does. Needs colour-science.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from lut import Lut
from lut.color.chromaticities import SRGB
from lut.color.difference import srgb_delta_e2000
from lut.color.encodings import ENCODINGS
from lut.color.srgb import srgb_to_linear
from lut.lattice import lattice
from lut.looks.space_suggestion import Suggestion, suggest_space

from .made_luts import creative_luts as creative
from .made_luts.camera_luts import TUNED, CameraLut, camera_luts, random_luts

RIGHT = 3.0  # ΔE2000, mean
SILENT = "film 01"  # a name that says nothing
RANDOM = 210


@dataclass(frozen=True)
class Outcome:
    """What is suggested for one LUT of a maker: by its name, and by its table under a name that says nothing.

    apart: ΔE2000 between the table as suggested by the table and as it was made for; infinite without a suggestion.
    """

    lut: CameraLut
    by_name: Suggestion | None
    by_table: Suggestion | None
    apart: float

    @property
    def named_right(self) -> bool:
        return self.by_name is not None and self.by_name.space == self.lut.space

    @property
    def told_right(self) -> bool:
        return self.apart < RIGHT

    @property
    def mentioned(self) -> bool:
        """Right, or among the spaces that the suggestion calls nearly as good."""
        return self.told_right or (self.by_table is not None and self.lut.space in self.by_table.also)

    @property
    def exact(self) -> bool:
        return self.by_table is not None and self.by_table.space == self.lut.space


def apply_in_space(lut: Lut, space: str) -> np.ndarray:
    """Return what a table makes of photographs' colors that are brought to a space."""
    encoding = ENCODINGS[space]
    light = srgb_to_linear(lattice(9).reshape(-1, 3)).astype(np.float64) @ SRGB.matrix_to(encoding.chromaticities).T
    return np.clip(lut(encoding.encode(light)), 0, 1)


def measure_outcomes(luts: Iterable[CameraLut]) -> Iterator[Outcome]:
    for each in luts:
        table = each.make()
        by_table = suggest_space(table, SILENT)
        apart = np.inf
        if by_table is not None:
            shown = [apply_in_space(table, space) for space in (by_table.space, each.space)]
            apart = float(srgb_delta_e2000(*shown).mean())
        yield Outcome(each, suggest_space(table, each.name), by_table, apart)


def false_suggestions(luts: Iterable[tuple[str, Lut]]) -> dict[str, Suggestion]:
    """Return the suggestions for LUTs that need none."""
    found = {name: suggest_space(table, name) for name, table in luts}
    return {name: suggestion for name, suggestion in found.items() if suggestion is not None}


def describe_share(outcomes: list[Outcome]) -> str:
    count = len(outcomes)
    told = sum(one.told_right for one in outcomes)
    mentioned = sum(one.mentioned for one in outcomes)
    exact, silent = sum(one.exact for one in outcomes), sum(one.by_table is None for one in outcomes)
    return (
        f"by table alone {told} of {count} ({told / count:.0%}) "
        f"within ΔE {RIGHT:g}, {mentioned} with those named as nearly as good, {exact} exact, {silent} without any"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.looks.space_suggestions", description=__doc__.split("\n")[0])
    parser.add_argument("--all", action="store_true", help="also print each LUT that is right")
    chosen = parser.parse_args(arguments)
    outcomes = list(measure_outcomes(camera_luts()))
    print(f"{'maker':11}{'made for':16}{'by name':16}{'by table':16}{'ΔE':>5}  name")
    for one in outcomes:
        if chosen.all or not (one.named_right and one.told_right):
            spaces = [suggestion.space if suggestion else "-" for suggestion in (one.by_name, one.by_table)]
            columns = "".join(f"{text:16}" for text in (one.lut.space, *spaces))
            print(f"{one.lut.maker:11}{columns}{one.apart:5.1f}  {one.lut.name}")
    for title, part in (
        ("Makers whose tones were used", [one for one in outcomes if one.lut.maker in TUNED]),
        ("Other makers", [one for one in outcomes if one.lut.maker not in TUNED]),
        ("All", outcomes),
    ):
        named = sum(one.named_right for one in part)
        print(f"{title}: by name {named} of {len(part)} ({named / len(part):.0%}); {describe_share(part)}")
    print(f"Made up at random: {describe_share(list(measure_outcomes(random_luts(RANDOM))))}")
    for title, luts in (
        ("Our own looks", list(creative.our_looks())),
        ("Strong creative LUTs, first half", list(creative.creative_luts(creative.TUNED))),
        ("Strong creative LUTs, second half", list(creative.creative_luts(creative.HELD_OUT))),
        ("Strong grades made up at random", list(creative.random_luts(RANDOM))),
    ):
        wrong = false_suggestions(luts)
        found = "".join(f"\n  {name}: {suggestion.describe()}" for name, suggestion in wrong.items())
        print(f"{title}: {len(wrong)} suggestions for {len(luts)}{found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
