"""Human skin in figures, the lights it is seen in, and what is none."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np

from lut.color import (
    chroma,
    hue_turn,
    lab_to_linear,
    linear_to_oklab,
    linear_to_srgb,
    linear_to_xyz,
    srgb_to_linear,
    srgb_to_oklab,
    xyz_to_linear,
)
from lut.color.checker import MONK_CODES
from lut.color.space import Floats

D65, D75, LAMP = (0.3127, 0.3290), (0.2990, 0.3149), (0.4476, 0.4074)  # CIE 15: x, y; the lamp is illuminant A, 2856 K
HALF_CORRECTED = 0.5  # share of a lamp's color that a camera's white balance leaves
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


class ProtectedLimits(NamedTuple):
    """What protection may change in skin.

    turn: of hue in degrees;  ratio: of C/L, away from 1;  bright_turn, bright_ratio: the same for skin that a look
    makes too bright for its color, the ratio being the least.
    """

    turn: float
    ratio: float
    bright_turn: float
    bright_ratio: float


IN_DAYLIGHT = ProtectedLimits(turn=2, ratio=0.05, bright_turn=6, bright_ratio=0.65)
IN_LAMPLIGHT = ProtectedLimits(turn=6, ratio=0.1, bright_turn=8, bright_ratio=0.6)

ANGLES = (60, 55, 41, 28, 10, -30, -60)  # individual typology angles: very light to dark
YELLOWNESS, REDNESS = (8, 12, 16, 20), (5, 8, 12, 16)  # b* and a* that they come with

# CIELAB under D65; the sources are in lut/looks/skin.py.
LITERATURE = {
    "Yun 2010": tuple(product((54.4, 64.2, 73.9), (3.7, 9.0, 14.3), (13.6, 18.3, 23.1))),  # mean ± 2 s
    "Han 2006": tuple(product((58.0, 61.7, 63.9), (8.2, 9.6, 11.9), (17.1,))),
    "IADR 2009": ((52.5, 17.0, 18.9), (37.7, 17.2, 14.7), (49.4, 22.0, 12.3), (41.5, 25.5, 13.3), (26.7, 14.6, 14.7)),
    "Chen 2013": ((65.0, 25.4 * np.cos(np.radians(50.5)), 25.4 * np.sin(np.radians(50.5))),),
}
TYPOLOGY = {
    f"{angle}°": tuple(
        (light, a, b)
        for b, a in product(YELLOWNESS, REDNESS)
        if 22 <= (light := float(50 + b * np.tan(np.radians(angle)))) <= 80  # as skin is measured; Monk's scale goes on
    )
    for angle in ANGLES
}

OTHERS = {
    "gray": ((128, 128, 128), 0.01),
    "white": ((255, 255, 255), 0.01),
    "black": ((0, 0, 0), 0.01),
    "white wall": ((240, 240, 238), 0.1),
    "cool white wall": ((236, 238, 242), 0.01),
    "sky": ((120, 170, 220), 0.01),
    "grass": ((92, 120, 44), 0.01),
    "foliage": ((87, 108, 67), 0.01),
    "ripe orange": ((232, 126, 24), 0.1),
    "web orange": ((255, 140, 0), 0.01),
    "red paint": ((178, 34, 34), 0.01),
    "tomato": ((200, 40, 30), 0.01),
    "lemon": ((240, 220, 60), 0.05),
    "rose": ((230, 120, 150), 0.3),
    # No color tells these from skin in lamplight, and they are in between.
    "ColorChecker orange": ((214, 126, 44), 0.5),
    "autumn leaf": ((190, 110, 30), 0.5),
}


def monk() -> Floats:
    """The ten tones of Monk's scale in linear light."""
    return srgb_to_linear(MONK_CODES)


def literature() -> Floats:
    """All measured skin in linear light."""
    boxes = (*LITERATURE.values(), *TYPOLOGY.values())
    return lab_to_linear(np.array([color for box in boxes for color in box]))


def relit(linear: Floats, light: tuple[float, float], share: float = 1.0) -> Floats:
    """Colors as a camera set to D65 sees them in another light, of which its white balance leaves a share.

    Adapted by Bradford's matrix; what leaves sRGB is clipped, as a camera does.
    """

    def cones(x: float, y: float) -> np.ndarray:
        return BRADFORD @ np.array((x / y, 1, (1 - x - y) / y))

    matrix = np.linalg.inv(BRADFORD) @ np.diag((cones(*light) / cones(*D65)) ** share) @ BRADFORD
    seen = xyz_to_linear((linear_to_xyz(linear) @ matrix.T).astype(np.float32))
    return np.clip(seen, 0, 1)


def oklab(linear: Floats) -> Floats:
    return linear_to_oklab(np.clip(linear, 0, 1))


def skin_in_daylight() -> Floats:
    """Monk's tones, all measured skin, and Monk's tones 4 to 8 in bluish shade, in linear light."""
    return srgb_to_linear(linear_to_srgb(np.vstack((monk(), literature(), relit(monk()[3:8] / 4, D75)))))


def skin_in_lamplight() -> Floats:
    """Monk's tones in lamplight that a camera corrects by half, in linear light."""
    return relit(monk(), LAMP, share=HALF_CORRECTED)


def skin_changes(look: Callable[[Floats], Floats], linear: Floats) -> tuple[Floats, Floats, Floats]:
    """Measure what a table does to (P, 3) colors in linear light.

    Returns three arrays of (P,): Oklab's L after it, the turn of hue in degrees, the ratio of C/L.
    """
    before, after = linear_to_oklab(linear), srgb_to_oklab(look(linear_to_srgb(linear)))
    turned = hue_turn(before, after)
    return after[:, 0], turned, (chroma(after) / after[:, 0]) / (chroma(before) / before[:, 0])


def is_too_bright(linear: Floats, lightness: Floats) -> np.ndarray:
    """Tell whether colors in linear light, scaled to these L, come to sRGB's surface: some of their color must go."""
    return linear.max(axis=1) * (lightness / linear_to_oklab(linear)[:, 0]) ** 3 > 0.85
