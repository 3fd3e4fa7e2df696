"""Light of a scene: as its camera noted it in EXIF, and as measured on the pixels.

Measured are its color, how well lit the picture is, and whether it looks like night.  EXIF tags and their values are
those of CIPA DC-008-2023 (Exif 3.0), section 4.6.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

import numpy as np

from ..color import linear_to_xyz, luminance
from ..color.space import Floats
from .scene_subject import Surfaces, local_mean, smooth_between, smooth_ramp

INCIDENT = 2.5  # lux at EV 0 and ISO 100: ISO 2720:1974, with 250 as the constant of meters with a dome
APEX_ISO_100 = 5  # the speed value of ISO 100 (ANSI PH2.12-1961): EV 100 is the brightness value and this
PLAUSIBLE = {  # what a camera may note; other values say nothing
    "time": (1e-6, 3600),
    "aperture": (0.5, 128),
    "iso": (3, 10_000_000),
    "brightness": (-15, 16),
    "source": (1, 24),
    "flash": (0, 127),
    "type": (0, 3),
}
EXPOSURES = (-9.0, 18.5)  # EV 100, from starlight to a mirrored sun
DISAGREE = 4.0  # stops between the exposure and the brightness value, above which neither is believed
FLASH = 4  # of LightSource
KELVIN = {  # of LightSource, the middle of each range
    1: 5500,  # daylight
    2: 4200,  # fluorescent
    3: 2856,  # tungsten
    FLASH: 5500,
    9: 5500,  # fine weather
    10: 6500,  # cloudy
    11: 7500,  # shade
    12: 6400,  # daylight fluorescent
    13: 5000,  # day white fluorescent
    14: 4200,  # cool white fluorescent
    15: 3450,  # white fluorescent
    16: 2925,  # warm white fluorescent
    17: 2856,  # standard light A
    18: 4874,  # B
    19: 6774,  # C
    20: 5503,  # D55
    21: 6504,  # D65
    22: 7504,  # D75
    23: 5003,  # D50
    24: 3200,  # ISO studio tungsten
}
PORTRAIT, NIGHT = 2, 3  # of SceneCaptureType


@dataclass(frozen=True)
class Capture:
    """The camera's EXIF values; None where they are missing or implausible.

    time: of exposure, in seconds;  aperture: the f-number;  iso: PhotographicSensitivity;  brightness: BrightnessValue
    (APEX);  source: LightSource;  flash: Flash, a set of bits;  type: SceneCaptureType.
    """

    time: float | None = None
    aperture: float | None = None
    iso: float | None = None
    brightness: float | None = None
    source: float | None = None
    flash: float | None = None
    type: float | None = None

    @classmethod
    def of(cls, noted: Mapping[str, object] | None) -> Capture:
        """Take what is plausible of numbers by these names; the metadata of a picture may say anything."""
        found: dict[str, float] = {}
        for name, (low, high) in PLAUSIBLE.items():
            value = (noted or {}).get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
                found[name] = float(value)
        return cls(**found)

    @property
    def ev(self) -> float | None:
        """Exposure value at ISO 100: log2(N² / t) - log2(S / 100), or from the brightness value; None if unknown.

        Two that contradict each other, or a value that no light on earth has, count as unknown.
        """
        found = []
        if self.time is not None and self.aperture is not None and self.iso is not None:
            found.append(log2(self.aperture**2 / self.time) - log2(self.iso / 100))
        if self.brightness is not None:
            found.append(self.brightness + APEX_ISO_100)
        if not found or max(found) - min(found) > DISAGREE or not EXPOSURES[0] <= found[0] <= EXPOSURES[1]:
            return None
        return found[0]

    @property
    def illuminance(self) -> float | None:
        """Illuminance in lux, on a subject that was exposed as a meter says; None if unknown."""
        return None if self.ev is None else float(INCIDENT * 2**self.ev)

    @property
    def temperature(self) -> float | None:
        """Color temperature of the light in kelvin, if the camera says which it is; a flash that fired counts."""
        if self.flashed:
            return float(KELVIN[FLASH])
        return None if self.source is None or int(self.source) not in KELVIN else float(KELVIN[int(self.source)])

    @property
    def flashed(self) -> bool:
        """True if a flash fired: bit 0 of Flash, and not (bits 1 and 2) without its light having come back."""
        return self.flash is not None and bool(int(self.flash) & 1) and int(self.flash) & 6 != 4

    @property
    def night(self) -> bool:
        """True if the camera was set to take a night scene."""
        return self.type == NIGHT

    @property
    def portrait(self) -> bool:
        """True if the camera was set to take a portrait."""
        return self.type == PORTRAIT


DAYLIGHT = 6504.0  # kelvin, of D65
NORM = 2  # of Minkowski: 1 would be the mean, infinity the brightest pixel
MUTED = (0.15, 0.22)  # C/L in Oklab: above it a pixel tells of its own color, not of the light's
CLIPPED = (0.90, 0.98)  # linear light of the highest channel: above it, a pixel's color is lost
PRIOR = 0.05  # daylight that is believed in before a picture is seen, as a share of its light

COLD, CONTRADICTED = ((140.0, 160.0, 285.0, 300.0), (0.03, 0.07)), (0.05, 0.25)  # hues and C/L; share of the picture
WARM, LIT = ((12.0, 28.0, 95.0, 110.0), (0.03, 0.07)), (0.01, 0.03)  # hues and C/L; luminance
ONE_PERSON = (0.12, 0.25)  # share of one person's skin, beside which little is left to tell of the light

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


def measure_light(surfaces: Surfaces, linear: Floats) -> Light:
    """Measure the light; linear: (H, W, 3) as for ``Surfaces.of``.

    Low key is not night.  A picture on black has its subject well lit, and black tells nothing: what is not seen does
    not count.  At night all surfaces are dim, or what is bright is lamps: small, and dark around.
    """
    colors, weight = linear.reshape(-1, 3), surfaces.weight.ravel()
    cast = warm_cast(surfaces)
    portrait = smooth_ramp(surfaces.complexion, *ONE_PERSON)
    person = np.float32(portrait) * surfaces.person
    kelvin = color_temperature(estimate_illuminant(colors, weight, surfaces.saturation.ravel(), person.ravel()))
    # Under lamps that the camera has not corrected, nothing looks blue, and leaves turn yellow.
    if kelvin < DAYLIGHT:
        cold = smooth_ramp(surfaces.share(surfaces.in_hues(*COLD)), *CONTRADICTED)
        doubt = 1 - (1 - cold) * (1 - 0.8 * portrait * (1 - cast))
        kelvin = 1 / ((1 - doubt) / kelvin + doubt / DAYLIGHT)
    y = surfaces.y
    seen = smooth_between(y, BLACK)
    amount = surfaces.share(seen)
    believed = amount / (amount + SEEN)
    stops = min(float(np.log2(max(top(y, seen * surfaces.weight), 1e-6) / WELL_LIT)), 0.0)
    # Dark skin on black is dim in the best light, and eyes in it are no lamps.
    skin = surfaces.share(surfaces.skin * seen) / max(amount, 1e-6)
    believed *= 1 - smooth_ramp(skin, 0.2, 0.4)
    stops *= believed
    dim = smooth_ramp(stops, *DIM)
    dark = smooth_ramp(surfaces.share(1 - smooth_between(y, DARK)), *MOSTLY_DARK)
    brightest = top(y, surfaces.weight, 0.995)
    bright = smooth_between(y, (0.7 * LAMP * brightest, LAMP * brightest + 1e-6)) * surfaces.weight
    around = float((bright * local_mean(y, AROUND_LAMP) / np.maximum(y, 1e-6)).sum() / max(float(bright.sum()), 1e-9))
    lamps = dark * smooth_ramp(around, *SCATTERED) * believed
    return Light(kelvin, stops, dim, lamps, cast)


def warm_cast(surfaces: Surfaces) -> float:
    """Return the share of what is lit that is warm, beside a person's skin: under lamps, gray has the color of skin."""
    others = (
        smooth_between(surfaces.y, LIT)
        * (1 - surfaces.person)
        * (1 - smooth_between(surfaces.y, CLIPPED))
        * surfaces.weight
    )
    amount = float(others.sum())
    warm = float((others * surfaces.in_hues(*WARM)).sum()) / max(amount, 1e-6)
    return smooth_ramp(warm, 0.7, 0.92) * smooth_ramp(amount, 0.15, 0.35)


