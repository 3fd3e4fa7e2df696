"""Scenes of labelled pictures: right in nine of ten, and the same for parts of one picture.

Thresholds were chosen on docs/photos and on parts with other seeds; none of these photographs was used for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image
from scene_pictures import by_night, lamplit, linear_of, photo, plate, portrait, street, sunset

from lut.looks import measure_scene
from lut.looks.checker import MONK

BY_LIGHT = ("day", "indoor", "night")
BLACK = np.full(3, 0.0012, np.float32)
PHOTOS = {  # what each shows, where it shows something that a look may tell apart
    "hopper": {"people"},
    "pagoda": {"day"},
    "stream": {"day", "plants"},
    "porch": {"day"},
    "meadow": {"plants"},
    "raindrops": {"plants"},
    "ladybird": {"plants"},
    "storm": {"day"},
    "dune": {"day", "plants"},
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


def labelled() -> Iterator[Labelled]:
    for seed, (name, shows) in enumerate(PHOTOS.items(), 1000):
        pixels, there = photo(name), frozenset(shows)
        yield Labelled(name, pixels, "day", there)
        yield Labelled(f"{name}, sunny", pixels, "day", there, SUNNY)
        yield Labelled(f"{name}, cloudy and underexposed", by_night(pixels, -1.5, seed), "day", there, CLOUDY)
        yield Labelled(f"{name}, in a room", pixels, "indoor", there | {"indoor"}, ROOM)
        yield Labelled(f"{name}, under lamps", lamplit(pixels, 0.5), "indoor", there | {"indoor"}, TUNGSTEN)
        yield Labelled(f"{name}, dark", by_night(pixels, -3.5, seed), "night", frozenset({"night"}))
        yield Labelled(f"{name}, dim at night", by_night(pixels, -2, seed), "night", frozenset({"night"}), NIGHT)
    people = frozenset({"people"})
    for tone in range(len(MONK)):
        yield Labelled(f"Monk {tone + 1} on black", portrait(tone, BLACK, 1000 + tone), "day", people)
        background = linear_of(blurred(photo(list(PHOTOS)[tone % len(PHOTOS)])))
        yield Labelled(f"Monk {tone + 1} outdoors", portrait(tone, background, 1100 + tone), "day", people, SUNNY)
        yield Labelled(f"Monk {tone + 1} in a studio", portrait(tone, BLACK, 1200 + tone), "day", people, STUDIO)
    for seed in range(1000, 1010):
        yield Labelled(f"plate {seed}", plate(seed), "day", frozenset({"food"}))
        yield Labelled(f"sunset {seed}", sunset(seed), "day", frozenset({"sunset"}))
        yield Labelled(f"street {seed}", street(seed), "night", frozenset({"night"}))


def blurred(pixels: np.ndarray) -> np.ndarray:
    """A background out of focus, (400, 320, 3)."""
    small = Image.fromarray(pixels).resize((20, 25), Image.Resampling.BOX)
    return np.asarray(small.resize((320, 400), Image.Resampling.BICUBIC))


@cache
def pictures() -> tuple[Labelled, ...]:
    return tuple(labelled())


def crops(pixels: np.ndarray) -> Iterator[np.ndarray]:
    """The whole, its middle, and its corners: two thirds of each side."""
    height, width = (2 * side // 3 for side in pixels.shape[:2])
    down, across = (side - part for side, part in zip(pixels.shape, (height, width), strict=False))
    yield pixels
    for top, left in ((0, 0), (0, across), (down, 0), (down, across), (down // 2, across // 2)):
        yield pixels[top : top + height, left : left + width]


def test_there_are_enough() -> None:
    assert len(pictures()) >= 60
    assert sum(each.noted is not None for each in pictures()) >= 30


def test_the_light_is_right_in_nine_of_ten() -> None:
    wrong = []
    for each in pictures():
        found = measure_scene(each.pixels, each.noted).among(BY_LIGHT)
        if max(found, key=lambda name: found[name]) != each.light:
            wrong.append((each.name, found))
    assert len(wrong) <= 0.1 * len(pictures()), wrong


def test_the_scene_is_right_in_nine_of_ten() -> None:
    wrong = []
    for each in pictures():
        found = measure_scene(each.pixels, each.noted).weights
        if max(found, key=lambda name: found[name]) not in each.shows:
            wrong.append((each.name, found))
    assert len(wrong) <= 0.1 * len(pictures()), wrong


def test_crops_of_a_picture_agree_on_its_light() -> None:
    """Within 15 points: in nine of ten pictures, and in all portraits on black."""
    apart = {}
    for each in pictures():
        found = [measure_scene(crop, each.noted).among(BY_LIGHT) for crop in crops(each.pixels)]
        apart[each.name] = max(np.ptp([weights[name] for weights in found]) for name in BY_LIGHT)
    wrong = {name: points for name, points in apart.items() if points > 0.15}
    assert len(wrong) <= 0.1 * len(apart), wrong
    assert not [name for name in wrong if "studio" in name]


def test_low_key_is_not_night() -> None:
    """A portrait on black and its quarters: by the exposure, or by the picture in nine of ten.

    A quarter in which all is dim, a dark dress beside black, could be one of a night.
    """
    nights = []
    for tone in range(len(MONK)):
        pixels = portrait(tone, BLACK, 1300 + tone)
        middle = [side // 2 for side in pixels.shape[:2]]
        quarters = [part for half in np.split(pixels, middle[:1]) for part in np.split(half, middle[1:], axis=1)]
        assert measure_scene(pixels).weights["night"] < 0.05
        for part in quarters:
            assert measure_scene(part, STUDIO).weights["night"] < 0.05
            nights.append(measure_scene(part).among(BY_LIGHT)["night"])
    assert sum(night > 0.15 for night in nights) <= 0.1 * len(nights), nights
