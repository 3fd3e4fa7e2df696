"""Separable operators → the even curves that hold them best, and how well those do.

A shaper's points are evenly spaced, so a wide domain has few of them near black, where logarithms and powers bend most.
So the widest domain is taken whose curves are exact to 16 bits all over it; where there is none, the widest of those
whose curves are the most accurate for the colors of a picture, 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...table import MAX_SHAPER_SIZE, MIN_SIZE, Floats, Shaper
from .chain import Doubles, Operator, finite, is_finite, run
from .difference import Difference, difference
from .ends import LARGEST, ends, gray
from .tables import Table

RANGES = ((-LARGEST, LARGEST), (-8.0, 8.0), (-1.0, 2.0), (0.0, 1.0))
"""What a domain is limited to: hardly anything, far beyond what is visible, somewhat beyond, the visible."""
TRIED = 4096  # colors of a first measurement
AS_GOOD = 1.25  # times the least error


@dataclass(frozen=True, eq=False)
class Curves:
    """A shaper, how far off it is in its domain, and whether colors below or above that would give something else."""

    shaper: Shaper
    off: Difference
    below: bool
    above: bool


def curves(operators: Sequence[Operator]) -> Curves:
    """The best shaper for separable operators; LutError if they give no finite numbers even inside 0..1."""
    low, high = ends(operators)
    found: list[Curves] = []
    for least, most in RANGES:
        candidate = over(operators, low, high, np.maximum(low, least), np.minimum(high, most))
        if candidate is not None and candidate.off.is_fine:
            return candidate
        if candidate is not None:
            found.append(candidate)
    if not found:
        finite(run(operators, gray(np.linspace(0, 1, MAX_SHAPER_SIZE))))  # says what is wrong
    errors = [difference(each.shaper, operators, visible(each.shaper)).most for each in found]
    best = next(each for each, error in zip(found, errors, strict=True) if error <= AS_GOOD * min(errors))
    return replace(best, off=difference(best.shaper, operators, between_points(best.shaper)))


def over(operators: Sequence[Operator], low: Doubles, high: Doubles, start: Doubles, stop: Doubles) -> Curves | None:
    """The smallest shaper from start to stop, (3,) each, that is fine, else the largest; None if there is none.

    low, high: where the curves end, infinite if they go on.
    """
    domain = np.stack([start, stop]).astype(np.float32)
    if not (domain[0] < domain[1]).all():
        return None
    found = None
    for shaper in shapers(operators, domain):
        off = difference(shaper, operators, spread(shaper))
        if off.is_fine:
            off = difference(shaper, operators, between_points(shaper))
        found = Curves(shaper, off, bool((low < start).any()), bool((high > stop).any()))
        if off.is_fine:
            break
    return found


def shapers(operators: Sequence[Operator], domain: Floats) -> Iterator[Shaper]:
    """Shapers over a domain, each with more points than the last; none whose numbers are infinite."""
    for count in sorted({MIN_SIZE, *sizes(operators), *counts(float((domain[1] - domain[0]).max()))}):
        values = run(operators, points(domain, count))
        if not is_finite(values):
            return
        yield Shaper(finite(values), domain)


def points(domain: Floats, count: int) -> Doubles:
    low, high = domain.astype(np.float64)
    return np.linspace(low, high, count)


def sizes(operators: Sequence[Operator]) -> set[int]:
    """Of the tables among operators: their points might do as the shaper's."""
    found = {len(operator.values) for operator in operators if isinstance(operator, Table)}
    return {size for size in found if size <= MAX_SHAPER_SIZE}


def counts(span: float) -> list[int]:
    """Numbers of points, rising, that make 8-bit colors points of a whole span, such as -1 to 2."""
    steps = 255 * round(span) if span == round(span) and 255 * span < MAX_SHAPER_SIZE else 255
    most = (MAX_SHAPER_SIZE - 1) // steps
    return [steps * factor + 1 for factor in (4, 16, 64, most) if factor <= most]


def spread(shaper: Shaper) -> Floats:
    """(P, 3) colors inside a shaper's domain: random ones, and ever more of them towards 0."""
    low, high = shaper.domain.astype(np.float64)
    random = np.random.default_rng(0).uniform(low, high, (TRIED, 3))
    near = gray(np.geomspace(1e-7, 1, TRIED // 8))
    return inside(shaper, np.concatenate([random, near, -near]))


def visible(shaper: Shaper) -> Floats:
    """(P, 3) colors of pictures, ever more of them towards 0, as near as a shaper's domain comes to them."""
    return inside(shaper, gray(np.append(np.linspace(0, 1, TRIED), np.geomspace(1e-7, 1, TRIED))))


def between_points(shaper: Shaper) -> Floats:
    """(P, 3) colors at a shaper's points and at three places between each two, and spread ones."""
    return np.concatenate([inside(shaper, points(shaper.domain, 4 * len(shaper.values) - 3)), spread(shaper)])


def inside(shaper: Shaper, rgb: Doubles) -> Floats:
    return np.clip(rgb.astype(np.float32), *shaper.domain)
