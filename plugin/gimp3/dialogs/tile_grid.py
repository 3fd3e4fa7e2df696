"""Where a key leads in a grid of tiles that are in groups, each of which begins with a row of its own."""

from __future__ import annotations

from collections.abc import Sequence

Place = tuple[int, int]  # a group, and a tile in it


def next_place(
    counts: Sequence[int], columns: int, place: Place, move: str, page: int = 1, column: int | None = None
) -> Place:
    """Return the place that a move leads to; at the grid's edges, the nearest one.

    counts: the number of tiles in each group, none of which is empty.  columns: tiles in a full row.
    move: "left" and "right" (on to the row before or behind), "up" and "down" (also to the group above or below),
    "page_up" and "page_down", "home" and "end" (the first and the last tile of all).
    page: rows to move at a time by a page.  column: the one to stay in, where rows are long enough; None: the place's.
    """
    if move in ("home", "end"):
        return (0, 0) if move == "home" else (len(counts) - 1, counts[-1] - 1)
    group, tile = place
    if move in ("left", "right"):
        order = [(each, number) for each, count in enumerate(counts) for number in range(count)]
        return order[min(max(order.index(place) + (1 if move == "right" else -1), 0), len(order) - 1)]
    rows = [(each, start) for each, count in enumerate(counts) for start in range(0, count, columns)]
    here = rows.index((group, tile - tile % columns))
    by = {"up": -1, "down": 1, "page_up": -page, "page_down": page}[move]
    group, start = rows[min(max(here + by, 0), len(rows) - 1)]
    return group, min(start + (tile % columns if column is None else column), counts[group] - 1)
