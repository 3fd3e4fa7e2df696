"""The light of a photograph by what its camera noted: exposure, light source and flash, in EXIF's numbers.

Tags and their values are those of CIPA DC-008-2023 (Exif 3.0), section 4.6.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import log2

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
    """What a camera noted; None where it said nothing that can be believed.

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
        """In lux, on a subject that was exposed as a meter says; None if unknown."""
        return None if self.ev is None else float(INCIDENT * 2**self.ev)

    @property
    def temperature(self) -> float | None:
        """Of the light, in kelvin, if the camera says which; a flash that fired is one."""
        if self.flashed:
            return float(KELVIN[FLASH])
        return None if self.source is None or int(self.source) not in KELVIN else float(KELVIN[int(self.source)])

    @property
    def flashed(self) -> bool:
        """Whether a flash fired: bit 0 of Flash, and not (bits 1 and 2) without its light having come back."""
        return self.flash is not None and bool(int(self.flash) & 1) and int(self.flash) & 6 != 4

    @property
    def night(self) -> bool:
        """Whether the camera was set to take a night scene."""
        return self.type == NIGHT

    @property
    def portrait(self) -> bool:
        """Whether the camera was set to take a portrait."""
        return self.type == PORTRAIT


NOTED = tuple(each.name for each in fields(Capture))
