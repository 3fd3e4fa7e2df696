"""Regions, tiles and fetchers of pixels: 8 bits a component in the drawable's own colors, as bytes.

In a GIMP of higher precision they see the pixels as 8-bit, as in the original.  `Drawable.get_data` reads any format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gimpcolor import RGB
from gimpenums import (
    PIXEL_FETCHER_EDGE_BACKGROUND,
    PIXEL_FETCHER_EDGE_BLACK,
    PIXEL_FETCHER_EDGE_NONE,
    PIXEL_FETCHER_EDGE_SMEAR,
    PIXEL_FETCHER_EDGE_WRAP,
)

from gimp import _cache
from gimp._errors import error

if TYPE_CHECKING:
    from gimp._items import Drawable


def pixel_bytes(value: Any) -> bytes:
    """What a script assigns: bytes, a sequence of ints, or Python 2's string of characters."""
    if isinstance(value, str):
        return value.encode("latin-1")
    return bytes(value)


class _Pixels(bytes):
    """Pixels that are read, to which Python 2's strings of characters can be joined."""

    def __add__(self, other: Any) -> _Pixels:
        return _Pixels(bytes.__add__(self, other.encode("latin-1") if isinstance(other, str) else other))

    def __radd__(self, other: Any) -> _Pixels:
        return _Pixels((other.encode("latin-1") if isinstance(other, str) else other) + bytes(self))


