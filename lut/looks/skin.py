"""Skin: which colors can be human skin, and LUTs that keep its hue.

Skin's color is the light that melanin and blood let through.  Spectrophotometers find it on one narrow, continuous
band of CIELAB in which all peoples overlap; lightness and yellowness differ most between people, redness between
places of the body (Xiao et al., *Characterising the variations in ethnic skin colours*, Skin Res. Technol. 23, 2017;
Lu et al., *The International Skin Spectra Archive*, Sci. Data 12, 2025: 15,256 spectra of 2,113 people).  The band
here holds

- the ten tones of the Monk Skin Tone scale (Monk, 2019), L* 15 to 94, CIELAB hue 49 to 89 degrees;
- the individual typology angles that dermatology sorts skin by, arctan((L* - 50) / b*) from 60 to -60 degrees, very
  light to dark (Chardon et al., Int. J. Cosmet. Sci. 13, 1991; Del Bino and Bernerd, Br. J. Dermatol. 169, 2013);
- five places of the body of 148 Koreans, L* 64.2 ± 4.9, a* 9.0 ± 2.7, b* 18.3 ± 2.4 (Yun et al., Skin Res. Technol. 16,
  2010), and twelve of 600, L* 58 to 64, a* 8.2 to 11.9 (Han et al., Skin Res. Technol. 12, 2006);
- five shades that noses and upper lips of 120 people of all ages cluster around: (52.5, 17.0, 18.9),
  (37.7, 17.2, 14.7), (49.4, 22.0, 12.3), (41.5, 25.5, 13.3), (26.7, 14.6, 14.7) (IADR 2009, abstract 120461);
- the skin preferred in pictures, C* 25.4 and h 50.5° at L* 65 (Chen et al., J. Imaging Sci. Technol. 57, 2013).

Its edges are drawn in a/L and b/L of Oklab, which exposure does not change: skin in shadow is as much skin.  Light
changes them.  Lamplight (2850 K) that a camera corrects by half leaves skin inside; uncorrected, it takes dark skin to
where ripe oranges are by day.  In bluish shade (7500 K) Monk's two palest tones are gray.

Colors do not tell skin from wood, sand, brick, straw or beige cloth, which lie inside the band, nor Monk's first tone
from a wall painted in it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..color import chroma, linear_to_srgb, oklab_to_linear, srgb_to_oklab
from ..color.space import Floats
from ..errors import LutError
from ..lattice import lattice
from ..table import Lut
from .gamut import compress_gamut, gamut_reach, lowest_channel, scale_chroma
from .smooth_curves import smoothstep

# The band's edges: where likeness begins to change, and the distance over which it does.
WARM, WARM_WIDTH = 55.0, 0.014  # degrees of hue in which skin differs from gray; of a/L and b/L
YELLOWEST, YELLOW_WIDTH = 86.0, (0.03, 0.3)  # degrees of hue; of a/L and b/L, and what C/L adds to that
REDDEST, RED_WIDTH = 22.0, (0.02, 0.55)
SATURATION, SATURATION_WIDTH = 0.16, 0.15  # of C/L
CHROMA, CHROMA_WIDTH = 0.10, 0.085  # of C
LEAST_CODE = np.float32(26 / 255)  # of the smallest channel; below, a table's cells are wider than the band

COOLEST = -0.014  # where protection begins: as far beyond gray, since a steep edge at gray colors its noise
BEYOND_WHITE = np.float32(0.25)  # codes above 1 over which protection fades out: no photograph has them
MOST_ROOM, HALVINGS, KNEE = np.float32(2), 10, np.float32(10)  # of chroma up to where a channel is 1
CHUNK = 1 << 13  # colors at a time, so that they stay in the cache
ACCURATE_SIZE = 65  # at 33 points, pale and dark skin shares its cells with gray


def skin_likeness(lab: Floats) -> Floats:
    """Return the likeness of (P, 3) Oklab colors to the skin of any person: (P,) float32 from 0 to 1.

    0.95 and more on all skin that the module lists, in daylight and two stops down, but for Monk's two darkest tones
    there, which are nearly black (0.7 and 0.4); 0.85 in half-corrected lamplight, 0.3 in uncorrected.  0 on grays, sky,
    grass, red paint and vivid orange.
    """
    return skin_band(lab, 0.0)


def skin_band(lab: Floats, start: float) -> Floats:
    """Return a likeness to skin that leaves 0 at this distance from gray, in a/L and b/L: negative on the cool side."""
    lightness: Floats = np.maximum(lab[:, 0], np.float32(1e-6))
    a, b = lab[:, 1] / lightness, lab[:, 2] / lightness
    saturation = np.hypot(a, b)

    def beyond(degrees: float) -> Floats:
        """Return the signed distance from gray's line in that direction, positive on the side of larger hues."""
        angle = np.radians(degrees)
        result: Floats = b * np.float32(np.cos(angle)) - a * np.float32(np.sin(angle))
        return result

    def width(least: float, more: float) -> Floats:
        result: Floats = np.float32(least) + np.float32(more) * saturation
        return result

    smallest: Floats = linear_to_srgb(lowest_channel(lab))
    likeness = smoothstep((beyond(WARM - 90) - np.float32(start)) / np.float32(WARM_WIDTH - start))
    likeness *= 1 - smoothstep(beyond(YELLOWEST) / width(*YELLOW_WIDTH))
    likeness *= 1 - smoothstep(-beyond(REDDEST) / width(*RED_WIDTH))
    likeness *= 1 - smoothstep((saturation - np.float32(SATURATION)) / np.float32(SATURATION_WIDTH))
    likeness *= 1 - smoothstep((chroma(lab) - np.float32(CHROMA)) / np.float32(CHROMA_WIDTH))
    return likeness * smoothstep(smallest / LEAST_CODE)


