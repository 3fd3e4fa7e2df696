"""Two pictures of one scene are laid on each other, whatever look one of them has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pairs import compressed, look, photo, warped
from PIL import Image

import lut
from lut.create.fit_report import report_registration
from lut.create.pair import match_pair
from lut.create.placement import Placement, map_positions
from lut.create.register import register_pictures
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
@pytest.mark.parametrize("turn", [4.5, -6.0])
@pytest.mark.parametrize("name", ["autumn.jpg", "wine.jpg"])
def test_a_tilt_is_found(name: str, turn: float) -> None:
    after = compressed(warped(developed(name), 9, -6, 1.03, turn), 80)
    found = placed(photo(name), after)
    assert np.degrees(found.angle) == pytest.approx(turn, abs=0.05)
    assert found.scale == pytest.approx(1.03, abs=0.001)
    assert np.array(found.shift) * after.shape[1] == pytest.approx([9, -6], abs=0.3)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_quarter_turn_is_found(quarters: int) -> None:
    """Clockwise, with a crop to a square as phones make it, and upright pictures as well as wide ones."""
    name = ("mountain.jpg", "wine.jpg", "fig.jpg")[quarters - 1]
    whole = developed(name)
    side, (height, width) = min(whole.shape[:2]), whole.shape[:2]
    square = whole[(height - side) // 2 :, (width - side) // 2 :][:side, :side]
    found = placed(photo(name), compressed(np.rot90(square, -quarters)))
    assert np.degrees(found.angle) % 360 == pytest.approx(90 * quarters, abs=0.05)
    assert found.scale * side / width == pytest.approx(1, abs=0.001)


def test_a_lens_distortion_is_found() -> None:
    """The picture before is distorted, the one after shows the same undistorted, cropped and turned by its EXIF."""
    straight = photo("mountain.jpg")
    height, width = straight.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32) + 0.5
    lens = 1 - 0.02 * ((x - width / 2) ** 2 + (y - height / 2) ** 2) * 4 / (width**2 + height**2)
    wanted_x, wanted_y = width / 2 + (x - width / 2) * lens, height / 2 + (y - height / 2) * lens
    before = look_up(straight, wanted_y - 0.5, wanted_x - 0.5)
    top, left = 30, 24
    after = compressed(np.rot90(developed("mountain.jpg")[top : height - top, left : width - left], -1))
    found = placed(before, after)
    to_y, to_x = map_positions(prepare_plane(before, "before"), prepare_plane(after, "after"), found)
    # A quarter turn clockwise: what was y lies from the right, what was x from the top.
    off = np.hypot(to_x - (after.shape[1] - 1 - (wanted_y - 0.5 - top)), to_y - (wanted_x - 0.5 - left))
    inside = (wanted_x > left) & (wanted_x < width - left) & (wanted_y > top) & (wanted_y < height - top)
    assert np.abs(1 - lens).max() * np.hypot(width, height) / 2 > 8
    assert off[inside].max() < 0.6
    assert sum(found.lens) == pytest.approx(-0.02, abs=0.002)


def look_up(pixels: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The nearest of pixels enlarged by 4: another way than the registration's own."""
    height, width = pixels.shape[:2]
    large = np.asarray(Image.fromarray(pixels).resize((4 * width, 4 * height), Image.Resampling.BICUBIC))
    rows, columns = (np.rint(4 * at + 1.5).astype(int).clip(0, 4 * end - 1) for at, end in ((y, height), (x, width)))
    return large[rows, columns]


def test_the_report_says_turn_and_distortion() -> None:
    pair = replace(match_pair(photo("fig.jpg", 240), developed("fig.jpg")[::3, ::3]), widths=(720, 720))
    turned = replace(pair, placement=Placement(angle=np.radians(-89), lens=(0.012, 0.003), correlation=0.9))
    (sentence,) = report_registration(turned, 0.0).sentences
    assert sentence == (
        "The picture after is turned by 270°, turned by +1.00°, distorted as by a lens, by +1.5% in the corners "
        "beside the one before; that was undone."
    )
    assert report_registration(replace(pair, placement=Placement()), 0.0).sentences == ()


@pytest.mark.slow("registers pictures each", but_first=True)
@pytest.mark.parametrize(
    ("first", "second"), [("fig.jpg", "wine.jpg"), ("mountain.jpg", "autumn.jpg"), ("sunset.jpg", "dandelion.jpg")]
)
def test_two_scenes_are_told_apart(first: str, second: str) -> None:
    """At any turn and scale too: the less of the two pictures overlaps, the more alike that has to be."""
    with pytest.raises(lut.PixelError, match=r"same scene.*correlation of 0\.[0123]\d, where 0\.[3-9]\d? is needed"):
        placed(photo(first), photo(second))


@pytest.mark.slow("registers pictures each", but_first=True)
@pytest.mark.parametrize("name", ["sunset.jpg", "fig.jpg", "dandelion.jpg"])
def test_two_parts_of_a_scene_that_do_not_overlap_are_told_apart(name: str) -> None:
    half = photo(name).shape[1] // 2
    with pytest.raises(lut.PixelError, match="same scene"):
        placed(photo(name)[:, :half], developed(name)[:, half:])
