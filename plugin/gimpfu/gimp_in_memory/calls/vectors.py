"""Paths, as lists of the points that make their strokes."""

from __future__ import annotations

from typing import Any

from gimpenums import VECTORS_STROKE_TYPE_BEZIER

from gimp_in_memory.model import Image, Stroke, Vectors
from gimp_in_memory.world import World, refuse


def new(world: World, image: Image, name: str) -> Vectors:
    return world.add(Vectors(image, name))


def copy(world: World, vectors: Vectors) -> Vectors:
    other = world.add(Vectors(vectors.image, f"{vectors.name} copy"))
    other.strokes = [Stroke(stroke.ID, list(stroke.points), stroke.closed) for stroke in vectors.strokes]
    return other


def _stroke(vectors: Vectors, number: int) -> Stroke:
    for stroke in vectors.strokes:
        if number == stroke.ID:
            return stroke
    raise refuse(f"Vectors object {vectors.ID} does not contain stroke with ID {number}")


def strokes(world: World, vectors: Vectors) -> Any:
    return len(vectors.strokes), [stroke.ID for stroke in vectors.strokes]


def points(world: World, vectors: Vectors, number: int) -> Any:
    stroke = _stroke(vectors, number)
    return VECTORS_STROKE_TYPE_BEZIER, len(stroke.points), list(stroke.points), stroke.closed


def _add(vectors: Vectors, points: list[float], closed: bool) -> int:
    number = max((stroke.ID for stroke in vectors.strokes), default=0) + 1
    vectors.strokes = [*vectors.strokes, Stroke(number, list(points), closed)]
    return number


def from_points(world: World, vectors: Vectors, kind: int, count: int, points: list[float], closed: int) -> int:
    if count % 6:
        raise refuse("a bezier stroke has three points, six numbers, for each anchor")
    return _add(vectors, points, bool(closed))


def move_to(world: World, vectors: Vectors, x: float, y: float) -> int:
    return _add(vectors, [x, y] * 3, False)


def line_to(world: World, vectors: Vectors, number: int, x: float, y: float) -> None:
    stroke = _stroke(vectors, number)
    stroke.points = [*stroke.points, *[x, y] * 3]


def cubic_to(
    world: World, vectors: Vectors, number: int, x0: float, y0: float, x1: float, y1: float, x2: float, y2: float
) -> None:
    stroke = _stroke(vectors, number)
    stroke.points = [*stroke.points[:-2], x0, y0, x1, y1, x2, y2, x2, y2]


def remove(world: World, vectors: Vectors, number: int) -> None:
    gone = _stroke(vectors, number)
    vectors.strokes = [stroke for stroke in vectors.strokes if stroke is not gone]


def close(world: World, vectors: Vectors, number: int) -> None:
    _stroke(vectors, number).closed = True


def translate(world: World, vectors: Vectors, number: int, x: int, y: int) -> None:
    stroke = _stroke(vectors, number)
    stroke.points = [value + offset for value, offset in zip(stroke.points, [x, y] * (len(stroke.points) // 2))]


def scale(world: World, vectors: Vectors, number: int, x: float, y: float) -> None:
    stroke = _stroke(vectors, number)
    stroke.points = [value * factor for value, factor in zip(stroke.points, [x, y] * (len(stroke.points) // 2))]


READS = {
    "gimp-vectors-new": new,
    "gimp-vectors-copy": copy,
    "gimp-vectors-get-strokes": strokes,
    "gimp-vectors-stroke-get-points": points,
}

CHANGES = {
    "gimp-vectors-stroke-new-from-points": from_points,
    "gimp-vectors-bezier-stroke-new-moveto": move_to,
    "gimp-vectors-bezier-stroke-lineto": line_to,
    "gimp-vectors-bezier-stroke-cubicto": cubic_to,
    "gimp-vectors-remove-stroke": remove,
    "gimp-vectors-stroke-close": close,
    "gimp-vectors-stroke-translate": translate,
    "gimp-vectors-stroke-scale": scale,
}
