"""A LUT from a picture before and after: as an editor, a camera or a phone made the one from the other.

First the pictures are laid on each other, and a vignette in one of them is undone.  Their flat areas, gathered by
color, are the samples.  A grade (grade.py) explains most of them, and tells about colors that are not among them; what
it leaves is a smooth lattice's, near the samples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, srgb_to_linear
from ..color.difference import srgb_delta_e2000
from ..color.space import Floats
from ..errors import LutError, PixelError
from ..language import _
from ..table import Lut, lattice
from .fit_report import FitReport, report
from .grade import MONOCHROME_FAMILY, Grade, in_gamut, source_reach
from .levenberg_marquardt import fit_grade
from .pair import Pair, matched, samples_of
from .residual_lattice import fit_remainder

SIZE = 33
MOST_SAMPLES = 2500  # that the grade is fitted to; more colors are gathered in larger cells


@dataclass(frozen=True, eq=False)
class FittedLut(Lut):
    """A Lut with what was found out while it was made."""

    report: FitReport | None = None


def fit(before: NDArray[Any], after: NDArray[Any]) -> FittedLut:
    """The LUT that makes one picture from another.

    before, after: (H, W, 3 or 4) uint8, uint16 or float32 sRGB codes (255, 65535 or 1.0 is white), of the same scene;
    their sizes, crops, scales (half to double) and places may differ.  Pixels that are not opaque don't count.
    Raises PixelError for a pair that no LUT can be learned from, with the figure that says so.
    """
    return fit_pairs([(before, after)])


def fit_pairs(pairs: Iterable[tuple[NDArray[Any], NDArray[Any]]]) -> FittedLut:
    """The LUT behind several pairs of one look: the more colors they have, the better."""
    given = list(pairs)
    if not given:
        raise LutError(_("expected at least one pair of pictures, found none"))
    found = []
    for number, (before, after) in enumerate(given, 1):
        try:
            found.append(matched(before, after))
        except PixelError as error:
            if len(given) == 1:
                raise
            raise PixelError(_("pair {number}: {sentence}").format(number=number, sentence=error)) from None
    return fitted(found)


def fitted(pairs: list[Pair]) -> FittedLut:
    pairs = [each.unvignetted(each.before) for each in pairs]
    grade = fit_grade(samples_of(pairs, MOST_SAMPLES))
    pairs = [each.unvignetted(graded(grade, each.before)) for each in pairs]
    trusted = [each.trusted(srgb_delta_e2000(graded(grade, each.before), each.after)) for each in pairs]
    grade = fit_grade(samples_of(trusted, MOST_SAMPLES), start=grade)
    samples = samples_of(trusted)
    table = graded(grade, lattice(SIZE).reshape(-1, 3)).reshape(SIZE, SIZE, SIZE, 3)
    missed = samples.after - Lut(table)(samples.before, "trilinear")
    lut = Lut(np.clip(table + fit_remainder(samples, missed, SIZE), 0, 1))
    return FittedLut(lut.table, report=report(lut, samples, pairs, grade.family is MONOCHROME_FAMILY))


def graded(grade: Grade, codes: Floats) -> Floats:
    """What a grade makes of sRGB codes (P, 3)."""
    linear = srgb_to_linear(codes)
    return linear_to_srgb(in_gamut(grade(linear), source_reach(linear), grade.soft))
