"""What a preview shows of a picture: fit, single pixels, moved and resized."""

from __future__ import annotations

import pytest

from plugin.gimp3.dialogs.viewport import View, middle_of

WHOLE = (100, 50, 4000, 3000)
ROOM = (600, 400)


def test_all_of_the_picture_has_room() -> None:
    view = View(WHOLE, ROOM)
    assert view.area == WHOLE
    assert view.size == (533, 400)
    assert not view.fits


def test_a_small_picture_is_not_enlarged() -> None:
    view = View((0, 0, 30, 20), ROOM)
    assert view.size == (30, 20) and view.fits
    assert not view.zoomed(True).single


@pytest.mark.parametrize(
    ("share", "area"),
    [
        ((0.5, 0.5), (1800, 1350, 600, 400)),
        ((0.0, 0.0), (100, 50, 600, 400)),  # as far as the picture goes
        ((1.0, 1.0), (3500, 2650, 600, 400)),
    ],
)
def test_single_pixels_around_a_place(share: tuple[float, float], area: tuple[int, int, int, int]) -> None:
    view = View(WHOLE, ROOM).zoomed(True, share)
    assert view.area == area
    assert view.size == ROOM
    assert view.zoomed(False).area == WHOLE


def test_zooming_in_on_a_part_keeps_to_that_part() -> None:
    part = View(WHOLE, ROOM).zoomed(True, (0.25, 0.25))
    assert part.zoomed(True, (0.0, 0.5)).area[0] == part.area[0] - 300


def test_moved_beyond_the_edge_it_stops_and_turns_back_at_once() -> None:
    view = View(WHOLE, ROOM).zoomed(True, (0.0, 0.5)).panned(-10_000, 0)
    assert view.area[0] == 100
    assert view.panned(1, 0).area[0] == 101


def test_a_picture_narrower_than_the_room_moves_along_its_height_only() -> None:
    view = View((0, 0, 200, 3000), ROOM).zoomed(True)
    assert view.area == (0, 1300, 200, 400)
    assert view.panned(50, 10).area == (0, 1310, 200, 400)


def test_resized_it_keeps_its_middle() -> None:
    view = View(WHOLE, ROOM).zoomed(True).resized((800, 600))
    assert view.area == (1700, 1250, 800, 600)
    assert not view.resized((5000, 4000)).single


@pytest.mark.parametrize(
    ("whole", "part"),
    [((0, 0, 400, 300), (0, 0, 400, 300)), ((10, 20, 300, 400), (10, 107, 300, 225)), ((0, 0, 1, 1), (0, 0, 1, 1))],
)
def test_the_middle_of_an_area(whole: tuple[int, int, int, int], part: tuple[int, int, int, int]) -> None:
    assert middle_of(whole, 4 / 3) == part
