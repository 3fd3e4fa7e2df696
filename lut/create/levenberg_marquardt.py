"""Levenberg-Marquardt: fit a grade to samples by damped Gauss-Newton steps, with robust weights and priors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_lab, srgb_to_lab, srgb_to_linear
from ..color.space import Floats
from .grade import COLOR_FAMILY, MONOCHROME_FAMILY, Grade, clip_to_gamut, linear_reach, neutral_grade
from .jacobian import Stages, jacobian
from .samples import Samples

Doubles = NDArray[np.float64]

MOST_SAMPLES = 2500  # that a grade is fitted to; more colors are gathered in larger cells
EVIDENCE = 0.15  # weight of one color: similar colors share its error, and are no further evidence
COLOR_NOISE, SAMPLE_NOISE = 0.4, 0.7  # standard deviations in ΔE2000: of the model, and of one sample
OUTLIER = 3.0  # ΔE2000 above which a color counts less and less (Cauchy's weights)
ROUNDS, TRIES, ENOUGH = 14, 6, 1e-3
COLORFUL = 0.04  # mean range of a color's codes before; below it a picture is gray already
TONES, ONE_HUE = 20, 3.0  # number of tones; deviation of a* and b* within one, below which a look is monochrome
ONE_HUE_SHARE = 0.25  # of that deviation before: a picture of one hue stays so in a look of colors, too
MONOCHROME_LIMIT = 1.6  # ΔE2000 (root mean square) that a monochrome grade may leave


@dataclass(frozen=True)
class State:
    """A grade's stages for all colors, and its residuals, (P, 3) in steps of ΔE2000."""

    stages: Stages
    residuals: Doubles

    @property
    def grade(self) -> Grade:
        return self.stages.grade


@dataclass(frozen=True)
class Problem:
    """Least-squares problem of a grade.

    linear: (P, 3) linear light before.  source: (P, 3) gamut reach before.  target: (P, 3) CIELAB after.
    metric: (P, 3, 3), from differences in CIELAB to ΔE2000.  weight: (P,).
    """

    linear: Floats
    source: Floats
    target: Doubles
    metric: Doubles
    weight: Doubles

    @classmethod
    def of(cls, samples: Samples) -> Problem:
        target = srgb_to_lab(samples.after).astype(np.float64)
        weight = EVIDENCE / (COLOR_NOISE**2 + SAMPLE_NOISE**2 / samples.weight)
        linear = srgb_to_linear(samples.before)
        return cls(linear, linear_reach(linear), target, delta_e_metric(target), weight)

    def residuals(self, lab: Floats, soft: bool) -> Doubles:
        """Return (P, 3) differences from the target, as long as their ΔE2000."""
        difference = linear_to_lab(clip_to_gamut(lab, self.source, soft)) - self.target
        result: Doubles = np.matmul(self.metric, difference[:, :, None])[:, :, 0]
        return result

    def state(self, grade: Grade) -> State:
        stages = Stages.of(grade, self.linear)
        return State(stages, self.residuals(stages.result, grade.soft))

    def cost(self, state: State, prior: Doubles) -> float:
        """Return the robust sum of squares and the prior's."""
        squares = (state.residuals**2).sum(axis=1)
        expected = prior @ state.grade.values
        return float((self.weight * OUTLIER**2 * np.log1p(squares / OUTLIER**2)).sum() + expected @ expected)


def delta_e_metric(lab: Doubles) -> Doubles:
    """Return (P, 3, 3) matrices that turn small differences in CIELAB into vectors as long as their ΔE2000."""
    lightness, a, b = lab.T
    size = np.hypot(a, b)
    seventh = size**7
    stretch = 1.5 - 0.5 * np.sqrt(seventh / (seventh + 25.0**7))
    cos, sin = (np.where(size > 1e-6, part / np.maximum(size, 1e-6), one) for part, one in ((a, 1), (b, 0)))
    result = np.zeros((len(lab), 3, 3))
    result[:, 0, 0] = 1 / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    s_c, s_h = 1 + 0.045 * size, 1 + 0.015 * size
    result[:, 1, 1], result[:, 1, 2] = cos * stretch / s_c, sin / s_c
    result[:, 2, 1], result[:, 2, 2] = -sin * stretch / s_h, cos / s_h
    return result


