"""The LUT that undoes a LUT."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError
from ..language import _
from ..table import MAX_SHAPER_SIZE, UNIT, Lut, Shaper, checked_size
from . import roundtrip
from .shapers import unshaped
from .survey import MOST_FOLDED, Survey
from .tetrahedra import Doubles, inside, pieces, widths

LARGEST = 65  # larger lattices are inverted as one of 65³; the round trip is measured with the whole
MARGIN = 0.5  # how far inputs go on beyond the lattice, in its widths
PROGRESS = 0.3  # least slope out there, relative to the mean one along the same axis
SHAPER_SIZE = 4096
APART = 1e-3  # of the lattice's width: places further from each other are two


def inverse(lut: Lut, size: int = 33, shaper: bool = False) -> Lut:
    """The LUT that takes a LUT's outputs back to their inputs, on a lattice of size³.

    shaper: put curves ahead of the lattice that undo what the LUT does to grays.  Where it is steep in the shadows,
    as a power or a logarithm is, that comes much closer; but not every format holds a shaper.

    Exact at those of its lattice points that the LUT leads to: each tetrahedron of its interpolation is inverted by
    itself.  Beyond, its slope at the surface goes on.  Curves alone are inverted as curves.  Clipped colors come
    back as the nearest that were not.  The notes tell how far a round trip is off, measured on random colors.

    Raises LutError for a LUT that cannot be undone: monochrome, clipped in more than half of the color cube, or
    taking different colors to one and the same place by folding.
    """
    checked_size(size)
    title = _("Inverse of {lut}").format(lut=lut.title or _("a LUT of {size}³").format(size=lut.size))
    if lut.is_curves and lut.shaper is not None:
        result = Lut.from_shaper(inverse_curves(lut.shaper), title)
        return replace(result, notes=(*lut.notes, *roundtrip.notes(lut, result)))
    low, high = output_domain(lut)
    table = (lut.resized(min(lut.size, LARGEST)).table - low) / (high - low)
    survey = Survey.of(table)
    survey.check()
    ahead = gray_shaper(lut, low, high) if shaper else None
    ends = np.stack((low, high)) if ahead is None else ahead.values[[0, -1]].astype(np.float64).round(6)
    axes = np.linspace(ends[0], ends[1], size)
    if ahead is not None:
        axes = unshaped(ahead, axes)
    places = preimages(extended(table), survey.turned, (axes - low) / (high - low))
    inputs = lut.domain[0] + places * (lut.domain[1] - lut.domain[0]).astype(np.float64)
    if lut.shaper is not None:
        inputs = unshaped(lut.shaper, inputs)
    result = Lut(inputs.reshape(size, size, size, 3).astype(np.float32), ends.astype(np.float32), ahead, title)
    return replace(result, notes=(*lut.notes, *roundtrip.notes(lut, result, survey)))


def output_domain(lut: Lut) -> tuple[Doubles, Doubles]:
    """What the inverse has to take in: 0..1, and more where the LUT puts out more."""
    found = lut.table.astype(np.float64)
    low, high = (np.array([edge(found[..., channel]) for channel in range(3)]) for edge in (np.min, np.max))
    slack = 1e-4 * np.maximum(high - low, 1)  # a rounding beyond 0..1 is no reason to leave it
    return np.where(low > -slack, UNIT[0], low), np.where(high < 1 + slack, UNIT[1], high)


def extended(table: Doubles) -> Doubles:
    """The table (N, N, N, 3) with a layer more on each side, MARGIN away, where its slope leads."""
    for axis in range(3):
        rows = np.moveaxis(table, axis, 0)
        mean = rows[-1] - rows[0]
        intervals = table.shape[2] - 1  # blue's axis is the last to grow
        dark = rows[0] - MARGIN * slope((rows[1] - rows[0]) * intervals, mean)
        bright = rows[-1] + MARGIN * slope((rows[-1] - rows[-2]) * intervals, mean)
        table = np.moveaxis(np.concatenate((dark[np.newaxis], rows, bright[np.newaxis])), 0, axis)
    return table


def slope(last: Doubles, mean: Doubles) -> Doubles:
    """The slope (…, 3) at the surface, with as much of the mean one as keeps it from standing still."""
    length = np.maximum((mean**2).sum(axis=-1, keepdims=True), 1e-12)
    progress = (last * mean).sum(axis=-1, keepdims=True) / length
    result: Doubles = last + np.maximum(PROGRESS - progress, 0) * mean
    return result


def gray_shaper(lut: Lut, low: Doubles, high: Doubles) -> Shaper:
    """Curves from outputs, over their domain, to the places in the lattice whose grays are put out."""
    grays = lut.table[(np.arange(lut.size),) * 3]
    try:
        curves = Shaper(grays, np.stack((np.zeros(3), np.ones(3))))
        points = np.linspace(low, high, SHAPER_SIZE)
        found = Shaper(unshaped(curves, points).astype(np.float32), np.stack((low, high)).astype(np.float32))
        unshaped(found, points[:1])
    except LutError as error:
        raise LutError(_("no shaper can undo what the LUT does to grays: {reason}").format(reason=error)) from None
    if (found.values[0] > found.values[-1]).any():
        raise LutError(_("no shaper can undo what the LUT does to grays: it turns them into their negative"))
    return found


def preimages(table: Doubles, turned: bool, axes: Doubles) -> Doubles:
    """Where each point of a target lattice of L³ outputs comes from.

    table: extended.  axes: (L, 3) outputs along each axis of the target.  Returns (L³, 3) places in the lattice,
    0..1 and up to MARGIN beyond.
    """
    size = len(axes)
    axis = np.concatenate(([-MARGIN], np.linspace(0, 1, len(table) - 2), [1 + MARGIN]))
    cells = widths(axis)
    corners = np.stack(np.meshgrid(axis[:-1], axis[:-1], axis[:-1], indexing="ij"), axis=-1).reshape(-1, 3)
    own = np.logical_and.reduce((corners >= 0) & (corners < 1), axis=1)
    places = np.full((size**3, 3), np.nan)
    lowest, highest = np.full((size**3, 3), np.inf), np.full((size**3, 3), -np.inf)
    beyond: list[tuple[NDArray[np.intp], Doubles]] = []
    for piece in pieces(table, cells):
        for cell, point, fractions in inside(piece, piece.sound & ((piece.volume < 0) == turned), cells, axes):
            found, inner = corners[cell] + fractions * cells[cell], own[cell]
            places[point[inner]] = found[inner]
            np.minimum.at(lowest, point[inner], found[inner])
            np.maximum.at(highest, point[inner], found[inner])
            beyond.append((point[~inner], found[~inner]))
    reached = ~np.isnan(places[:, 0])
    several = float(((highest - lowest)[reached] > APART).any(axis=1).mean()) if reached.any() else 0.0
    if several > MOST_FOLDED:
        sentence = _("the LUT cannot be inverted: {share:.3g}% of its outputs come from several colors")
        raise LutError(sentence.format(share=100 * several))
    point, found = (np.concatenate(parts) for parts in zip(*beyond, strict=True))
    away = np.maximum(np.maximum(-found, found - 1), 0).sum(axis=1)
    nearest_last = np.argsort(-away, kind="stable")
    nearest_last = nearest_last[~reached[point[nearest_last]]]
    places[point[nearest_last]] = found[nearest_last]
    return filled(places.reshape(size, size, size, 3)).reshape(-1, 3)


def filled(places: Doubles) -> Doubles:
    """Points that nothing leads to (NaN) take the mean of their neighbors, from the known ones outward."""
    size = len(places)
    places = np.pad(places, ((1, 1), (1, 1), (1, 1), (0, 0)), constant_values=np.nan)
    inner: Doubles = places[1:-1, 1:-1, 1:-1]
    while len(at := np.argwhere(np.isnan(inner[..., 0]))):
        around: Doubles = np.stack([places[tuple((at + offset).T)] for offset in np.ndindex(3, 3, 3)])
        known: NDArray[np.bool_] = ~np.isnan(around[..., 0])
        count = known.sum(axis=0)
        if not count.any():
            raise LutError(_("the LUT cannot be inverted: it leads to none of {size}³ colors").format(size=size))
        mean = np.where(known[..., np.newaxis], around, 0).sum(axis=0) / np.maximum(count, 1)[:, np.newaxis]
        inner[tuple(at[count > 0].T)] = mean[count > 0]
    return inner


def inverse_curves(shaper: Shaper) -> Shaper:
    """The curves that undo curves, over all that these put out."""
    ends = np.sort(shaper.values[[0, -1]].astype(np.float64), axis=0)
    points = np.linspace(ends[0], ends[1], MAX_SHAPER_SIZE)
    try:
        return Shaper(unshaped(shaper, points).astype(np.float32), ends.astype(np.float32))
    except LutError as error:
        raise LutError(_("the LUT cannot be inverted: {reason}").format(reason=error)) from None
