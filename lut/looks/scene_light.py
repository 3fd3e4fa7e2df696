"""The light in a picture, measured on its pixels: its color, how well lit it is, and whether it looks like night."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..color import linear_to_xyz, luminance
from ..color.space import Floats
from .scene_subject import Surfaces, between, local_mean, ramp

DAYLIGHT = 6504.0  # kelvin, of D65
NORM = 2  # of Minkowski: 1 would be the mean, infinity the brightest pixel
MUTED = (0.15, 0.22)  # C/L in Oklab: above it a pixel tells of its own color, not of the light's
CLIPPED = (0.90, 0.98)  # linear light of the highest channel: above it, a pixel's color is lost
PRIOR = 0.05  # daylight that is believed in before a picture is seen, as a share of its light

COLD, CONTRADICTED = ((140.0, 160.0, 285.0, 300.0), (0.03, 0.07)), (0.05, 0.25)  # hues and C/L; share of the picture
WARM, LIT = ((12.0, 28.0, 95.0, 110.0), (0.03, 0.07)), (0.01, 0.03)  # hues and C/L; luminance
PORTRAIT = (0.12, 0.25)  # share of one person's skin, beside which little is left to tell of the light

BLACK = (0.0015, 0.005)  # luminance: nothing is seen of what is below
SEEN = 0.02  # share of a picture that has to be seen before it tells of its light
WELL_LIT = 0.45  # luminance of the brightest surfaces in a picture that is exposed for them
DIM = (-0.7, -2.6)  # stops from there, at which a picture begins to look like night, and does
DARK = (0.01, 0.04)  # luminance: most of a night, or of a studio's black
MOSTLY_DARK = (0.4, 0.7)  # share of it
LAMP = 0.35  # of the brightest pixels' luminance: what counts as bright
SCATTERED = (0.75, 0.5)  # luminance around a bright pixel, relative: a lit surface goes on, a lamp ends
AROUND_LAMP = 4  # pixels to each side


@dataclass(frozen=True)
class Light:
    """temperature: of the light, in kelvin as correlated color temperature, 2000..20000.

    stops: how far the brightest surfaces are below those of a well-exposed picture, 0 or less.
    dim, lamps: how much it looks like night, 0..1, since all surfaces are dim, or since small lamps light the dark.
    cast: how much everything in it is warm, 0..1.
    """

    temperature: float = DAYLIGHT
    stops: float = 0.0
    dim: float = 0.0
    lamps: float = 0.0
    cast: float = 0.0


def light_of(surfaces: Surfaces, linear: Floats) -> Light:
    """Measure the light; linear: (H, W, 3) as for ``Surfaces.of``.

    Low key is not night.  A picture on black has its subject well lit, and black tells nothing: what is not seen does
    not count.  At night all surfaces are dim, or what is bright is lamps: small, and dark around.
    """
    colors, weight = linear.reshape(-1, 3), surfaces.weight.ravel()
    cast = warm_cast(surfaces)
    portrait = ramp(surfaces.complexion, *PORTRAIT)
    person = np.float32(portrait) * surfaces.person
    kelvin = temperature(illuminant(colors, weight, surfaces.saturation.ravel(), person.ravel()))
    # Under lamps that the camera has not corrected, nothing looks blue, and leaves turn yellow.
    if kelvin < DAYLIGHT:
        cold = ramp(surfaces.share(surfaces.in_hues(*COLD)), *CONTRADICTED)
        doubt = 1 - (1 - cold) * (1 - 0.8 * portrait * (1 - cast))
        kelvin = 1 / ((1 - doubt) / kelvin + doubt / DAYLIGHT)
    y = surfaces.y
    seen = between(y, BLACK)
    amount = surfaces.share(seen)
    believed = amount / (amount + SEEN)
    stops = min(float(np.log2(max(top(y, seen * surfaces.weight), 1e-6) / WELL_LIT)), 0.0)
    # Dark skin on black is dim in the best light, and eyes in it are no lamps.
    skin = surfaces.share(surfaces.skin * seen) / max(amount, 1e-6)
    believed *= 1 - ramp(skin, 0.2, 0.4)
    stops *= believed
    dim = ramp(stops, *DIM)
    dark = ramp(surfaces.share(1 - between(y, DARK)), *MOSTLY_DARK)
    brightest = top(y, surfaces.weight, 0.995)
    bright = between(y, (0.7 * LAMP * brightest, LAMP * brightest + 1e-6)) * surfaces.weight
    around = float((bright * local_mean(y, AROUND_LAMP) / np.maximum(y, 1e-6)).sum() / max(float(bright.sum()), 1e-9))
    lamps = dark * ramp(around, *SCATTERED) * believed
    return Light(kelvin, stops, dim, lamps, cast)


def warm_cast(surfaces: Surfaces) -> float:
    """How much all that is lit is warm, beside the skin of a person: under lamps, gray is the color of skin."""
    others = between(surfaces.y, LIT) * (1 - surfaces.person) * (1 - between(surfaces.y, CLIPPED)) * surfaces.weight
    amount = float(others.sum())
    warm = float((others * surfaces.in_hues(*WARM)).sum()) / max(amount, 1e-6)
    return ramp(warm, 0.7, 0.92) * ramp(amount, 0.15, 0.35)


def top(y: Floats, weight: Floats, part: float = 0.95) -> float:
    """Luminance that this part of the weight stays below."""
    order = np.argsort(y, axis=None)
    sums = np.cumsum(weight.ravel()[order], dtype=np.float64)
    return float(np.interp(part * sums[-1], sums, y.ravel()[order]))


def illuminant(linear: Floats, weight: Floats, saturation: Floats, skin: Floats) -> Floats:
    """The color of the light, (3,) linear, on (P, 3) colors with weights (P,).

    Shades of gray (Finlayson and Trezzi: Shades of Gray and Colour Constancy, 2004): whatever is in the picture, the
    Minkowski mean of it is taken to be gray, and its color the light's.  Vivid pixels and skin, which break that, and
    clipped ones do not count; where hardly a pixel does, the light is taken as daylight.
    """
    told = (1 - between(saturation, MUTED)) * (1 - between(linear.max(axis=1), CLIPPED)) * (1 - skin)
    seen = (linear**NORM).T @ (weight * told)
    prior = PRIOR * (luminance(linear) ** NORM) @ weight
    result: Floats = np.maximum(seen + prior, np.float32(1e-12)) ** np.float32(1 / NORM)
    return result


def temperature(linear: Floats) -> float:
    """Correlated color temperature in kelvin, 2000..20000, of a light's linear color (3,).

    C. S. McCamy: Correlated color temperature as an explicit function of chromaticity coordinates, 1992.
    """
    x, y, z = (float(value) for value in linear_to_xyz(linear))
    n = (x / (x + y + z) - 0.3320) / (0.1858 - y / (x + y + z))
    return float(np.clip(449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33, 2000, 20000))
