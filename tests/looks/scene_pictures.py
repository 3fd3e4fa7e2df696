"""Pictures of known scenes: photographs in other light, and portraits, plates, sunsets and streets made of parts."""

from __future__ import annotations

import numpy as np
from PIL import Image

from lut.color import linear_to_srgb, luminance, srgb_to_linear, xyz_to_linear
from lut.color.checker import MONK

HAIR = ("1a1412", "2a1b12", "4a3020", "0c0a0a", "8a6a40")
FOODS = ("b03020", "d0702a", "e0a030", "f0c050", "7a9a30", "4a7a2a", "8a5a30", "c89058", "e8d8b0", "a04848", "d89070")
TABLES = ("7a5a40", "c8c4bc", "3a3632", "a08060", "d8d4cc", "506070")
ILLUMINANT_A = (1.09850, 1.0, 0.35585)  # XYZ: CIE 15:2004, table T.1


def light_of(hexadecimal: str) -> np.ndarray:
    codes = [int(hexadecimal[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    return srgb_to_linear(np.array(codes, np.float32))


def codes_of(linear: np.ndarray) -> np.ndarray:
    codes = linear_to_srgb(np.clip(linear, 0, 1).astype(np.float32))
    return np.rint(np.clip(codes, 0, 1) * 255).astype(np.uint8)


def linear_of(pixels: np.ndarray) -> np.ndarray:
    return srgb_to_linear(pixels / np.float32(255))


def lamplit(pixels: np.ndarray, uncorrected: float, stops: float = -0.3) -> np.ndarray:
    """Under incandescent lamps, of whose color the camera leaves a part, 0..1."""
    light = 1 + uncorrected * (xyz_to_linear(ILLUMINANT_A) - 1)
    return codes_of(linear_of(pixels) * (light / luminance(light) * 2**stops))


def by_night(pixels: np.ndarray, stops: float, seed: int) -> np.ndarray:
    """With so little light: dark and noisy."""
    rng = np.random.default_rng(seed)
    dim = linear_of(pixels) * 2**stops
    return codes_of(dim + rng.normal(0, 1, dim.shape) * np.sqrt(dim * 2e-4 + 4e-6))


def grain(rng: np.random.Generator, height: int, width: int, scales: tuple[int, ...]) -> np.ndarray:
    """Texture of several scales, of about unit variance."""
    found = np.zeros((height, width), np.float32)
    for scale in scales:
        small = rng.normal(0, 1, (max(2, height // scale), max(2, width // scale))).astype(np.float32)
        found += np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)) / len(scales)
    return found


class Canvas:
    """Linear light, to put shaded ellipses on."""

    def __init__(self, background: np.ndarray, width: int, height: int, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.width, self.height = width, height
        self.linear = np.broadcast_to(background, (height, width, 3)).astype(np.float32).copy()
        self.y, self.x = np.mgrid[0:height, 0:width].astype(np.float32)

    def put(
        self,
        center: tuple[float, float],
        radius: tuple[float, float],
        color: np.ndarray,
        shade: float = 0.5,
        texture: float = 0.03,
    ) -> None:
        """Lit from the upper left; center, radius: x and y in pixels."""
        x, y = (self.x - center[0]) / radius[0], (self.y - center[1]) / radius[1]
        distance = x**2 + y**2
        inside = np.clip((1 - distance) * radius[0] / 2, 0, 1)[..., None]
        light = np.clip(0.6 * np.sqrt(np.clip(1 - distance, 0, 1)) + 0.4 * (0.4 - 0.6 * x - 0.5 * y), 0.05, 1.2)
        surface = 1 + texture * grain(self.rng, self.height, self.width, (2, 6, 16))
        lit = np.clip((1 - shade + shade * light / 0.75) * surface, 0, 3)[..., None] * color
        self.linear = self.linear * (1 - inside) + inside * lit.astype(np.float32)

    @property
    def pixels(self) -> np.ndarray:
        return codes_of(self.linear * (1 + 0.02 * self.rng.normal(0, 1, self.linear.shape)))


def portrait(tone: int, background: np.ndarray, seed: int, face: float | None = None) -> np.ndarray:
    """Head and shoulders of a person of that Monk tone, 0..9.  background: linear, (3,) or (400, 320, 3)."""
    canvas = Canvas(background, 320, 400, seed)
    rng, skin = canvas.rng, light_of(MONK[tone])
    across = 320 * (rng.uniform(0.2, 0.32) if face is None else face)
    down, x, y = 1.3 * across, 320 * rng.uniform(0.4, 0.6), 400 * 0.4
    canvas.put((x, 400.0), (0.42 * 320, 0.32 * 400), rng.uniform(0.02, 0.4, 3), texture=0.1)
    canvas.put((x, y + down), (0.45 * across, 0.6 * down), skin * 0.8)
    canvas.put((x, y - 0.25 * down), (1.15 * across, 1.05 * down), light_of(str(rng.choice(HAIR))), texture=0.3)
    canvas.put((x, y), (across, down), skin)
    for side in (-0.4, 0.4):
        canvas.put((x + side * across, y - 0.1 * down), (0.14 * across, 0.06 * down), light_of("efefef"), 0.2)
        canvas.put((x + side * across, y - 0.1 * down), (0.06 * across, 0.05 * down), light_of("201510"), 0.2)
    lips = skin * np.array([1, 0.55, 0.55], np.float32)
    canvas.put((x, y + 0.5 * down), (0.3 * across, 0.07 * down), lips, 0.3)
    return canvas.pixels


def plate(seed: int) -> np.ndarray:
    """Food on a white plate on a table, from above."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(light_of(str(rng.choice(TABLES))), 400, 320, seed)
    canvas.linear *= 1 + 0.1 * grain(rng, 320, 400, (3, 12, 40))[..., None]
    x, y, size = 200 + rng.uniform(-30, 30), 160 + rng.uniform(-20, 20), rng.uniform(135, 175)
    canvas.put((x, y), (size, 0.85 * size), light_of("f0eeea"), 0.2, 0.01)
    for _ in range(int(rng.integers(7, 13))):
        angle, away = rng.uniform(0, 2 * np.pi), size * 0.6 * np.sqrt(rng.uniform(0, 1))
        where = x + away * np.cos(angle), y + 0.85 * away * np.sin(angle)
        extent = size * rng.uniform(0.18, 0.36)
        canvas.put(where, (extent, extent * rng.uniform(0.6, 1)), light_of(str(rng.choice(FOODS))), 0.6, 0.25)
    return canvas.pixels


def sunset(seed: int) -> np.ndarray:
    """The sun above dark hills: the sky goes from blue through red to yellow."""
    rng = np.random.default_rng(seed)
    horizon = 320 * rng.uniform(0.55, 0.75)
    canvas = Canvas(np.zeros(3), 480, 320, seed)
    sky = [light_of(color) for color in (("44587e", "b0847a", "f0a860"), ("3a3a60", "c06048", "ffb850"))[seed % 2]]
    place = np.clip(canvas.y / horizon, 0, 1)[..., None]
    above = np.clip(1 - 2 * place, 0, 1) * sky[0] + np.clip(1 - np.abs(2 * place - 1), 0, 1) * sky[1]
    canvas.linear = (above + np.clip(2 * place - 1, 0, 1) * sky[2]).astype(np.float32)
    sun = 480 * rng.uniform(0.2, 0.8), horizon - rng.uniform(5, 40)
    away = np.hypot(canvas.x - sun[0], canvas.y - sun[1])[..., None]
    canvas.linear += (1.2 * np.exp(-((away / 60) ** 2)) + 3 * (away < 9)) * light_of("ffe0a0")
    hills = horizon + 15 * np.sin(canvas.x / rng.uniform(40, 90)) + 8 * grain(rng, 320, 480, (20, 60))
    land = light_of("1c1a18") * (1 + 0.4 * grain(rng, 320, 480, (2, 8)))[..., None]
    canvas.linear = np.where((canvas.y > hills)[..., None], land, canvas.linear).astype(np.float32)
    return canvas.pixels


def street(seed: int) -> np.ndarray:
    """A street at night: dark houses, lit windows, lamps and their light on the ground."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(light_of("0b0d14"), 480, 320, seed)
    canvas.linear[200:] = light_of("15120e")
    for left in range(0, 480, 60):
        top = int(rng.integers(60, 140))
        canvas.linear[top:200, left : left + 52] = light_of("12100f") * (1 + 0.3 * rng.uniform(-1, 1))
        for _ in range(int(rng.integers(2, 6))):
            x, y = left + int(rng.integers(4, 42)), int(rng.integers(top + 5, 185))
            canvas.linear[y : y + 9, x : x + 6] = light_of("ffcf80") * rng.uniform(0.4, 1)
    for x in rng.uniform(20, 460, 5):
        away = np.hypot(canvas.x - x, canvas.y - 120)[..., None]
        canvas.linear += (3 * (away < 4) + 0.25 * np.exp(-away / 14)) * light_of("ffd9a0")
        ground = np.exp(-(((canvas.x - x) / 30) ** 2) - ((canvas.y - 230) / 18) ** 2)[..., None]
        canvas.linear += 0.06 * ground * light_of("ffc070")
    return codes_of(canvas.linear + canvas.rng.normal(0, 0.002, canvas.linear.shape))
