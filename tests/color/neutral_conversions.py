"""Neutral conversions from scene light to Rec.709 codes: what a table for a log mostly is, in several styles.

Each takes linear light (P, 3) with the primaries of a space, and returns codes from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable

import encoding_oracles as oracles
import numpy as np

from lut.color.encodings import ENCODINGS

Doubles = oracles.Doubles
Conversion = Callable[[Doubles, str], Doubles]
BT709 = ENCODINGS["rec709"]


def to_primaries(light: Doubles, source: str, target: str) -> Doubles:
    return light @ ENCODINGS[source].chromaticities.matrix_to(ENCODINGS[target].chromaticities).T


def aces(style: str) -> Conversion:
    """An output transform of ACES, by OpenColorIO, on a display of BT.1886."""

    def convert(light: Doubles, space: str) -> Doubles:
        aces = oracles.apply_builtin("ACEScg_to_ACES2065-1", to_primaries(light, space, "acescg"))
        shown = oracles.apply_builtin(f"ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - {style}", aces)
        return oracles.apply_builtin("DISPLAY - CIE-XYZ-D65_to_REC.1886-REC.709", shown)

    return convert


def sigmoid(middle: float, slope: float, white: float, before_matrix: bool = False) -> Conversion:
    """A logistic curve over stops.  middle: code of 0.18; slope: codes a stop there; white: stops of code 1."""
    steep = slope / (middle * (1 - middle))

    def curve(stops: Doubles | float) -> Doubles:
        return np.asarray(1 / (1 + (1 - middle) / middle * np.exp(-steep * np.asarray(stops))))

    def bend(light: Doubles) -> Doubles:
        codes = curve(np.log2(np.maximum(light, 1e-6) / 0.18))
        return np.clip((codes - curve(-10)) / (curve(white) - curve(-10)), 0, 1)

    def convert(light: Doubles, space: str) -> Doubles:
        if before_matrix:
            return np.clip(BT709.encode(to_primaries(BT709.decode(bend(light)), space, "srgb")), 0, 1)
        return bend(to_primaries(light, space, "srgb"))

    return convert


def knee(light: Doubles, space: str, start: float = 0.75, white: float = 8.0) -> Doubles:
    """A video camera's curve with a logarithmic knee."""
    light = np.maximum(to_primaries(light, space, "srgb"), 0)
    begin = float(BT709.decode(start))
    above = start + (1 - start) * np.log(np.maximum(light, begin) / begin) / np.log(white / begin)
    codes = BT709.encode(light)
    return np.clip(np.where(codes < start, codes, above), 0, 1)


def bt2390(light: Doubles, space: str, peak: float = 1000.0, white: float = 203.0) -> Doubles:
    """White of 203 cd/m² and light up to 1000 cd/m², compressed to 203 by ITU-R BT.2390-10, section 5.4.1."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    power = (np.clip(np.maximum(to_primaries(light, space, "srgb"), 0) * white, 0, peak) / 10000) ** m1
    top, target = (((c1 + c2 * x**m1) / (1 + c3 * x**m1)) ** m2 for x in (peak / 10000, white / 10000))
    signal = ((c1 + c2 * power) / (1 + c3 * power)) ** m2 / top
    largest = target / top
    start = 1.5 * largest - 0.5
    t = (signal - start) / (1 - start)
    spline = (2 * t**3 - 3 * t**2 + 1) * start + (t**3 - 2 * t**2 + t) * (1 - start) + (3 * t**2 - 2 * t**3) * largest
    root = (np.where(signal < start, signal, spline) * top) ** (1 / m2)
    shown = 10000 * (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1)
    return np.clip(shown / white, 0, 1) ** (1 / 2.4)


def clip(light: Doubles, space: str) -> Doubles:
    """BT.709's curve and nothing else."""
    return BT709.encode(np.clip(to_primaries(light, space, "srgb"), 0, 1))


CONVERSIONS: dict[str, Conversion] = {
    "ACES 1": aces("SDR-VIDEO_1.0"),
    "ACES 2": aces("SDR-100nit-REC709_2.0"),
    "sigmoid": sigmoid(0.39, 0.14, 7),
    "sigmoid ahead of the matrix": sigmoid(0.39, 0.14, 7, before_matrix=True),
    "soft sigmoid": sigmoid(0.41, 0.11, 6),
    "camera's knee": knee,
    "BT.2390": bt2390,
    "clip": clip,
}
