"""The subject of a picture by its colors and textures: people, food, plants, a sunset.

A crop of a picture should show the same: people and food are told by their largest coherent region, which counts in
full from a small share of the picture, plants by their share, a sunset by the order of its sky.

No color tells skin from wood or sand: people are told by skin's color on smooth, shaded surfaces whose color is the
same all over, since melanin and blood tint one person alike from light to shadow.  Faces that are small or show much
detail are missed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..color import chroma, hue, linear_to_oklab, luminance
from ..color.space import Floats
from .skin import skin_likeness
from .smooth_curves import smoothstep

EDGE = 16  # of a picture's shorter side: the part of it that counts as its edge
AROUND = 2  # pixels to each side, in a picture of 128: one surface rather than an edge

# A pixel of skin: how much lightness may change around it, relative, and how much of what is around has to be skin.
SMOOTH = (0.03, 0.06)
COHERENT = (0.5, 0.8)
# The least C/L in Oklab of skin by its lightness, half of what the Monk tones have: between very light and very dark
# skin, a grayish surface is a wall.
LIGHTNESS = (0.25, 0.35, 0.45, 0.65, 0.75, 0.85, 1.0)
LEAST_SATURATION = (0.012, 0.03, 0.05, 0.05, 0.035, 0.017, 0.013)
YELLOWEST = (80.0, 72.0, 72.0, 82.0, 90.0, 92.0, 92.0)  # degrees of hue: light skin is yellower than brown skin
WALL = (0.45, 0.75)  # share of the edges from which one color of skin is a wall, as faces hardly reach so many of them
FACE = (0.025, 0.06)  # share of the picture that the largest face has, from which there are people
REGIONS = (2, 3, 4, 5, 7, 9, 12, 16, 21, 28)  # pixels to each side of it, in a picture of 128
TABLE = (0.2, 0.45)  # share of the edges from which the color of skin is a table's, where there is food
PIECE = (0.006, 0.025)  # share of the picture that the largest piece of food has
MOSTLY_SKIN = (0.45, 0.8)  # skin's share of all that is skin or ripe
FILLED = (0.3, 0.55)  # of a square around it: an ellipse in a square twice as large fills half
CELL, CELLS, ONE_COLOR = 0.006, 56, 5  # of a histogram of a/L and b/L from -0.07; cells across the skin of one person

FOLIAGE = (92.0, 112.0, 170.0, 190.0)  # degrees of hue: from none to all, and back
RIPE = (8.0, 24.0, 95.0, 108.0)
GREEN, COOKED, VIVID = (0.06, 0.12), (0.11, 0.18), (0.16, 0.26)  # C/L
PLATE = (0.03, 0.06), (0.75, 0.88)  # C/L from which it is no plate, lightness at which it is one
SKY = (205.0, 225.0, 275.0, 290.0), (0.055, 0.09)

GLOW = (10.0, 25.0, 95.0, 110.0), (0.015, 0.035)
INTRICATE = (0.1, 0.2)  # roughness of what is made of many small things, such as a painted house
DUSK = (185.0, 205.0, 330.0, 350.0), (0.02, 0.05)
SKY_STOPS = (-5.5, -2.5)  # luminance, in stops below white
FINEST = (0.01, 0.02)
CLEAR = (0.02, 0.045)  # roughness of sky and china, to that of other things
GROUND = (0.02, 0.08)  # luminance

Ends = tuple[float, float]


@dataclass(frozen=True)
class Subject:
    """Shares of subjects, each 0..1.  sunset: the sky of an evening, above land or not."""

    people: float = 0.0
    food: float = 0.0
    plants: float = 0.0
    sunset: float = 0.0


@dataclass(frozen=True)
class Surfaces:
    """A small picture, pixel by pixel: (H, W) arrays.

    lab: (H, W, 3) Oklab;  y: luminance;  weight: opacity, 1 in all;  saturation: C/L;  hues: degrees;
    roughness: how much the lightness changes around a pixel, relative;  skin: 1 on smooth surfaces in colors of skin;
    person: on those of one color;  complexion: the share of that color, 0..1.
    """

    lab: Floats
    y: Floats
    weight: Floats
    saturation: Floats
    hues: Floats
    roughness: Floats
    skin: Floats
    person: Floats
    complexion: float

    @classmethod
    def of(cls, linear: Floats, alpha: Floats) -> Surfaces:
        """linear: (H, W, 3) linear light 0..1.  alpha: (H, W), not all 0."""
        shape = alpha.shape
        colors = linear_to_oklab(linear.reshape(-1, 3))
        lightness = np.maximum(colors[:, 0], np.float32(0.02)).reshape(shape)
        light = local_mean(lightness, 1)
        spread = np.sqrt(np.maximum(local_mean(lightness**2, 1) - light**2, 0))
        roughness: Floats = np.asarray(spread / np.maximum(light, np.float32(0.05)), np.float32)
        saturation: Floats = np.asarray(chroma(colors).reshape(shape) / lightness, np.float32)
        least = np.interp(lightness, LIGHTNESS, LEAST_SATURATION).astype(np.float32)
        hues = hue(colors).reshape(shape)
        yellowest = np.interp(lightness, LIGHTNESS, YELLOWEST).astype(np.float32)
        skin: Floats = skin_likeness(colors).reshape(shape) * smooth_between(saturation / least, (0.7, 1.0))
        # The hue of what is nearly gray is noise.
        skin = skin * (1 - smooth_between(hues - yellowest, (0.0, 8.0)) * smooth_between(saturation, (0.02, 0.04)))
        skin = skin * (1 - smooth_between(roughness, SMOOTH))
        skin = skin * smooth_between(local_mean(skin, AROUND), COHERENT)
        y = luminance(linear.reshape(-1, 3)).reshape(shape)
        lab, weight = colors.reshape(*shape, 3), alpha / alpha.sum()
        complexion, person = find_complexion(lab, skin, weight)
        wall = np.float32(smooth_ramp(edge_share(person), *WALL))
        complexion, person = complexion * (1 - float(wall)), person * (1 - wall)
        return cls(lab, y, weight, saturation, hues, roughness, skin, person, complexion)

    def share(self, mask: Floats) -> float:
        return float((mask * self.weight).sum(dtype=np.float64))

    def in_hues(self, ends: tuple[float, float, float, float], saturation: Ends) -> Floats:
        """Return 1 where a pixel has a hue inside, and is saturated enough."""
        inside = smooth_between(self.hues, ends[:2]) * (1 - smooth_between(self.hues, ends[2:]))
        result: Floats = inside * smooth_between(self.saturation, saturation)
        return result


def measure_subject(surfaces: Surfaces) -> Subject:
    """Measure the shares of subjects; several may be high, where colors do not tell them apart."""
    sunset = measure_sunset(surfaces)
    green = surfaces.share(surfaces.in_hues(FOLIAGE, GREEN))
    vivid = surfaces.share(surfaces.in_hues(RIPE, VIVID))
    plants = smooth_ramp(green + 0.7 * min(green, vivid), 0.15, 0.42) * (1 - sunset)
    # Vivid colors fill the picture, or ripe ones lie on something white and smooth.
    cooked = surfaces.in_hues(RIPE, COOKED) * (1 - surfaces.skin) * (1 - smooth_between(surfaces.roughness, INTRICATE))
    ripe = surfaces.share(cooked)
    smooth = 1 - smooth_between(surfaces.roughness, CLEAR)
    white = (1 - smooth_between(surfaces.saturation, PLATE[0])) * smooth_between(surfaces.lab[..., 0], PLATE[1])
    plate = surfaces.share(white * smooth * (1 - surfaces.person))
    sky = surfaces.share(surfaces.in_hues(*SKY) * smooth)
    on_plate = smooth_ramp(largest_region(cooked * surfaces.weight), *PIECE) * smooth_ramp(plate, 0.1, 0.2)
    on_plate *= 1 - smooth_ramp(sky, 0.15, 0.35)
    plants *= 1 - on_plate  # salad
    served = (
        max(smooth_ramp(vivid, 0.28, 0.5) * (1 - smooth_ramp(sky, 0.15, 0.35)), on_plate) * (1 - plants) * (1 - sunset)
    )
    # A face is one coherent region, large or small; other things of its color are scattered.  A plate of bread or meat
    # shows more of other ripe colors, and its table goes on to the picture's edges.
    skin = smooth_ramp(largest_region(surfaces.person * surfaces.weight), *FACE) * (1 - sunset)
    ware = 1 - smooth_ramp(surfaces.complexion / max(surfaces.complexion + ripe, 1e-6), *MOSTLY_SKIN)
    ware = max(ware, smooth_ramp(edge_share(surfaces.skin), *TABLE))
    food, people = served * (1 - skin * (1 - ware)), skin * (1 - served * ware)
    plants *= 1 - people
    return Subject(people, food, plants, sunset)


def largest_region(mask: Floats) -> float:
    """Return the largest share of a (H, W) mask, which sums to 1 over a picture, in a square that it fills."""
    height, width = mask.shape
    most = 0.0
    for radius in REGIONS:
        size = 2 * radius + 1
        if size > 1.2 * min(height, width):
            break
        held = local_mean(np.pad(mask, radius), radius)[radius:-radius, radius:-radius] * np.float32(size**2)
        filled = held * np.float32(height * width / size**2)
        most = max(most, float((held * smooth_between(filled, FILLED)).max()))
    return most


def edge_share(mask: Floats) -> float:
    """Return the share of the picture's edges that a mask covers."""
    width = max(min(mask.shape) // EDGE, 1)
    inside = mask[width:-width, width:-width]
    around = mask.size - inside.size
    return float(mask.sum() - inside.sum()) / around


def find_complexion(lab: Floats, skin: Floats, weight: Floats) -> tuple[float, Floats]:
    """Return the share of the picture that is skin of one color, and how much each pixel belongs to it, (H, W).

    The largest heap in a histogram of a/L and b/L, which exposure does not change.
    """
    relative = lab[..., 1:] / np.maximum(lab[..., :1], np.float32(0.02))
    cells = np.clip((relative + np.float32(0.07)) / np.float32(CELL), 0, CELLS - 1).astype(np.intp)
    place = cells[..., 0], cells[..., 1]
    counts = np.zeros((CELLS, CELLS), np.float32)
    np.add.at(counts, place, skin * weight)
    heaps = local_mean(counts, ONE_COLOR // 2) * np.float32(ONE_COLOR**2)
    most = max(float(heaps.max()), 1e-9)
    member: Floats = np.asarray(skin * heaps[place] / np.float32(most), np.float32)
    return most, member


def measure_sunset(surfaces: Surfaces) -> float:
    """Measure how much a picture is a sunset, 0..1: a glowing sky, above dark land or alone.

    The glow is smooth and bright, from yellow to red, and of many hues; smoother than any wall, or blue beside it.
    """
    smooth = 1 - smooth_between(surfaces.roughness, CLEAR)
    sky = smooth * smooth_between(np.log2(np.maximum(surfaces.y, np.float32(1e-6))), SKY_STOPS) * surfaces.weight
    glow = surfaces.in_hues(*GLOW) * sky
    land = (1 - smooth_between(surfaces.y, GROUND)) * surfaces.weight
    rows = np.zeros_like(glow) + np.linspace(0, 1, len(glow), endpoint=False, dtype=np.float32)[:, None]
    light, dark = float(glow.sum()), float(land.sum())
    if light < 1e-4:
        return 0.0
    fine = glow * (1 - smooth_between(surfaces.roughness, FINEST))
    fineness, colors = float(fine.sum()) / light, color_range(surfaces.lab, fine)
    finest = smooth_ramp(fineness, 0.3, 0.5) * smooth_ramp(colors, 0.01, 0.022)
    skin = surfaces.complexion / (surfaces.complexion + light)
    glowing = smooth_ramp(color_range(surfaces.lab, sky), 0.014, 0.03) * (1 - smooth_ramp(skin, 0.35, 0.6))
    blue = smooth_ramp(float((surfaces.in_hues(*DUSK) * sky).sum()), 0.02, 0.16)
    glowing *= (1 - (1 - blue) * (1 - finest)) * smooth_ramp(light, 0.0, 0.04)
    # A sky goes on across the picture, and all over it turns warmer towards the land.
    glowing *= smooth_ramp(participation_ratio(glow), 0.6, 0.82)
    warmth = surfaces.lab[..., 2] / np.maximum(surfaces.lab[..., 0], np.float32(0.02))
    order = correlation(np.asarray(warmth, np.float32), rows, sky)
    below = float((land * rows).sum()) / max(dark, 1e-9) - float((glow * rows).sum()) / light
    on_land = smooth_ramp(dark, 0.06, 0.2) * smooth_ramp(below, 0.15, 0.3) * smooth_ramp(order, -0.15, 0.1)
    on_land *= smooth_ramp(participation_ratio(land), 0.35, 0.6)
    in_sky = smooth_ramp(float(sky.sum()), 0.3, 0.5) * smooth_ramp(order, 0.6, 0.8)
    in_sky *= smooth_ramp(fineness, 0.2, 0.45) * smooth_ramp(colors, 0.013, 0.02)
    in_sky *= 1 - smooth_ramp(dark, 0.03, 0.12) * (1 - smooth_ramp(below, 0.0, 0.15))
    return glowing * (1 - (1 - on_land) * (1 - in_sky))


def participation_ratio(mask: Floats) -> float:
    """Return the share of the columns that a (H, W) mask is spread over, 0..1: their participation ratio."""
    columns = mask.sum(axis=0, dtype=np.float64)
    return float(columns.sum() ** 2 / max(float((columns**2).sum()), 1e-12) / len(columns))


def correlation(one: Floats, other: Floats, weight: Floats) -> float:
    """Return Pearson's correlation coefficient of (H, W) values with weights, -1..1; 0 where one does not vary."""
    share = weight / max(float(weight.sum()), 1e-9)
    first, second = one - np.float32((share * one).sum()), other - np.float32((share * other).sum())
    together = float((share * first * second).sum(dtype=np.float64))
    scale = float((share * first**2).sum(dtype=np.float64)) * float((share * second**2).sum(dtype=np.float64))
    return together / float(np.sqrt(max(scale, 1e-12)))


def color_range(lab: Floats, weight: Floats) -> float:
    """Return the standard deviation of a/L and b/L, of (H, W, 3) colors with weights (H, W)."""
    relative = lab[..., 1:] / np.maximum(lab[..., :1], np.float32(0.02))
    total = max(float(weight.sum()), 1e-9)
    middle = (relative * weight[..., None]).sum((0, 1)) / total
    return float(np.sqrt((((relative - middle) ** 2).sum(-1) * weight).sum() / total))


def local_mean(values: Floats, radius: int) -> Floats:
    """Return the mean over the square of pixels around each; the picture's edge goes on outside."""
    size = 2 * radius + 1
    sums = np.pad(values, radius, mode="edge").astype(np.float64)
    for axis in (0, 1):
        sums = np.cumsum(np.insert(sums, 0, 0, axis), axis)
        keep = sums.shape[axis]
        sums = sums.take(range(size, keep), axis) - sums.take(range(keep - size), axis)
    return (sums / size**2).astype(np.float32)


def smooth_between(values: Floats, ends: Ends) -> Floats:
    """Return a smooth step of values: 0 below the first end, 1 above the second."""
    return smoothstep((values - np.float32(ends[0])) / np.float32(ends[1] - ends[0]))


def smooth_ramp(value: float, low: float, high: float) -> float:
    """Return a smooth step of a single number: 0 below ``low``, 1 above ``high``."""
    t = min(max((value - low) / (high - low), 0.0), 1.0)
    return t * t * (3 - 2 * t)
