"""The look or LUT that a command is told to use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..looks import Look
    from ..table import Lut

RECIPE = ".toml"
RECIPE_SIZE = 33
TABLES = 16  # of a recipe, by scene: pictures by day share one


@dataclass(frozen=True)
class Source:
    """A look, and its tables: ``table(weights)`` for a scene, ``table(None)`` by day or where there are no scenes."""

    look: Look
    table: Callable[[Mapping[str, float] | None], Lut]


def recipe(text: str) -> Look:
    """The look of that id, or of that recipe file."""
    from .. import looks

    return looks.read_recipe(text) if is_recipe(text) else looks.load(text)


def look(text: str) -> Source:
    """The same with its tables."""
    found = recipe(text)
    if is_recipe(text):
        return Source(found, baked(found))
    from ..engine import baked_looks

    return Source(found, lambda scene: baked_looks.look(text, scene)[1])


def baked(found: Look) -> Callable[[Mapping[str, float] | None], Lut]:
    """A recipe's tables, each baked once."""

    @lru_cache(maxsize=TABLES)
    def bake(weights: tuple[tuple[str, float], ...]) -> Lut:
        return found.bake(RECIPE_SIZE, dict(weights))

    return lambda scene: bake(tuple(found.weights(scene).items()))


def file(text: str) -> Source:
    """The LUT in that file, as a look that has nothing but its table."""
    from .. import formats
    from ..looks import Look

    table = formats.read(text)
    return Source(Look("", Path(text).stem), lambda scene: table)


def anything(text: str) -> Source:
    """A look's id, a recipe or a LUT file, told apart by how the text looks."""
    if is_recipe(text) or not (Path(text).suffix or Path(text).exists()):
        return look(text)
    return file(text)


def is_recipe(text: str) -> bool:
    return text.lower().endswith(RECIPE)