def whole(key: Any) -> Any:
    """A number without its fraction, which Python 2's `/` of whole numbers left out."""
    return int(key // 1) if isinstance(key, float) else key


class PixelRgn:
    """A rectangle of a drawable or its shadow: `region[x, y]`, `region[x0:x1, y0:y1]`, in drawable coordinates."""

    drawable: Drawable
    x: int
    y: int
    w: int
    h: int
    bpp: int
    rowstride: int
    dirty: bool
    shadow: bool

    def __init__(
        self, drawable: Drawable, x: int, y: int, width: int, height: int, dirty: bool = True, shadow: bool = False
    ) -> None:
        self.drawable = drawable
        self.dirty, self.shadow = bool(dirty), bool(shadow)
        self.bpp = drawable.bpp
        self._size = drawable.width, drawable.height
        self.resize(x, y, width, height)

    def resize(self, x: int, y: int, width: int, height: int) -> None:
        self.x, self.y, self.w, self.h = map(whole, (x, y, width, height))
        self.rowstride = self.bpp * self._size[0]

    def __len__(self) -> int:
        raise error("Can't get size of pixel region")

    def _part(self, key: Any) -> tuple[int, int, int, int]:
        if not isinstance(key, tuple) or len(key) != 2:
            raise TypeError("subscript must be a 2-tuple")
        x, width = self._range("x", key[0], self.x, self.x + self.w)
        y, height = self._range("y", key[1], self.y, self.y + self.h)
        return x, y, width, height

    @staticmethod
    def _range(axis: str, key: Any, start: int, stop: int) -> tuple[int, int]:
        key = whole(key)
        if isinstance(key, slice):
            first, last, step = slice(whole(key.start), whole(key.stop), key.step).indices(stop)
            first = first or start  # from 0, or left out, is from the region's edge
            if step != 1 or first < start or last < start or last < first:
                raise IndexError(f"invalid {axis} slice")
            return first, last - first
        if not hasattr(key, "__index__"):
            raise TypeError(f"invalid {axis} subscript")
        if not start <= key < stop:
            raise IndexError(f"{axis} subscript out of range")
        return int(key), 1

    def __getitem__(self, key: Any) -> bytes:
        x, y, width, height = self._part(key)
        empty = width * height == 0
        return _Pixels(b"" if empty else _cache.read(self.drawable.ID, self._size, self.shadow, x, y, width, height))

    def __setitem__(self, key: Any, value: Any) -> None:
        x, y, width, height = self._part(key)
        data = pixel_bytes(value)
        if len(data) != width * height * self.bpp:
            raise TypeError(f"string is wrong length: expected {width * height * self.bpp} bytes, found {len(data)}")
        if data:
            _cache.write(self.drawable.ID, self._size, self.shadow, x, y, width, height, data)

    def __repr__(self) -> str:
        return f"<gimp.PixelRgn for drawable '{self.drawable.name}'>"


class Tile:
    """One of the squares that a drawable is stored in: `tile[i]` and `tile[x, y]` are pixels."""

    drawable: Drawable
    shadow: bool
    tile_num: int
    ewidth: int
    eheight: int
    bpp: int

    def __init__(self, drawable: Drawable, shadow: bool, row: int, column: int) -> None:
        size = drawable.width, drawable.height
        columns, rows = (-(-length // _cache.side()) for length in size)
        if not (0 <= row < rows and 0 <= column < columns):
            raise error(f"there is no tile in row {row}, column {column}")
        self.drawable, self.shadow = drawable, bool(shadow)
        self.tile_num = row * columns + column
        self._place = size, self.shadow, column, row
        self.ewidth, self.eheight, self.bpp = self._tile.width, self._tile.height, self._tile.bpp

    @property
    def _tile(self) -> Any:
        return _cache.tile(self.drawable.ID, *self._place)

    @property
    def dirty(self) -> bool:
        return self._tile.dirty

    def flush(self) -> None:
        _cache.flush(self.drawable.ID)

    def __len__(self) -> int:
        return self.ewidth * self.eheight

    def _offset(self, key: Any) -> int:
        if isinstance(key, tuple):
            x, y = key
            if not (0 <= x < self.ewidth and 0 <= y < self.eheight):
                raise IndexError("index out of range")
            return (x + y * self.ewidth) * self.bpp
        if not hasattr(key, "__index__"):
            raise TypeError("tile subscript not int or 2-tuple")
        if not 0 <= key < len(self):
            raise IndexError("index out of range")
        return key * self.bpp

    def __getitem__(self, key: Any) -> bytes:
        offset = self._offset(key)
        return _Pixels(self._tile.data[offset : offset + self.bpp])

    def __setitem__(self, key: Any, value: Any) -> None:
        offset = self._offset(key)
        data = pixel_bytes(value)
        if len(data) != self.bpp:
            raise TypeError(f"pixel must be {self.bpp} bpp")
        tile = self._tile
        tile.data[offset : offset + self.bpp] = data
        tile.dirty = True

    def __repr__(self) -> str:
        return f"<gimp.Tile for drawable '{self.drawable.name}'{' (shadow)' if self.shadow else ''}>"


class PixelFetcher:
    """Pixels anywhere, also outside of the drawable, where `edge_mode` says what is there."""

    drawable: Drawable
    shadow: bool
    edge_mode: int

    def __init__(
        self,
        drawable: Drawable,
        shadow: bool = False,
        bg_color: Any = RGB(0.0, 0.0, 0.0, 1.0),  # noqa: B008 (never changed)
        edge_mode: int = PIXEL_FETCHER_EDGE_NONE,
    ) -> None:
        self.drawable, self.shadow = drawable, bool(shadow)
        self._size = drawable.width, drawable.height
        self._bpp, self._gray = drawable.bpp, drawable.is_gray
        self._alpha = drawable.has_alpha
        self.edge_mode = edge_mode
        self.bg_color = bg_color

    @property
    def bg_color(self) -> RGB:
        return self._background

    @bg_color.setter
    def bg_color(self, value: Any) -> None:
        self._background = RGB.of(value)

    def get_pixel(self, x: int, y: int) -> bytes:
        width, height = self._size
        x, y = whole(x), whole(y)
        if not (0 <= x < width and 0 <= y < height):
            if self.edge_mode == PIXEL_FETCHER_EDGE_WRAP:
                x, y = x % width, y % height
            elif self.edge_mode == PIXEL_FETCHER_EDGE_SMEAR:
                x, y = min(max(x, 0), width - 1), min(max(y, 0), height - 1)
            else:
                return _Pixels(self._outside())
        return _Pixels(_cache.read(self.drawable.ID, self._size, self.shadow, x, y, 1, 1))

    def _outside(self) -> bytes:
        opaque = bytes([255]) if self._alpha else b""
        if self.edge_mode == PIXEL_FETCHER_EDGE_BLACK:
            return bytes(self._bpp - len(opaque)) + opaque
        if self.edge_mode == PIXEL_FETCHER_EDGE_BACKGROUND:
            color = self._background
            components = [int(color.luminance() * 255 + 0.5)] if self._gray else color[:3]
            return bytes([*components, *([color[3]] if self._alpha else [])])
        return bytes(self._bpp)

    def put_pixel(self, x: int, y: int, pixel: Any) -> None:
        data = pixel_bytes(pixel)
        if len(data) != self._bpp:
            raise TypeError(f"pixel must be {self._bpp} bpp")
        width, height = self._size
        x, y = whole(x), whole(y)
        if 0 <= x < width and 0 <= y < height:
            _cache.write(self.drawable.ID, self._size, self.shadow, x, y, 1, 1, data)

    def __len__(self) -> int:
        raise error("Can't get size of pixel fetcher")

    def __getitem__(self, key: tuple[int, int]) -> bytes:
        return self.get_pixel(*key)

    def __setitem__(self, key: tuple[int, int], pixel: Any) -> None:
        self.put_pixel(*key, pixel)

    def __repr__(self) -> str:
        return f"<gimp.PixelFetcher for drawable '{self.drawable.name}'{' (shadow)' if self.shadow else ''}>"
