"""The tone curve of a match: from Oklab L of the photo to that of the reference, as far as a photo bears it.

Black stays black and white stays white; in between, the curve follows where optimal transport takes each tone, as
the smoothest line does whose slopes are limited: it never falls, never posterizes, never runs flat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .optimal_transport import Cloud, Doubles, transport_displacement

PIECES = 128  # of the curve: straight, and too many for their corners to show
BINS = 160  # of L, in histograms
BLUR, REACH = 0.03, 0.5  # of L: what is one tone, and what is too far to be its counterpart
LARGEST_MOVE = 1.2  # stops: a tone moves less
SLOPES = (0.55, 1.8)  # of L over L
CERTAIN = 0.05  # of a picture per unit of L: so much is believed half, and more hardly more than that
BEND = 7e-5  # what a curvature costs, squared, beside an error in L, squared
STRAIGHT = 1e-5  # what a slope beside 1 costs, squared: enough to decide where no tone is
ROUNDS = 400
PENALTY = 3.0  # of leaving the slopes' limits meanwhile, beside the mean weight of a slope


@dataclass(frozen=True)
class Tone:
    """levels: (PIECES + 1,) L of the output for L from 0 to 1, rising from 0 to 1.

    asked, given: how far the photo's tones would move by transport, and do move: the mean of the stops.
    """

    levels: Doubles
    asked: float = 0.0
    given: float = 0.0

    def __call__(self, lightness: Doubles) -> Doubles:
        result: Doubles = np.interp(lightness, np.linspace(0, 1, len(self.levels)), self.levels)
        return result

    def weaker(self, share: float) -> Tone:
        """Return the curve with that share of its moves, 0..1."""
        straight = np.linspace(0, 1, len(self.levels))
        return Tone(straight + share * (self.levels - straight), self.asked, share * self.given)


def match_tones(photo: Doubles, references: Sequence[Doubles]) -> Tone:
    """Fit the curve to (P,) L of a photo's colors and of each reference's, which count the same."""
    source, target = tone_histogram([photo]), tone_histogram(references)
    moved, mass = transport_displacement(source, target, BLUR, REACH)
    x = source.points[:, 0]
    stops = 3 * np.log2(np.maximum(x + moved[:, 0], 1e-3) / x)  # of grays: luminance is the cube of L
    wanted = x * np.exp2(LARGEST_MOVE * np.tanh(stops / LARGEST_MOVE) / 3)
    curve = Tone(smooth_curve(x, wanted, mass / (mass * BINS + CERTAIN)))
    asked, given = (float(mass @ np.abs(move) / mass.sum()) for move in (stops, 3 * np.log2(curve(x) / x)))
    return Tone(curve.levels, asked, given)


def tone_histogram(samples: Sequence[Doubles]) -> Cloud:
    """Return the tones of pictures: a point in the middle of each bin that is not empty."""
    edges = np.linspace(0, 1, BINS + 1)
    shares = np.mean([np.histogram(np.clip(values, 0, 1), edges)[0] / len(values) for values in samples], axis=0)
    known = shares > 0
    return Cloud(((edges[1:] + edges[:-1]) / 2)[known, None], shares[known])


def smooth_curve(x: Doubles, wanted: Doubles, weight: Doubles) -> Doubles:
    """Levels of the curve from 0 to 1, of slopes within SLOPES, that is nearest to the points and smoothest.

    Least squares on the slopes, whose mean is 1; their limits by the alternating direction method of multipliers
    (Boyd, Parikh, Chu, Peleato, Eckstein: Distributed Optimization and Statistical Learning via ADMM, 2011).
    """
    n = PIECES
    design = np.clip(x[:, None] * n - np.arange(n), 0, 1) / n  # L at x is the sum of the slopes below it, times 1/n
    weight = weight / weight.sum()
    bends = np.diff(np.eye(n), axis=0) * n
    system = design.T @ (weight[:, None] * design) + (BEND * bends.T @ bends + STRAIGHT * np.eye(n)) / n
    right = design.T @ (weight * wanted) + STRAIGHT / n
    penalty = PENALTY * float(np.trace(system)) / n
    bordered = np.ones((n + 1, n + 1))  # by the multiplier that holds the mean
    bordered[:n, :n] = system + penalty * np.eye(n)
    bordered[n, n] = 0
    solve = np.linalg.inv(bordered)
    inside, dual = np.ones(n), np.zeros(n)
    for _ in range(ROUNDS):
        slopes = (solve @ np.append(right + penalty * (inside - dual), n))[:n]
        inside = np.clip(slopes + dual, *SLOPES)
        dual += slopes - inside
    levels = np.concatenate(([0.0], np.cumsum(inside)))
    result: Doubles = levels / levels[-1]
    return result
