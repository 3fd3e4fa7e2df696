"""Oklab (Björn Ottosson, 2020): L 0..1, a green to red, b blue to yellow.

Scaling linear light by f scales L, a and b alike by the cube root of f, so that hue and C/L, the
relative_chroma, stay: the reason why looks are graded here.  For grays L is the cube root of luminance.

https://bottosson.github.io/posts/oklab/ (the matrices as recomputed there on 2021-01-25)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .space import Floats, as_floats, transpose_matrix
from .srgb import linear_to_srgb, srgb_to_linear

RGB_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LMS_TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)

FROM_LINEAR = transpose_matrix(RGB_TO_LMS)
FROM_LMS = transpose_matrix(LMS_TO_OKLAB)
TO_LMS = transpose_matrix(np.linalg.inv(LMS_TO_OKLAB))
TO_LINEAR = transpose_matrix(np.linalg.inv(RGB_TO_LMS))


def linear_to_oklab(linear: ArrayLike) -> Floats:
    roots: Floats = np.cbrt(as_floats(linear) @ FROM_LINEAR)
    return roots @ FROM_LMS


def oklab_to_linear(lab: ArrayLike) -> Floats:
    roots = as_floats(lab) @ TO_LMS
    lms: Floats = roots * roots * roots
    return lms @ TO_LINEAR


def srgb_to_oklab(codes: ArrayLike) -> Floats:
    """Return (..., 3) Oklab colors of sRGB codes."""
    return linear_to_oklab(srgb_to_linear(codes))


def oklab_to_srgb(lab: ArrayLike) -> Floats:
    """Return (..., 3) sRGB codes of Oklab colors."""
    return linear_to_srgb(oklab_to_linear(lab))


def chroma(lab: ArrayLike) -> Floats:
    """C of (..., 3) Oklab or CIELAB colors; returns (...)."""
    lab = as_floats(lab)
    result: Floats = np.hypot(lab[..., 1], lab[..., 2])
    return result


def hue(lab: ArrayLike) -> Floats:
    """Return the hue of (..., 3) Oklab or CIELAB colors in degrees, 0 up to 360; returns (...)."""
    lab = as_floats(lab)
    angle = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    return np.where(angle < 0, angle + np.float32(360), angle)  # a tenth of the time of % 360


def relative_chroma(lab: ArrayLike) -> Floats:
    """C/L of (..., 3) Oklab colors, which exposure does not change; returns (...).

    0.09 for light skin, 0.7 for sRGB's pure blue, its largest.
    """
    lightness: Floats = np.maximum(as_floats(lab)[..., 0], np.float32(1e-6))
    return chroma(lab) / lightness


def hue_turn(before: ArrayLike, after: ArrayLike) -> Floats:
    """Turn of hue from (..., 3) Oklab or CIELAB colors to others: (...) degrees, -180 up to 180."""
    return (hue(after) - hue(before) + 180) % 360 - 180


def hue_difference(before: ArrayLike, after: ArrayLike) -> Floats:
    """ΔH: the distance that a turn of hue makes between (..., 3) Oklab or CIELAB colors; returns (...)."""
    turns = hue_turn(before, after)
    result: Floats = 2 * np.sqrt(chroma(before) * chroma(after)) * np.abs(np.sin(np.radians(turns) / 2))
    return result
