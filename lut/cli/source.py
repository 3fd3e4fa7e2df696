"""The look or LUT that a command is told to use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..looks import Look
    from ..table import Lut

RECIPE = ".toml"


def recipe(text: str) -> Look:
    """The look of that id, or of that recipe file."""
    from .. import looks

    return looks.read_recipe(text) if is_recipe(text) else looks.load(text)


def look(text: str) -> tuple[Look, Lut]:
    """The same, and its table."""
    if not is_recipe(text):
        from ..engine import library

        return library.look(text)
    found = recipe(text)
    return found, found.bake()


def file(text: str) -> tuple[Look, Lut]:
    """The LUT in that file, as a look that has nothing but its table."""
    from .. import formats
    from ..looks import Look

    return Look("", Path(text).stem), formats.read(text)


def anything(text: str) -> tuple[Look, Lut]:
    """A look's id, a recipe or a LUT file, told apart by how the text looks."""
    if is_recipe(text) or not (Path(text).suffix or Path(text).exists()):
        return look(text)
    return file(text)


def is_recipe(text: str) -> bool:
    return text.lower().endswith(RECIPE)
