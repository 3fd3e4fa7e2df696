"""Strips and grids: where each slice lies, and which way green goes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from closeness import assert_close, assert_luts_close
from lut_pictures import file_of, film, painted, rounded

import lut
from lut import Lut, LutFormatError, looks
from lut.formats import picture_files, strip


def unreal(r: int, g: int, b: int) -> tuple[int, int]:
    """256 × 16: 16 slices side by side along blue; red across, green down (Unreal Engine, "Using LUTs")."""
    return 16 * b + r, g


def reshade(r: int, g: int, b: int) -> tuple[int, int]:
    """1024 × 32: LUT.fx looks up x = (tile of blue + red) / tiles, y = green, counted from the top."""
    return 32 * b + r, g


def unity(r: int, g: int, b: int) -> tuple[int, int]:
    """1024 × 32: the same with y counted from the bottom, as Unity counts a texture's rows."""
    return 32 * b + r, 31 - g


def obs(r: int, g: int, b: int) -> tuple[int, int]:
    """512 × 512: 8 × 8 tiles of 64 × 64; the tile is (blue mod 8, blue div 8)."""
    return 64 * (b % 8) + r, 64 * (b // 8) + g


def obs_from_below(r: int, g: int, b: int) -> tuple[int, int]:
    x, y = obs(r, g, b)
    return x, 511 - y


def small_grid(r: int, g: int, b: int) -> tuple[int, int]:
    """64 × 64: 4 × 4 tiles of 16."""
    return 16 * (b % 4) + r, 16 * (b // 4) + g


def wide_grid(r: int, g: int, b: int) -> tuple[int, int]:
    """256 × 128: 8 tiles of 32 in each of 4 rows."""
    return 32 * (b % 8) + r, 32 * (b // 8) + g


def column(r: int, g: int, b: int) -> tuple[int, int]:
    """32 × 1024: slices from top to bottom."""
    return r, 32 * b + g


def column_from_below(r: int, g: int, b: int) -> tuple[int, int]:
    return r, 1023 - 32 * b - g


PLACES = [
    (unreal, 16, (256, 16), "strip"),
    (reshade, 32, (1024, 32), "strip"),
    (unity, 32, (1024, 32), "strip from the bottom up"),
    (obs, 64, (512, 512), "grid of slices"),
    (obs_from_below, 64, (512, 512), "grid of slices from the bottom up"),
    (small_grid, 16, (64, 64), "grid of slices"),
    (wide_grid, 32, (256, 128), "grid of slices"),
    (column, 32, (32, 1024), "column of slices"),
    (column_from_below, 32, (32, 1024), "column of slices from the bottom up"),
]


@pytest.mark.parametrize(("place", "size", "area", "name"), PLACES, ids=lambda value: getattr(value, "__name__", None))
def test_reading(place: Any, size: int, area: tuple[int, int], name: str) -> None:
    """Painted pixel by pixel, as each program's own documentation or shader has it."""
    codes = rounded(film(size), 8)
    data = file_of(painted(*area, codes, place))
    assert_close(picture_files.read(data).table, codes / 255, 1e-7, "table")
    assert picture_files.describe(data) == f"{name}, 8 bits"
    assert picture_files.read(data).notes == ()


@pytest.mark.parametrize(
    ("kind", "place", "size"),
    [("strip", unreal, 16), ("unity", unity, 32), ("grid", small_grid, 16), ("column", column, 32)],
)
@pytest.mark.parametrize("bits", [8, 16])
def test_writing(kind: str, place: Any, size: int, bits: int, tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    lut.write(film(size, "Film"), path, kind=f"{kind}{bits}")
    pixels = lut.images.read(path).pixels
    height, width = pixels.shape[:2]
    assert np.array_equal(pixels, painted(width, height, rounded(film(size), bits), place))
    assert_luts_close(lut.read(path), film(size, "Film"), 0.5 / (2**bits - 1) + 1e-6)


@pytest.mark.parametrize("look", looks.all_looks(), ids=lambda look: look.id)
def test_every_look_goes_the_right_way(look: looks.Look) -> None:
    """Also where a look is in black and white, whose green alone does not tell."""
    source = Lut(look.bake(16).table.clip(0, 1))
    for columns in (16, 1):
        for mirrored in (False, True):
            layout = strip.make_layout(16, columns, mirrored)
            (found,) = picture_files.find_tables(file_of(layout.samples(source.table, np.uint8)))
            assert found.judged.layout.mirrored == mirrored


def test_sizes_that_have_no_such_picture() -> None:
    for size, kind, expected in (
        (65, "strip", "expected at most 64 lattice points a side for a strip, found 65"),
        (33, "grid", "expected 25 or 36 lattice points a side for a grid of as many rows, found 33"),
    ):
        with pytest.raises(lut.LutError, match=f"^{re.escape(expected)}$"):
            picture_files.write_as(film(size), kind, ".png")
        assert (
            picture_files.read(
                picture_files.write_as(film(picture_files.find_next_size(size, kind)), kind, ".png")
            ).size
            == 64
        )
    assert [strip.find_next_size(size, "strip") for size in (2, 3, 9, 33, 64, 65)] == [16, 17, 17, 33, 64, 64]
    assert [strip.find_next_size(size, "grid") for size in (16, 33, 64, 65)] == [16, 64, 64, 81]


@pytest.mark.parametrize("size", [3, 4, 5])
def test_small_ones(size: int) -> None:
    assert picture_files.read(picture_files.write_as(film(size), "strip16", ".png")).size == size


@pytest.mark.parametrize("size", [(255, 16), (256, 32), (3, 9), (27, 1), (4096, 1)])
def test_what_is_no_lattice_is_no_strip(size: tuple[int, int]) -> None:
    if size == (3, 9):  # it is: a column of 3 slices
        assert [layout.size for layout in strip.list_layouts(*size)] == [3, 3]
        return
    assert strip.list_layouts(*size) == []
    with pytest.raises(LutFormatError, match="expected a LUT as a picture, not cropped or resized"):
        picture_files.read(file_of(np.zeros((size[1], size[0], 3), np.uint8)))
