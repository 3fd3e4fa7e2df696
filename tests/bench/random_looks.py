"""Random looks: seeded grades, film simulations and recipes, from which the prior of fits is learned.

Each move is what some kind of program does: editors' curves and color wheels, channel mixers, Lightroom-like hue bands,
video's lift, gamma and gain, film's layers and prints.  A look is a few of them in random order.  Nothing here is
taken from anybody's table.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lut.color import linear_to_srgb, oklab_to_srgb, srgb_to_linear, srgb_to_oklab

Random = np.random.Generator
Move = Callable[[Random, np.ndarray], np.ndarray]

LUMA = np.float32([0.2126, 0.7152, 0.0722])


def random_look(seed: int) -> Callable[[np.ndarray], np.ndarray]:
    """Return a function from sRGB codes (P, 3) float32 to codes; the same for the same seed."""

    def apply(codes: np.ndarray) -> np.ndarray:
        random = np.random.default_rng((20, seed))
        moves = [film] if random.random() < 0.4 else []
        count = random.integers(0 if moves else 1, 5)
        moves += list(random.choice(len(EDITS), count, replace=False, p=CHANCES))
        for move in moves:
            made = move if callable(move) else EDITS[move]
            codes = np.clip(made(random, codes), -0.2, 1.4).astype(np.float32)
        return np.clip(codes, 0, 1)

    return apply


def contrast(random: Random, codes: np.ndarray) -> np.ndarray:
    """Apply an S-curve to all channels, with its own pivot and faded or crushed ends."""
    return bend(codes, random_curve(random, 0.07))


def channel_curves(random: Random, codes: np.ndarray) -> np.ndarray:
    """Apply another curve to each channel."""
    size = random.choice([0.02, 0.05])
    return np.stack([bend(codes[:, i], random_curve(random, size)) for i in range(3)], axis=1)


def random_curve(random: Random, size: float) -> np.ndarray:
    """Return a rising curve's values at 0 to 1, from a few random points."""
    steps = np.diff(np.linspace(0, 1, 6)) * np.exp(random.normal(0, 4.5 * size, 5))
    black, white = random.choice([0, 1, 1]) * random.normal(0, size / 2, 2)
    at = np.concatenate([[0], np.cumsum(steps) / steps.sum()])
    return smooth_ends(black + (1 + white - black) * at)


def smooth_ends(values: np.ndarray) -> np.ndarray:
    """Interpolate six values monotonically and smoothly to 257."""
    x = np.linspace(0, 1, len(values))
    slopes = np.gradient(values, x)
    fine = np.linspace(0, 1, 257)
    part = np.minimum((fine * (len(x) - 1)).astype(int), len(x) - 2)
    t, h = (fine - x[part]) * (len(x) - 1), x[1]
    low, high = values[part], values[part + 1]
    return (
        low * (1 + 2 * t) * (1 - t) ** 2
        + h * slopes[part] * t * (1 - t) ** 2
        + high * t**2 * (3 - 2 * t)
        + h * slopes[part + 1] * t**2 * (t - 1)
    )


def bend(codes: np.ndarray, curve: np.ndarray) -> np.ndarray:
    return np.interp(codes, np.linspace(0, 1, len(curve)), curve)


def exposure(random: Random, codes: np.ndarray) -> np.ndarray:
    """Change exposure and white balance in linear light, lights rolled off."""
    gain = 2.0 ** (random.normal(0, 0.35) + random.normal(0, 0.1, 3))
    light = srgb_to_linear(np.clip(codes, 0, 1)) * gain
    if random.random() < 0.5:
        light = light * (1 + light / gain.max() ** 2) / (1 + light)
    return linear_to_srgb(np.clip(light, 0, 1).astype(np.float32))


def gamma_gain(random: Random, codes: np.ndarray) -> np.ndarray:
    """Video's lift, gamma and gain by channel, as in a CDL."""
    slope, offset, power = (
        1 + random.normal(0, 0.06, 3),
        random.normal(0, 0.025, 3),
        np.exp(random.normal(0, 0.1) + random.normal(0, 0.06, 3)),
    )
    return np.clip(codes * slope + offset, 0, 1) ** power


def mix(random: Random, codes: np.ndarray) -> np.ndarray:
    """Mix channels, as codes or in linear light; grays stay."""
    matrix = random.normal(0, 0.08, (3, 3)) + random.normal(0, 0.15) * np.eye(3)
    matrix += np.diag(1 - matrix.sum(axis=1))
    if random.random() < 0.5:
        return codes @ matrix.T
    light = np.clip(srgb_to_linear(np.clip(codes, 0, 1)) @ matrix.T, 0, 1)
    return linear_to_srgb(light.astype(np.float32))


