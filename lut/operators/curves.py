"""Fit evenly spaced curves to separable operators, and measure their error.

A shaper's points are evenly spaced, so a wide domain has few of them near black, where logarithms and powers bend most.
So the widest domain is taken whose curves are exact to 16 bits all over it; where there is none, the widest of those
whose curves are the most accurate for the colors of a picture, 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..errors import LutError
from ..kernel.operators import Doubles, Operator, run
from ..lattice import MAX_SHAPER_SIZE, MIN_SIZE, Floats, Shaper
from .chain import is_finite, require_finite
from .largest_error import Difference, measure_difference
from .tables import Table

LARGEST = 65504.0  # of half floats: how far out we look
ROUNDS, PARTS = 20, 16  # a gap between two colors is parted so often, into so many parts: 80 halvings
RANGES = ((-LARGEST, LARGEST), (-8.0, 8.0), (-1.0, 2.0), (0.0, 1.0))
"""Limits of a domain: hardly any, far beyond the visible, somewhat beyond, the visible."""
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


def fit_curves(operators: Sequence[Operator]) -> Curves:
    """Find the best shaper for separable operators.  Raises LutError if inside 0..1 they give one number, or none."""
    low, high = find_ends(operators)
    found: list[Curves] = []
    for least, most in RANGES:
        candidate = fit_curves_over(operators, low, high, np.maximum(low, least), np.minimum(high, most))
        if candidate is not None and candidate.off.is_fine:
            return candidate
        if candidate is not None:
            found.append(candidate)
    if not found:
        require_finite(run(operators, repeat_channels(np.linspace(0, 1, MAX_SHAPER_SIZE))))  # says what is wrong
        raise LutError("expected operators that change colors from 0 to 1, found one color for all of them")
    costs = [rate_curves(each, operators) for each in found]
    best = next(each for each, cost in zip(found, costs, strict=True) if cost <= AS_GOOD * min(costs))
    return replace(best, off=measure_difference(best.shaper, operators, list_probes(best.shaper)))


def rate_curves(found: Curves, operators: Sequence[Operator]) -> float:
    """Return the largest error for the colors of a picture, more for curves that clamp."""
    off = measure_difference(found.shaper, operators, list_visible_colors(found.shaper)).most
    return off * (CLAMPED if found.below or found.above else 1)


def fit_curves_over(
    operators: Sequence[Operator], low: Doubles, high: Doubles, start: Doubles, stop: Doubles
) -> Curves | None:
    """Find the smallest shaper from start to stop, (3,) each, that is fine, else the largest; None if there is none.

    low, high: where the curves end, infinite if they go on.
    """
    if not (start < stop).all():
        return None
    domain = np.stack([start, stop]).astype(np.float32)
    domain[1] = np.maximum(domain[1], np.nextafter(domain[0], np.float32(np.inf)))  # what float32 has made one
    below, above = bool((low < start).any()), bool((high > stop).any())
    sizes = sorted({MIN_SIZE, *list_table_sizes(operators), *list_counts(float((domain[1] - domain[0]).max()))})
    largest = sample_shaper(operators, domain, sizes[-1])
    if largest is None:
        return None
    off = measure_difference(largest, operators, spread_colors(largest))
    if not off.is_fine and not (set(sizes) & list_table_sizes(operators)):
        return Curves(largest, off, below, above)
    for size in sizes:
        shaper = sample_shaper(operators, domain, size)
        if shaper is not None and measure_difference(shaper, operators, spread_colors(shaper)).is_fine:
            off = measure_difference(shaper, operators, list_probes(shaper))
            if off.is_fine:
                return Curves(shaper, off, below, above)
    return Curves(largest, off, below, above)


def sample_shaper(operators: Sequence[Operator], domain: Floats, size: int) -> Shaper | None:
    """Sample a shaper over a domain; None if some of its numbers are infinite."""
    values = run(operators, list_points(domain, size))
    return Shaper(require_finite(values), domain) if is_finite(values) else None


def list_points(domain: Floats, count: int) -> Doubles:
    low, high = domain.astype(np.float64)
    return np.linspace(low, high, count)


def list_table_sizes(operators: Sequence[Operator]) -> set[int]:
    """List the sizes of the largest tables among operators: their points might do as the shaper's."""
    found = {len(operator.values) for operator in operators if isinstance(operator, Table)}
    return set(sorted(size for size in found if size <= MAX_SHAPER_SIZE)[-MAX_TABLES:])


