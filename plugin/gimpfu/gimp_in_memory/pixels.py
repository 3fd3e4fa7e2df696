"""A rectangle of 8-bit pixels, row by row, that can be shared with snapshots until it changes."""

from __future__ import annotations

from typing import Callable, Iterator, Sequence


class Pixels:
    def __init__(self, width: int, height: int, components: int, data: bytes | bytearray | None = None) -> None:
        self.width, self.height, self.components = width, height, components
        self._data = bytearray(width * height * components) if data is None else bytearray(data)
        self._shared = False
        assert len(self._data) == width * height * components

    @property
    def data(self) -> bytearray:
        """To look at only."""
        return self._data

    def change(self) -> bytearray:
        """To write into."""
        if self._shared:
            self._data, self._shared = bytearray(self._data), False
        return self._data

    def copy(self) -> Pixels:
        """The same pixels; they are copied when either side changes."""
        twin = object.__new__(Pixels)
        twin.__dict__.update(self.__dict__)
        self._shared = twin._shared = True
        return twin

    def inside(self, x: int, y: int, width: int, height: int) -> tuple[int, int, int, int]:
        """The part of a rectangle that lies inside; its width or height may be 0."""
        left, top = min(max(x, 0), self.width), min(max(y, 0), self.height)
        right, bottom = min(max(x + width, 0), self.width), min(max(y + height, 0), self.height)
        return left, top, max(right - left, 0), max(bottom - top, 0)

    def offset(self, x: int, y: int) -> int:
        return (y * self.width + x) * self.components

    def get(self, x: int, y: int, width: int, height: int) -> bytes:
        """A rectangle that has to lie inside."""
        if x == 0 and width == self.width:
            return bytes(self._data[self.offset(0, y) : self.offset(0, y + height)])
        length = width * self.components
        starts = (self.offset(x, row) for row in range(y, y + height))
        return b"".join(self._data[start : start + length] for start in starts)

    def put(self, x: int, y: int, width: int, height: int, data: bytes) -> None:
        own, length = self.change(), width * self.components
        if x == 0 and width == self.width:
            own[self.offset(0, y) : self.offset(0, y + height)] = data
            return
        for i in range(height):
            start = self.offset(x, y + i)
            own[start : start + length] = data[i * length : (i + 1) * length]

    def fill(self, pixel: bytes) -> None:
        self.change()[:] = pixel * (self.width * self.height)

    def rows(self) -> Iterator[bytes]:
        length = self.width * self.components
        return (bytes(self._data[i : i + length]) for i in range(0, len(self._data), length))

    def moved(self, width: int, height: int, x: int, y: int, pixel: bytes) -> Pixels:
        """On a canvas of another size, at (x, y), the rest filled with a pixel."""
        canvas = Pixels(width, height, self.components, pixel * (width * height))
        left, top, wide, high = canvas.inside(x, y, self.width, self.height)
        if wide and high:
            canvas.put(left, top, wide, high, self.get(left - x, top - y, wide, high))
        return canvas

    def picked(self, columns: Sequence[int], rows: Sequence[int]) -> Pixels:
        """The pixels of these columns and rows: scaling without interpolation, flipping."""
        n = self.components
        lines: dict[int, bytes] = {}
        for row in set(rows):
            line = self._data[self.offset(0, row) : self.offset(0, row + 1)]
            picked = bytearray(len(columns) * n)
            for c in range(n):
                part = line[c::n]
                picked[c::n] = bytes(part[column] for column in columns)
            lines[row] = bytes(picked)
        return Pixels(len(columns), len(rows), n, b"".join(lines[row] for row in rows))

    def turned(self, quarters: int) -> Pixels:
        """Rotated clockwise by quarters of a turn."""
        n, quarters = self.components, quarters % 4
        if quarters == 0:
            return self.copy()
        if quarters == 2:
            return self.picked(range(self.width - 1, -1, -1), range(self.height - 1, -1, -1))
        result = bytearray(len(self._data))
        length = self.height * n
        for x in range(self.width):
            for c in range(n):
                column = self._data[x * n + c :: self.width * n]
                row = x if quarters == 1 else self.width - 1 - x
                start = row * length + c
                result[start : row * length + length : n] = column[::-1] if quarters == 1 else column
        return Pixels(self.height, self.width, n, result)

    def translated(self, table: bytes, components: Sequence[int]) -> Pixels:
        """Every value of some components looked up in a table of 256."""
        result = self.copy()
        data = result.change()
        for c in components:
            data[c :: self.components] = data[c :: self.components].translate(table)
        return result

    def each(self, change: Callable[[bytes], bytes]) -> Pixels:
        """Every pixel changed; equal ones are computed once."""
        n, seen, data = self.components, {}, bytes(self._data)
        result = []
        for i in range(0, len(data), n):
            pixel = data[i : i + n]
            if pixel not in seen:
                seen[pixel] = change(pixel)
            result.append(seen[pixel])
        return Pixels(self.width, self.height, len(result[0]) if result else n, b"".join(result))