def protect(lut: Lut, amount: float) -> Lut:
    """Let skin keep its hue and its C/L in Oklab; its lightness stays what the table makes of it.

    lut: a table for sRGB codes.  amount: from 0, the same table, to 1, all of it, of which a color gets the share that
    is its likeness.  A monochrome table has no color to protect, and is returned as it is.  Raises LutError for other
    amounts.

    Grays keep about half of a tint, at 1: pale skin is so near them that a steeper change would draw edges on walls.
    Skin so bright that sRGB has no place for its color loses some of it.

    The new table has at least 65 points along each axis, and these in place of a shaper or of operators (``Lut.baked``
    says what that costs).
    """
    if not 0 <= amount <= 1:
        raise LutError(f"expected an amount of skin protection from 0 to 1, found {amount:g}")
    if amount == 0:
        return lut
    found = full_protection(lut)
    if found is None:
        return lut
    fine, change = found
    return replace(fine, table=fine.table + np.float32(amount) * change)


@lru_cache(maxsize=4)
def full_protection(lut: Lut) -> tuple[Lut, Floats] | None:
    """Return the LUT on a lattice of 65 points or more, and what an amount of 1 adds to its table.

    None for a monochrome table.  Kept, so that an amount which the user drags is seen at once.
    """
    from .measurements import is_monochrome

    if is_monochrome(lut):
        return None
    if lut.operators:
        lut = lut.baked(ACCURATE_SIZE)
    size = max(lut.size, ACCURATE_SIZE)
    lut = lut.resized(size) if lut.shaper is None else lut.baked(size)
    colors, table = lattice(size, lut.domain).reshape(-1, 3), lut.table.reshape(-1, 3)
    change = np.zeros_like(table)
    for start in range(0, len(colors), CHUNK):
        part = slice(start, start + CHUNK)
        skin, likeness = find_skin(colors[part])
        change[part][skin] = likeness[:, None] * (
            protect_colors(colors[part][skin], table[part][skin]) - table[part][skin]
        )
    return lut, change.reshape(lut.table.shape)


def find_skin(codes: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return the indices of the colors that protection changes, of (P, 3) sRGB codes, and the share that each gets."""
    likeness = skin_band(srgb_to_oklab(codes), COOLEST)
    likeness *= 1 - smoothstep((highest_channel(codes) - 1) / BEYOND_WHITE)
    skin = np.flatnonzero(likeness)
    return skin, likeness[skin]


def protect_colors(codes: Floats, look: Floats) -> Floats:
    """Give (P, 3) sRGB codes the lightness of a look's codes, and keep their own hue and C/L."""
    lab = srgb_to_oklab(codes)
    kept = lab * (srgb_to_oklab(look)[:, :1] / lab[:, :1])
    return linear_to_srgb(compress_gamut(limit_chroma(kept), np.clip(gamut_reach(lab), -1, 1)))


def highest_channel(colors: Floats) -> Floats:
    """Return the largest channel of (P, 3) colors, (P,)."""
    red, green, blue = colors.T
    largest: Floats = np.maximum(np.maximum(red, green), blue)
    return largest


def limit_chroma(lab: Floats) -> Floats:
    """Take half of the chroma that (P, 3) Oklab colors have too much of to be displayed; hue and lightness stay.

    Light skin that a look brightens by a stop has no place in sRGB with all its color.  What is left outside,
    ``compress_gamut`` takes in, which would turn the hue if that were all.
    """
    low, high = np.zeros_like(lab[:, 0]), np.full_like(lab[:, 0], MOST_ROOM)
    for _ in range(HALVINGS):
        middle: Floats = (low + high) / np.float32(2)
        inside = highest_channel(oklab_to_linear(scale_chroma(lab, middle))) <= 1
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    room: Floats = np.maximum(low, np.float32(0.01))
    return scale_chroma(lab, np.power(1 + np.power(room, -KNEE), np.float32(-0.5) / KNEE))
