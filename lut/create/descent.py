"""Find the grade that explains samples best: Gauss-Newton with damping (Levenberg, Marquardt), robust, with priors."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..spaces import linear_to_lab, srgb_to_linear
from ..spaces.space import Floats
from .grade import COLOR_FAMILY, MONOCHROME_FAMILY, Family, Features, Grade, features, in_gamut, neutral
from .samples import Samples

Doubles = NDArray[np.float64]

EVIDENCE = 0.15  # of a color, that others like it, which the same fault may have, leave to it
COLOR_NOISE, SAMPLE_NOISE = 0.4, 0.7  # ΔE2000: of what a grade can explain, and of one sample
OUTLIER = 3.0  # ΔE2000 from which on a color counts less and less (Cauchy's weights)
ROUNDS, TRIES, ENOUGH = 14, 6, 1e-3
NUDGE = 1e-4  # of a parameter, for its derivative
MONOCHROME_LIMIT = 1.6  # ΔE2000 (root mean square) that a monochrome grade may leave


@dataclass(frozen=True)
class State:
    """A grade's way through its stages for all colors, and what it leaves: (P, 3) in steps of ΔE2000."""

    grade: Grade
    codes: Floats
    lab: Floats
    at: Features
    left: Doubles


@dataclass(frozen=True)
class Problem:
    """linear: (P, 3) before.  target: (P, 3) CIELAB after.  metric: (P, 3, 3).  weight: (P,)."""

    linear: Floats
    target: Doubles
    metric: Doubles
    weight: Doubles

    @classmethod
    def of(cls, samples: Samples) -> Problem:
        target = linear_to_lab(srgb_to_linear(samples.after)).astype(np.float64)
        weight = EVIDENCE / (COLOR_NOISE**2 + SAMPLE_NOISE**2 / samples.weight)
        return cls(srgb_to_linear(samples.before), target, metric(target), weight)

    def left(self, lab: Floats) -> Doubles:
        difference = linear_to_lab(in_gamut(lab)) - self.target
        result: Doubles = np.matmul(self.metric, difference[:, :, None])[:, :, 0]
        return result

    def state(self, grade: Grade) -> State:
        codes = grade.mixed(self.linear)
        lab = grade.curved(codes)
        at = features(lab)
        return State(grade, codes, lab, at, self.left(grade.colored(lab, at)))

    def changed(self, state: State, index: int, amount: float) -> Doubles:
        """What is left when one parameter changes: only the stages from its own on are computed."""
        values = state.grade.values.copy()
        values[index] += amount
        grade = replace(state.grade, values=values)
        stage = grade.family.stages[index]
        if stage == 2:
            return self.left(grade.colored(state.lab, state.at))
        lab = grade.curved(grade.mixed(self.linear) if stage == 0 else state.codes)
        return self.left(grade.colored(lab, features(lab)))

    def cost(self, state: State, prior: Doubles) -> float:
        squares = (state.left**2).sum(axis=1)
        expected = prior @ state.grade.values
        return float((self.weight * OUTLIER**2 * np.log1p(squares / OUTLIER**2)).sum() + expected @ expected)


def metric(lab: Doubles) -> Doubles:
    """(P, 3, 3) matrices that make the length of a small difference in CIELAB about its ΔE2000."""
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
    """The likeliest grade; a monochrome one where that will do.  start: where to begin, a grade of the same pair."""
    problem = Problem.of(samples)
    if start is not None:
        return descended(problem, start)
    gray = descended(problem, neutral(MONOCHROME_FAMILY))
    if typical(problem, gray) < MONOCHROME_LIMIT and is_curve(samples):
        return gray
    return descended(problem, neutral(COLOR_FAMILY))


def typical(problem: Problem, grade: Grade) -> float:
    squares = (problem.state(grade).left ** 2).sum(axis=1)
    return float(np.sqrt(np.average(squares, weights=problem.weight)))


def is_curve(samples: Samples) -> bool:
    """Whether the colors before are of several hues, so that one curve through all colors after means something."""
    chroma = np.ptp(samples.before, axis=1)
    return float(np.average(chroma, weights=np.sqrt(samples.weight))) > 0.04


def descended(problem: Problem, start: Grade) -> Grade:
    family: Family = start.family
    prior = family.prior()
    state = problem.state(start)
    cost, damping = problem.cost(state, prior), 1e-3
    for _ in range(ROUNDS):
        weight = np.sqrt(problem.weight / (1 + (state.left**2).sum(axis=1) / OUTLIER**2))[:, None]
        slopes = np.empty((state.left.size, family.count), np.float32)
        for index in range(family.count):
            slopes[:, index] = ((problem.changed(state, index, NUDGE) - state.left) * (weight / NUDGE)).ravel()
        normal = (slopes.T @ slopes).astype(np.float64) + prior.T @ prior
        downhill = slopes.T @ (state.left * weight).ravel() + prior.T @ (prior @ state.grade.values)
        for _ in range(TRIES):
            step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -downhill)
            moved = problem.state(Grade(family, state.grade.values + step))
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
