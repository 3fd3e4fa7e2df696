"""The crop: a format in the middle of a picture."""

import pytest

from lut.looks.finish import Crop


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