def top(y: Floats, weight: Floats, part: float = 0.95) -> float:
    """Return the luminance below which this share of the weight lies."""
    order = np.argsort(y, axis=None)
    sums = np.cumsum(weight.ravel()[order], dtype=np.float64)
    return float(np.interp(part * sums[-1], sums, y.ravel()[order]))


def estimate_illuminant(linear: Floats, weight: Floats, saturation: Floats, skin: Floats) -> Floats:
    """Estimate the color of the light, (3,) linear, from (P, 3) colors with weights (P,).

    Shades of gray (Finlayson and Trezzi: Shades of Gray and Colour Constancy, 2004): whatever is in the picture, the
    Minkowski mean of it is taken to be gray, and its color the light's.  Vivid pixels and skin, which break that, and
    clipped ones do not count; where hardly a pixel does, the light is taken as daylight.
    """
    told = (1 - smooth_between(saturation, MUTED)) * (1 - smooth_between(linear.max(axis=1), CLIPPED)) * (1 - skin)
    seen = (linear**NORM).T @ (weight * told)
    prior = PRIOR * (luminance(linear) ** NORM) @ weight
    result: Floats = np.maximum(seen + prior, np.float32(1e-12)) ** np.float32(1 / NORM)
    return result


def color_temperature(linear: Floats) -> float:
    """Return the correlated color temperature in kelvin, 2000..20000, of a light's linear color (3,).

    C. S. McCamy: Correlated color temperature as an explicit function of chromaticity coordinates, 1992.
    """
    x, y, z = (float(value) for value in linear_to_xyz(linear))
    n = (x / (x + y + z) - 0.3320) / (0.1858 - y / (x + y + z))
    return float(np.clip(449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33, 2000, 20000))
