"""Scenes of labelled pictures: right in nine of ten, and the same for crops of one picture.

Thresholds were not chosen on these pictures.
"""

from __future__ import annotations

import numpy as np
import pytest

from lut.color.checker import MONK
from lut.looks import SCENES, measure_scene
from tests.looks.scene_crops import measure_crops, points_apart
from tests.looks.scene_labels import BLACK, BY_LIGHT, STUDIO, pictures_kept_aside, trims
from tests.looks.scene_pictures import portrait


def test_there_are_enough() -> None:
    assert len(pictures_kept_aside()) >= 60
    assert sum(each.noted is not None for each in pictures_kept_aside()) >= 30


def test_the_light_is_right_in_nine_of_ten() -> None:
    wrong = []
    for each in pictures_kept_aside():
        found = measure_scene(each.pixels, each.noted).among(BY_LIGHT)
        if max(found, key=lambda name: found[name]) != each.light:
            wrong.append((each.name, found))
    assert len(wrong) <= 0.1 * len(pictures_kept_aside()), wrong


def test_the_scene_is_right_in_nine_of_ten() -> None:
    wrong = []
    for each in pictures_kept_aside():
        found = measure_scene(each.pixels, each.noted).weights
        if max(found, key=lambda name: found[name]) not in each.shows:
            wrong.append((each.name, found))
    assert len(wrong) <= 0.1 * len(pictures_kept_aside()), wrong


@pytest.mark.slow("measures seven hundred crops")
def test_crops_of_a_picture_agree() -> None:
    """Within 15 points: by light in nine of ten pictures and all studio portraits, in all weights in three of four."""
    apart = {each.name: measure_crops(each) for each in pictures_kept_aside()}
    by_light = {name: points_apart(scenes, BY_LIGHT) for name, scenes in apart.items()}
    wrong = {name: points for name, points in by_light.items() if points > 0.15}
    assert len(wrong) <= 0.1 * len(apart), wrong
    assert not [name for name in wrong if "studio" in name]
    by_all = {name: points_apart(scenes, SCENES) for name, scenes in apart.items()}
    wrong = {name: points for name, points in by_all.items() if points > 0.15}
    assert len(wrong) <= 0.25 * len(apart), wrong


@pytest.mark.slow("measures nine hundred crops")
def test_trimmed_pictures_keep_their_scene() -> None:
    """Crops that keep the subject: in all weights within 15 points for nineteen of twenty pictures."""
    apart = {each.name: points_apart(measure_crops(each, trims), SCENES) for each in pictures_kept_aside()}
    wrong = {name: points for name, points in apart.items() if points > 0.15}
    assert len(wrong) <= 0.05 * len(apart), wrong


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
