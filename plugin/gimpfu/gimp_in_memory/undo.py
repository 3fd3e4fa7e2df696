"""Undo: states of an image, kept before each change or each group of changes."""

from __future__ import annotations

from typing import Any

from gimp_in_memory.model import Drawable, Image
from gimp_in_memory.pixels import Pixels


class State:
    """An image and its items as they are now; pixels are copied only when they change."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.kept = [(thing, self._copied(thing)) for thing in (image, *image.all_items())]

    @staticmethod
    def _copied(thing: Any) -> dict[str, Any]:
        kept = {}
        for name, value in vars(thing).items():
            if isinstance(value, (list, dict, Pixels)):
                value = value.copy()
            kept[name] = value
        return kept

    def restore(self) -> None:
        dirty = self.image.dirty
        for thing, kept in self.kept:
            thing.__dict__.clear()
            thing.__dict__.update(self._of(kept))
        self.image.dirty = dirty - 1

    @staticmethod
    def _of(kept: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value.copy() if isinstance(value, (list, dict, Pixels)) else value for name, value in kept.items()
        }

    @property
    def items(self) -> list[Any]:
        return [thing for thing, _ in self.kept[1:]]


class History:
    """What can be undone of one image."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.states: list[State] = []
        self.depth = 0  # of open groups
        self.frozen = 0
        self.enabled = True

    def before_change(self) -> None:
        if self.enabled and not self.frozen and not self.depth:
            self.states.append(State(self.image))
        self.image.dirty += 1

    def start_group(self) -> None:
        if not self.depth:
            self.before_change()
        self.depth += 1

    def end_group(self) -> bool:
        self.depth -= 1
        return self.depth >= 0

    def undo(self) -> State | None:
        if not self.states:
            return None
        state = self.states.pop()
        state.restore()
        for item in state.items:
            if isinstance(item, Drawable):
                item.shadow = None
        return state
