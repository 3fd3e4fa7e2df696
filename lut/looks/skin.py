"""Which colors can be human skin.

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

import numpy as np

from ..color import chroma, linear_to_srgb
from ..color.space import Floats
from .gamut import lowest_channel
from .ramps import smoothstep

# The band's edges: where likeness begins to change, and the distance over which it does.
WARM, WARM_WIDTH = 55.0, 0.014  # degrees of hue in which skin differs from gray; of a/L and b/L
YELLOWEST, YELLOW_WIDTH = 86.0, (0.03, 0.3)  # degrees of hue; of a/L and b/L, and what C/L adds to that
REDDEST, RED_WIDTH = 22.0, (0.02, 0.55)
SATURATION, SATURATION_WIDTH = 0.16, 0.15  # of C/L
CHROMA, CHROMA_WIDTH = 0.10, 0.085  # of C
LEAST_CODE = np.float32(26 / 255)  # of the smallest channel; below, a table's cells are wider than the band


def skin_likeness(lab: Floats) -> Floats:
    """How much (P, 3) Oklab colors look like skin of any person: (P,) float32 from 0 to 1.

    0.95 and more on all skin that the module lists, in daylight and two stops down, but for Monk's two darkest tones
    there, which are nearly black (0.7 and 0.4); 0.85 in half-corrected lamplight, 0.3 in uncorrected.  0 on grays, sky,
    grass, red paint and vivid orange.
    """
    return band(lab, 0.0)


def band(lab: Floats, start: float) -> Floats:
    """``skin_likeness`` that leaves 0 at this distance from gray, in a/L and b/L: negative on the cool side."""
    lightness: Floats = np.maximum(lab[:, 0], np.float32(1e-6))
    a, b = lab[:, 1] / lightness, lab[:, 2] / lightness
    saturation = np.hypot(a, b)

    def beyond(degrees: float) -> Floats:
        """Signed distance from the line through gray in that direction, positive on the side of larger hues."""
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
