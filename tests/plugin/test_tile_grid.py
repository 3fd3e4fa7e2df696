"""Where keys lead among tiles in groups."""

from __future__ import annotations

import pytest

from plugin.gimp3.dialogs.tile_grid import Place, next_place

# Three columns:  0 1 2    the first group
#                 3
#                 0 1      the second
#                 0 1 2    the third
#                 3 4
COUNTS = (4, 2, 5)


@pytest.mark.parametrize(
    ("place", "move", "there"),
    [
        ((0, 0), "right", (0, 1)),
        ((0, 2), "right", (0, 3)),  # on to the next row
        ((0, 3), "right", (1, 0)),  # and to the next group
        ((2, 4), "right", (2, 4)),
        ((1, 0), "left", (0, 3)),
        ((0, 0), "left", (0, 0)),
        ((0, 1), "down", (0, 3)),  # a shorter row
        ((0, 3), "down", (1, 0)),
        ((1, 1), "down", (2, 1)),
        ((2, 1), "down", (2, 4)),
        ((2, 4), "down", (2, 4)),
        ((1, 1), "up", (0, 3)),
        ((2, 1), "up", (1, 1)),
        ((0, 2), "up", (0, 2)),
        ((0, 1), "page_down", (1, 1)),
        ((1, 1), "page_down", (2, 4)),
        ((2, 4), "page_down", (2, 4)),
        ((2, 1), "page_up", (0, 3)),
        ((0, 1), "page_up", (0, 1)),
        ((1, 1), "home", (0, 0)),
        ((1, 1), "end", (2, 4)),
    ],
)
def test_a_move(place: Place, move: str, there: Place) -> None:
    assert next_place(COUNTS, 3, place, move, page=2) == there


def test_a_column_is_kept_past_a_shorter_row() -> None:
    places = [(0, 2)]
    for move in ("down", "down", "down", "down", "up", "up", "up", "up"):
        places.append(next_place(COUNTS, 3, places[-1], move, column=2))
    assert places == [(0, 2), (0, 3), (1, 1), (2, 2), (2, 4), (2, 2), (1, 1), (0, 3), (0, 2)]


@pytest.mark.parametrize("columns", range(1, 7))
def test_down_and_right_reach_the_end(columns: int) -> None:
    right, down = [(0, 0)], [(0, 0)]
    for _each in range(sum(COUNTS) - 1):
        right.append(next_place(COUNTS, columns, right[-1], "right"))
        down.append(next_place(COUNTS, columns, down[-1], "down"))
    assert right == [(group, tile) for group, count in enumerate(COUNTS) for tile in range(count)]
    assert down[-1][0] == len(COUNTS) - 1
