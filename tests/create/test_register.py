"""Two pictures of one scene are laid on each other, whatever look one of them has."""

from __future__ import annotations

import numpy as np
import pytest
from pairs import compressed, look, photo, warped

import lut
from lut.create.register import Placement, register_pictures
from lut.create.samples import prepare_plane


def placed(before: np.ndarray, after: np.ndarray) -> Placement:
    return register_pictures(prepare_plane(before, "before"), prepare_plane(after, "after"))


def developed(name: str, recipe: str = "lively") -> np.ndarray:
    return lut.apply(photo(name), look(recipe))


@pytest.mark.slow("registers pictures each", but_first=True)
@pytest.mark.parametrize(
    ("name", "right", "down", "scale", "turn"),
    [
        ("mountain.jpg", 0, 0, 1, 0),
        ("mountain.jpg", 3.4, -2.2, 1, 0),
        ("fig.jpg", -5, 3, 1.02, 0.3),
        ("sunset.jpg", 12, 7.5, 0.97, -0.4),
    ],
)
def test_moves_are_found_to_a_fraction_of_a_pixel(
    name: str, right: float, down: float, scale: float, turn: float
) -> None:
    after = compressed(warped(developed(name), right, down, scale, turn))
    found = placed(photo(name), after)
    width = after.shape[1]
    assert np.array(found.shift) * width == pytest.approx([right, down], abs=0.15)
    assert found.scale == pytest.approx(scale, abs=0.0006)
    assert np.degrees(found.angle) == pytest.approx(turn, abs=0.03)
    assert found.correlation > 0.7


@pytest.mark.slow("registers pictures each", but_first=True)
@pytest.mark.parametrize("recipe", ["leica-bw-high-contrast", "instant"])
def test_tones_do_not_matter(recipe: str) -> None:
    after = warped(developed("autumn.jpg", recipe), 4, 2)
    found = placed(photo("autumn.jpg"), after)
    assert np.array(found.shift) * after.shape[1] == pytest.approx([4, 2], abs=0.15)


@pytest.mark.parametrize("factor", [0.5, 1.5])
def test_another_size_is_no_move(factor: float) -> None:
    before = photo("dandelion.jpg")
    after = photo("dandelion.jpg", round(720 * factor))
    found = placed(before, after)
    assert np.array(found.shift) * after.shape[1] == pytest.approx([0, 0], abs=0.3)
    assert found.scale == pytest.approx(1, abs=0.001)


def test_a_crop_is_found() -> None:
    before = photo("mountain.jpg")
    height, width = before.shape[:2]
    top, bottom, left, right = height // 5, height * 9 // 10, width // 6, width * 5 // 6
    after = developed("mountain.jpg")[top:bottom, left:right]
    found = placed(before, after)
    # A place is a share of a width: the crop's is smaller, so one pixel is a larger share of it.
    assert found.scale * after.shape[1] / width == pytest.approx(1, abs=0.001)
    middle = [width / 2 - left - after.shape[1] / 2, height / 2 - top - after.shape[0] / 2]
    assert np.array(found.shift) * after.shape[1] == pytest.approx(middle, abs=0.3)


@pytest.mark.slow("registers pictures each", but_first=True)
@pytest.mark.parametrize(("first", "second"), [("fig.jpg", "wine.jpg"), ("mountain.jpg", "autumn.jpg")])
def test_two_scenes_are_told_apart(first: str, second: str) -> None:
    with pytest.raises(lut.PixelError, match=r"same scene.*correlation of 0\.[012]\d, where 0\.3 is needed"):
        placed(photo(first), photo(second))
