"""Contact sheets, down to the pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import lut
from lut.drawing import contact_sheet as sheet
from lut.drawing.contact_sheet import Entry, Group, Layout, arrange_rows, draw_contact_sheet
from lut.images import Picture
from lut.images.thumbnail import make_thumbnail
from lut.looks import finish
from lut.looks.finishing import Finishing


def entry(name: str, power: float = 1.0, **finishing: Any) -> Entry:
    table = lut.Lut(lut.Lut.identity(5).table ** np.float32(power))
    return Entry(name, name.lower(), table, Finishing(**finishing))


def group(name: str, count: int) -> Group:
    return Group(name, tuple(entry(f"{name}{index}") for index in range(count)))


def photo(width: int = 300, height: int = 200, channels: int = 3) -> Picture:
    return Picture(np.random.default_rng(3).integers(0, 256, (height, width, channels), dtype=np.uint8))


def plan(columns: int, *counts: int) -> list[str]:
    """Each row as text: a capital where a group begins, a small letter for each further look."""
    groups = [group(name, count) for name, count in zip("ABCDEF", counts, strict=False)]
    return [
        row.heading + "".join(cell.name[0].lower() for cell in row.entries) for row in arrange_rows(groups, columns)
    ]


@pytest.mark.parametrize(
    ("columns", "counts", "expected"),
    [
        (6, (8, 4, 6, 3, 12, 1), ["Aaaaa", "aaaa", "Bbbbb", "Ccccccc", "Dddd", "Eeeeeee", "eeeeee", "Ff"]),
        (4, (3, 1), ["Aaaa", "Bb"]),
        (3, (7,), ["Aaaa", "aaa", "a"]),
        (5, (7,), ["Aaaaa", "aaa"]),
        (1, (2,), ["Aa", "a"]),
        (3, (0, 1), ["Bb"]),
        (3, (), []),
    ],
)
def test_each_group_has_rows_of_its_own(columns: int, counts: tuple[int, ...], expected: list[str]) -> None:
    assert plan(columns, *counts) == expected


@pytest.mark.parametrize("width", [480, 1920, 4000])
@pytest.mark.parametrize("size", [(300, 200), (200, 300), (1, 900), (900, 1)])
def test_everything_lies_on_the_sheet(width: int, size: tuple[int, int]) -> None:
    layout = Layout.of(width, size[0] / size[1], 34)
    assert layout.left(layout.columns - 1) + layout.cell + layout.left(0) <= width
    assert layout.cell >= 1 and layout.height >= 1


def cell(pixels: np.ndarray, layout: Layout, row: int, column: int) -> np.ndarray:
    """The thumbnail in a row that has a heading, as have all above it."""
    px = layout.px
    top = px(sheet.MARGIN) + layout.height + px(24) + (row + 1) * px(sheet.HEADING)
    top += row * (layout.height + px(sheet.NAMES))
    return pixels[top : top + layout.height, layout.left(column) : layout.left(column) + layout.cell]


def test_thumbnails_are_the_looks_on_the_thumbnail() -> None:
    groups = [Group("A", (entry("1"), entry("2", 0.7), entry("3", 1.3, vignette=0.5))), Group("B", (entry("4", 2.0),))]
    pixels = draw_contact_sheet(photo(), groups, "photo.jpg", 960)
    layout = Layout.of(960, 1.5, 4)
    assert layout.columns == 4
    small = make_thumbnail(photo(), layout.cell, layout.height, sheet.BACKGROUND)
    margin = layout.px(sheet.MARGIN)
    assert (pixels[margin : margin + layout.height, margin : margin + layout.cell] == small).all()
    for row, column, power in ((0, 0, 1.0), (0, 1, 0.7), (0, 2, 1.3), (1, 0, 2.0)):
        expected = lut.apply(small, entry("", power).table)
        if power == 1.3:
            scale = 300 / layout.cell
            finish.vignette(finish.Strip(expected, (300, layout.height * scale), scale=scale), 0.5)
        assert (cell(pixels, layout, row, column) == expected).all()


def test_a_glow_spreads_the_thumbnails_light() -> None:
    pixels = draw_contact_sheet(photo(), [Group("A", (entry("1", 0.7, glow=0.5, glow_size=50.0),))], "photo.jpg", 960)
    layout = Layout.of(960, 1.5, 1)
    small = make_thumbnail(photo(), layout.cell, layout.height, sheet.BACKGROUND)
    expected = lut.apply(small, entry("", 0.7).table)
    scale = 300 / layout.cell
    spread = finish.glow_map(expected, 50.0)
    finish.glow(finish.Strip(expected, (300, layout.height * scale), scale=scale), 0.5, spread)
    found = cell(pixels, layout, 0, 0)
    assert (found == expected).all()
    assert (found != lut.apply(small, entry("", 0.7).table)).any()


def test_a_crop_leaves_the_background_above_and_below() -> None:
    groups = [Group("A", (entry("1"), entry("2", 0.7, crop=finish.Crop(65, 24))))]
    pixels = draw_contact_sheet(photo(), groups, "photo.jpg", 960)
    layout = Layout.of(960, 1.5, 2)
    small = make_thumbnail(photo(), layout.cell, layout.height, sheet.BACKGROUND)
    _, top, _, height = finish.Crop(65, 24).box(layout.cell, layout.height)
    found = cell(pixels, layout, 0, 1)
    assert height < layout.height
    assert (found[top : top + height] == lut.apply(small, entry("", 0.7).table)[top : top + height]).all()
    assert (found[:top] == sheet.BACKGROUND).all() and (found[top + height :] == sheet.BACKGROUND).all()


def test_names_are_written() -> None:
    named = draw_contact_sheet(photo(), [group("Xiaomi × Leica", 1)], "photo.jpg", 960)
    unnamed = draw_contact_sheet(photo(), [Group(" ", (Entry("", "", entry("").table),))], "", 960)
    assert named.shape == unnamed.shape
    assert (named != unnamed).any(axis=-1).sum() > 500


def test_a_note_is_written_below_the_title() -> None:
    groups, layout = [group("A", 1)], Layout.of(960, 1.5, 1)
    plain = draw_contact_sheet(photo(), groups, "photo.jpg", 960)
    noted = draw_contact_sheet(photo(), groups, "photo.jpg", 960, "Scene: night " * 40)
    changed = (plain != noted).any(axis=-1)
    rows, columns = np.nonzero(changed)
    assert layout.px(sheet.MARGIN) + layout.height // 2 < rows.min()
    assert rows.max() < layout.px(sheet.MARGIN) + layout.height
    assert layout.left(1) <= columns.min() and columns.max() < 960 - layout.px(sheet.MARGIN)


@pytest.mark.slow("draws a sheet of all looks")
def test_long_names_stay_in_their_column() -> None:
    long = Entry("A very long name " * 20, "id" * 200, entry("").table)
    pixels = draw_contact_sheet(photo(), [Group("heading" * 200, (long,))], "name" * 200, 960)
    layout = Layout.of(960, 1.5, 1)
    first = layout.px(sheet.MARGIN) + layout.height + layout.px(24) + layout.px(sheet.HEADING)
    beside = pixels[first:, layout.left(1) :]
    assert (beside == sheet.BACKGROUND).all()
    assert (pixels[:, -layout.px(sheet.MARGIN) // 2 :] == sheet.BACKGROUND).all()


def test_transparency_shows_the_background() -> None:
    clear = photo(channels=4)
    clear.pixels[..., 3] = 0
    small = make_thumbnail(clear, 30, 20, sheet.BACKGROUND)
    assert (small == sheet.BACKGROUND).all()


def test_16_bits_are_shown_as_8() -> None:
    deep = Picture(photo().pixels.astype(np.uint16) * 257)
    assert (make_thumbnail(deep, 30, 20, (0, 0, 0)) == make_thumbnail(photo(), 30, 20, (0, 0, 0))).all()
