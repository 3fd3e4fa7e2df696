"""Make the LUT of operators: one that is a table where that is exact, else one that holds them.

The nearest table of operators is made when it is asked for, with notes on what it doesn't hold.  In order of
preference: what is a LUT's own form (shaper, domain, lattice) as it stands; curves and behind them a matrix or a
lattice, exact but for the curves; and, where curves follow on mixed channels, a lattice that is sampled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from ..kernel import interpolation
from ..kernel.operators import Operator, run
from ..lattice import MAX_SHAPER_SIZE, MIN_SIZE, UNIT, Floats, Shaper, check_domain, lattice
from ..table import Chain, Lut
from . import notes as wording
from .affine import Affine
from .baking import SIZES, TRIAL, bake_operators, find_span
from .chain import merge_operators, require_finite
from .curves import Curves, fit_curves
from .formulas import Clamp
from .grid import Grid
from .largest_error import FINE, Difference
from .tables import Table

WIDE = check_domain([[-8.0] * 3, [8.0] * 3])  # of a matrix alone; float32 keeps 1e-6 there
UNIT_DOMAIN = check_domain(UNIT)
ALMOST = 2.5e-7  # lattice coordinates that near are the same, in float32


def make_lut(
    operators: Iterable[Operator], title: str = "", sizes: Sequence[int] = SIZES, roughest: float = np.inf
) -> Lut:
    """Make the LUT that does what operators do, one after another.

    sizes, roughest: of the nearest table, see ``bake_operators``.  Raises LutError where the results for colors from 0
    to 1 are not finite.
    """
    chain = merge_operators(operators) or [Affine(np.eye(3), np.zeros(3))]
    kept = keep_as_it_stands(chain)
    if kept is not None and not kept.notes:
        return kept.labeled(title)
    require_finite(run(chain, lattice(TRIAL).reshape(-1, 3)))
    return Lut(Chain(tuple(chain), partial(bake_nearest, sizes=sizes, roughest=roughest)), title=title)


def place_between(lut: Lut, before: Iterable[Operator] = (), after: Iterable[Operator] = ()) -> Lut:
    """Return the LUT with operators ahead of it and behind it, and with its title and notes."""
    return make_lut([*before, *list_operators(lut), *after]).labeled(lut.title, lut.notes)


def list_operators(lut: Lut) -> list[Operator]:
    """List the operators that a LUT holds, or that its table is: shaper, domain, lattice."""
    if lut.operators:
        return list(lut.operators)
    found: list[Operator] = []
    if lut.shaper is not None:
        found += [scale_domain(lut.shaper.domain), Table(lut.shaper.values)]
    if not lut.is_curves:
        found += [scale_domain(lut.domain), Grid(lut.table)]
    return found


def scale_domain(domain: Floats) -> Affine:
    """Scale a domain to 0..1."""
    low, high = domain.astype(np.float64)
    return Affine.diagonal(1 / (high - low), -low / (high - low))


def bake_nearest(
    chain: tuple[Operator, ...], size: int | None = None, sizes: Sequence[int] = SIZES, roughest: float = np.inf
) -> Lut:
    """Make the nearest table of operators, with notes on what is nearly so, and on which colors are clamped.

    size: lattice points a side, by default as many as it takes.  sizes, roughest: see ``bake_operators``.

    A clamp at the end that keeps all of 0..1 is left to the picture's own numbers where only float images would tell,
    because a lattice can't hold its edge.
    """
    found = keep_as_it_stands(chain) or make_shaped_lut(chain)
    if found is None:
        return bake_operators(chain, sizes if size is None else (size,), roughest)
    return found if size is None else found.resized(size)


def keep_as_it_stands(chain: Sequence[Operator]) -> Lut | None:
    """Keep a domain ahead of a 1D table and a domain ahead of a lattice, each there or not: nothing to compute."""
    domain, rest = split_domain(chain)
    shaper = None
    if rest and isinstance(rest[0], Table) and len(rest[0].values) <= MAX_SHAPER_SIZE and domain is not None:
        shaper = Shaper(rest[0].values, domain)
        if len(rest) == 1:
            return Lut.from_shaper(shaper)
        domain, rest = split_domain(rest[1:])
    if domain is None or len(rest) != 1 or not isinstance(rest[0], Grid) or not rest[0].is_cube:
        return None
    return Lut(rest[0].points, domain, shaper, notes=describe_interpolation(rest[0]))


def split_domain(chain: Sequence[Operator]) -> tuple[Floats | None, Sequence[Operator]]:
    """Split off the domain that a first affine map scales to 0..1; None if it is another kind of map."""
    if not chain or not isinstance(chain[0], Affine):
        return UNIT_DOMAIN, chain
    found = chain[0].domain
    return None if found is None else check_domain(found), chain[1:]


def make_shaped_lut(chain: Sequence[Operator]) -> Lut | None:
    """Make a LUT of curves, then a matrix or a lattice, then perhaps a clamp, if that is all there is."""
    count = next((place for place, operator in enumerate(chain) if not operator.separable), len(chain))
    ahead, behind = list(chain[:count]), list(chain[count:])
    if not behind:
        found = fit_curves(ahead)
        return replace(Lut.from_shaper(found.shaper), notes=describe_curves(found))
    mixing = behind.pop(0)
    if isinstance(mixing, Grid):
        if not mixing.is_cube:
            return None
        ahead.append(Clamp())  # so that the curves end where the lattice does
        if behind and isinstance(behind[0], Affine):
            table = require_finite(run([behind.pop(0)], mixing.points.reshape(-1, 3))).reshape(mixing.points.shape)
            mixing = Grid(table, mixing.interpolation)
    elif not isinstance(mixing, Affine):
        return None
    clamp = behind.pop() if behind else Clamp()
    if behind or not isinstance(clamp, Clamp) or clamp.low > 0 or clamp.high < 1:
        return None
    lut = make_lattice_lut(mixing, fit_curves(ahead)) if isinstance(mixing, Grid) else make_matrix_lut(mixing, ahead)
    return replace(lut, notes=(*lut.notes, *describe_clamp(clamp, lut.table))) if clamp is chain[-1] else lut


def make_lattice_lut(grid: Grid, found: Curves) -> Lut:
    """Make a LUT of a lattice over 0..1 behind curves; a straight line from 0 to 1 is a domain."""
    shaper, notes = found.shaper, (*describe_curves(found, find_gain(grid.points)), *describe_interpolation(grid))
    straight = len(shaper.values) == MIN_SIZE and np.abs(shaper.values - UNIT_DOMAIN).max() <= ALMOST
    return Lut(grid.points, shaper.domain, notes=notes) if straight else Lut(grid.points, shaper=shaper, notes=notes)


def make_matrix_lut(affine: Affine, ahead: Sequence[Operator]) -> Lut:
    """Make a lattice of two points a side behind curves, or over a wide domain."""
    found = fit_curves(ahead) if ahead else None
    domain = WIDE if found is None else find_span(found.shaper.values)
    corners = lattice(MIN_SIZE, domain)
    table = require_finite(run([affine], corners.reshape(-1, 3))).reshape(corners.shape)
    if found is None:
        return Lut(table, domain, notes=(wording.describe_clamped(domain, True, True),))
    return Lut(
        table, domain, found.shaper, notes=describe_curves(found, float(np.abs(affine.matrix).sum(axis=1).max()))
    )


def find_gain(table: Floats) -> float:
    """Measure how many times farther apart two results can be than two colors, in their largest channel."""
    steps = [np.abs(np.diff(table.astype(np.float64), axis=axis)).max(axis=(0, 1, 2)) for axis in range(3)]
    return float(np.sum(steps, axis=0).max() * (len(table) - 1))


def describe_curves(found: Curves, gain: float = 1.0) -> tuple[str, ...]:
    """List notes on a shaper's error, scaled by the lattice's gain."""
    shaper, off = found.shaper, Difference(found.off.dark * gain, found.off.other * gain)
    largest = float(np.abs(shaper.values).max())
    resampled = (
        () if found.off.is_fine and off.is_fine else (wording.describe_resampling(len(shaper.values), off, largest),)
    )
    clamped = (wording.describe_clamped(shaper.domain, found.below, found.above),) if found.below or found.above else ()
    return (*resampled, *clamped)


def describe_clamp(clamp: Clamp, table: Floats) -> tuple[str, ...]:
    """Note a clamp that is left out."""
    far = max(clamp.low - float(table.min()), float(table.max()) - clamp.high)
    return (wording.describe_unclamped(clamp.low, clamp.high, far),) if far > ALMOST else ()


def describe_interpolation(grid: Grid) -> tuple[str, ...]:
    """Note the difference where a lattice is made for another interpolation than the usual one."""
    if grid.interpolation != "trilinear":
        return ()
    colors = np.random.default_rng(0).random((20000, 3), np.float32)
    trilinear, tetrahedral = (
        interpolation.find_interpolator(name)(grid.points)(colors) for name in ("trilinear", "tetrahedral")
    )
    far = float(np.abs(trilinear - tetrahedral).max())
    return (wording.describe_trilinear(far),) if far > FINE else ()