def list_counts(span: float) -> list[int]:
    """List numbers of points, rising, that make 8-bit colors points of a whole span, such as -1 to 2."""
    steps = 255 * round(span) if span == round(span) and 255 * span < MAX_SHAPER_SIZE else 255
    most = (MAX_SHAPER_SIZE - 1) // steps
    return [steps * factor + 1 for factor in (4, 16, 64, most) if factor <= most]


def spread_colors(shaper: Shaper) -> Floats:
    """Draw (P, 3) colors inside a shaper's domain: random ones, and ever more of them towards 0 and its ends."""
    low, high = shaper.domain.astype(np.float64)
    random = np.random.default_rng(0).uniform(low, high, (TRIED, 3))
    near = repeat_channels(np.geomspace(1e-7, 1, TRIED // 8))
    return clip_to_domain(shaper, np.concatenate([random, near, -near, low + near, high - near]))


def list_visible_colors(shaper: Shaper) -> Floats:
    """List (P, 3) colors of pictures, ever more of them towards 0, as near as a shaper's domain comes to them."""
    return clip_to_domain(shaper, repeat_channels(np.append(np.linspace(0, 1, TRIED), np.geomspace(1e-7, 1, TRIED))))


def list_probes(shaper: Shaper) -> Floats:
    """List (P, 3) colors at a shaper's points and at three places between each two, and spread ones."""
    return np.concatenate(
        [clip_to_domain(shaper, list_points(shaper.domain, 4 * len(shaper.values) - 3)), spread_colors(shaper)]
    )


def clip_to_domain(shaper: Shaper, rgb: Doubles) -> Floats:
    return np.clip(rgb.astype(np.float32), *shaper.domain)


def find_ends(operators: Sequence[Operator]) -> tuple[Doubles, Doubles]:
    """Find below and above which color each channel of separable operators stays as it is, (3,) each.

    Infinite where it never does; 0 and 1 for a constant.
    """
    far = np.geomspace(1e-6, LARGEST, 400)
    probes = np.unique(np.concatenate([-far, [0], far, np.linspace(-8, 8, 1601)]))
    values = run(operators, repeat_channels(probes))
    low, high = (find_end(operators, probes[::way], values[::way]) for way in (1, -1))
    constant = (values == values[0]).all(axis=0)
    return np.where(constant, 0, low), np.where(constant, 1, high)


def find_end(operators: Sequence[Operator], probes: Doubles, values: Doubles) -> Doubles:
    """Find how far from the first probe each channel's value lasts, (3,), by parting the gap between two probes."""
    changed = np.argmax(values != values[0], axis=0)  # 0 for a constant
    same, other = probes[changed - 1], probes[changed]
    for _ in range(ROUNDS):
        between = np.linspace(same, other, PARTS + 1)
        lasts = run(operators, between[1:-1]) == values[0]
        count = np.logical_and.accumulate(lasts).sum(axis=0)
        same, other = (np.take_along_axis(between, place[None], 0)[0] for place in (count, count + 1))
    never = (changed == 1) | ~np.isfinite(values[0])
    return np.asarray(np.where(never, np.copysign(np.inf, probes[0]), same))


def repeat_channels(values: Doubles) -> Doubles:
    """Repeat values (P,) for each channel: (P, 3)."""
    return values[:, None].repeat(3, axis=1)
