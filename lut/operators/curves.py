"""Separable operators → the even curves that hold them best, and how well those do.

A shaper's points are evenly spaced, so a wide domain has few of them near black, where logarithms and powers bend most.
So the widest domain is taken whose curves are exact to 16 bits all over it; where there is none, the widest of those
whose curves are the most accurate for the colors of a picture, 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..errors import LutError
from ..table import MAX_SHAPER_SIZE, MIN_SIZE, Floats, Shaper
from .chain import Doubles, Operator, finite, is_finite, run
from .ends import LARGEST, ends, gray
from .largest_error import Difference, difference
from .tables import Table

RANGES = ((-LARGEST, LARGEST), (-8.0, 8.0), (-1.0, 2.0), (0.0, 1.0))
"""What a domain is limited to: hardly anything, far beyond what is visible, somewhat beyond, the visible."""
TRIED = 4096  # colors of a first measurement
AS_GOOD = 1.25  # times the least error
MAX_TABLES = 3  # whose sizes are tried
CLAMPED = 4  # times the error of what clamps nothing


@dataclass(frozen=True, eq=False)
class Curves:
    """A shaper, how far off it is in its domain, and whether colors below or above that would give something else."""

    shaper: Shaper
    off: Difference
    below: bool
    above: bool


def curves(operators: Sequence[Operator]) -> Curves:
    """The best shaper for separable operators; LutError if inside 0..1 they give no finite numbers, or one only."""
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
        raise LutError("expected operators that change colors from 0 to 1, found one color for all of them")
    costs = [
        difference(each.shaper, operators, visible(each.shaper)).most * (CLAMPED if each.below or each.above else 1)
        for each in found
    ]
    best = next(each for each, cost in zip(found, costs, strict=True) if cost <= AS_GOOD * min(costs))
    return replace(best, off=difference(best.shaper, operators, between_points(best.shaper)))


def over(operators: Sequence[Operator], low: Doubles, high: Doubles, start: Doubles, stop: Doubles) -> Curves | None:
    """The smallest shaper from start to stop, (3,) each, that is fine, else the largest; None if there is none.

    low, high: where the curves end, infinite if they go on.
    """
    if not (start < stop).all():
        return None
    domain = np.stack([start, stop]).astype(np.float32)
    domain[1] = np.maximum(domain[1], np.nextafter(domain[0], np.float32(np.inf)))  # what float32 has made one
    below, above = bool((low < start).any()), bool((high > stop).any())
    sizes = sorted({MIN_SIZE, *of_tables(operators), *counts(float((domain[1] - domain[0]).max()))})
    largest = curves_of(operators, domain, sizes[-1])
    if largest is None:
        return None
    off = difference(largest, operators, spread(largest))
    if not off.is_fine and not (set(sizes) & of_tables(operators)):
        return Curves(largest, off, below, above)
    for size in sizes:
        shaper = curves_of(operators, domain, size)
        if shaper is not None and difference(shaper, operators, spread(shaper)).is_fine:
            off = difference(shaper, operators, between_points(shaper))
            if off.is_fine:
                return Curves(shaper, off, below, above)
    return Curves(largest, off, below, above)


def curves_of(operators: Sequence[Operator], domain: Floats, size: int) -> Shaper | None:
    """A shaper over a domain; None if some of its numbers are infinite."""
    values = run(operators, points(domain, size))
    return Shaper(finite(values), domain) if is_finite(values) else None


def points(domain: Floats, count: int) -> Doubles:
    low, high = domain.astype(np.float64)
    return np.linspace(low, high, count)


def of_tables(operators: Sequence[Operator]) -> set[int]:
    """The sizes of the largest tables among operators: their points might do as the shaper's."""
    found = {len(operator.values) for operator in operators if isinstance(operator, Table)}
    return set(sorted(size for size in found if size <= MAX_SHAPER_SIZE)[-MAX_TABLES:])


def counts(span: float) -> list[int]:
    """Numbers of points, rising, that make 8-bit colors points of a whole span, such as -1 to 2."""
    steps = 255 * round(span) if span == round(span) and 255 * span < MAX_SHAPER_SIZE else 255
    most = (MAX_SHAPER_SIZE - 1) // steps
    return [steps * factor + 1 for factor in (4, 16, 64, most) if factor <= most]


def spread(shaper: Shaper) -> Floats:
    """(P, 3) colors inside a shaper's domain: random ones, and ever more of them towards 0 and its ends."""
    low, high = shaper.domain.astype(np.float64)
    random = np.random.default_rng(0).uniform(low, high, (TRIED, 3))
    near = gray(np.geomspace(1e-7, 1, TRIED // 8))
    return inside(shaper, np.concatenate([random, near, -near, low + near, high - near]))


def visible(shaper: Shaper) -> Floats:
    """(P, 3) colors of pictures, ever more of them towards 0, as near as a shaper's domain comes to them."""
    return inside(shaper, gray(np.append(np.linspace(0, 1, TRIED), np.geomspace(1e-7, 1, TRIED))))


def between_points(shaper: Shaper) -> Floats:
    """(P, 3) colors at a shaper's points and at three places between each two, and spread ones."""
    return np.concatenate([inside(shaper, points(shaper.domain, 4 * len(shaper.values) - 3)), spread(shaper)])


def inside(shaper: Shaper, rgb: Doubles) -> Floats:
    return np.clip(rgb.astype(np.float32), *shaper.domain)
