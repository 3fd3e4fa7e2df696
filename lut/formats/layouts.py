"""Layouts of a lattice in a picture, and a measure of whether a picture's colors lie like that.

A size alone does not tell: the Hald picture of level 8 and a grid of 8 × 8 tiles are both 512 × 512, and so are
photographs. What tells is that neighbors in a lattice have similar colors. Read in another order than it was written
in, a table is as rough as a photograph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutFormatError
from ..language import _
from ..lattice import Floats

Samples = NDArray[Any]
Indices = NDArray[np.intp]

LINES = 24  # of a lattice's N, along each axis, that are looked at

# A table is one if its roughness is at most the first number, or the second and each channel follows its own axis at
# least so much. Measured on the looks of the library, at 8 bits: a roughness of 0.07 at 4 points a side, 0.003 at 9,
# 0.0005 from 16 on; after JPEG's compression 0.02 for black and white, and 0.11 with a correlation of 0.9 for color.
# On photographs of the same sizes: 0.02 and more, but above 0.03 the correlation is 0.25 at most.
SMOOTH = 0.012
COARSE = 2.0  # N² times the roughness that a coarse lattice may have
FOLLOWING = ((0.03, 0.1), (0.15, 0.5))
CLEARLY = 0.5  # the next best layout is at least so much rougher
TURNED = 0.02  # of the colors' range: slopes that say which way an axis goes
UNEVEN = 0.38  # levels of 255, more than rounding leaves
QUIET = 0.9  # of the differences: the others are edges, which a table may have


def find_white(dtype: np.dtype[Any]) -> int:
    """Return the number that means 1 in samples of that kind."""
    return int(np.iinfo(dtype).max) if dtype.kind == "u" else 1


@dataclass(frozen=True, eq=False)
class Layout:
    """One way in which a lattice of N points a side lies in a picture of width × height.

    name: as people call it.  key: as ``write`` is asked for it.  red, green, blue: (N,) each, what a lattice point's
    red, green and blue add to the number of its pixel, counted row by row.  mirrored: the same as another layout, from
    the bottom up.
    """

    name: str
    key: str
    width: int
    height: int
    red: Indices
    green: Indices
    blue: Indices
    mirrored: bool = False

    @property
    def size(self) -> int:
        """Lattice points along each axis."""
        return len(self.red)

    def table(self, samples: Samples) -> Floats:
        """Read a picture's samples (H, W, 3): (N, N, N, 3) float32 in 0..1, indexed [r, g, b], read-only."""
        rows, top = samples.reshape(-1, 3), np.float32(find_white(samples.dtype))
        result = np.empty((self.size,) * 3 + (3,), np.float32)
        for slice_of, first in zip(result, self.red, strict=True):  # all at once would take as much memory again
            found = rows[first + self.green[:, None] + self.blue]  # take() would copy all that are not contiguous
            np.true_divide(found, top, out=slice_of, dtype=np.float32)
        result.setflags(write=False)  # so that a Lut takes it as it is
        return result

    def samples(self, table: Floats, dtype: type[np.uint8 | np.uint16]) -> Samples:
        """Lay out a table (N, N, N, 3) in 0..1 as (H, W, 3) samples, rounded to the nearest."""
        rows, top = np.empty((self.width * self.height, 3), dtype), np.iinfo(dtype).max
        for slice_of, first in zip(table, self.red, strict=True):
            codes = np.rint(np.clip(slice_of.astype(np.float64), 0, 1) * top)
            rows[first + self.green[:, None] + self.blue] = codes
        return rows.reshape(self.height, self.width, 3)


