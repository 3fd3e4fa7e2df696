"""Find what a recipe's ``base`` names: a look of the library, or a file beside the recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import LutError
from ..files.names import taken_here
from .base import Base
from .parameter import ParameterError, Range, shown, unknown

RECIPE = ".toml"
STRENGTH = Range(0, 1)
LONGEST_CHAIN = 8  # recipes that start from recipes


def base_of(value: Any, recipe: str, origins: tuple[Path, ...]) -> Base:
    """The base that ``"name"`` or ``{ from = "name", strength = 0.5 }`` means in a recipe file.

    Files are looked for in the recipe's own folder and the folders in it, and nowhere else: a recipe that comes from
    elsewhere must not reach into the rest of the disk.  origins: recipes that start from this one.
    """
    table = {"from": value} if isinstance(value, str) else value
    for key in table:
        if key not in ("from", "strength"):
            raise ParameterError(key, unknown("key", key, ("from", "strength")))
    name, strength = table.get("from"), table.get("strength", 1.0)
    if not isinstance(name, str) or not name.strip():
        found = shown(name) if "from" in table else "nothing"
        raise ParameterError("from", f"expected a look's id or a file's name, found {found}")
    if not STRENGTH.admits(strength):
        raise ParameterError("strength", f"strength: expected {STRENGTH}, found {shown(strength)}")
    if not is_file(name):
        return Base(name, library_look(name), strength=float(strength))
    place = beside(name, recipe)
    if place.suffix.lower() == RECIPE:
        return Base(name, recipe_look(place, name, (*origins, Path(recipe).resolve())), strength=float(strength))
    from .. import formats

    return Base.of_lut(name, formats.read(place), float(strength))


def is_file(name: str) -> bool:
    return "." in name or "/" in name or "\\" in name


def library_look(name: str) -> Any:
    from . import all_looks

    for look in all_looks():
        if look.id == name:
            return look
    raise LutError(f"{unknown('look', name, [look.id for look in all_looks()])}; a file's name has an extension")


def beside(name: str, recipe: str) -> Path:
    """The file of that name in the recipe's folder."""
    if not recipe:
        raise LutError(f"expected the id of a look, found {shown(name)}, a file, where the recipe itself is in none")
    folder = Path(recipe).resolve().parent
    try:
        place = (folder / taken_here(name.replace("\\", "/"))).resolve()
        inside = place.is_relative_to(folder) and not Path(name).is_absolute()
    except (OSError, ValueError, RuntimeError):  # a null character, or a ring of links
        inside = False
    if not inside:
        raise LutError(f"expected a file in the recipe's own folder, found {shown(name)}")
    return place


def recipe_look(place: Path, name: str, origins: tuple[Path, ...]) -> Any:
    if place in origins:
        raise LutError(f"expected a recipe that does not start from this one, found {shown(name)}")
    if len(origins) > LONGEST_CHAIN:
        raise LutError(f"expected at most {LONGEST_CHAIN} recipes that start from each other, found more")
    from .recipe import read_recipe

    return read_recipe(place, origins)