def fit_grade(samples: Samples, start: Grade | None = None) -> Grade:
    """Fit the likeliest grade; a monochrome one where that will do.  start: an earlier grade of the same pair."""
    problem = Problem.of(samples)
    if start is not None:
        return minimize_cost(problem, start)
    if is_one_hue(problem, samples):
        gray = minimize_cost(problem, neutral_grade(MONOCHROME_FAMILY))
        if rms_residual(problem, gray) < MONOCHROME_LIMIT:
            return gray
    found = [minimize_cost(problem, neutral_grade(COLOR_FAMILY, soft)) for soft in (False, True)]
    return min(found, key=lambda grade: problem.cost(problem.state(grade), COLOR_FAMILY.prior()))


def is_one_hue(problem: Problem, samples: Samples) -> bool:
    """Return True if hues before differ, and colors after nearly follow from their lightness."""
    weight = np.sqrt(samples.weight)
    if float(np.average(np.ptp(samples.before, axis=1), weights=weight)) < COLORFUL:
        return False
    before, after = (hue_spread(lab, weight) for lab in (srgb_to_lab(samples.before), problem.target))
    return after < min(ONE_HUE, ONE_HUE_SHARE * before)


def hue_spread(lab: Floats | Doubles, weight: Doubles) -> float:
    """Return the standard deviation of a* and b* within tones, of CIELAB (P, 3)."""
    tone = np.clip(lab[:, 0] / 100 * TONES, 0, TONES - 1).astype(np.intp)
    total = np.maximum(np.bincount(tone, weight, TONES), 1e-9)
    spread = 0.0
    for axis in (1, 2):
        mean = np.bincount(tone, weight * lab[:, axis], TONES) / total
        spread += float(np.average((lab[:, axis] - mean[tone]) ** 2, weights=weight))
    return float(np.sqrt(spread))


def rms_residual(problem: Problem, grade: Grade) -> float:
    """Return the root mean square of the residuals, in ΔE2000."""
    squares = (problem.state(grade).residuals ** 2).sum(axis=1)
    return float(np.sqrt(np.average(squares, weights=problem.weight)))


def minimize_cost(problem: Problem, start: Grade, prior: Doubles | None = None) -> Grade:
    """Minimize the cost from a grade on, until a step gains little.  prior: other rows than the family's own."""
    prior = start.family.prior() if prior is None else prior
    state = problem.state(start)
    cost, damping = problem.cost(state, prior), 1e-3
    for _ in range(ROUNDS):
        slopes, weighted = robust_jacobian(problem, state)
        normal = (slopes.T @ slopes).astype(np.float64) + prior.T @ prior
        downhill = slopes.T @ weighted + prior.T @ (prior @ state.grade.values)
        for _ in range(TRIES):
            step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -downhill)
            moved = problem.state(replace(state.grade, values=state.grade.values + step))
            found = problem.cost(moved, prior)
            if found < cost:
                break
            damping *= 8
        else:
            return state.grade
        gained, state, cost = cost - found, moved, found
        damping = max(damping / 6, 1e-7)
        if gained < ENOUGH * cost:
            break
    return state.grade


def robust_jacobian(problem: Problem, state: State) -> tuple[Floats, Doubles]:
    """Return the residuals' derivatives, (3 · P, parameters), and the residuals, (3 · P,), both weighted by trust."""
    weight = np.sqrt(problem.weight / (1 + (state.residuals**2).sum(axis=1) / OUTLIER**2))[:, None]
    slopes = jacobian(state.stages, partial(problem.residuals, soft=state.grade.soft))
    slopes *= weight[:, None, :].astype(np.float32)
    return slopes.reshape(3 * len(weight), -1), (state.residuals * weight).ravel()
