"""Recipes: TOML to looks.

::

    maker = "Mine"              # the folder in the menu; each key of a look can be said once for all

    [[look]]
    id = "evening"              # lower-case letters, digits and hyphens
    name = "Evening"
    base = "film.cube"          # what the steps start from: a LUT or recipe beside this file, or a look of the library;
                                # { from = "film.cube", strength = 0.6 } takes some of it, and
                                # { from = "film.cube", space = "v-log:rec709" } says what space a LUT is made for
    steps = [                   # in this order; steps.py has them all, with their parameters
      { tone = { mid = -0.1, contrast = 1.1 } },
      { saturation = { gain = 0.9, skin = 0.5 } },
    ]
    finish = [{ vignette = { amount = 0.3 } }]

    [look.variants.night]       # for another scene (people, food, plants, sunset, indoor or night): its own
                                # steps instead of the look's
    steps = [
      { tone = { mid = 0.0, contrast = 1.05 } },
    ]

A recipe with a single look may leave ``[[look]]`` out, and writes ``[variants.night]``.  All keys but ``steps`` may
be left out, and with a base these, too.  What can be said of a look: name, maker, phone, year, character, and what
it rests on (basis.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from os import PathLike, fsdecode
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from ..errors import LutError, RecipeError
from ..shared.look_names import SCENES
from . import toml_positions
from .basis import EXPECTED, parse_basis, parse_remarks
from .finish import FINISHES
from .look import MY_LOOKS, Base, Look, Step
from .parameter import ParameterError, Range, check_values, show_value, unknown_name
from .recipe_text import find_beside, is_file_name, parse_document, read_text
from .steps import STEPS
from .toml_positions import Place

if TYPE_CHECKING:
    from .lut_space import LutSpace

# Files in data/, in the menu's order.
PARTNERSHIPS = (
    "xiaomi-leica",
    "leica",
    "huawei-leica",
    "oppo-oneplus-hasselblad",
    "vivo-zeiss",
    "sony-xperia",
    "realme-ricoh",
    "honor-harcourt",
    "samsung-sony",
)
KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "id": ((str,), "text"),
    "name": ((str,), "text"),
    "maker": ((str,), "text"),
    "phone": ((str,), "text"),
    "year": ((int,), "a whole number"),
    "character": ((str,), "text"),
    "basis": ((str, dict), EXPECTED),
    "rests_on": ((str,), "text"),
    "remarks": ((list,), "a list of names"),
    "base": ((str, dict), "a look's id or a file's name, or { from = \"…\", strength = 0.5 }"),
    "steps": ((list,), "a list of steps"),
    "finish": ((list,), "a list of finishing steps"),
    "variants": ((dict,), "tables as [variants.night]"),
}
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 100  # letters of a name or an id
MOST_STEPS = 100
RECIPE = ".toml"
BASE_KEYS = ("from", "strength", "space")
STRENGTH = Range(0, 1)
LONGEST_CHAIN = 8  # recipes that start from recipes
BLACK = np.zeros((1, 3), np.float32)


@cache
def all_looks() -> tuple[Look, ...]:
    """Return every look that comes with the library, in the menu's order.

    Returns
    -------
    tuple of Look
        Without the user's own.

    Examples
    --------
    >>> [look.id for look in lut.looks.all_looks()][:2]
    ['leica-authentic', 'leica-vibrant']
    """
    data = Path(__file__).parent / "data"
    return tuple(look for name in PARTNERSHIPS for look in read_recipes(data / f"{name}.toml"))


def read_recipe(path: str | PathLike[str], origins: tuple[Path, ...] = ()) -> Look:
    """Read a recipe file that holds one look.

    Parameters
    ----------
    path : str or PathLike
        A TOML file; ``camera-looks recipe steps`` lists what it can hold.
    origins : tuple of Path
        The recipes that start from this one, which it must not start from.

    Returns
    -------
    Look
        One without a name is called after its file.

    Raises
    ------
    RecipeError
        The recipe is not understood; the sentence has the line, the key, the allowed range and what was found.

    Examples
    --------
    >>> _ = Path("evening.toml").write_text("steps = [{ tone = { mid = -0.2 } }]", encoding="utf-8")
    >>> lut.looks.read_recipe("evening.toml").name
    'Evening'
    """
    looks = read_recipes(path, origins)
    if len(looks) != 1:
        raise RecipeError(path, None, f"expected a recipe with one look, found {len(looks)}")
    return looks[0]


def read_recipes(path: str | PathLike[str], origins: tuple[Path, ...] = ()) -> tuple[Look, ...]:
    """Read all looks of a recipe file, in its order."""
    return parse_recipes(read_text(Path(path)), fsdecode(path), origins)


def parse_recipes(text: str, path: str = "", origins: tuple[Path, ...] = ()) -> tuple[Look, ...]:
    """Parse all looks of a recipe.  path: for messages, for the id of a look that has none, and to find its base."""
    try:
        return Parser(text, path, origins).looks()
    except RecipeError as error:
        raise error if error.path or not path else error.at(path) from None


class Parser:
    """Parses one recipe, and tells the line of each mistake."""

    def __init__(self, text: str, path: str, origins: tuple[Path, ...]) -> None:
        self.path = path
        self.origins = origins
        self.lines = toml_positions.find_lines(text)
        self.document = parse_document(text)

    def looks(self) -> tuple[Look, ...]:
        common = self.document
        entries = common.pop("look", None)
        if entries is None:
            return (self.look((), {}, {"id": self.stem()} | common),)
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.fail(("look",), "expected looks as [[look]] tables")
        found: list[Look] = []
        for index, entry in enumerate(entries):
            look = self.look(("look", index), common, entry)
            if look.id in (other.id for other in found):
                self.fail(("look", index, "id"), f"id: expected an id of its own, found {look.id!r} again")
            found.append(look)
        if not found:
            self.fail(("look",), "expected at least one look, found none")
        return tuple(found)

    def look(self, at: Place, common: dict[str, Any], own: dict[str, Any]) -> Look:
        """Parse the look at a place; the common keys hold for those that it does not have itself."""
        entry = common | own
        where = {key: (*at, key) if key in own else (key,) for key in entry}
        for key, value in entry.items():
            if key not in KINDS:
                self.fail(where[key], unknown_name("key", key, KINDS))
            kinds, words = KINDS[key]
            if not isinstance(value, kinds) or isinstance(value, bool):
                self.fail(where[key], f"{key}: expected {words}, found {show_value(value)}")
        for key in ("id",) if "base" in entry else ("id", "steps"):
            if key not in entry:
                self.fail(at, f"{key}: expected {KINDS[key][1]}, found nothing")
        self.check_words(entry, where)
        values = {"name": entry["id"].replace("-", " ").title(), "maker": MY_LOOKS} | entry
        for key, read in (("basis", parse_basis), ("remarks", parse_remarks)):
            if key in entry:
                values[key] = self.known(where[key], read, entry[key])
        values["base"] = base = self.base(where["base"], entry["base"]) if "base" in entry else None
        values["steps"] = self.steps(where.get("steps", at), entry.get("steps", []))
        variants = entry.get("variants", {})
        values["variants"] = {name: self.variant((*where["variants"], name), table) for name, table in variants.items()}
        if "finish" in entry:
            values["finish"] = self.finish(where["finish"], entry["finish"])
        elif base is not None:
            values["finish"] = base.finish
        look = Look(**values)
        for scene, steps in look.variants.items():
            if replace(look, steps=steps).monochrome != look.monochrome:
                result = "monochrome" if look.monochrome else "in color"
                sentence = f"variants.{scene}: expected steps whose result is {result}, as the look's own is"
                self.fail((*where["variants"], scene), sentence)
        return look

    def check_words(self, entry: dict[str, Any], where: dict[str, Place]) -> None:
        if not IDENTIFIER.fullmatch(entry["id"]):
            self.fail(
                where["id"], f"id: expected lower-case letters, digits and hyphens, found {show_value(entry['id'])}"
            )
        for key in ("id", "name", "maker"):
            text = entry.get(key, "x")
            if not text.strip() or len(text) > LONGEST or not text.isprintable():
                sentence = f"{key}: expected a line of 1 to {LONGEST} letters, found {show_value(text)}"
                self.fail(where[key], sentence)
        if not 0 < entry.get("year", 1) < 10_000:
            self.fail(where["year"], f"year: expected a whole number from 1 to 9999, found {show_value(entry['year'])}")

    def known(self, at: Place, read: Callable[[Any], Any], value: Any) -> Any:
        """Read a key's value; an error tells the key's line."""
        try:
            return read(value)
        except LutError as error:
            self.fail(at, str(error))

    def base(self, at: Place, value: Any) -> Base:
        try:
            return find_base(value, self.path, self.origins)
        except ParameterError as error:
            self.fail((*at, error.key), f"base: {error}")
        except LutError as error:
            self.fail(at, f"base: {error}")

    def steps(self, at: Place, items: list[Any]) -> tuple[Step, ...]:
        if len(items) > MOST_STEPS:
            self.fail((*at, MOST_STEPS), f"expected at most {MOST_STEPS} steps, found {len(items)}")
        found = []
        for index, item in enumerate(items):
            step = Step(*self.named((*at, index), item, STEPS, "step"))
            try:
                step(BLACK)
            except LutError as error:  # values that only together are wrong
                self.fail((*at, index), str(error))
            found.append(step)
        return tuple(found)

    def finish(self, at: Place, items: list[Any]) -> tuple[Any, ...]:
        found: dict[str, Any] = {}
        for index, item in enumerate(items):
            name, values = self.named((*at, index), item, FINISHES, "finishing step")
            if name in found:
                self.fail((*at, index), f"{name}: expected once, found again")
            found[name] = FINISHES[name](**values)
        return tuple(found.values())

    def variant(self, at: Place, table: Any) -> tuple[Step, ...]:
        """Return the steps of a ``[variants.name]`` table."""
        name, others = str(at[-1]), SCENES[1:]
        if name not in others:
            hint = (
                f"the look's own steps are for the {name}" if name in SCENES else unknown_name("variant", name, others)
            )
            self.fail(at, f"variants.{name}: {hint}")
        if not isinstance(table, dict) or not isinstance(table.get("steps"), list) or len(table) > 1:
            self.fail(at, f"variants.{name}: expected steps = a list of steps, found {show_value(table)}")
        return self.steps((*at, "steps"), table["steps"])

    def named(self, at: Place, item: Any, known: dict[str, Any], kind: str) -> tuple[str, dict[str, Any]]:
        """``{ name = { parameter = value, … } }`` as a name that is known, and parameters it takes."""
        if not isinstance(item, dict) or len(item) != 1 or not isinstance(next(iter(item.values())), dict):
            self.fail(at, f"expected a {kind} as {{ name = {{ parameter = value, … }} }}, found {show_value(item)}")
        (name, values), *_ = item.items()
        if name not in known:
            self.fail((*at, name), unknown_name(kind, name, known))
        try:
            return name, check_values(known[name], values)
        except ParameterError as error:
            self.fail((*at, name, error.key), f"{name}.{error.key}: {error}")

    def fail(self, at: Place, sentence: str) -> NoReturn:
        raise RecipeError(self.path, toml_positions.nearest_line(self.lines, at), sentence)

    def stem(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", Path(self.path).stem.lower())[:LONGEST].strip("-") or "look"


def find_base(value: Any, recipe: str, origins: tuple[Path, ...]) -> Base:
    """Find the base that ``"name"`` or ``{ from = "name", strength = 0.5, space = "v-log" }`` means in a recipe file.

    Files are looked for in the recipe's own folder and the folders in it, and nowhere else: a recipe that comes from
    elsewhere must not reach into the rest of the disk.  origins: recipes that start from this one.
    """
    table = {"from": value} if isinstance(value, str) else value
    for key in table:
        if key not in BASE_KEYS:
            raise ParameterError(key, unknown_name("key", key, BASE_KEYS))
    name, strength = table.get("from"), table.get("strength", 1.0)
    space = find_space(table["space"]) if "space" in table else None
    if not isinstance(name, str) or not name.strip():
        found = show_value(name) if "from" in table else "nothing"
        raise ParameterError("from", f"expected a look's id or a file's name, found {found}")
    if not STRENGTH.admits(strength):
        raise ParameterError("strength", f"strength: expected {STRENGTH}, found {show_value(strength)}")
    if space is not None and (not is_file_name(name) or name.lower().endswith(RECIPE)):
        raise ParameterError("space", f"space: expected a LUT file as base, found {show_value(name)}, made for sRGB")
    if not is_file_name(name):
        return Base(name, find_library_look(name), strength=float(strength))
    place = find_beside(name, recipe)
    if place.suffix.lower() == RECIPE:
        return Base(name, read_base_recipe(place, name, (*origins, Path(recipe).resolve())), strength=float(strength))
    from .. import formats

    return Base.of_lut(name, formats.read(place), float(strength), space)


def find_space(value: Any) -> LutSpace:
    """Return the color space that a recipe names.  Raises ParameterError."""
    from .lut_space import parse_lut_space

    try:
        if not isinstance(value, str):
            raise LutError(f'expected a color space\'s name, as in "v-log:rec709", found {show_value(value)}')
        return parse_lut_space(value)
    except LutError as error:
        raise ParameterError("space", f"space: {error}") from None


def find_library_look(name: str) -> Look:
    """Return the look of the library with that id."""
    for look in all_looks():
        if look.id == name:
            return look
    raise LutError(f"{unknown_name('look', name, [look.id for look in all_looks()])}; a file's name has an extension")


def read_base_recipe(place: Path, name: str, origins: tuple[Path, ...]) -> Look:
    """Read the recipe that another one starts from."""
    if place in origins:
        raise LutError(f"expected a recipe that does not start from this one, found {show_value(name)}")
    if len(origins) > LONGEST_CHAIN:
        raise LutError(f"expected at most {LONGEST_CHAIN} recipes that start from each other, found more")
    return read_recipe(place, origins)
