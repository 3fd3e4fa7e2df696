"""Report on a fit and its pairs, in figures and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..color import chroma, srgb_to_lab, srgb_to_oklab
from ..color.difference import srgb_delta_e2000
from ..color.space import Floats
from ..errors import PixelError
from ..language import _
from ..lattice import lattice
from ..table import Lut
from .local_contrast import blur_plane
from .local_report import LocalStep
from .pair import Pair
from .prediction import FLAT_WEIGHT, RANGE, Figures, predict_error, predict_look_error
from .registration import NOTABLE_LOCAL, Registration, describe_moves, measure_registration
from .residual_lattice import cell_corners
from .samples import Samples

MOST_LOCAL = 2.0  # L*, root mean square of the error of whole areas after the best LUT
MOST_AREAS = 0.9  # share of the areas that counts
LOCAL_SIZE = 12  # areas along a picture's longer side
COMMON_CHROMA = 0.12  # Oklab chroma below which colors are common
KNOWN = 0.3  # density above which a lattice point has data
NEARNESS = (0.3, 0.8, 1.0, 0.8, 0.3)  # weights of the lattice points from two steps below to two above

VERY_CLOSE, CLOSE, RECOGNIZABLE, MOST_PREDICTED = 1.0, 2.0, 4.0, 8.0  # predicted ΔE2000; above the last, refused
POOR_COVERAGE, NOTABLE_RESIDUAL = 0.35, 1.5


@dataclass(frozen=True)
class Residual:
    """ΔE2000 between the fitted LUT's colors and the pair's own, over its flat areas."""

    mean: float
    percentile_95: float


@dataclass(frozen=True)
class Coverage:
    """Shares, 0..1, of colors that the pair has, or has near: of the whole lattice, and of its common colors."""

    lattice: float
    common: float


@dataclass(frozen=True, eq=False)
class FitReport:
    """residual, coverage: of all pairs together.  registrations: one per pair.

    local: what was found of local tone mapping, None without it.
    figures: what other fits of the pair make of it, from which the error on other photographs is predicted.
    where: (N, N, N) how much data there was near each lattice point, 0..1; for drawing.
    """

    residual: Residual
    coverage: Coverage
    registrations: tuple[Registration, ...]
    figures: Figures
    where: Floats = field(repr=False)
    local: LocalStep | None = None

    @property
    def withheld(self) -> float:
        """Mean ΔE2000 on areas of the pairs that were left out of a fit."""
        return self.figures.withheld

    @property
    def predicted(self) -> float:
        """Mean ΔE2000 to expect on other photographs of the table alone, without a local step that was found."""
        return predict_error(self.figures)

    @property
    def likely(self) -> tuple[float, float]:
        """Mean ΔE2000 between which the true one lies in about 9 of 10 fits."""
        return self.predicted / RANGE, self.predicted * RANGE

    @property
    def monochrome(self) -> bool:
        return self.figures.monochrome

    @property
    def summary(self) -> tuple[str, ...]:
        """Sentences in words."""
        return describe_fit(self)

    @property
    def details(self) -> tuple[str, ...]:
        """Sentences with the figures."""
        return list_figures(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (*self.summary, *self.details)


def describe_fit(report: FitReport) -> tuple[str, ...]:
    """Return sentences without figures: how close the look is, why it is no closer, and what would help."""
    several = len(report.registrations) > 1
    found = [describe_closeness(report.predicted)]
    if report.coverage.common < POOR_COVERAGE:
        few = _("Few colors are in these pictures; a second pair makes the rest surer.")
        found[0] += " " + (_("Few colors are in these pictures; more pairs make the rest surer.") if several else few)
    if report.monochrome:
        found.append(_("The look is monochrome."))
    if report.local is not None:
        found.append(report.local.sentence)
    elif any(each.local >= NOTABLE_LOCAL for each in report.registrations):
        found.append(
            _("Some parts of the picture are brighter or darker than the rest: local tone mapping, which no LUT holds.")
        )
    if report.residual.mean >= NOTABLE_RESIDUAL:
        found.append(_("The pictures differ by more than a look, perhaps by noise, grain or clarity."))
    if any(describe_moves(each) for each in report.registrations):
        found.append(_("The pictures did not lie exactly on each other; that was undone."))
    if any(max(each.vignette) for each in report.registrations):
        found.append(_("A vignette was found, and undone."))
    return tuple(found)


def describe_closeness(predicted: float) -> str:
    if predicted < VERY_CLOSE:
        return _("Very close.")
    if predicted < CLOSE:
        return _("Close.")
    if predicted < RECOGNIZABLE:
        return _("Recognizable, with visible differences.")
    return _("A rough guess.")


def list_figures(report: FitReport) -> tuple[str, ...]:
    """Return sentences with the figures that ``describe_fit`` rests on."""
    residual, coverage, (low, high) = report.residual, report.coverage, report.likely
    found = [
        _(
            "On other photographs expect ΔE2000 {predicted:.1f} in the mean, from {withheld:.1f} on withheld areas of "
            "the pair. In 9 of 10 such fits it is between {low:.1f} and {high:.1f}."
        ).format(predicted=report.predicted, withheld=report.withheld, low=low, high=high),
        _("Residual: ΔE2000 {mean:.2f} in the mean, {most:.2f} for 95 %.").format(
            mean=residual.mean, most=residual.percentile_95
        ),
        _(
            "Coverage: {common:.0f}% of common colors, {all:.0f}% of all; "
            "the others follow from what looks are made of."
        ).format(common=100 * coverage.common, all=100 * coverage.lattice),
    ]
    several = len(report.registrations) > 1
    for number, registration in enumerate(report.registrations, 1):
        label = _("Pair {number}: {sentence}") if several else "{sentence}"
        found += [label.format(number=number, sentence=each) for each in measure_registration(registration)]
    return tuple(found)


def report_fit(lut: Lut, samples: Samples, pairs: Sequence[Pair], figures: Figures) -> FitReport:
    """Report on a fit.  Raises PixelError for pairs that no LUT can explain, or that tell too little of the look."""
    predicted = predict_look_error(figures)  # a strong local step is no reason to refuse the look
    errors, registrations = [], []
    for number, pair in enumerate(pairs, 1):
        made = lut(pair.before)
        local = local_tone_error(pair, made)
        if local > MOST_LOCAL:
            sentence = _(
                "expected a look that is the same all over the picture, found local tone mapping: after the "
                "best LUT whole areas are still off by {local:.1f} L*, where at most {most:g} can pass"
            ).format(local=local, most=MOST_LOCAL)
            label = _("pair {number}: {sentence}") if len(pairs) > 1 else "{sentence}"
            raise PixelError(label.format(number=number, sentence=sentence))
        flat = pair.weight > FLAT_WEIGHT
        errors.append(srgb_delta_e2000(made[flat], pair.after[flat]))
        registrations.append(report_registration(pair, local))
    if predicted > MOST_PREDICTED:
        sentence = _(
            "expected pictures that show enough of the look for ΔE2000 {most:g} on other photographs, found a fit "
            "that would be off by {predicted:.1f}; a picture of more colors, or several pairs, tell more"
        )
        raise PixelError(sentence.format(most=MOST_PREDICTED, predicted=predicted))
    error = np.concatenate([*errors, [0.0]] if not sum(map(len, errors)) else errors)
    where_known = sample_density(samples, lut.size)
    known = where_known > KNOWN
    common = chroma(srgb_to_oklab(lattice(lut.size))) <= COMMON_CHROMA
    return FitReport(
        Residual(float(error.mean()), float(np.percentile(error, 95))),
        Coverage(float(known.mean()), float(known[common].mean())),
        tuple(registrations),
        figures,
        where_known,
    )


def report_registration(pair: Pair, local: float) -> Registration:
    at, (own, width) = pair.placement, pair.widths
    shift = (at.shift[0] * width, at.shift[1] * width)
    losses = (max(pair.vignette[0].loss, 0.0), max(pair.vignette[1].loss, 0.0))
    turn, lens = float(np.degrees(at.angle)), sum(at.lens)
    return Registration(shift, at.scale * width / own, turn, lens, at.correlation, losses, local)


def local_tone_error(pair: Pair, made: Floats) -> float:
    """Measure the error of whole areas in lightness: L*, root mean square.

    The worst are left out: a caption, or somebody who moved, is no tone mapping.
    """
    lights = [srgb_to_lab(codes)[:, 0] for codes in (made, pair.after)]
    weight = np.sqrt(pair.weight).reshape(pair.shape)
    off = (lights[1] - lights[0]).reshape(pair.shape)
    radius = max(max(pair.shape) // (2 * LOCAL_SIZE), 1)
    total = np.maximum(blur_plane(weight, radius), np.float32(1e-6))
    squares = (blur_plane(off * weight, radius) / total) ** 2
    most = squares <= np.quantile(squares, MOST_AREAS)
    return float(np.sqrt(np.average(squares[most], weights=total[most])))


def sample_density(samples: Samples, size: int) -> Floats:
    """Return (N, N, N) from 0 to 1: how much data lies within some two lattice steps of each point."""
    index, share = cell_corners(samples.before, size)
    amount = share * np.minimum(samples.weight, 1).astype(np.float32)[:, None]
    near = np.bincount(index.ravel(), amount.ravel(), size**3).reshape(size, size, size)
    for axis in range(3):
        padded = np.pad(near, [(2, 2) if i == axis else (0, 0) for i in range(3)])
        near = np.stack([part * padded.take(np.arange(size) + i, axis) for i, part in enumerate(NEARNESS)]).sum(axis=0)
    result: Floats = (near / (near + 0.5)).astype(np.float32)
    return result