class Judged:
    """A picture's samples in one layout, and how much they look like a table."""

    def __init__(self, layout: Layout, samples: Samples) -> None:
        self.layout = layout
        step = -(-layout.size // LINES)
        few = slice((step - 1) // 2, None, step)
        rows, top = samples.reshape(-1, 3), find_white(samples.dtype)
        axes = (layout.red, layout.green, layout.blue)
        # Some of the lattice's lines along each axis: (N, lines, lines, 3), in 0..1.
        self.lines = []
        for axis in range(3):
            along, second, third = axes[axis:] + axes[:axis]
            pixels = along[:, None, None] + second[few, None] + third[few]
            self.lines.append(rows[pixels].astype(np.float64) / top)

    @cached_property
    def roughness(self) -> float:
        """The mean square of second differences, over the colors' variance; white noise has 6, a straight line 0."""
        variance = float(np.mean([np.var(part, axis=(0, 1, 2)) for part in self.lines]))
        bent = float(np.mean([np.mean(np.diff(part, 2, axis=0) ** 2) for part in self.lines]))
        return bent / variance if variance else 0.0

    @cached_property
    def following(self) -> float:
        """The least correlation of a channel with its own axis; 1 for the identity."""
        correlations = []
        for axis in range(3):
            channel = self.lines[axis][..., axis]
            steps = np.linspace(-1, 1, len(channel))[:, None, None]
            spread = channel.std() * steps.std()
            correlations.append(float((channel * steps).mean() / spread) if spread else 0.0)
        return min(correlations)

    @property
    def turn(self) -> float:
        """Measure how much lighter green and blue end than they begin, in 0..1; darker, in a negative.

        A negative is a picture that gets darker along red, which goes to the right in every layout.
        """
        third = -(-self.layout.size // 3)
        red, green, blue = (float(part[-third:].mean() - part[:third].mean()) for part in self.lines)
        return (green + blue) * (-1 if red < 0 else 1)

    @property
    def is_table(self) -> bool:
        if self.roughness <= max(SMOOTH, COARSE / self.layout.size**2):
            return True
        return any(self.roughness <= rough and self.following >= least for rough, least in FOLLOWING)

    @cached_property
    def unevenness(self) -> float:
        """The noise from one lattice point to the next, in levels of 255; rounding to 8 bits leaves 0.25 to 0.34.

        From fourth differences, in which the look itself has next to no part, without those of clipped colors and
        without the largest tenth.
        """
        if self.layout.size < 5:  # no fourth differences
            return 0.0
        differences = []
        for part in self.lines:
            inside = (part > 0) & (part < 1)
            kept = np.logical_and.reduce([inside[at : len(part) - 4 + at] for at in range(5)])
            differences.append(np.abs(np.diff(part, 4, axis=0)[kept]))
        found = np.sort(np.concatenate(differences))
        found = found[: int(len(found) * QUIET)]
        if len(found) < 100:
            return 0.0
        # 70 is the sum of the squared weights 1 4 6 4 1; a normal distribution without its largest tenth has 0.79 of
        # its standard deviation.
        return float(np.sqrt((found**2).mean() / 70) / 0.79 * 255)

    @property
    def amount(self) -> str:
        return _("about {levels:.1f} of 255 levels from one color to the next").format(levels=self.unevenness)

    @property
    def note(self) -> str:
        """A note if the colors were changed on the picture's way here; else empty."""
        if self.unevenness <= UNEVEN:
            return ""
        sentence = _("its colors are uneven ({amount}), as JPEG compression, dithering, grain or resizing leave them")
        return sentence.format(amount=self.amount)


def judge_layouts(layouts: Sequence[Layout], samples: Samples) -> Judged:
    """Find the layout in which these samples (H, W, 3) are a table.  Raises LutFormatError for none or two."""
    if not np.ptp(samples[::7, ::7].reshape(-1, 3), axis=0).any() and not np.ptp(samples, axis=(0, 1)).any():
        raise LutFormatError("", None, _("expected the colors of a LUT, found one color all over"))
    judged = [Judged(layout, samples) for layout in layouts]
    upright = [each for each in judged if not each.layout.mirrored]
    best, *others = sorted((choose_direction(each, judged) for each in upright), key=lambda each: each.roughness)
    if not best.is_table:
        height, width = samples.shape[:2]
        names = _(" or ").join(dict.fromkeys(layout.name for layout in layouts))
        sentence = _("expected the colors of a {names}, as its size of {width} × {height} says; found another picture")
        raise LutFormatError("", None, sentence.format(names=names, width=width, height=height))
    for other in others:
        if best.roughness > CLEARLY * other.roughness:
            sentence = f"expected a {best.layout.name} or a {other.layout.name}, found colors that could be either"
            raise LutFormatError("", None, sentence)
    return best


def choose_direction(upright: Judged, judged: Sequence[Judged]) -> Judged:
    """Choose the layout or the same from the bottom up, whichever the picture is; itself if both are one table."""
    name = upright.layout.name
    mirrored = next((each for each in judged if each.layout.mirrored and each.layout.name == name), None)
    if mirrored is None:
        return upright
    for one, other in ((upright, mirrored), (mirrored, upright)):
        if one.roughness < CLEARLY * other.roughness and one.is_table:
            return one
    return mirrored if mirrored.turn > upright.turn + TURNED else upright
