"""The look or LUT that a command is told to use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..table import Lut

if TYPE_CHECKING:
    from ..looks import Look

RECIPE = ".toml"


@dataclass(frozen=True)
class Source:
    """A table, and the vignette that belongs to it (0..1)."""

    table: Lut
    vignette: float = 0.0


def recipe(text: str) -> Look:
    """The look of that id, or of that recipe file."""
    from .. import looks

    return looks.read_recipe(text) if is_recipe(text) else looks.load(text)


def look(text: str) -> Source:
    """The same, baked."""
    from ..engine import library

    found, table = (recipe(text), None) if is_recipe(text) else library.look(text)
    return Source(found.bake() if table is None else table, found.vignette)


def file(text: str) -> Source:
    """The LUT in that file."""
    from .. import formats

    return Source(formats.read(text))


def anything(text: str) -> Source:
    """A look's id, a recipe or a LUT file, told apart by how the text looks."""
    if is_recipe(text) or not (Path(text).suffix or Path(text).exists()):
        return look(text)
    return file(text)


def is_recipe(text: str) -> bool:
    return text.lower().endswith(RECIPE)
