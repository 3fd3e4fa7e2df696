"""Simplify a LUT: the smallest lattice that looks the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..color import delta_e2000, srgb_to_lab
from ..color.probes import random_colors
from ..errors import LutError
from ..kernel.interpolation import Tetrahedral
from ..language import _
from ..lattice import MIN_SIZE, Floats, lattice
from ..table import Lut

COLORS = 60_000  # random ones, besides the original's lattice points
MOST_POINTS = 300_000  # of these, all of them up to 65³ and some
FEW = 2_000  # that most candidates already fail on


def simplified(lut: Lut, delta_e: float = 0.5) -> Lut:
    """Resample a LUT on the smallest lattice on which every color stays within a ΔE2000.

    Every color: all of the original's lattice points (300,000 of them, where it has more) and 60,000 between them.
    Outputs are taken as sRGB. Domain and shaper stay.

    Parameters
    ----------
    lut : Lut
        The LUT to simplify.
    delta_e : float
        The largest difference of a color, ΔE2000, above 0.

    Returns
    -------
    Lut
        The LUT itself where no smaller lattice will do. The last note has the size and the mean and largest difference.

    Raises
    ------
    LutError
        delta_e is not above 0, or not finite.

    Examples
    --------
    >>> lut.create.simplified(lut.Lut.identity(33)).size
    2
    """
    if not 0 < delta_e < float("inf"):
        raise LutError(_("expected a ΔE above 0, found {found:g}").format(found=delta_e))
    lut = lut.as_table
    points = lattice(lut.size).reshape(-1, 3)
    if len(points) > MOST_POINTS:
        points = points[np.random.default_rng(0).choice(len(points), MOST_POINTS, replace=False)]
    colors = np.concatenate((random_colors(COLORS), points))
    wanted = render_lab(lut.table, colors)
    worst = np.arange(FEW)
    for size in range(MIN_SIZE, lut.size):
        table = lut.resized(size).table
        if delta_e2000(render_lab(table, colors[worst]), wanted[worst]).max() > delta_e:
            continue
        off = delta_e2000(render_lab(table, colors), wanted)
        if off.max() <= delta_e:
            note = _("Simplified from {old}³ to {new}³: ΔE2000 {mean:.2g} on average and {most:.2g} at most.")
            note = note.format(old=lut.size, new=size, mean=off.mean(), most=off.max())
            return replace(lut.resized(size), notes=(*lut.notes, note))
        worst = np.argsort(-off)[:FEW]
    note = _("No lattice smaller than {size}³ stays within ΔE2000 {limit:g}.").format(size=lut.size, limit=delta_e)
    return replace(lut, notes=(*lut.notes, note))


def render_lab(table: Floats, coordinates: Floats) -> Floats:
    """Look up coordinates (P, 3) of a table (N, N, N, 3), 0..1, and return CIELAB colors."""
    return srgb_to_lab(Tetrahedral(table)(coordinates))
