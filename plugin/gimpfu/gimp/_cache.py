"""Tiles of pixels between a script that works pixel by pixel and a backend that is far away.

What a script writes into a region stays here until it flushes the drawable, as in the original, or until anything else
is asked of GIMP: so no procedure ever sees old pixels, and no region shows pixels that a procedure has changed.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Iterator, NamedTuple

from gimp_backends import current
from gimp_backends.contract import OWN_8_BIT

HARMLESS = ("gimp-progress-", "gimp-message", "gimp-displays-flush")  # procedures that touch no pixel


class _Key(NamedTuple):
    drawable: int
    shadow: bool
    column: int
    row: int


class _Tile:
    def __init__(self, x: int, y: int, width: int, height: int, data: bytearray) -> None:
        self.x, self.y, self.width, self.height, self.data = x, y, width, height, data
        self.bpp = len(data) // (width * height)
        self.dirty = False


_tiles: OrderedDict[_Key, _Tile] = OrderedDict()
_limit = 512


def side() -> int:
    """Of a tile, in pixels."""
    return current().setting("tile_width")


def limit(count: int) -> None:
    """How many tiles are kept (at least one row of them is needed for nothing, so any number works)."""
    global _limit
    _limit = max(count, 1)
    _shrink()


def before(procedure: str) -> None:
    """Called before any procedure: write back what is dirty, forget the rest, unless the procedure is harmless."""
    if _tiles and not procedure.startswith(HARMLESS):
        flush()
        _tiles.clear()


def flush(drawable: int | None = None) -> None:
    for key, tile in _tiles.items():
        if tile.dirty and drawable in (None, key.drawable):
            _write(key, tile)


def forget() -> None:
    """Drop everything unwritten: for a new backend."""
    _tiles.clear()


def _write(key: _Key, tile: _Tile) -> None:
    tile.dirty = False
    rectangle = tile.x, tile.y, tile.width, tile.height
    current().write(key.drawable, *rectangle, OWN_8_BIT, bytes(tile.data), key.shadow)


def _shrink() -> None:
    while len(_tiles) > _limit:
        key, tile = _tiles.popitem(last=False)
        if tile.dirty:
            _write(key, tile)


def tile(drawable: int, size: tuple[int, int], shadow: bool, column: int, row: int) -> _Tile:
    key = _Key(drawable, shadow, column, row)
    found = _tiles.get(key)
    if found is None:
        length = side()
        x, y = column * length, row * length
        width, height = min(length, size[0] - x), min(length, size[1] - y)
        data = current().read(drawable, x, y, width, height, OWN_8_BIT, shadow)
        found = _tiles[key] = _Tile(x, y, width, height, bytearray(data))
        _shrink()
    else:
        _tiles.move_to_end(key)
    return found


def _rows(
    drawable: int, size: tuple[int, int], shadow: bool, x: int, y: int, width: int, height: int
) -> Iterator[tuple[_Tile, int, int, int]]:
    """Every run of pixels that a rectangle has in a row of a tile: tile, offset in it, offset in the data, length."""
    length = side()
    for row in range(y // length, (y + height - 1) // length + 1):
        for column in range(x // length, (x + width - 1) // length + 1):
            part = tile(drawable, size, shadow, column, row)
            left, right = max(x, part.x), min(x + width, part.x + part.width)
            for line in range(max(y, part.y), min(y + height, part.y + part.height)):
                inside = (line - part.y) * part.width + left - part.x
                yield part, inside * part.bpp, ((line - y) * width + left - x) * part.bpp, (right - left) * part.bpp


def _small(width: int, height: int) -> bool:
    return width == 1 or height == 1 or width * height <= side() ** 2


def read(drawable: int, size: tuple[int, int], shadow: bool, x: int, y: int, width: int, height: int) -> bytes:
    if not _small(width, height):
        flush(drawable)
        return current().read(drawable, x, y, width, height, OWN_8_BIT, shadow)
    data = bytearray()
    for part, inside, outside, length in _rows(drawable, size, shadow, x, y, width, height):
        if not data:
            data = bytearray(width * height * part.bpp)
        data[outside : outside + length] = part.data[inside : inside + length]
    return bytes(data)


def write(
    drawable: int, size: tuple[int, int], shadow: bool, x: int, y: int, width: int, height: int, data: bytes
) -> None:
    if not _small(width, height):
        flush(drawable)
        for key in [key for key in _tiles if key.drawable == drawable]:
            del _tiles[key]
        current().write(drawable, x, y, width, height, OWN_8_BIT, data, shadow)
        return
    for part, inside, outside, length in _rows(drawable, size, shadow, x, y, width, height):
        part.data[inside : inside + length] = data[outside : outside + length]
        part.dirty = True
