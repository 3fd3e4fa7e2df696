"""Ordinary creative LUTs, made for display pictures: none of them is for anything else than sRGB or a display.

The weights of table_evidence were set with the first half of the strong ones, and checked with the second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lut import Lut
from lut.lattice import lattice

from .tones import Doubles

Grade = Callable[[Doubles], Doubles]
LUMA = np.array([0.299, 0.587, 0.114])


def luma(codes: Doubles) -> Doubles:
    return (codes @ LUMA)[..., None]


def saturate(codes: Doubles, amount: float) -> Doubles:
    return luma(codes) + (codes - luma(codes)) * amount


def levels(codes: Doubles, black: float, white: float, gamma: float = 1.0) -> Doubles:
    return np.clip((codes - black) / (white - black), 0, 1) ** (1 / gamma)


def s_curve(codes: Doubles, strength: float, middle: float = 0.5) -> Doubles:
    """A logistic curve through 0, the middle and 1."""

    def logistic(x: Doubles | float) -> Doubles:
        return np.asarray(1 / (1 + np.exp(-strength * (np.asarray(x) - middle))))

    return (logistic(codes) - logistic(0)) / (logistic(1) - logistic(0))


def fade(codes: Doubles, black: float, white: float = 1.0) -> Doubles:
    return black + (white - black) * codes


def split_tone(codes: Doubles, shadows: tuple[float, ...], lights: tuple[float, ...]) -> Doubles:
    level = luma(codes)
    return codes + (1 - level) ** 2 * np.array(shadows) + level**2 * np.array(lights)


def overlay(codes: Doubles, layer: Doubles) -> Doubles:
    return np.where(codes < 0.5, 2 * codes * layer, 1 - 2 * (1 - codes) * (1 - layer))


def mixed(codes: Doubles, *rows: tuple[float, float, float]) -> Doubles:
    """A channel mixer."""
    return codes @ np.array(rows).T


def cross_process(codes: Doubles) -> Doubles:
    red, green, blue = np.moveaxis(codes, -1, 0)
    return np.stack([s_curve(red, 7), s_curve(green, 5), fade(blue, 0.15, 0.85)], axis=-1)


TEAL, ORANGE = (-0.05, 0.03, 0.06), (0.08, 0.02, -0.06)
PLUM, PEACH = (0.02, 0.0, 0.03), (0.03, 0.02, -0.03)
DEEP_TEAL, DEEP_ORANGE = (-0.08, 0.02, 0.08), (0.1, 0.03, -0.1)

TUNED: dict[str, Grade] = {
    "Crushed blacks": lambda c: levels(c, 0.1, 1.0),
    "Crushed blacks, hard": lambda c: saturate(levels(c, 0.16, 0.92, 1.1), 1.2),
    "Bleach bypass": lambda c: saturate(overlay(c, luma(c) + 0 * c), 0.6),
    "Black and white, high contrast": lambda c: s_curve(luma(c) + 0 * c, 10),
    "Infrared": lambda c: mixed(c, (-0.5, 1.7, -0.2), (0.1, 0.9, 0.0), (0.2, -0.3, 1.1)),
    "Negative": lambda c: 1 - c,
    "Posterized": lambda c: np.floor(c * 4.999) / 4,
    "Faded film": lambda c: split_tone(fade(s_curve(c, 4), 0.1, 0.94), TEAL, ORANGE),
    "Saturation +60": lambda c: saturate(c, 1.6),
    "Teal and orange": lambda c: saturate(split_tone(s_curve(c, 5), TEAL, ORANGE), 1.25),
    "Matte": lambda c: fade(saturate(c, 0.8), 0.14, 0.9),
    "Bright and airy": lambda c: c**0.65,
    "Day for night": lambda c: mixed(c, (0.6, 0.1, 0.0), (0.0, 0.6, 0.1), (0.0, 0.1, 0.9)) ** 1.6,
    "Punchy": lambda c: saturate(s_curve(c, 7, 0.45), 1.4),
    "Brightened": lambda c: levels(c, 0.04, 0.8, 1.1),
    "Gamma 0.8": lambda c: c**1.25,
    "Dehaze": lambda c: saturate(levels(c, 0.08, 0.95), 1.3),
    "Strong S": lambda c: s_curve(c, 9, 0.42),
    "Cross process": lambda c: np.stack(
        [s_curve(c[..., 0], 7), s_curve(c[..., 1], 5), fade(c[..., 2], 0.15, 0.85)], -1
    ),
    "Sepia": lambda c: luma(c) * np.array([1.0, 0.86, 0.67]),
}
HELD_OUT: dict[str, Grade] = {
    "Crushed": lambda c: levels(saturate(c, 1.1), 0.12, 0.97, 1.05),
    "Night blacks": lambda c: levels(c, 0.2, 1.0, 1.25),
    "Bleach bypass, soft": lambda c: saturate(0.5 * c + 0.5 * overlay(c, luma(c) + 0 * c), 0.7),
    "Noir": lambda c: levels(mixed(c, (0.6, 0.3, 0.1), (0.6, 0.3, 0.1), (0.6, 0.3, 0.1)), 0.15, 0.85),
    "Lith": lambda c: s_curve(luma(c) + 0 * c, 16, 0.45),
    "Infrared, swapped": lambda c: levels(mixed(c, (0.0, 0.2, 0.8), (0.3, 0.7, 0.0), (1.2, -0.2, 0.0)), 0.05, 0.9),
    "Inverted, toned": lambda c: saturate(1 - c, 0.5),
    "Solarized": lambda c: 1 - np.abs(2 * c - 1),
    "Poster, 3 levels": lambda c: np.round(c * 2) / 2,
    "Portrait film, faded": lambda c: split_tone(fade(s_curve(c, 3.5, 0.45), 0.07, 0.97), PLUM, PEACH),
    "Slide film": lambda c: saturate(s_curve(c, 6, 0.47), 1.35),
    "Instant film": lambda c: split_tone(fade(s_curve(c, 4, 0.4), 0.12, 0.92), (0.02, 0.0, 0.06), (0.05, 0.03, -0.06)),
    "Saturation x2": lambda c: saturate(c, 2.0),
    "Vibrant contrast": lambda c: saturate(s_curve(c, 8), 1.5),
    "Blockbuster": lambda c: saturate(split_tone(levels(c, 0.05, 0.9, 1.1), DEEP_TEAL, DEEP_ORANGE), 1.3),
    "HDR effect": lambda c: saturate(c**0.6, 1.3),
    "Exposure +1": lambda c: levels(c, 0.0, 0.74),
    "Exposure +1, crushed": lambda c: saturate(levels(c, 0.1, 0.74), 1.2),
    "Low key": lambda c: c**1.9,
    "Washed out": lambda c: fade(saturate(c, 0.6), 0.2, 0.95),
    "Cyanotype": lambda c: np.clip(luma(c) * np.array([0.75, 0.95, 1.05]) + np.array([0.0, 0.05, 0.15]), 0, 1),
    "Duotone": lambda c: np.array([0.15, 0.05, 0.35]) * (1 - luma(c)) + np.array([1.0, 0.85, 0.45]) * luma(c),
    "Two-strip": lambda c: mixed(s_curve(c, 5), (1.0, 0.0, 0.0), (0.0, 0.55, 0.45), (0.0, 0.5, 0.5)),
    "Hard clip": lambda c: levels(c, 0.25, 0.75),
    "Identity": lambda c: c,
}


def random_grade(random: np.random.Generator) -> Grade:
    """Make up a strong grade: levels, an S, saturation, a channel mixer, split tones, a fade or a monochrome."""
    black, white = random.uniform(0, 0.2), random.uniform(0.75, 1.0)
    gamma, strength, middle = random.uniform(0.7, 1.5), random.uniform(0.1, 10), random.uniform(0.35, 0.6)
    saturation = random.uniform(0, 0.2) if random.random() < 0.15 else random.uniform(0.4, 2.0)
    mixer = np.eye(3) + random.normal(0, 0.06 if random.random() < 0.8 else 0.3, (3, 3))
    mixer /= mixer.sum(axis=1, keepdims=True)
    shadows, lights = random.normal(0, 0.04, (2, 3))
    lifted, lowered = random.choice([0, 0, random.uniform(0, 0.15)]), random.uniform(0.9, 1.0)
    first = random.random() < 0.5

    def grade(codes: Doubles) -> Doubles:
        codes = codes @ mixer.T
        if first:
            codes = saturate(codes, saturation)
        codes = s_curve(levels(codes, black, white, gamma), strength, middle)
        if not first:
            codes = saturate(codes, saturation)
        return fade(split_tone(codes, tuple(shadows), tuple(lights)), lifted, lowered)

    return grade


def random_luts(count: int) -> Iterator[tuple[str, Lut]]:
    """Yield LUTs of made-up grades: the same ones each time."""
    random = np.random.default_rng(7)
    yield from creative_luts({f"random {number}": random_grade(random) for number in range(count)}, 17)


def creative_luts(grades: dict[str, Grade], size: int = 33) -> Iterator[tuple[str, Lut]]:
    """Yield each LUT with its name."""
    codes = lattice(size).astype(np.float64)
    for name, grade in grades.items():
        yield name, Lut(np.clip(grade(codes), 0, 1))


def our_looks() -> Iterator[tuple[str, Lut]]:
    """Yield the library's own looks, baked."""
    from lut import looks

    for look in looks.all_looks():
        yield look.id, look.bake(33)
