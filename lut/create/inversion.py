"""Inversion: the LUT that undoes a LUT, and the round-trip error through both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..color.difference import level_difference, srgb_delta_e2000
from ..color.probes import random_colors
from ..errors import LutError
from ..language import _
from ..lattice import MAX_SHAPER_SIZE, UNIT, Floats, Shaper, check_size
from ..table import Lut
from .tetrahedra import MOST_FOLDED, Doubles, Survey, cell_widths, lattice_pieces, locate_points

LARGEST = 65  # larger lattices are inverted at 65³; the round trip is measured with the whole
MARGIN = 0.5  # extrapolation beyond the lattice, in its widths
PROGRESS = 0.3  # least slope of the extrapolation, relative to the mean one along the same axis
SHAPER_SIZE = 4096
APART = 1e-3  # of the lattice's width: inputs further apart are different ones

COLORS = 60_000


def inverse(lut: Lut, size: int = 33, shaper: bool = False) -> Lut:
    """Invert a LUT: find the one that takes its outputs back to their inputs.

    Exact at those lattice points of the result that the LUT leads to: each tetrahedron of its interpolation is inverted
    by itself. Beyond, its slope at the surface goes on. Curves alone are inverted as curves. Clipped colors come back
    as the nearest that were not.

    Parameters
    ----------
    lut : Lut
        The LUT to undo.
    size : int
        Lattice points along each axis, 2 to 256.
    shaper : bool
        Put curves ahead of the lattice that undo what the LUT does to grays. That is much closer where the LUT is steep
        in the shadows, as powers and logarithms are; but not every format holds a shaper.

    Returns
    -------
    Lut
        The last note tells how far a round trip is off, measured on random colors.

    Raises
    ------
    LutError
        The LUT cannot be undone: it is monochrome, clips more than half of the color cube, or folds.

    Examples
    --------
    >>> brighter = lut.Lut(lut.Lut.identity(17).table ** 0.8)
    >>> back = lut.create.inverse(brighter)
    >>> bool(np.abs(back(brighter([0.5, 0.4, 0.3])) - [0.5, 0.4, 0.3]).max() < 0.002)
    True
    """
    check_size(size)
    lut = lut.as_table
    title = _("Inverse of {lut}").format(lut=lut.title or _("a LUT of {size}³").format(size=lut.size))
    if lut.is_curves and lut.shaper is not None:
        result = Lut.from_shaper(invert_curves(lut.shaper), title)
        return replace(result, notes=(*lut.notes, *roundtrip_notes(lut, result)))
    low, high = output_domain(lut)
    table = (lut.resized(min(lut.size, LARGEST)).table - low) / (high - low)
    survey = Survey.of(table)
    survey.check()
    ahead = invert_grays(lut, low, high) if shaper else None
    ends = np.stack((low, high)) if ahead is None else ahead.values[[0, -1]].astype(np.float64).round(6)
    axes = np.linspace(ends[0], ends[1], size)
    if ahead is not None:
        axes = invert_shaper(ahead, axes)
    places = find_preimages(extend_table(table), survey.turned, (axes - low) / (high - low))
    inputs = lut.domain[0] + places * (lut.domain[1] - lut.domain[0]).astype(np.float64)
    if lut.shaper is not None:
        inputs = invert_shaper(lut.shaper, inputs)
    result = Lut(inputs.reshape(size, size, size, 3).astype(np.float32), ends.astype(np.float32), ahead, title)
    return replace(result, notes=(*lut.notes, *roundtrip_notes(lut, result, survey)))


def output_domain(lut: Lut) -> tuple[Doubles, Doubles]:
    """Return the inverse's domain: 0..1, and more where the LUT puts out more."""
    found = lut.table.astype(np.float64)
    low, high = (np.array([edge(found[..., channel]) for channel in range(3)]) for edge in (np.min, np.max))
    slack = 1e-4 * np.maximum(high - low, 1)  # a rounding beyond 0..1 is no reason to leave it
    return np.where(low > -slack, UNIT[0], low), np.where(high < 1 + slack, UNIT[1], high)


