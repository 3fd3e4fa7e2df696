"""Scaling: exactly as GIMP without interpolation, and plainly otherwise.

With interpolation GIMP uses GEGL's samplers, whose numbers are not imitated here: a smaller picture has the mean of the
pixels that become one, a larger one lies between its neighbors.
"""

from __future__ import annotations

from gimpenums import INTERPOLATION_NONE

from gimp_in_memory.pixels import Pixels


def scaled(pixels: Pixels, width: int, height: int, interpolation: int, alpha: bool) -> Pixels:
    if (width, height) == (pixels.width, pixels.height):
        return pixels.copy()
    if interpolation == INTERPOLATION_NONE:
        return pixels.picked(_nearest(pixels.width, width), _nearest(pixels.height, height))
    columns, rows = _weights(pixels.width, width), _weights(pixels.height, height)
    n = pixels.components
    data = [float(value) for value in pixels.data]
    if alpha:  # colors count as much as they are opaque
        for c in range(n - 1):
            data[c::n] = [value * a / 255 for value, a in zip(data[c::n], pixels.data[n - 1 :: n])]
    lines = [data[i : i + pixels.width * n] for i in range(0, len(data), pixels.width * n)]
    narrow = [
        [sum(line[x * n + c] * weight for x, weight in column) for column in columns for c in range(n)]
        for line in lines
    ]
    result = bytearray()
    for row in rows:
        mixed = [sum(narrow[y][i] * weight for y, weight in row) for i in range(width * n)]
        if alpha:
            for i in range(0, len(mixed), n):
                for c in range(n - 1):
                    mixed[i + c] = mixed[i + c] * 255 / mixed[i + n - 1] if mixed[i + n - 1] else 0.0
        result += bytes(min(max(int(value + 0.5), 0), 255) for value in mixed)
    return Pixels(width, height, n, result)


def _nearest(old: int, new: int) -> list[int]:
    return [min(int((i + 0.5) * old / new), old - 1) for i in range(new)]


def _weights(old: int, new: int) -> list[list[tuple[int, float]]]:
    """Of which old places, and with what weights, each new one is made."""
    ratio = old / new
    if ratio >= 1:
        found = []
        for i in range(new):
            start, end = i * ratio, (i + 1) * ratio
            places = range(int(start), min(int(end - 1e-9) + 1, old))
            parts = [(place, (min(place + 1, end) - max(place, start)) / ratio) for place in places]
            found.append(parts)
        return found
    found = []
    for i in range(new):
        middle = min(max((i + 0.5) * ratio - 0.5, 0.0), old - 1.0)
        left = min(int(middle), old - 2) if old > 1 else 0
        found.append([(left, 1 - (middle - left)), (min(left + 1, old - 1), middle - left)])
    return found
