"""Mix two LUTs into one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import lcm

import numpy as np

from ..color.probes import random_colors
from ..errors import LutError
from ..language import _
from ..lattice import MAX_SHAPER_SIZE, Floats, Shaper, lattice
from ..table import Lut
from .inversion import invert_shaper

LARGEST_EXACT = 129  # a lattice that holds both LUTs' lattices is not made larger than this
SAMPLED_SIZE = 65
COLORS = 40_000  # on which a sampled mixture is measured
EXACT = 2e-6  # of the output's range: what float32 leaves of an exact result


def mixed(a: Lut, b: Lut, share: float, size: int | None = None) -> Lut:
    """Mix two LUTs output by output: ``(1 - share) · a + share · b``.

    Exact for tetrahedral look-ups where both have the same domain and shaper and some lattice up to 129³ holds both of
    theirs (17 and 33 do: 33; 33 and 25: 97), and for curves alone. Else the mixture is sampled over all that either
    domain covers, behind the shaper with which it comes out best.

    Parameters
    ----------
    a, b : Lut
        Of any sizes, domains and shapers.
    share : float
        Of b, 0 to 1.
    size : int, optional
        Lattice points along each axis; by default as many as hold both exactly, else the largest of both sizes and 65.

    Returns
    -------
    Lut
        Its notes are those of both; where it was sampled, another one says how far off it is.

    Raises
    ------
    LutError
        The share is outside 0 to 1.

    Examples
    --------
    >>> same, black = lut.Lut.identity(17), lut.Lut(np.zeros((33, 33, 33, 3)))
    >>> half = lut.create.mixed(same, black, 0.5)
    >>> half.size, half([1, 0.5, 0]).tolist()
    (33, [0.5, 0.25, 0.0])
    """
    if not 0 <= share <= 1:
        raise LutError(_("expected a share from 0 to 1, found {found:g}").format(found=share))
    if share in (0, 1):
        only = b if share else a
        return only if size is None else only.resized(size)
    a, b = a.as_table, b.as_table
    result = mix_exactly(a, b, share) if size is None else None
    if result is None:
        result = mix_by_sampling(a, b, share, max(a.size, b.size, SAMPLED_SIZE) if size is None else size)
    names = [lut.title or _("a LUT of {size}³").format(size=lut.size) for lut in (a, b)]
    title = f"{names[0]} {100 * (1 - share):.3g}%, {names[1]} {100 * share:.3g}%"
    notes = dict.fromkeys((*a.notes, *b.notes, *result.notes))
    return replace(result, title=title, notes=tuple(notes))


def mix_exactly(a: Lut, b: Lut, share: float) -> Lut | None:
    """Mix exactly, where one lattice or one set of curves holds the mixture; else return None."""
    first, second = as_curves(a), as_curves(b)
    if first is not None and second is not None and np.array_equal(first.domain, second.domain):
        count = lcm(len(first.values) - 1, len(second.values) - 1) + 1
        if count <= MAX_SHAPER_SIZE:
            values = [refine_curves(shaper.values, count) for shaper in (first, second)]
            return Lut.from_shaper(Shaper(weighted_mean(values[0], values[1], share), first.domain))
    size = lcm(a.size - 1, b.size - 1) + 1
    if size > LARGEST_EXACT or not np.array_equal(a.domain, b.domain) or not same_shaper(a.shaper, b.shaper):
        return None
    return replace(a, table=weighted_mean(a.resized(size).table, b.resized(size).table, share))


def as_curves(lut: Lut) -> Shaper | None:
    """Return the LUT as three curves, if it is nothing else."""
    if lut.is_curves:
        return lut.shaper
    if lut.shaper is None and np.array_equal(lut.table, lattice(lut.size, lut.domain)):
        return Shaper(lut.domain, lut.domain)  # the identity: a straight line
    return None


def refine_curves(values: Floats, count: int) -> Floats:
    """Curves (M, 3) with more points on the same lines."""
    old, new = np.linspace(0, 1, len(values)), np.linspace(0, 1, count)
    return np.stack([np.interp(new, old, values[:, channel]) for channel in range(3)], axis=1).astype(np.float32)


def same_shaper(a: Shaper | None, b: Shaper | None) -> bool:
    if a is None or b is None:
        return a is b
    return np.array_equal(a.domain, b.domain) and np.array_equal(a.values, b.values)


def weighted_mean(a: Floats, b: Floats, share: float) -> Floats:
    result: Floats = np.float32(1 - share) * a + np.float32(share) * b
    return result


@dataclass(frozen=True)
class Ground:
    """A domain that a mixture can be sampled over, behind a shaper or not."""

    domain: Floats
    shaper: Shaper | None = None

    def colors(self, coordinates: Floats) -> Floats:
        """Return the input colors (P, 3) at these places of the lattice, 0..1."""
        low, high = self.domain.astype(np.float64)
        inner = low + coordinates * (high - low)
        if self.shaper is not None:
            inner = np.clip(invert_shaper(self.shaper, inner), *self.shaper.domain)
        result: Floats = inner.astype(np.float32)
        return result


def list_grounds(a: Lut, b: Lut) -> list[Ground]:
    """List domains that cover all inputs of both LUTs: evenly spaced, and as either one's shaper spaces them."""
    reach = [lut.domain if lut.shaper is None else lut.shaper.domain for lut in (a, b)]
    low, high = np.minimum(reach[0][0], reach[1][0]), np.maximum(reach[0][1], reach[1][1])
    found = [Ground(np.stack((low, high)))]
    for lut in (a, b):
        if lut.shaper is None or (lut.shaper.domain[0] > low).any() or (lut.shaper.domain[1] < high).any():
            continue
        ends = np.sort(lut.shaper.values[[0, -1]], axis=0)
        ground = Ground(ends, lut.shaper)
        try:
            ground.colors(np.zeros((1, 3), np.float32))
        except LutError:  # not to be undone, so not to be sampled behind
            continue
        if (ends[0] < ends[1]).all():
            found.append(ground)
    return found


def mix_by_sampling(a: Lut, b: Lut, share: float, size: int) -> Lut:
    """Mix on a lattice, over the domain on which the error is smallest."""

    def mixture(colors: Floats) -> Floats:
        return weighted_mean(a(colors), b(colors), share)

    random = random_colors(COLORS)
    choices = list_grounds(a, b)
    colors = np.concatenate([choice.colors(random) for choice in choices])
    wanted = mixture(colors)
    results = []
    for choice in choices:
        points = choice.colors(lattice(size).reshape(-1, 3))
        lut = Lut(mixture(points).reshape(size, size, size, 3), choice.domain, choice.shaper)
        off = np.abs(lut(colors) - wanted).max(axis=1)
        results.append((float(off.mean()), float(off.max()), lut))
    mean, largest, best = min(results, key=lambda result: result[0])
    if largest <= EXACT * max(1.0, float(np.ptp(wanted))):
        return best
    note = _(
        "Mixed by sampling at {size}³: off by {mean:.2g} on average and {most:.2g} at most, "
        "where outputs run from {low:.3g} to {high:.3g}."
    ).format(size=size, mean=mean, most=largest, low=wanted.min(), high=wanted.max())
    return replace(best, notes=(note,))
