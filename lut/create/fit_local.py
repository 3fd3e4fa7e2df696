"""Fit a look and a local step together: after = look(2**gain · before), the gain by place and base layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, srgb_to_linear
from ..color.space import Floats
from ..lattice import lattice
from ..table import Lut
from .grade import Grade, linear_reach, neutral_grade
from .jacobian import jacobian
from .levenberg_marquardt import ENOUGH, OUTLIER, ROUNDS, TRIES, Problem, State
from .local_features import LocalSamples, gather_by_place, hat_weights, local_features, local_prior, luma_of
from .pair import Pair
from .samples import Samples

Doubles = NDArray[np.float64]

MOST_STOPS = 2.5
NUDGE = 0.05  # stops, for derivatives
TREND_KNOTS = np.linspace(0, 1, 9)
TREND_BEND = 5e-3  # cost of bending of the trend, relative to the data
TREND_SHARE = 0.6  # of the trend beside its mean: so much do other photographs have in common with the pair's


@dataclass(frozen=True)
class LocalState:
    """A look and gains, as parameters of both; and what they leave of samples."""

    values: Doubles
    problem: Problem
    state: State


@dataclass(frozen=True)
class LocalProblem:
    """Least-squares problem of a grade and of gains before it.

    start: the grade whose family and gamut mapping is fitted.  prior: (rows, parameters of both).
    """

    problem: Problem
    features: Floats
    start: Grade
    prior: Doubles

    @classmethod
    def of(cls, samples: LocalSamples, start: Grade, gains: Doubles) -> LocalProblem:
        grade = start.family.prior()
        prior = np.zeros((len(grade) + len(gains), grade.shape[1] + gains.shape[1]))
        prior[: len(grade), : grade.shape[1]] = grade
        prior[len(grade) :, grade.shape[1] :] = gains
        problem = Problem.of(Samples(samples.before, samples.after, samples.weight))
        return cls(problem, samples.features, start, prior)

    def lighter(self, values: Doubles, more: float = 0.0) -> Problem:
        """Return the grade's problem after the gains."""
        linear = self.problem.linear * gain_factors(self.features, values[self.start.family.count :], more)
        return replace(self.problem, linear=linear, source=linear_reach(linear))

    def at(self, values: Doubles) -> LocalState:
        problem = self.lighter(values)
        return LocalState(values, problem, problem.state(self.grade(values)))

    def grade(self, values: Doubles) -> Grade:
        return replace(self.start, values=values[: self.start.family.count])

    def cost(self, found: LocalState) -> float:
        squares = (found.state.residuals**2).sum(axis=1)
        expected = self.prior @ found.values
        robust = self.problem.weight * OUTLIER**2 * np.log1p(squares / OUTLIER**2)
        return float(robust.sum() + expected @ expected)

    def slopes(self, found: LocalState) -> Floats:
        """Return (P, 3, parameters): derivatives of the residuals."""
        grade = found.state.grade
        by_grade = jacobian(found.state.stages, partial(found.problem.residuals, soft=grade.soft))
        up, down = (self.lighter(found.values, more).state(grade).residuals for more in (NUDGE, -NUDGE))
        by_stops = ((up - down) / (2 * NUDGE)).astype(np.float32)
        return np.concatenate([by_grade, by_stops[:, :, None] * self.features[:, None, :]], axis=2)


def gain_factors(features: Floats, gains: Doubles, more: float = 0.0) -> Floats:
    """Return (P, 1) factors of linear light; more: stops added to each."""
    stops = np.clip(features @ gains.astype(np.float32), -MOST_STOPS, MOST_STOPS) + np.float32(more)
    factors: Floats = np.exp2(stops)[:, None]
    return factors


def minimize(problem: LocalProblem, progress: Callable[[float], None]) -> Doubles:
    """Minimize the cost over a grade and gains by damped Gauss-Newton steps, from no change on.

    progress: called before each step with the share of the most steps that is done, 0..1.
    """
    found = problem.at(np.zeros(problem.prior.shape[1]))
    curvature = problem.prior.T @ problem.prior
    cost, damping = problem.cost(found), 1e-3
    for number in range(ROUNDS):
        progress(number / ROUNDS)
        residuals = found.state.residuals
        weight = np.sqrt(problem.problem.weight / (1 + (residuals**2).sum(axis=1) / OUTLIER**2))[:, None]
        slopes = problem.slopes(found)
        slopes *= weight[:, None, :].astype(np.float32)
        slopes = slopes.reshape(-1, slopes.shape[2])
        normal = (slopes.T @ slopes).astype(np.float64) + curvature
        downhill = slopes.T @ (residuals * weight).ravel() + curvature @ found.values
        for _try in range(TRIES):
            step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -downhill)
            moved = problem.at(found.values + step)
            less = problem.cost(moved)
            if less < cost:
                break
            damping *= 8
        else:
            break
        gained, found, cost = cost - less, moved, less
        damping = max(damping / 6, 1e-7)
        if gained < ENOUGH * cost:
            break
    return found.values


def fit_local(pairs: Sequence[Pair], start: Grade, progress: Callable[[float], None]) -> tuple[Grade, list[Floats]]:
    """Fit a grade, of the family and gamut mapping of ``start``, and gains of each pair's areas, (P,) in stops."""
    common, places, sizes = zip(*map(local_features, pairs), strict=True)
    edges = np.cumsum([0, *(place.shape[1] for place in places)])
    features, gathered = [], []
    for number, pair in enumerate(pairs):
        own = np.zeros((len(pair.before), edges[-1]), np.float32)
        own[:, edges[number] : edges[number + 1]] = places[number]
        features.append(np.concatenate([common[number], own], axis=1))
        gathered.append(gather_by_place(pair, features[-1]))
    names = ("before", "after", "weight", "features")
    samples = LocalSamples(*(np.concatenate([getattr(each, name) for each in gathered]) for name in names))
    problem = LocalProblem.of(samples, neutral_grade(start.family, start.soft), local_prior(sizes))
    values = minimize(problem, progress)
    gains = values[start.family.count :]
    return problem.grade(values), [np.log2(gain_factors(each, gains)[:, 0]) for each in features]


def scaled_codes(codes: Floats, stops: Floats) -> Floats:
    """Scale the light of sRGB codes (P, 3) by 2**stops (P,)."""
    scaled: Floats = np.clip(linear_to_srgb(srgb_to_linear(codes) * np.exp2(stops)[:, None]), 0, 1)
    return scaled


def absorb_trend(table: Lut, pairs: Sequence[Pair], stops: Sequence[Floats]) -> Lut:
    """Put into a table what gains have in common at all places, by luma: the best that a table alone can do.

    pairs: as they were before the gains.
    """
    luma = np.concatenate([luma_of(each.before) for each in pairs])
    weight = np.concatenate([each.weight for each in pairs]).astype(np.float64)
    near = hat_weights(luma, TREND_KNOTS)
    weighted = near * (weight / weight.sum())[:, None]
    bends = np.diff(np.eye(len(TREND_KNOTS)), 2, axis=0)
    system = near.T @ weighted + TREND_BEND * bends.T @ bends + 1e-4 * np.eye(len(TREND_KNOTS))
    trend = np.linalg.solve(system, weighted.T @ np.concatenate(stops))
    mean = float(weighted.sum(axis=0) @ trend)
    trend = mean + TREND_SHARE * (trend - mean)
    points = lattice(table.size).reshape(-1, 3)
    lighter = scaled_codes(points, (hat_weights(luma_of(points), TREND_KNOTS) @ trend).astype(np.float32))
    return Lut(table(lighter).reshape(table.table.shape))
