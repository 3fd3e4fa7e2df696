"""A LUT from a picture before and after: as an editor, a camera or a phone made the one from the other.

First the pictures are registered, and a vignette in one of them is undone.  Their flat areas, gathered by color, are
the samples.  A grade (grade.py) is fitted to them, and extrapolates to other colors.  A smooth lattice is fitted to the
residuals and corrects the grade near the samples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from numpy.typing import NDArray

from ..color.difference import srgb_delta_e2000
from ..errors import LutError, PixelError
from ..language import _
from ..looks.finish.local_tone import LocalTone
from ..table import Lut
from .fit_local import absorb_trend, fit_local, scaled_codes
from .fit_report import FitReport, report_fit
from .grade import Grade, apply_grade
from .levenberg_marquardt import MOST_SAMPLES, fit_grade
from .local_evidence import has_local_tone
from .local_finish import fit_finish
from .local_report import describe_gains
from .pair import Pair, gather_samples, match_pair, mean_residual
from .prediction import judge_fit, local_error
from .residual_lattice import correct_grade

SIZE = 33
MOST_LEFT = 0.9  # of the residual: 0.14 to 0.91 behind local steps, 0.93 and more for noise and crops (62 pairs)


@dataclass(frozen=True, eq=False)
class FittedLut(Lut):
    """A Lut with what was found out while it was made.

    finish: the local step that was found, to follow the table; None without one.
    """

    report: FitReport | None = None
    finish: LocalTone | None = None


def fit(before: NDArray[Any], after: NDArray[Any]) -> FittedLut:
    """Find the LUT that makes one picture from another.

    Parameters
    ----------
    before, after : (H, W, 3) or (H, W, 4) uint8, uint16 or float32
        sRGB codes (255, 65535 or 1.0 is white) of the same scene, without the look and with it. Sizes, crops, scales
        (half to double) and places may differ. Pixels that are not opaque do not count.

    Returns
    -------
    FittedLut
        33³ points. ``.report`` has the coverage of colors (0 to 1), the residual, the error on withheld areas of the
        pair and the one predicted for other photographs (mean ΔE2000), and how the pictures were registered;
        ``.report.summary`` says in words what the fit is worth, ``.report.details`` has sentences with the figures.

    Raises
    ------
    PixelError
        No LUT can be learned from the pair: another scene, strong local tone mapping, a single color, or too few to
        predict less than ΔE2000 8 on other photographs. The sentence has the figure that shows why.

    Examples
    --------
    >>> before = np.random.default_rng(1).random((12, 16, 3), dtype=np.float32)
    >>> before = before.repeat(16, axis=0).repeat(16, axis=1)
    >>> look = lut.looks.load("leica-vivid").bake()
    >>> found = lut.fit(before, lut.apply(before, look))
    >>> found.size, bool(np.abs(found.table - look.table).mean() < 0.02)
    (33, True)
    """
    return fit_pairs([(before, after)])


def fit_pairs(pairs: Iterable[tuple[NDArray[Any], NDArray[Any]]]) -> FittedLut:
    """Find the LUT behind several pairs of pictures in one look.

    Parameters
    ----------
    pairs : iterable of (before, after)
        Each as ``fit`` takes them. The more colors they have, the better.

    Returns
    -------
    FittedLut
        As ``fit`` returns it.

    Raises
    ------
    LutError
        There is no pair.
    PixelError
        A pair cannot be used; the sentence names it.

    Examples
    --------
    >>> before = np.random.default_rng(1).random((12, 16, 3), dtype=np.float32)
    >>> before = before.repeat(16, axis=0).repeat(16, axis=1)
    >>> pair = before, before**1.1
    >>> lut.create.fit_pairs([pair, pair]).size
    33
    """
    given = list(pairs)
    if not given:
        raise LutError(_("expected at least one pair of pictures, found none"))
    found = []
    for number, (before, after) in enumerate(given, 1):
        try:
            found.append(match_pair(before, after))
        except PixelError as error:
            if len(given) == 1:
                raise
            raise PixelError(_("pair {number}: {sentence}").format(number=number, sentence=error)) from None
    return fit_matched(found)


def fit_matched(pairs: list[Pair], progress: Callable[[float], None] = lambda share: None) -> FittedLut:
    """Fit to registered pairs: with a local step where there is one.  progress: called with the share done, 0..1."""
    progress(0.0)
    start = None
    if any(map(has_local_tone, pairs)):
        start = fit_grade(gather_samples(pairs, MOST_SAMPLES))
        found = fit_behind_local_tone(pairs, start, progress)
        if found is not None:
            return found
    pairs = [each.unvignetted(each.before) for each in pairs]
    grade = fit_grade(gather_samples(pairs, MOST_SAMPLES), start)
    progress(0.5)
    pairs = [each.unvignetted(apply_grade(grade, each.before)) for each in pairs]
    trusted = [each.trusted(srgb_delta_e2000(apply_grade(grade, each.before), each.after)) for each in pairs]
    grade = fit_grade(gather_samples(trusted, MOST_SAMPLES), start=grade)
    samples = gather_samples(trusted)
    lut = correct_grade(grade, samples, SIZE)
    return FittedLut(lut.table, report=report_fit(lut, samples, pairs, judge_fit(grade, trusted)))


def fit_behind_local_tone(pairs: list[Pair], start: Grade, progress: Callable[[float], None]) -> FittedLut | None:
    """Fit a look and local gains to registered pairs; what the gains have in common goes into the table.

    start: the grade of the pairs without gains.  A vignette is one of the gains here.  None where gains explain hardly
    more than that grade does.
    """
    grade, stops = fit_local(pairs, start, progress)
    toned = [replace(each, before=scaled_codes(each.before, own)) for each, own in zip(pairs, stops, strict=True)]
    weight = [each.weight for each in pairs]
    alone = mean_residual(partial(apply_grade, start), pairs, weight)
    if mean_residual(partial(apply_grade, grade), toned, weight) > MOST_LEFT * alone:
        return None
    trusted = [each.trusted(srgb_delta_e2000(apply_grade(grade, each.before), each.after)) for each in toned]
    samples = gather_samples(trusted)
    lut = correct_grade(grade, samples, SIZE)
    table = absorb_trend(lut, pairs, stops)
    figures = replace(judge_fit(grade, trusted), local=local_error(lut, pairs, trusted, table))
    report = replace(report_fit(lut, samples, toned, figures), local=describe_gains(pairs, stops))
    return FittedLut(table.table, report=report, finish=fit_finish(table, pairs))
