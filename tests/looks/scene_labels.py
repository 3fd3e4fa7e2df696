"""Labelled pictures for scenes: photographs in several lights, portraits, plates, sunsets and streets; and their crops.

Thresholds were chosen on TUNED. KEPT_ASIDE has other photographs, and parts made with other seeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from lut.color.checker import MONK
from tests.looks.scene_pictures import by_night, lamplit, linear_of, plate, portrait, street, sunset

PHOTOS = Path(__file__).parent / "scene_photos"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "photos"
ACROSS = 400  # pixels of the longer side
BY_LIGHT = ("day", "indoor", "night")
BLACK = np.full(3, 0.0012, np.float32)
# What each photograph shows, where it shows something that a look may tell apart.
KEPT_ASIDE = {
    PHOTOS / "hopper.jpg": {"people"},
    PHOTOS / "pagoda.jpg": {"day"},
    PHOTOS / "stream.jpg": {"day", "plants"},
    PHOTOS / "porch.jpg": {"day"},
    PHOTOS / "meadow.jpg": {"plants"},
    PHOTOS / "raindrops.jpg": {"plants"},
    PHOTOS / "ladybird.jpg": {"plants"},
    PHOTOS / "storm.jpg": {"day"},
    PHOTOS / "dune.jpg": {"day", "plants"},
}
TUNED = {
    DOCS / "mountain.jpg": {"day"},
    DOCS / "autumn.jpg": {"day", "plants"},
    DOCS / "dandelion.jpg": {"day", "plants", "sunset"},
    DOCS / "fig.jpg": {"food"},
    DOCS / "brushes.jpg": {"day"},
    DOCS / "astronaut.png": {"people"},
    DOCS / "sunset.jpg": {"sunset"},
}
SUNNY = {"time": 1 / 500, "aperture": 8.0, "iso": 100, "flash": 16}  # EV 15
CLOUDY = {"time": 1 / 125, "aperture": 5.6, "iso": 100, "source": 10}  # EV 12
ROOM = {"time": 1 / 50, "aperture": 1.8, "iso": 400, "flash": 16}  # EV 5.3: 100 lux
TUNGSTEN = {"time": 1 / 60, "aperture": 2.8, "iso": 800, "source": 3}  # EV 5.9
NIGHT = {"time": 1 / 10, "aperture": 1.8, "iso": 3200}  # EV 0
STUDIO = {"time": 1 / 125, "aperture": 8.0, "iso": 100, "flash": 0}  # EV 13; the strobes are not the camera's


@dataclass(frozen=True)
class Labelled:
    """light: one of BY_LIGHT;  shows: the scenes that are right for a look that tells all apart."""

    name: str
    pixels: np.ndarray
    light: str
    shows: frozenset[str]
    noted: Mapping[str, float] | None = None


def label_pictures(photos: Mapping[Path, set[str]], first_seed: int) -> Iterator[Labelled]:
    photographs = {path.stem: read_photo(path) for path in photos}
    for seed, (path, shows) in enumerate(photos.items(), first_seed):
        name, there = path.stem, frozenset(shows)
        pixels = photographs[name]
        yield Labelled(name, pixels, "day", there)
        yield Labelled(f"{name}, sunny", pixels, "day", there, SUNNY)
        yield Labelled(f"{name}, cloudy and underexposed", by_night(pixels, -1.5, seed), "day", there, CLOUDY)
        yield Labelled(f"{name}, in a room", pixels, "indoor", there | {"indoor"}, ROOM)
        yield Labelled(f"{name}, under lamps", lamplit(pixels, 0.5), "indoor", there | {"indoor"}, TUNGSTEN)
        yield Labelled(f"{name}, dark", by_night(pixels, -3.5, seed), "night", frozenset({"night"}))
        yield Labelled(f"{name}, dim at night", by_night(pixels, -2, seed), "night", frozenset({"night"}), NIGHT)
    backgrounds = list(photographs.values())
    people = frozenset({"people"})
    for tone in range(len(MONK)):
        seed = first_seed + tone
        yield Labelled(f"Monk {tone + 1} on black", portrait(tone, BLACK, seed), "day", people)
        background = linear_of(blurred(backgrounds[tone % len(backgrounds)]))
        yield Labelled(f"Monk {tone + 1} outdoors", portrait(tone, background, seed + 100), "day", people, SUNNY)
        yield Labelled(f"Monk {tone + 1} in a studio", portrait(tone, BLACK, seed + 200), "day", people, STUDIO)
    for seed in range(first_seed, first_seed + 10):
        yield Labelled(f"plate {seed}", plate(seed), "day", frozenset({"food"}))
        yield Labelled(f"sunset {seed}", sunset(seed), "day", frozenset({"sunset"}))
        yield Labelled(f"street {seed}", street(seed), "night", frozenset({"night"}))


def read_photo(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        small = image.convert("RGB")
        small.thumbnail((ACROSS, ACROSS), Image.Resampling.BOX)
        return np.asarray(small)


def blurred(pixels: np.ndarray) -> np.ndarray:
    """A background out of focus, (400, 320, 3)."""
    small = Image.fromarray(pixels).resize((20, 25), Image.Resampling.BOX)
    return np.asarray(small.resize((320, 400), Image.Resampling.BICUBIC))


@cache
def pictures_kept_aside() -> tuple[Labelled, ...]:
    return tuple(label_pictures(KEPT_ASIDE, 1000))


@cache
def pictures_tuned_on() -> tuple[Labelled, ...]:
    return tuple(label_pictures(TUNED, 0))


def crops(pixels: np.ndarray) -> Iterator[np.ndarray]:
    """The whole, its corners and its middle: two thirds of each side, less than half of the picture."""
    height, width = (2 * side // 3 for side in pixels.shape[:2])
    return cut_out(pixels, height, width)


def trims(pixels: np.ndarray) -> Iterator[np.ndarray]:
    """The whole, and crops that keep its subject: four fifths of the area at five places, a square, and 4:3."""
    sides = pixels.shape[:2]
    height, width = (round(0.8**0.5 * side) for side in sides)
    yield from cut_out(pixels, height, width)
    for ratio in (1, 4 / 3 if sides[1] > sides[0] else 3 / 4):
        height, width = min(sides[0], round(sides[1] / ratio)), min(sides[1], round(sides[0] * ratio))
        down, across = (side - part for side, part in zip(sides, (height, width), strict=True))
        yield pixels[down // 2 : down // 2 + height, across // 2 : across // 2 + width]


def cut_out(pixels: np.ndarray, height: int, width: int) -> Iterator[np.ndarray]:
    """The whole, its corners and its middle of that size."""
    down, across = (side - part for side, part in zip(pixels.shape[:2], (height, width), strict=True))
    yield pixels
    for top, left in ((0, 0), (0, across), (down, 0), (down, across), (down // 2, across // 2)):
        yield pixels[top : top + height, left : left + width]
