"""What follows the table, together: in order, of the whole picture, and of nothing outside a crop."""

from __future__ import annotations

import numpy as np
import pytest

from lut.errors import LutError
from lut.looks import finish
from lut.looks.finishing import Finishing, part_inside
from lut.looks.recipe import parse_recipes

FRAME = (60, 40)
BOTH = Finishing(local_tone=0.8, glow=0.5, glow_size=60.0)


def pixels(height: int = 40, width: int = 60) -> np.ndarray:
    codes = np.random.default_rng(6).random((height, width, 3), dtype=np.float32)
    codes[:, : width // 2] *= 0.3
    return codes


def test_local_tone_comes_before_glow_and_glow_is_of_the_picture_with_it() -> None:
    found = pixels()
    BOTH.add_to(finish.Strip.whole(found), BOTH.light(found, FRAME))
    expected = pixels()
    finish.apply_gain(finish.Strip.whole(expected), finish.measure_local_tone(expected), 0.8)
    finish.glow(finish.Strip.whole(expected), 0.5, finish.glow_map(expected, 60.0))
    assert (found == expected).all()


@pytest.mark.parametrize("amounts", [{"local_tone": 0.8}, {"glow": 0.8}])
def test_one_of_both_alone(amounts: dict[str, float]) -> None:
    finishing, found = Finishing(**amounts), pixels()
    finishing.add_to(finish.Strip.whole(found), finishing.light(found, FRAME))
    assert np.abs(found - pixels()).max() > 0.02


def test_a_thumbnail_stays_as_it_is() -> None:
    small = pixels()
    assert BOTH.light(small, FRAME) is not None
    assert (small == pixels()).all()


def test_without_local_tone_and_glow_no_thumbnail_is_measured() -> None:
    finishing = Finishing(vignette=0.5, grain=0.5)
    assert not finishing.needs_light
    assert finishing.light(pixels(), FRAME) is None


def test_what_is_cropped_away_does_not_count() -> None:
    """The light of the part of a thumbnail that lies in the frame is that of a thumbnail of this part."""
    small = pixels()
    small[:, :15] = 1
    whole = BOTH.light(small, (600, 400), -150, -100, (300, 200))
    part = BOTH.light(small[10:30, 15:45], (300, 200))
    assert whole is not None and part is not None
    assert whole.gain is not None and part.gain is not None
    assert (whole.gain.stops == part.gain.stops).all()
    assert (whole.glow_map == part.glow_map).all()
    assert (whole.size, whole.left, whole.top) == ((300, 200), 0, 0)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((10, 0, 100, 100), (slice(0, 10), 0, 100)),
        ((10, -20, 100, 60), (slice(2, 8), 0, 60)),
        ((10, 20, 100, 200), (slice(0, 10), 20, 100)),
        ((10, -24, 100, 52), (slice(2, 8), -4, 60)),  # to whole pixels
        ((10, -20, 100, 1), (slice(2, 3), 0, 10)),
        ((10, -500, 100, 60), (slice(9, 10), -410, 10)),  # a layer outside
        ((1, -500, 1000, 60), (slice(0, 1), -500, 1000)),
    ],
)
def test_the_part_of_a_thumbnail_inside_a_frame(
    place: tuple[int, float, float, float], expected: tuple[slice, float, float]
) -> None:
    assert part_inside(*place) == expected


def test_a_recipe_has_local_tone() -> None:
    (look,) = parse_recipes('name = "Even"\nsteps = []\nfinish = [{ local_tone = { amount = 0.4 } }]')
    assert look.amount("local_tone") == 0.4
    assert parse_recipes('name = "Plain"\nsteps = []')[0].amount("local_tone") == 0
    with pytest.raises(LutError, match=r"local_tone\.amount: expected a number from 0 to 1, found 1\.5"):
        parse_recipes('name = "Even"\nsteps = []\nfinish = [{ local_tone = { amount = 1.5 } }]')


def test_the_looks_own_local_tone_is_as_strong_as_the_look_and_another_may_be_chosen() -> None:
    (look,) = parse_recipes('name = "Even"\nsteps = []\nfinish = [{ local_tone = { amount = 0.4 } }]')
    assert Finishing.of(look, 0.5).local_tone == 0.2
    assert Finishing.of(look, 0.5, local_tone=1.0).local_tone == 0.5
    assert Finishing.of(look, 1.0, local_tone=0.0).local_tone == 0
