"""How a table leaves skin in its hue."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, oklab_to_linear, srgb_to_oklab
from ..color.space import Floats
from ..errors import LutError
from ..table import Lut, lattice
from .gamut import compress, reach, scale_chroma
from .measure import is_monochrome
from .ramps import smoothstep
from .skin import band

COOLEST = -0.014  # where protection begins: as far beyond gray, since a steep edge at gray colors its noise
BEYOND_WHITE = np.float32(0.25)  # codes above 1 over which protection fades out: no photograph has them
MOST_ROOM, HALVINGS, KNEE = np.float32(2), 10, np.float32(10)  # of chroma up to where a channel is 1
CHUNK = 1 << 13  # colors at a time, so that they stay in the cache
ACCURATE_SIZE = 65  # at 33 points, pale and dark skin shares its cells with gray


def protect(lut: Lut, amount: float) -> Lut:
    """Let skin keep its hue and its C/L in Oklab; its lightness stays what the table makes of it.

    lut: a table for sRGB codes.  amount: from 0, the same table, to 1, all of it, of which a color gets the share that
    is its likeness.  A monochrome table has no color to protect, and is returned as it is.  Raises LutError for other
    amounts.

    Grays keep about half of a tint, at 1: pale skin is so near them that a steeper change would draw edges on walls.
    Skin so bright that sRGB has no place for its color loses some of it.

    The new table has at least 65 points along each axis, and these in place of a shaper (``Lut.baked`` says what that
    costs).
    """
    if not 0 <= amount <= 1:
        raise LutError(f"expected an amount of skin protection from 0 to 1, found {amount:g}")
    if amount == 0:
        return lut
    found = whole_change(lut)
    if found is None:
        return lut
    fine, change = found
    return replace(fine, table=fine.table + np.float32(amount) * change)


@lru_cache(maxsize=4)
def whole_change(lut: Lut) -> tuple[Lut, Floats] | None:
    """The lut on a lattice of 65 points or more, and what an amount of 1 adds to its table, in the table's shape.

    None for a monochrome table.  Kept, so that an amount which the user drags is seen at once.
    """
    if is_monochrome(lut):
        return None
    size = max(lut.size, ACCURATE_SIZE)
    lut = lut.resized(size) if lut.shaper is None else lut.baked(size)
    colors, table = lattice(size, lut.domain).reshape(-1, 3), lut.table.reshape(-1, 3)
    change = np.zeros_like(table)
    for start in range(0, len(colors), CHUNK):
        part = slice(start, start + CHUNK)
        skin, likeness = skin_of(colors[part])
        change[part][skin] = likeness[:, None] * (protected(colors[part][skin], table[part][skin]) - table[part][skin])
    return lut, change.reshape(lut.table.shape)


def skin_of(codes: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The indices of the colors that protection changes, of (P, 3) sRGB codes, and the share that each gets."""
    likeness = band(srgb_to_oklab(codes), COOLEST)
    likeness *= 1 - smoothstep((highest(codes) - 1) / BEYOND_WHITE)
    skin = np.flatnonzero(likeness)
    return skin, likeness[skin]


def protected(codes: Floats, look: Floats) -> Floats:
    """(P, 3) sRGB codes as light as a look makes them, look being its codes, with the hue and the C/L that they had."""
    lab = srgb_to_oklab(codes)
    kept = lab * (srgb_to_oklab(look)[:, :1] / lab[:, :1])
    return linear_to_srgb(compress(displayable(kept), np.clip(reach(lab), -1, 1)))


def highest(colors: Floats) -> Floats:
    """The largest channel of (P, 3) colors; returns (P,)."""
    red, green, blue = colors.T
    largest: Floats = np.maximum(np.maximum(red, green), blue)
    return largest


def displayable(lab: Floats) -> Floats:
    """Take half of the chroma that (P, 3) Oklab colors have too much of to be displayed; hue and lightness stay.

    Light skin that a look brightens by a stop has no place in sRGB with all its color.  What is left outside,
    ``compress`` takes in, which would turn the hue if that were all.
    """
    low, high = np.zeros_like(lab[:, 0]), np.full_like(lab[:, 0], MOST_ROOM)
    for _ in range(HALVINGS):
        middle: Floats = (low + high) / np.float32(2)
        inside = highest(oklab_to_linear(scale_chroma(lab, middle))) <= 1
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    room: Floats = np.maximum(low, np.float32(0.01))
    return scale_chroma(lab, np.power(1 + np.power(room, -KNEE), np.float32(-0.5) / KNEE))
