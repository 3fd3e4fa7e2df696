"""How an image is cut, so that memory is bounded and no tile is fetched twice."""

from __future__ import annotations

import pytest

from plugin.engine.strips import SLOT_BYTES, TILE, rows_per_strip, split


@pytest.mark.parametrize(
    ("y", "height", "rows"), [(0, 1, 128), (0, 1024, 256), (37, 1000, 128), (128, 128, 128), (5, 3, 64)]
)
def test_strips_cover_the_rectangle_once_and_begin_on_tiles(y: int, height: int, rows: int) -> None:
    strips = list(split(7, y, 50, height, rows))
    assert [row for strip in strips for row in range(strip.y, strip.y + strip.rows)] == list(range(y, y + height))
    assert all((strip.x, strip.width) == (7, 50) for strip in strips)
    assert all(strip.y % rows == 0 for strip in strips[1:])


@pytest.mark.parametrize("width", [1, 640, 6028, 30000, 300000])
@pytest.mark.parametrize("pixel_bytes", [3, 4, 12, 16])
def test_a_strip_fits_its_slot_or_is_one_row_of_tiles(width: int, pixel_bytes: int) -> None:
    rows = rows_per_strip(width, pixel_bytes)
    assert rows % TILE == 0 and (rows == TILE or rows * width * pixel_bytes <= SLOT_BYTES)
