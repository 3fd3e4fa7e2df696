"""Gradients of straight segments: from a color on the left to one on the right."""

from __future__ import annotations

import re
from typing import Any, Sequence

from gimp_in_memory.calls.palettes import free_name
from gimp_in_memory.world import World, refuse

Color = Sequence[float]  # red, green, blue, alpha


class Segment:
    def __init__(self, left: float, right: float, left_color: Color, right_color: Color) -> None:
        self.left, self.right = left, right
        self.middle = (left + right) / 2
        self.left_color, self.right_color = tuple(left_color), tuple(right_color)

    def at(self, position: float) -> list[float]:
        """The color at a place of the gradient; the middle of the two colors is where the handle is."""
        width = self.right - self.left
        place = (position - self.left) / width if width else 0.5
        middle = (self.middle - self.left) / width if width else 0.5
        if place <= middle:
            factor = 0.5 * place / middle if middle else 0.0
        else:
            factor = 0.5 + 0.5 * (place - middle) / (1 - middle) if middle < 1 else 1.0
        return [a + (b - a) * factor for a, b in zip(self.left_color, self.right_color)]


def builtin(world: World) -> dict[str, list[Segment]]:
    """The gradients that follow the context's colors."""
    foreground, background = world.context["foreground"][0], world.context["background"][0]
    return {
        "FG to BG (RGB)": [Segment(0.0, 1.0, foreground, background)],
        "FG to Transparent": [Segment(0.0, 1.0, foreground, (*foreground[:3], 0.0))],
    }


def _segments(world: World, name: str) -> list[Segment]:
    found = {**builtin(world), **world.gradients}.get(name)
    if found is None:
        raise refuse(f"Gradient '{name}' not found")
    return found


def _segment(world: World, name: str, number: int) -> Segment:
    segments = _segments(world, name)
    if not 0 <= number < len(segments):
        raise refuse(f"Gradient '{name}' has no segment {number}")
    return segments[number]


def new(world: World, name: str) -> str:
    name = free_name({**builtin(world), **world.gradients}, name)
    world.gradients[name] = [Segment(0.0, 1.0, (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0))]
    return name


def delete(world: World, name: str) -> None:
    if name not in world.gradients:
        raise refuse(f"Gradient '{name}' cannot be deleted")
    del world.gradients[name]


def is_editable(world: World, name: str) -> bool:
    _segments(world, name)
    return name in world.gradients


def get_list(world: World, filter: str | None) -> Any:
    found = [name for name in (*builtin(world), *world.gradients) if re.search(filter or "", name)]
    return len(found), found


def _samples(world: World, name: str, positions: Sequence[float], reverse: int) -> Any:
    segments = _segments(world, name)
    found: list[float] = []
    for position in positions:
        place = 1 - position if reverse else position
        segment = next((part for part in segments if place <= part.right), segments[-1])
        found += segment.at(place)
    return len(found), found


def uniform_samples(world: World, name: str, count: int, reverse: int) -> Any:
    return _samples(world, name, [i / (count - 1) for i in range(count)], reverse)


def custom_samples(world: World, name: str, count: int, positions: list[float], reverse: int) -> Any:
    return _samples(world, name, positions, reverse)


def split_uniform(world: World, name: str, start: int, end: int, parts: int) -> None:
    segments = world.gradients.get(name)
    if segments is None:
        raise refuse(f"Gradient '{name}' cannot be changed")
    last = len(segments) - 1 if end < 0 else end
    split: list[Segment] = []
    for old in segments[start : last + 1]:
        edges = [old.left + (old.right - old.left) * i / parts for i in range(parts + 1)]
        split += [Segment(a, b, old.at(a), old.at(b)) for a, b in zip(edges, edges[1:])]
    segments[start : last + 1] = split


def _set_color(side: str) -> Any:
    def put(world: World, name: str, number: int, color: Color, opacity: float) -> None:
        setattr(_segment(world, name, number), f"{side}_color", (*color[:3], opacity / 100))

    return put


def _get_color(side: str) -> Any:
    def get(world: World, name: str, number: int) -> Any:
        color = getattr(_segment(world, name, number), f"{side}_color")
        return tuple(color), color[3] * 100

    return get


READS = {
    "gimp-gradients-get-list": get_list,
    "gimp-gradients-refresh": lambda world: None,
    "gimp-gradient-new": new,
    "gimp-gradient-delete": delete,
    "gimp-gradient-is-editable": is_editable,
    "gimp-gradient-get-number-of-segments": lambda world, name: len(_segments(world, name)),
    "gimp-gradient-get-uniform-samples": uniform_samples,
    "gimp-gradient-get-custom-samples": custom_samples,
    "gimp-gradient-segment-get-left-pos": lambda world, name, number: _segment(world, name, number).left,
    "gimp-gradient-segment-get-right-pos": lambda world, name, number: _segment(world, name, number).right,
    "gimp-gradient-segment-get-middle-pos": lambda world, name, number: _segment(world, name, number).middle,
    "gimp-gradient-segment-get-left-color": _get_color("left"),
    "gimp-gradient-segment-get-right-color": _get_color("right"),
    "gimp-gradient-segment-set-left-color": _set_color("left"),
    "gimp-gradient-segment-set-right-color": _set_color("right"),
    "gimp-gradient-segment-range-split-uniform": split_uniform,
}
