"""Where the user moves a crop's frame."""

from __future__ import annotations

import pytest

from lut.looks.finish import Crop
from plugin.gimp3.crop import Frame


@pytest.mark.parametrize("image", [(6000, 4000), (4000, 6000), (333, 217), (65, 24), (1, 1)])
@pytest.mark.parametrize("by", [(0, 0), (7.4, -12.6), (-1e6, 1e6), (250, 250)])
def test_a_moved_frame_is_where_the_engine_places_its_center(image: tuple[int, int], by: tuple[float, float]) -> None:
    crop = Crop(65, 24)
    start = Frame(crop.box(*image), image)
    moved = start.moved(*by)
    assert crop.box(*image, moved.center) == moved.box
    for axis in (0, 1):
        room = image[axis] - start.box[2 + axis]
        assert moved.box[axis] == min(max(round(start.box[axis] + by[axis]), 0), room)
        assert start.moves(axis) == (room > 0)
