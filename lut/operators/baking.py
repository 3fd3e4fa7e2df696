"""Bake operators that no shaper and lattice hold exactly into the lattice that comes nearest.

Where it is sampled decides how near: a lattice behind the right curves has its points where the function bends. Tried
are no curves, those that come first, and those that follow on the first mixing of channels, as in linear light →
matrix → encoding, where they put the lattice into the encoding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..color.probes import cube_colors
from ..errors import LutError
from ..kernel.operators import Doubles, Operator, run
from ..lattice import UNIT, Floats, Shaper, check_domain, lattice
from ..table import Lut
from . import notes
from .chain import is_finite, require_finite
from .curves import fit_curves, list_counts, list_points
from .largest_error import measure_shares

EXACT = 1 / 65535  # rounding to 16 bits: no need for a note
FINE = 0.5 / 255  # no 8-bit picture shows that
ROUGH = 0.02  # on average: five 8-bit levels are another look
TRIAL, SIZES = 17, (33, 65)
COUNT, FEW = 50000, 4000  # random colors of a measurement, and of a rough one
WORST, ROUNDS, AROUND = 100, 6, 50  # how the largest difference is closed in on


@dataclass(frozen=True, eq=False)
class Sampling:
    """The points of a lattice, over a domain behind a shaper, and the operators behind that shaper."""

    shaper: Shaper | None
    domain: Floats
    operators: Sequence[Operator]

    def lut(self, size: int) -> Lut | None:
        """Sample the lattice; None if some numbers are infinite."""
        colors = lattice(size, self.domain)
        values = run(self.operators, colors.reshape(-1, 3))
        return (
            Lut(require_finite(values).reshape(colors.shape), self.domain, self.shaper) if is_finite(values) else None
        )


@dataclass(frozen=True, eq=False)
class Unshaped:
    """The inverse of a shaper whose curves rise."""

    shaper: Shaper
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        values = self.shaper.values
        colors = list_points(self.shaper.domain, len(values))
        return np.stack([np.interp(rgb[:, i], values[:, i], colors[:, i]) for i in range(3)], axis=1)


def bake_operators(chain: Sequence[Operator], sizes: Sequence[int] = SIZES, roughest: float = np.inf) -> Lut:
    """Find the lattice nearest to operators for colors from 0 to 1, with a note on how near.

    sizes: lattice points a side to try, until no 8-bit picture shows the error.  roughest: the largest mean error.
    Raises LutError where the nearest lattice is off by more, or a number is infinite.
    """
    tried = [(sampling, sampling.lut(TRIAL)) for sampling in list_samplings(chain)]
    rated = [(measure_error(chain, lut, FEW, 0)[1], place) for place, (_, lut) in enumerate(tried) if lut is not None]
    if not rated:
        require_finite(run(chain, lattice(TRIAL).reshape(-1, 3)))  # says what is wrong
    sampling = tried[min(rated)[1]][0]
    tables: list[tuple[float, float, Lut]] = []
    for size in sizes:
        lut = sampling.lut(size)
        if lut is not None:
            mean, most = measure_error(chain, lut)
            tables.append((most, mean, lut))
            if most <= FINE:
                break
    most, mean, best = min(tables, key=lambda entry: entry[:2])
    if mean > roughest:
        found = f"off by {mean:.2g} on average and at most {most:.2g}"
        raise LutError(f"expected a table that {best.size} points a side can follow, found one too rough: {found}")
    told = (notes.describe_baking(best.size, mean, most, float(np.abs(best.table).max())),) if most > EXACT else ()
    return replace(best, notes=(*told, *describe_clamping(chain, best)))


def list_samplings(chain: Sequence[Operator]) -> Iterator[Sampling]:
    unit = check_domain(UNIT)
    yield Sampling(None, unit, chain)
    mixing = next(place for place, operator in enumerate(chain) if not operator.separable)
    if mixing:
        shaper = fit_curves(chain[:mixing]).shaper
        yield Sampling(shaper, find_span(shaper.values), chain[mixing:])
    later = chain[mixing + 1 :]
    count = next((place for place, operator in enumerate(later) if not operator.separable), len(later))
    shaper_behind = make_rising_shaper(later[:count]) if count else None
    if shaper_behind is not None:
        yield Sampling(shaper_behind, unit, [Unshaped(shaper_behind), *chain])


def find_span(values: Floats) -> Floats:
    """Find the smallest domain (2, 3) that holds (P, 3) values, each channel of some width."""
    low, high = values.min(axis=0), values.max(axis=0)
    return check_domain([low, np.where(high > low, high, low + np.maximum(1, np.abs(low)))])


def make_rising_shaper(operators: Sequence[Operator]) -> Shaper | None:
    """Sample separable operators as curves from 0..1 onto 0..1; None unless all rise."""
    values = run(operators, list_points(check_domain(UNIT), list_counts(1)[-1]))
    with np.errstate(all="ignore"):
        values = (values - values[0]) / (values[-1] - values[0])
    if not is_finite(values):
        return None
    shaper = Shaper(require_finite(values))
    return shaper if (np.diff(shaper.values, axis=0) > 0).all() else None


def measure_error(chain: Sequence[Operator], lut: Lut, count: int = COUNT, rounds: int = ROUNDS) -> tuple[float, float]:
    """Measure the mean difference for random colors from 0 to 1, and the largest one found.

    Among random ones, the cube's faces, corners and grays; then, round for round, closer around the worst.
    """
    random = np.random.default_rng(1)
    colors = cube_colors(count)
    off = measure_shares(lut, chain, colors).max(axis=1)
    mean, most, width = float(off[:count].mean()), float(off.max()), 1 / lut.size
    for _ in range(rounds):
        worst = colors[np.argsort(off)[-WORST:]]
        moves = random.uniform(-width, width, (AROUND, WORST, 3))
        colors = np.clip(worst + moves, 0, 1).reshape(-1, 3).astype(np.float32)
        off = measure_shares(lut, chain, colors).max(axis=1)
        most, width = max(most, float(off.max())), width / 2
    return mean, most


def describe_clamping(chain: Sequence[Operator], lut: Lut) -> tuple[str, ...]:
    """Note that colors outside of the LUT's domain would give something else than those at its edge."""
    domain = lut.domain if lut.shaper is None else lut.shaper.domain
    low, high = domain.astype(np.float64)
    colors = np.random.default_rng(1).uniform(2 * low - high, 2 * high - low, (FEW, 3))
    exact = run(chain, np.clip(colors, low, high))
    below = not np.array_equal(exact, run(chain, np.minimum(colors, high)))
    above = not np.array_equal(exact, run(chain, np.maximum(colors, low)))
    return (notes.describe_clamped(domain, below, above),) if below or above else ()
