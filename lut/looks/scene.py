"""Scenes: by day, indoors, at night.  What a picture measures, and how much of each it is.

The phones do not use one table for all: they choose by brightness and color temperature.  A look may
have variants for the scenes, and a picture gets a mixture of them that follows its measures smoothly,
so that two frames of one moment never get two renderings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError, PixelError
from ..spaces import chroma, linear_to_oklab, linear_to_xyz, luminance, srgb_to_linear
from ..spaces.space import Floats
from ..table import Lut
from .curve import MIDDLE
from .parameter import unknown
from .ramps import smoothstep

SCENES = ("day", "people", "food", "plants", "sunset", "indoor", "night")
DAYLIGHT = 6504.0  # kelvin, of D65

# Where a measure begins to speak for a scene, and where it has said all.
NIGHT_STOPS = (-1.5, -4.0)  # of the median, from middle grey
NIGHT_SHADOW = (0.15, 0.65)  # share of deep shadow
INDOOR_MIRED = (200.0, 245.0)  # a million over kelvin, in which equal steps look equal: 5000 K to 4080 K

DEEP = (0.01, 0.04)  # luminance: all that is below is deep shadow, nothing that is above
NORM = 2  # of Minkowski: 1 would be the mean, infinity the brightest pixel
MUTED = (0.15, 0.22)  # C/L in Oklab: above it a pixel tells of its own color, not of the light's
CLIPPED = (0.90, 0.98)  # linear light of the highest channel: above it, a pixel's color is lost
PRIOR = 0.05  # daylight that is believed in before a picture is seen, as a share of its light


@dataclass(frozen=True)
class Scene:
    """What a picture measures.

    luminance: the median, relative to white, 0..1;  shadow: share of the pixels in deep shadow, 0..1;
    temperature: of the light, in kelvin as correlated color temperature, 2000..20000.
    """

    luminance: float = MIDDLE
    shadow: float = 0.0
    temperature: float = DAYLIGHT

    @property
    def weights(self) -> dict[str, float]:
        """How much of each of SCENES this is: they add up to 1 and follow the measures smoothly.

        Night is dark in the middle, and full of deep shadow; where it is not night, warm light tells that
        it is indoors.  (The warm light of a street at night is night's.)
        """
        stops = np.log2(max(self.luminance, 1e-6) / MIDDLE)
        night = ramp((along(stops, NIGHT_STOPS) + along(self.shadow, NIGHT_SHADOW)) / 2)
        warm = ramp(along(1e6 / self.temperature, INDOOR_MIRED))
        found = {"day": (1 - night) * (1 - warm), "indoor": (1 - night) * warm, "night": night}
        return dict.fromkeys(SCENES, 0.0) | found


def measure_scene(pixels: NDArray[Any]) -> Scene:
    """Measure a picture on a thumbnail of it; some 256 pixels across are plenty.

    pixels: (H, W, 3 or 4), sRGB-coded: integers up to their type's largest, or floats 0..1.
    A pixel counts as much as it is opaque; NaN does not count.  A picture in which nothing counts is
    taken as one by day.
    """
    rgb, alpha = decoded(pixels)
    if not alpha.sum() > 0:
        return Scene()
    y: Floats = luminance(rgb)
    position = np.argsort(y)
    counted = np.cumsum(alpha[position], dtype=np.float64)
    middle = np.interp(counted[-1] / 2, counted - alpha[position] / 2, y[position])
    deep = 1 - smoothstep(between(y, DEEP))
    return Scene(float(middle), float(np.average(deep, weights=alpha)), temperature(illuminant(rgb, alpha)))


def decoded(pixels: NDArray[Any]) -> tuple[Floats, Floats]:
    """Linear light (P, 3) inside 0..1, and opacity (P,)."""
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or pixels.dtype.kind not in "uf":
        raise PixelError(
            f"expected a thumbnail (H, W, 3 or 4) of integers or floats, found {pixels.shape} of {pixels.dtype}"
        )
    white = np.iinfo(pixels.dtype).max if pixels.dtype.kind == "u" else 1
    codes: Floats = pixels.reshape(-1, pixels.shape[2]).astype(np.float32) / np.float32(white)
    known = ~np.isnan(codes).any(axis=1)
    codes = np.clip(codes[known], 0, 1)
    alpha = codes[:, 3] if codes.shape[1] == 4 else np.ones(len(codes), dtype=np.float32)
    return srgb_to_linear(codes[:, :3]), alpha


def illuminant(linear: Floats, alpha: Floats) -> Floats:
    """The color of the light, (3,) linear, on (P, 3) colors with weights (P,).

    Shades of grey (Finlayson and Trezzi: Shades of Gray and Colour Constancy, 2004): whatever is in the
    picture, the Minkowski mean of it is taken to be grey, and its color the light's.  Vivid pixels, which
    break that, and clipped ones do not count; where hardly a pixel does, the light is taken as daylight.
    What no statistics can tell is a warm subject, blurred and filling the picture, from a warm light.
    """
    lab = linear_to_oklab(linear)
    lightness: Floats = np.maximum(lab[:, 0], np.float32(1e-3))
    vivid = smoothstep(between(chroma(lab) / lightness, MUTED))
    clipped = smoothstep(between(linear.max(axis=1), CLIPPED))
    seen = (linear**NORM).T @ (alpha * (1 - vivid) * (1 - clipped))
    prior = PRIOR * (luminance(linear) ** NORM) @ alpha
    result: Floats = np.maximum(seen + prior, np.float32(1e-12)) ** np.float32(1 / NORM)
    return result


def temperature(linear: Floats) -> float:
    """Correlated color temperature in kelvin, 2000..20000, of a light's linear color (3,).

    C. S. McCamy: Correlated color temperature as an explicit function of chromaticity coordinates, 1992.
    """
    x, y, z = (float(value) for value in linear_to_xyz(linear))
    n = (x / (x + y + z) - 0.3320) / (0.1858 - y / (x + y + z))
    return float(np.clip(449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33, 2000, 20000))


def shares(scene: Mapping[str, float], known: tuple[str, ...]) -> dict[str, float]:
    """Weights of scenes as weights of the known ones, that add up to 1; the day takes what others leave.

    scene: any of SCENES, each 0 or more, not all 0.
    """
    for name, weight in scene.items():
        if name not in SCENES:
            raise LutError(unknown("scene", name, SCENES))
        if not 0 <= weight < float("inf"):
            raise LutError(f"expected a weight of 0 or more for the scene {name!r}, found {weight!r}")
    total = sum(scene.values())
    if not total > 0:
        raise LutError(f"expected a scene with some weight, found {dict(scene)!r}")
    result = {name: scene.get(name, 0.0) / total for name in known if name != "day"}
    return {"day": 1 - sum(result.values())} | result


def mix(tables: Mapping[str, Lut], weights: Mapping[str, float]) -> Lut:
    """The weighted mean of plain tables of one size, by scene; weights as ``shares`` gives them."""
    used = {name: weight for name, weight in weights.items() if weight > 0}
    first = tables[next(iter(used))]
    if len(used) == 1:
        return first
    mixed = np.zeros_like(first.table)
    for name, weight in used.items():
        mixed += np.float32(weight) * tables[name].table
    return Lut(mixed, title=first.title)


def along(value: float, ends: tuple[float, float]) -> float:
    """0 at the first end, 1 at the second, straight in between, constant outside."""
    return float(np.clip((value - ends[0]) / (ends[1] - ends[0]), 0, 1))


def between(values: Floats, ends: tuple[float, float]) -> Floats:
    result: Floats = (values - np.float32(ends[0])) / np.float32(ends[1] - ends[0])
    return result


def ramp(t: float) -> float:
    return t * t * (3 - 2 * t)
