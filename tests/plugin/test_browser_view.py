"""How the browser was arranged the last time, and the shapes of its tiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.gimp3.dialogs.browser_view import BrowserView, load_view, save_view
from plugin.gimp3.dialogs.tile_shape import SIZES, USUAL, TileShape, shape_tiles


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    view = BrowserView(3, 0.6)
    save_view(view, tmp_path / "new" / "browser.json")
    assert load_view(tmp_path / "new" / "browser.json") == view


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"size": 99, "divider": 2}', '{"size": "3", "divider": null}', '{"size": -1}']
)
def test_the_usual_in_place_of_nonsense(tmp_path: Path, text: str) -> None:
    (tmp_path / "browser.json").write_text(text, encoding="utf-8")
    assert load_view(tmp_path / "browser.json") == BrowserView()
    assert load_view(tmp_path / "none.json") == BrowserView()


@pytest.mark.parametrize(
    ("whole", "shape"),
    [
        ((0, 0, 1600, 1200), TileShape(140, 105)),
        ((0, 0, 1200, 1600), TileShape(105, 140)),
        ((50, 60, 10_000, 10), TileShape(140, 1)),
        ((0, 0, 1, 1), TileShape(140, 140)),
    ],
)
def test_tiles_have_the_shape_of_the_picture(whole: tuple[int, int, int, int], shape: TileShape) -> None:
    assert shape_tiles(whole, USUAL) == shape


def test_columns_fill_the_width() -> None:
    for size in range(len(SIZES)):
        shape = shape_tiles((0, 0, 3, 4), size)
        for width in (0, 330, 1000):
            columns = shape.columns_in(width)
            assert columns == 1 or columns * shape.column <= width < (columns + 1) * shape.column
