"""ΔE2000, the visible difference of two colors: 1 is just visible side by side.

Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test
Data, and Mathematical Observations. Color Research and Application 30 (2005), 21–30.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Doubles = NDArray[np.float64]
POWER = 25.0**7


def delta_e2000(first: ArrayLike, second: ArrayLike) -> Doubles:
    """CIEDE2000 between CIELAB colors (..., 3), with kL = kC = kH = 1; returns (...).

    Symmetric, and 0 for equal colors.  In double precision, since it cancels near neutral.
    """
    l1, a1, b1 = np.moveaxis(np.asarray(first, dtype=np.float64), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(second, dtype=np.float64), -1, 0)

    # a* is stretched for colors near gray; C' and h' follow from it.
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean_c7 / (mean_c7 + POWER))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1 = np.degrees(np.arctan2(b1, stretch * a1)) % 360
    h2 = np.degrees(np.arctan2(b2, stretch * a2)) % 360
    colored = c1 * c2 != 0

    # The shorter way around the circle; exactly opposite hues go the direct one, as in the published data.
    direct = h2 - h1
    across = np.abs(direct) > 180 + 1e-9
    turn = np.where(colored, direct - np.where(across, np.copysign(360, direct), 0), 0)
    d_l, d_c = l2 - l1, c2 - c1
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)

    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    sum_h = h1 + h2
    around = np.where(across, np.where(sum_h < 360, 360, -360), 0)
    mean_h = np.where(colored, (sum_h + around) / 2, sum_h)  # a gray has no hue: the other color's counts

    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c = 1 + 0.045 * mean_c
    s_h = 1 + 0.015 * mean_c * t
    mean_c7 = mean_c**7
    blue = 60 * np.exp(-(((mean_h - 275) / 25) ** 2))
    rotation = -2 * np.sqrt(mean_c7 / (mean_c7 + POWER)) * np.sin(np.radians(blue))

    light, chroma, hue = d_l / s_l, d_c / s_c, d_h / s_h
    result: Doubles = np.sqrt(np.maximum(light**2 + chroma**2 + hue**2 + rotation * chroma * hue, 0))
    return result
