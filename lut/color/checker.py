"""The ColorChecker's patches and Monk's skin tones, on which looks are measured."""

from __future__ import annotations

import numpy as np

# The 24 patches of the ColorChecker Classic in 8-bit sRGB, as X-Rite (now Calibrite) published them, in rows from
# dark skin to black.
PATCHES = {
    "dark skin": (115, 82, 68),
    "light skin": (194, 150, 130),
    "blue sky": (98, 122, 157),
    "foliage": (87, 108, 67),
    "blue flower": (133, 128, 177),
    "bluish green": (103, 189, 170),
    "orange": (214, 126, 44),
    "purplish blue": (80, 91, 166),
    "moderate red": (193, 90, 99),
    "purple": (94, 60, 108),
    "yellow green": (157, 188, 64),
    "orange yellow": (224, 163, 46),
    "blue": (56, 61, 150),
    "green": (70, 148, 73),
    "red": (175, 54, 60),
    "yellow": (231, 199, 31),
    "magenta": (187, 86, 149),
    "cyan": (8, 133, 161),
    "white": (243, 243, 242),
    "neutral 8": (200, 200, 200),
    "neutral 6.5": (160, 160, 160),
    "neutral 5": (122, 122, 121),
    "neutral 3.5": (85, 85, 85),
    "black": (52, 52, 52),
}
NAMES = tuple(PATCHES)
CODES = np.array(tuple(PATCHES.values()), dtype=np.float32) / 255
CHROMATIC = slice(0, 18)

# Ellis Monk's Skin Tone scale (2019), lightest to darkest, in sRGB: https://skintone.google
MONK = ("f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a", "292420")
MONK_CODES = np.array([tuple(bytes.fromhex(tone)) for tone in MONK], dtype=np.float32) / np.float32(255)


def patch_indices(*names: str) -> list[int]:
    return [NAMES.index(name) for name in names]