def extend_table(table: Doubles) -> Doubles:
    """Return the table (N, N, N, 3) with a layer more on each side, MARGIN away, where its slope leads."""
    for axis in range(3):
        rows = np.moveaxis(table, axis, 0)
        mean = rows[-1] - rows[0]
        intervals = table.shape[2] - 1  # blue's axis is the last to grow
        dark = rows[0] - MARGIN * surface_slope((rows[1] - rows[0]) * intervals, mean)
        bright = rows[-1] + MARGIN * surface_slope((rows[-1] - rows[-2]) * intervals, mean)
        table = np.moveaxis(np.concatenate((dark[np.newaxis], rows, bright[np.newaxis])), 0, axis)
    return table


def surface_slope(last: Doubles, mean: Doubles) -> Doubles:
    """Return the slope (…, 3) at the surface, with as much of the mean one as keeps it from standing still."""
    length = np.maximum((mean**2).sum(axis=-1, keepdims=True), 1e-12)
    progress = (last * mean).sum(axis=-1, keepdims=True) / length
    result: Doubles = last + np.maximum(PROGRESS - progress, 0) * mean
    return result


def invert_grays(lut: Lut, low: Doubles, high: Doubles) -> Shaper:
    """Invert what a LUT does to grays: curves from outputs, over their domain, to lattice coordinates."""
    grays = lut.table[(np.arange(lut.size),) * 3]
    try:
        curves = Shaper(grays, np.stack((np.zeros(3), np.ones(3))))
        points = np.linspace(low, high, SHAPER_SIZE)
        found = Shaper(invert_shaper(curves, points).astype(np.float32), np.stack((low, high)).astype(np.float32))
        invert_shaper(found, points[:1])
    except LutError as error:
        raise LutError(_("no shaper can undo what the LUT does to grays: {reason}").format(reason=error)) from None
    if (found.values[0] > found.values[-1]).any():
        raise LutError(_("no shaper can undo what the LUT does to grays: it turns them into their negative"))
    return found


def find_preimages(table: Doubles, turned: bool, axes: Doubles) -> Doubles:
    """Find the inputs of each point of a target lattice of L³ outputs.

    table: extended.  axes: (L, 3) outputs along each axis of the target.  Returns (L³, 3) places in the lattice,
    0..1 and up to MARGIN beyond.
    """
    size = len(axes)
    axis = np.concatenate(([-MARGIN], np.linspace(0, 1, len(table) - 2), [1 + MARGIN]))
    cells = cell_widths(axis)
    corners = np.stack(np.meshgrid(axis[:-1], axis[:-1], axis[:-1], indexing="ij"), axis=-1).reshape(-1, 3)
    own = np.logical_and.reduce((corners >= 0) & (corners < 1), axis=1)
    places = np.full((size**3, 3), np.nan)
    lowest, highest = np.full((size**3, 3), np.inf), np.full((size**3, 3), -np.inf)
    beyond: list[tuple[NDArray[np.intp], Doubles]] = []
    for piece in lattice_pieces(table, cells):
        for cell, point, fractions in locate_points(piece, piece.sound & ((piece.volume < 0) == turned), cells, axes):
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
    return fill_gaps(places.reshape(size, size, size, 3)).reshape(-1, 3)


def fill_gaps(places: Doubles) -> Doubles:
    """Fill points that nothing leads to (NaN) with the mean of their neighbors, from the known ones outward."""
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


def invert_curves(shaper: Shaper) -> Shaper:
    """Invert the curves of a shaper, over all that they put out."""
    ends = np.sort(shaper.values[[0, -1]].astype(np.float64), axis=0)
    points = np.linspace(ends[0], ends[1], MAX_SHAPER_SIZE)
    try:
        return Shaper(invert_shaper(shaper, points).astype(np.float32), ends.astype(np.float32))
    except LutError as error:
        raise LutError(_("the LUT cannot be inverted: {reason}").format(reason=error)) from None