def saturation(random: Random, codes: np.ndarray) -> np.ndarray:
    """Scale the distance from luma, or from the mean of the highest and the lowest channel; with vibrance or not."""
    gray = (codes @ LUMA if random.random() < 0.5 else (codes.max(axis=1) + codes.min(axis=1)) / 2)[:, None]
    vivid = (codes.max(axis=1) - codes.min(axis=1))[:, None]
    gain = np.exp(random.normal(0, 0.3))
    return gray + (codes - gray) * gain ** (1 - random.choice([0, 0, 1]) * vivid)


def split_tone(random: Random, codes: np.ndarray) -> np.ndarray:
    """Add a color to shadows and another to lights, as codes or by soft light."""
    luma = np.clip(codes @ LUMA, 0, 1)[:, None]
    power = random.uniform(0.7, 2.5)
    tints = hue_tints(random, 2) * random.uniform(0, 0.12, 2)[:, None]
    if random.random() < 0.5:
        tints = np.concatenate([tints[:1], -tints[:1]])  # opposite, as teal and orange
    weights = (1 - luma) ** power * luma**0.3, luma**power * (1 - luma**4)
    moved = codes + weights[0] * tints[0] + weights[1] * tints[1]
    if random.random() < 0.5:
        return moved
    light = 0.5 + 2 * (moved - codes)
    return codes + (2 * light - 1) * (codes - codes**2)


def hue_tints(random: Random, count: int) -> np.ndarray:
    """Return (count, 3) colors of random hue, -0.7 to 0.7, of luma 0."""
    angle = random.uniform(0, 2 * np.pi, count)
    tint = np.cos(angle[:, None] - np.array([0, 2, 4]) * np.pi / 3)
    return tint - (tint @ LUMA)[:, None]


def hue_bands(random: Random, codes: np.ndarray) -> np.ndarray:
    """Change hue, chroma and lightness of hues in bands, as Lightroom and our recipes do."""
    lab = srgb_to_oklab(np.clip(codes, 0, 1).astype(np.float32))
    size, hue = np.hypot(lab[:, 1], lab[:, 2]), np.arctan2(lab[:, 2], lab[:, 1])
    light, gain, turn = lab[:, 0].copy(), np.zeros_like(size), np.zeros_like(size)
    strength = random.choice([0.5, 1, 1.5])
    for _ in range(random.integers(1, 6)):
        width = random.uniform(0.25, 1.0)
        away = (hue - random.uniform(-np.pi, np.pi) + np.pi) % (2 * np.pi) - np.pi
        weight = np.exp(-((away / width) ** 2) / 2)
        gain += strength * random.normal(-0.05, 0.3) * weight
        turn += strength * random.normal(0, 0.2) * weight
        light += strength * random.normal(0, 0.25) * weight * size
    new, size = hue + turn, size * np.exp(gain)
    return oklab_to_srgb(np.stack([light, size * np.cos(new), size * np.sin(new)], axis=1).astype(np.float32))


def collapse(random: Random, codes: np.ndarray) -> np.ndarray:
    """Draw hues towards an axis of two opposite colors, as teal and orange do."""
    lab = srgb_to_oklab(np.clip(codes, 0, 1).astype(np.float32))
    angle = random.normal(np.radians(55), 0.3) if random.random() < 0.7 else random.uniform(0, np.pi)
    cos, sin = np.cos(angle), np.sin(angle)
    along, across = lab[:, 1] * cos + lab[:, 2] * sin, lab[:, 2] * cos - lab[:, 1] * sin
    along, across = along * random.uniform(0.8, 1.3), across * random.uniform(0.05, 0.8)
    if random.random() < 0.5:
        shift = random.normal(0, 0.03)
        along = along + shift * np.tanh((lab[:, 0] - 0.55) * 4)
    moved = np.stack([lab[:, 0], along * cos - across * sin, along * sin + across * cos], axis=1)
    return oklab_to_srgb(moved.astype(np.float32))


