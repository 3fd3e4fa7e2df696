"""Optimal transport between two clouds of weighted points.

Entropic, so that neighbors go to neighboring places (Cuturi: Sinkhorn Distances, 2013).  Unbalanced, so that what has
no counterpart within reach stays out of it instead of going anywhere (Chizat, Peyré, Schmitzer, Vialard: Scaling
Algorithms for Unbalanced Transport Problems, 2018).  Debiased: each point's way within its own cloud is taken off, so
that a cloud goes onto itself by no movement at all (Feydy et al.: Interpolating between Optimal Transport and MMD
using Sinkhorn Divergences, 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

ROUNDS = 200
TINY = 1e-300
QUANTILES, DIRECTIONS = 512, 32  # of the sliced distance


@dataclass(frozen=True)
class Cloud:
    """points: (P, D).  weights: (P,), positive, 1 in all."""

    points: Doubles
    weights: Doubles


def transport_displacement(source: Cloud, target: Cloud, blur: float, reach: float) -> tuple[Doubles, Doubles]:
    """Return each source point's displacement, (P, D), 0 for equal clouds, and the mass that moves, (P,).

    blur: the distance below which points are not told apart; the clouds may be some 30 blurs across.  reach: the
    distance from which a counterpart is hardly one: less mass moves, down to none.
    """
    there, mass = barycentric_projection(source, target, blur, reach)
    return there - barycentric_projection(source, source, blur, reach)[0], mass


def barycentric_projection(source: Cloud, target: Cloud, blur: float, reach: float) -> tuple[Doubles, Doubles]:
    """Return the mean place that each source point goes to, (P, D), and its mass (P,)."""
    cost = ((source.points[:, None] - target.points[None]) ** 2).sum(axis=2) / 2
    near = np.exp(-cost / blur**2)
    share = reach**2 / (reach**2 + blur**2)
    give, take = np.ones(len(source.weights)), np.ones(len(target.weights))
    for _ in range(ROUNDS):
        give = np.maximum(near @ (target.weights * take), TINY) ** -share
        take = np.maximum((source.weights * give) @ near, TINY) ** -share
    plan = near * (target.weights * take)
    total = np.maximum(plan.sum(axis=1), TINY)
    return plan @ target.points / total[:, None], source.weights * give * total


def weighted_quantiles(values: Doubles, weights: Doubles, shares: Doubles) -> Doubles:
    """Return the values below which those shares of the weight lie, straight between the middles of their masses."""
    order = np.argsort(values)
    counted = np.cumsum(weights[order])
    result: Doubles = np.interp(shares * counted[-1], counted - weights[order] / 2, values[order])
    return result


def sliced_distance(first: Cloud, second: Cloud) -> float:
    """Sliced 2-Wasserstein distance of two clouds of three dimensions: root mean square over directions.

    Along a line, optimal transport pairs quantiles (Rabin, Peyré, Delon, Bernot: Wasserstein Barycenter and Its
    Application to Texture Mixing, 2011).  The unit is that of the points; a shift by d in any direction is d / √3.
    """
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    one, two = (
        np.array(
            [weighted_quantiles(cloud.points @ line, cloud.weights, shares) for line in sphere_directions(DIRECTIONS)]
        )
        for cloud in (first, second)
    )
    return float(np.sqrt(np.mean((one - two) ** 2)))


def sphere_directions(count: int) -> Doubles:
    """Return (count, 3) unit vectors evenly over half a sphere: a Fibonacci spiral."""
    index = np.arange(count) + 0.5
    height, turn = index / count, np.pi * (1 + 5**0.5) * index
    around = np.sqrt(1 - height**2)
    return np.column_stack((around * np.cos(turn), around * np.sin(turn), height))