def invert_shaper(shaper: Shaper, coordinates: Doubles) -> Doubles:
    """Invert a shaper: the colors (P, 3) of coordinates (P, 3); continued straight beyond its ends.

    Where a curve stays level, the end of the level stretch.  Raises LutError for a curve that turns back.
    """
    colors = np.empty(coordinates.shape)
    for channel, name in enumerate((_("red"), _("green"), _("blue"))):
        low, high = shaper.domain[:, channel].astype(np.float64)
        inputs = np.linspace(low, high, len(shaper.values))
        outputs = shaper.values[:, channel].astype(np.float64)
        if outputs[-1] < outputs[0]:
            inputs, outputs = inputs[::-1], outputs[::-1]
        rising = np.diff(outputs) > 0
        if (np.diff(outputs) < 0).any() or not rising.any():
            sentence = _("expected a shaper whose curves rise or fall throughout, found a level one in {channel}")
            if rising.any():
                sentence = _(
                    "expected a shaper whose curves rise or fall throughout, found one that turns back in {channel}"
                )
            raise LutError(sentence.format(channel=name))
        kept = np.append(rising, True) | np.insert(rising, 0, True)  # both ends of each level stretch
        inputs, outputs = inputs[kept], outputs[kept]
        wanted = coordinates[:, channel]
        found_colors = np.interp(wanted, outputs, inputs)
        for end, beyond in ((0, wanted < outputs[0]), (-1, wanted > outputs[-1])):
            near = np.flatnonzero(np.diff(outputs) > 0)[end]
            slope = (inputs[near + 1] - inputs[near]) / (outputs[near + 1] - outputs[near])
            found_colors = np.where(beyond, inputs[end] + (wanted - outputs[end]) * slope, found_colors)
        colors[:, channel] = found_colors
    return colors


def roundtrip_notes(lut: Lut, inverse: Lut, survey: Survey | None = None) -> tuple[str, ...]:
    """Notes on the round-trip error of an inverse, on random colors clamped to the LUT's inputs.

    survey: of the LUT's lattice; without one, all colors count.
    """
    coordinates = random_colors(COLORS)
    colors = lattice_inputs(lut, coordinates)
    counted = np.ones(COLORS, bool) if survey is None else survey.keeps(coordinates.astype(np.float64))
    low, high = lut.domain if lut.shaper is None else lut.shaper.domain
    # The inverse goes on beyond the LUT's inputs, so that it is exact at their edge; pictures clamp what it puts out.
    before, after = colors[counted], np.clip(inverse(lut(colors[counted])), low, high)
    apart = level_difference(before / (high - low), after / (high - low)).max(axis=1)
    figures = _("{mean:.2f} levels of 255 on average and {most:.1f} at most")
    figures = figures.format(mean=apart.mean(), most=apart.max())
    if np.array_equal(low, (0, 0, 0)) and np.array_equal(high, (1, 1, 1)):  # as sRGB
        delta = srgb_delta_e2000(np.clip(before, 0, 1), np.clip(after, 0, 1))
        figures += _(", ΔE2000 {mean:.3f} and {most:.2f}").format(mean=delta.mean(), most=delta.max())
    found = [_("An inverse; after the LUT, it is off by {figures}.").format(figures=figures)]
    if not counted.all():
        sentence = _("{share:.3g}% of all colors are not counted in this: the LUT makes them one with others.")
        found.append(sentence.format(share=100 * (1 - counted.mean())))
    if survey is not None and survey.reach < 0.995:
        sentence = _("The LUT leads to {share:.3g}% of all colors; what the inverse does with the others is a guess.")
        found.append(sentence.format(share=100 * survey.reach))
    return tuple(found)


def lattice_inputs(lut: Lut, coordinates: np.ndarray) -> Floats:
    """Return the colors (P, 3) that a LUT looks up at those places of its lattice."""
    low, high = lut.domain.astype(np.float64)
    found = low + coordinates * (high - low)
    if lut.shaper is not None:
        if lut.is_curves:  # its lattice is as wide as need be; the curves' inputs count
            low, high = lut.shaper.domain.astype(np.float64)
            found = low + coordinates * (high - low)
        else:
            found = np.clip(invert_shaper(lut.shaper, found), *lut.shaper.domain)
    result: Floats = found.astype(np.float32)
    return result
