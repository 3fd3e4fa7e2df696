"""Render colors as a DNG camera profile says: its look table and its tone curve, on linear ProPhoto RGB.

DNG specification 1.7.1, chapter 6 ("Mapping Camera Color Space to CIE XYZ Space" and "Profile Look Table"), and the
tags ProfileLookTableData, ProfileLookTableEncoding and ProfileToneCurve of chapter 4; the DNG SDK's reference
implementation where the text is silent: hue runs from 0 to 6, curves are natural cubic splines, and a curve is applied
to the largest and the smallest channel while the middle one keeps its place between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, srgb_to_linear
from ..lattice import Floats

Doubles = NDArray[np.float64]

STEPS = 4096  # of a tabulated curve
SECTORS = 6.0  # of the hue circle
# Points of the SDK's default curve, which raw converters use where a profile has none; the spline through them is
# within 0.002 of it.
USUAL_POINTS = (
    *((0.0, 0.0), (0.01, 0.0083), (0.02, 0.021), (0.05, 0.0771), (0.1, 0.1949), (0.18, 0.3881), (0.25, 0.5207)),
    *((0.35, 0.6618), (0.5, 0.8049), (0.7, 0.9202), (0.9, 0.9827), (1.0, 1.0)),
)


@dataclass(frozen=True, eq=False)
class ToneCurve:
    """A curve from 0..1 to 0..1 through points (N, 2), whose inputs rise."""

    points: Doubles

    @cached_property
    def outputs(self) -> Doubles:
        """The curve at evenly spaced inputs."""
        return np.clip(interpolate_spline(self.points, np.linspace(0, 1, STEPS)), 0, 1)

    def __call__(self, rgb: Doubles) -> Doubles:
        """Apply the curve to (P, 3) colors in 0..1."""
        return bend_ends(rgb, np.linspace(0, 1, STEPS), self.outputs)

    def invert(self, rgb: Doubles) -> Doubles:
        """Undo a rising curve."""
        return bend_ends(rgb, np.maximum.accumulate(self.outputs), np.linspace(0, 1, STEPS))


def bend_ends(rgb: Doubles, inputs: Doubles, outputs: Doubles) -> Doubles:
    """Map the largest and the smallest channel; the middle one keeps its place between them, and the hue stays."""
    low, high = rgb.min(axis=1, keepdims=True), rgb.max(axis=1, keepdims=True)
    low_out, high_out = np.interp(low, inputs, outputs), np.interp(high, inputs, outputs)
    span = high - low
    place = (rgb - low) / np.where(span > 0, span, 1)
    return np.asarray(low_out + place * (high_out - low_out))


def interpolate_spline(points: Doubles, x: Doubles) -> Doubles:
    """Interpolate the natural cubic spline through points (N, 2)."""
    knots, values = points.T
    widths, slopes = np.diff(knots), np.diff(values) / np.diff(knots)
    above = np.zeros(len(knots))  # of the tridiagonal equations for the slopes at the knots
    right = np.zeros(len(knots))
    above[0], right[0] = 0.5, 1.5 * slopes[0]
    for place in range(1, len(knots)):
        if place == len(knots) - 1:
            below, up, side = 0.5, 0.0, 1.5 * slopes[-1]
        else:
            before, after = widths[place - 1], widths[place]
            both = 2 * (before + after)
            below, up = after / both, before / both
            side = 1.5 * (slopes[place - 1] * after + slopes[place] * before) / (before + after)
        pivot = 1 - below * above[place - 1]
        above[place], right[place] = up / pivot, (side - below * right[place - 1]) / pivot
    steep = right.copy()
    for place in range(len(knots) - 2, -1, -1):
        steep[place] = right[place] - above[place] * steep[place + 1]
    cell = np.clip(np.searchsorted(knots, x, "right") - 1, 0, len(knots) - 2)
    t, width = (x - knots[cell]) / widths[cell], widths[cell]
    return np.asarray(
        (1 + 2 * t) * (1 - t) ** 2 * values[cell]
        + t * (1 - t) ** 2 * width * steep[cell]
        + t**2 * (3 - 2 * t) * values[cell + 1]
        - t**2 * (1 - t) * width * steep[cell + 1]
    )


USUAL = ToneCurve(np.array(USUAL_POINTS))


@dataclass(frozen=True, eq=False)
class HueSatMap:
    """A table of changes by hue, saturation and value.

    changes: (V, H, S, 3), a hue shift in degrees and factors for saturation and value.  coded: value is looked up, and
    scaled, with sRGB's curve.
    """

    changes: Floats
    coded: bool

    def __call__(self, rgb: Doubles) -> Doubles:
        """Change (P, 3) colors in 0..1."""
        hue, saturation, value = rgb_to_hsv(np.clip(rgb, 0, 1))
        coded = self.coded and len(self.changes) > 1
        if coded:
            value = linear_to_srgb(value).astype(np.float64)
        shift, more, brighter = self.look_up(hue, saturation, value).T
        hue = (hue + shift * (SECTORS / 360)) % SECTORS
        value = np.clip(value * brighter, 0, 1)
        if coded:
            value = srgb_to_linear(value).astype(np.float64)
        return hsv_to_rgb(hue, np.clip(saturation * more, 0, 1), value)

    def look_up(self, hue: Doubles, saturation: Doubles, value: Doubles) -> Doubles:
        """Interpolate the changes (P, 3) in three directions; hue goes round."""
        values, hues, saturations = self.changes.shape[:3]
        place = hue * (hues / SECTORS)
        first_hue = np.minimum(place.astype(np.intp), hues - 1)
        hue_share = (place - first_hue) if hues > 1 else np.zeros_like(place)
        first_saturation, saturation_share = find_cell(saturation, saturations)
        first_value, value_share = find_cell(value, values)
        result = np.zeros((len(hue), 3))
        for far_value in (0, 1):
            for far_hue in (0, 1):
                for far_saturation in (0, 1):
                    weight = (
                        (value_share if far_value else 1 - value_share)
                        * (hue_share if far_hue else 1 - hue_share)
                        * (saturation_share if far_saturation else 1 - saturation_share)
                    )
                    index = (
                        np.minimum(first_value + far_value, values - 1),
                        (first_hue + far_hue) % hues,
                        np.minimum(first_saturation + far_saturation, saturations - 1),
                    )
                    result += weight[:, None] * self.changes[index]
        return result


def find_cell(share: Doubles, count: int) -> tuple[NDArray[np.intp], Doubles]:
    """Find the cell of numbers in 0..1 among ``count`` points, and the place in it."""
    place = share * (count - 1)
    first = np.clip(place.astype(np.intp), 0, max(count - 2, 0))
    return first, place - first


def rgb_to_hsv(rgb: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Convert (P, 3) RGB to hue (0 to 6), saturation and value, (P,) each."""
    red, green, blue = rgb.T
    value, low = rgb.max(axis=1), rgb.min(axis=1)
    span = np.where(value > low, value - low, 1)
    hue = np.where(
        value == red, (green - blue) / span, np.where(value == green, 2 + (blue - red) / span, 4 + (red - green) / span)
    )
    hue = np.where(value > low, hue % SECTORS, 0.0)
    return hue, np.where(value > low, span / np.where(value > 0, value, 1), 0.0), value


def hsv_to_rgb(hue: Doubles, saturation: Doubles, value: Doubles) -> Doubles:
    """Convert hue (0 to 6), saturation and value, (P,) each, to (P, 3) RGB."""
    channels = []
    for offset in (5.0, 3.0, 1.0):
        place = (hue + offset) % SECTORS
        channels.append(value * (1 - saturation * np.clip(np.minimum(place, 4 - place), 0, 1)))
    return np.stack(channels, axis=1)