def hue_focus(random: Random, codes: np.ndarray) -> np.ndarray:
    """Pull hues towards one or two focal hues by turning them, chroma kept."""
    lab = srgb_to_oklab(np.clip(codes, 0, 1).astype(np.float32))
    size, hue = np.hypot(lab[:, 1], lab[:, 2]), np.arctan2(lab[:, 2], lab[:, 1])
    focus = random.normal(np.radians(55), 0.4)
    count = random.choice([1, 2])
    away = count * (hue - focus)
    hue = hue - random.uniform(0.1, 0.85) * np.sin(away) / count
    size = size * (1 + random.normal(0, 0.15) * np.cos(away))
    return oklab_to_srgb(np.stack([lab[:, 0], size * np.cos(hue), size * np.sin(hue)], axis=1).astype(np.float32))


def bleach(random: Random, codes: np.ndarray) -> np.ndarray:
    """Blend with the picture's own gray: overlay, as bleach bypass."""
    gray = np.clip(codes @ LUMA, 0, 1)[:, None]
    over = np.where(codes < 0.5, 2 * codes * gray, 1 - 2 * (1 - codes) * (1 - gray))
    return codes + random.uniform(0.1, 0.7) * (over - codes)


def lightness(random: Random, codes: np.ndarray) -> np.ndarray:
    """Bend lightness alone, and scale chroma by tone, as our recipes do."""
    lab = srgb_to_oklab(np.clip(codes, 0, 1).astype(np.float32))
    light = bend(lab[:, 0], random_curve(random, 0.06))
    gain = np.exp(random.normal(0.03, 0.15) + random.normal(0, 0.1) * (2 * lab[:, 0] - 1))
    return oklab_to_srgb(np.stack([light, lab[:, 1] * gain, lab[:, 2] * gain], axis=1).astype(np.float32))


def color_density(random: Random, codes: np.ndarray) -> np.ndarray:
    """Darken vivid colors, as subtractive saturation does: channels pushed apart in density."""
    density = -np.log10(np.clip(srgb_to_linear(np.clip(codes, 0, 1)), 1e-4, 1))
    mean = density.mean(axis=1, keepdims=True)
    moved = mean + (density - mean) * np.exp(random.normal(0.1, 0.25))
    return linear_to_srgb((10 ** -np.clip(moved, 0, 5)).astype(np.float32))


def film(random: Random, codes: np.ndarray) -> np.ndarray:
    """Expose three layers, develop a negative, print it: each with its curve, and crosstalk between layers."""
    ends = np.array([[0.0] * 3, [1.0] * 3])
    light = srgb_to_linear(np.clip(np.concatenate([ends, codes]), 0, 1)) + 10 ** random.uniform(-3.5, -2)
    seen = np.log10(light @ crosstalk(random, 0.12).T) - np.log10(0.18) + random.normal(0, 0.1)
    inhibition = np.eye(3) + random.uniform(0, 0.5) * (np.eye(3) - 1 / 3)  # between layers: more saturation
    steep, reach = np.exp(random.normal(0.05, 0.2) + random.normal(0, 0.05, 3)), random.uniform(0.8, 2.0)
    balance = random.normal(0, 0.04, 3)
    negative = (seen @ inhibition.T + balance) * steep
    negative = reach * np.tanh(negative / reach)
    printed = negative @ crosstalk(random, 0.12, back=random.random() < 0.5).T
    top, toe = random.uniform(1.7, 3), random.uniform(0.5, 0.9)
    slope = random.uniform(1.0, 1.9) * np.exp(random.normal(0, 0.04, 3))
    density = top / (1 + np.exp(4 * slope / top * printed) * (top / toe - 1))  # toe: density of middle gray
    result = 10**-density @ crosstalk(random, 0.08).T
    black, white = random.choice([0, 1]) * random.uniform(0.3, 1) * result[0].min(), result[1].max()
    return linear_to_srgb(np.clip((result[2:] - black) / (white - black), 0, 1).astype(np.float32))


def crosstalk(random: Random, size: float, back: bool = False) -> np.ndarray:
    """Return a matrix near 1 whose rows sum to 1."""
    part = np.abs(random.normal(0, size, (3, 3))) * (-1 if back else 1)
    np.fill_diagonal(part, 0)
    return part + np.diag(1 - part.sum(axis=1))


EDITS: tuple[Move, ...] = (
    contrast,
    channel_curves,
    exposure,
    gamma_gain,
    mix,
    saturation,
    split_tone,
    hue_bands,
    collapse,
    hue_focus,
    bleach,
    color_density,
    lightness,
)
_RELATIVE = np.array([3, 2, 1, 2, 2, 3, 2, 3, 1, 1, 0.7, 0.7, 3])
CHANCES = _RELATIVE / _RELATIVE.sum()
