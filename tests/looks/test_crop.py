"""The crop: a format at a place of a picture."""

import pytest

from lut.looks.finish import Crop, center_of


@pytest.mark.parametrize(
    ("size", "box"),
    [
        ((6500, 4000), (0, 800, 6500, 2400)),
        ((4000, 6500), (800, 0, 2400, 6500)),  # upright
        ((6500, 1000), (1896, 0, 2708, 1000)),  # flatter than the format
        ((65, 24), (0, 0, 65, 24)),
        ((100, 100), (0, 31, 100, 37)),
        ((1, 1), (0, 0, 1, 1)),
    ],
)
def test_box(size, box):
    found = Crop(65, 24).box(*size)
    assert found == box
    left, top, width, height = found
    assert left >= 0 and top >= 0
    assert left + width <= size[0] and top + height <= size[1]


def test_is_written_as_a_format():
    assert str(Crop(65, 24)) == "65:24"


def test_the_format_turns_with_the_picture():
    assert Crop(2, 3).box(300, 300) == (50, 0, 200, 300)
    assert Crop(2, 3).box(600, 300) == (75, 0, 450, 300)


@pytest.mark.parametrize(
    ("center", "box"),
    [
        ((0.5, 0.4), (0, 400, 6500, 2400)),
        ((0.1, 0.4), (0, 400, 6500, 2400)),  # nothing to move across
        ((0.5, 0.0), (0, 0, 6500, 2400)),  # the frame stays inside
        ((0.5, 0.99), (0, 1600, 6500, 2400)),
        ((0.5, 0.50004), (0, 800, 6500, 2400)),
        ((0.5, 0.5002), (0, 801, 6500, 2400)),
    ],
)
def test_a_frame_is_placed_by_its_center(center, box):
    assert Crop(65, 24).box(6500, 4000, center) == box
    turned = Crop(65, 24).box(4000, 6500, center[::-1])
    assert turned == (box[1], box[0], box[3], box[2])


@pytest.mark.parametrize("size", [(6501, 4001), (4001, 6500), (300, 301), (7, 5), (1, 1)])
def test_the_center_of_a_box_places_it_there_again(size):
    crop = Crop(3, 2)
    boxes = {crop.box(*size, (share, share)) for share in (0, 0.1, 0.33, 0.5, 0.77, 1)}
    for box in boxes:
        assert crop.box(*size, center_of(box, *size)) == box
