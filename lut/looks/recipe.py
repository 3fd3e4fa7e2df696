"""Recipes: TOML to looks.

::

    maker = "Mine"              # the folder in the menu; each key of a look can be said once for all

    [[look]]
    id = "evening"              # lower-case letters, digits and hyphens
    name = "Evening"
    steps = [                   # in this order; steps.py has them all, with their parameters
      { tone = { mid = -0.1, contrast = 1.1 } },
      { saturation = { gain = 0.9, skin = 0.5 } },
    ]
    finish = [{ vignette = { amount = 0.3 } }]

    [look.variants.night]       # for another scene, indoor or night: its own steps instead of the look's
    steps = [
      { tone = { mid = 0.0, contrast = 1.05 } },
    ]

A recipe with a single look may leave ``[[look]]`` out, and writes ``[variants.night]``.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import Any, NoReturn

from ..errors import RecipeError
from .finish import FINISHES
from .look import Look, Step
from .parameter import ParameterError, checked, unknown
from .scene import SCENES
from .steps import STEPS

KINDS: dict[str, tuple[type, str]] = {
    "id": (str, "text"),
    "name": (str, "text"),
    "maker": (str, "text"),
    "phone": (str, "text"),
    "year": (int, "a whole number"),
    "character": (str, "text"),
    "rests_on": (str, "text"),
    "steps": (list, "a list of steps"),
    "finish": (list, "a list of finishing steps"),
    "variants": (dict, "tables as [variants.night]"),
}
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_recipe(path: str | PathLike[str]) -> Look:
    """The one look of a recipe file."""
    looks = read_recipes(path)
    if len(looks) != 1:
        raise RecipeError(path, None, f"expected a recipe with one look, found {len(looks)}")
    return looks[0]


def read_recipes(path: str | PathLike[str]) -> tuple[Look, ...]:
    """All looks of a recipe file, in its order."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RecipeError(path, None, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RecipeError(path, None, "expected a TOML file in UTF-8, found other bytes") from None
    return parse(text, fspath(path))


def parse(text: str, path: str = "") -> tuple[Look, ...]:
    """All looks of a recipe; path is for its messages, and names a look that has no id."""
    return Parser(text, path).looks()


class Parser:
    """One recipe's text, and where in it things are."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.line: int | None = None  # where the look being parsed starts

    def looks(self) -> tuple[Look, ...]:
        document = self.document()
        entries = document.pop("look", None)
        if entries is None:
            return (self.look({"id": self.stem()} | document),)
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.fail("look", "expected looks as [[look]] tables")
        starts = [number for number, line in enumerate(self.text.splitlines(), 1) if re.match(r"\s*\[\[look\]\]", line)]
        found = []
        for index, entry in enumerate(entries):
            self.line = starts[index] if len(starts) == len(entries) else None
            found.append(self.look(document | entry))
        for index, look in enumerate(found):
            if look.id in (other.id for other in found[:index]):
                self.line = starts[index] if len(starts) == len(entries) else None
                self.fail("id", f"id: expected an id of its own, found {look.id!r} again")
        return tuple(found)

    def document(self) -> dict[str, Any]:
        if sys.version_info >= (3, 11):
            import tomllib
        else:
            import tomli as tomllib  # the same parser, before it was taken into the standard library
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r" \(at line (\d+), column \d+\)", str(error))
            sentence = str(error).replace(at[0], "") if at else str(error)
            line = int(at[1]) if at else None
            raise RecipeError(self.path, line, f"not valid TOML: {sentence}") from None

    def look(self, entry: dict[str, Any]) -> Look:
        for key, value in entry.items():
            if key not in KINDS:
                self.fail(key, unknown("key", key, KINDS))
            kind, words = KINDS[key]
            if not isinstance(value, kind) or isinstance(value, bool):
                self.fail(key, f"{key}: expected {words}, found {value!r}")
        for key in ("id", "steps"):
            if key not in entry:
                self.fail(key, f"{key}: expected {KINDS[key][1]}, found nothing")
        if not IDENTIFIER.fullmatch(entry["id"]):
            self.fail("id", f"id: expected lower-case letters, digits and hyphens, found {entry['id']!r}")
        values = {"name": entry["id"].replace("-", " ").title()} | entry
        values["steps"] = self.steps(entry["steps"])
        values["variants"] = {name: self.variant(name, table) for name, table in entry.get("variants", {}).items()}
        finish = (self.named(item, FINISHES, "finishing step") for item in entry.get("finish", ()))
        values["finish"] = tuple(FINISHES[name](**found) for name, found in finish)
        look = Look(**values)
        for scene, steps in look.variants.items():
            if replace(look, steps=steps).monochrome != look.monochrome:
                result = "monochrome" if look.monochrome else "in color"
                self.fail(scene, f"variants.{scene}: expected steps whose result is {result}, as the look's own is")
        return look

    def steps(self, items: list[Any]) -> tuple[Step, ...]:
        return tuple(Step(*self.named(item, STEPS, "step")) for item in items)

    def variant(self, name: str, table: Any) -> tuple[Step, ...]:
        """The steps of a ``[variants.name]`` table."""
        others = SCENES[1:]
        if name not in others:
            hint = f"the look's own steps are for the {name}" if name in SCENES else unknown("variant", name, others)
            self.fail(name, f"variants.{name}: {hint}")
        if not isinstance(table, dict) or not isinstance(table.get("steps"), list) or len(table) > 1:
            self.fail(name, f"variants.{name}: expected steps = a list of steps, found {table!r}")
        return self.steps(table["steps"])

    def named(self, item: Any, known: dict[str, Any], kind: str) -> tuple[str, dict[str, Any]]:
        """``{ name = { parameter = value, … } }`` as a name that is known, and parameters it takes."""
        if not isinstance(item, dict) or len(item) != 1 or not isinstance(next(iter(item.values())), dict):
            self.fail(None, f"expected a {kind} as {{ name = {{ parameter = value, … }} }}, found {item!r}")
        (name, values), *_ = item.items()
        if name not in known:
            self.fail(name, unknown(kind, name, known))
        try:
            return name, checked(known[name], values)
        except ParameterError as error:
            where = error.key if error.key in values else name
            self.fail(where, f"{name}.{error.key}: {error}", values.get(error.key))

    def fail(self, key: str | None, sentence: str, value: Any = None) -> NoReturn:
        raise RecipeError(self.path, self.find(key, value), sentence)

    def find(self, key: str | None, value: Any) -> int | None:
        """The first line of the look that sets key, to that value if it can be found; else where the look starts."""
        if key is None:
            return self.line
        sets = re.compile(rf"""(?:^|[\s{{,.\["']){re.escape(key)}["']?\s*[=\]]""")
        lines = [
            (number, line)
            for number, line in enumerate(self.text.splitlines(), 1)
            if number >= (self.line or 1) and sets.search(line.split("#")[0])
        ]
        exact = [number for number, line in lines if value is not None and repr(value).strip("'") in line]
        return exact[0] if exact else lines[0][0] if lines else self.line

    def stem(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", Path(self.path).stem.lower()).strip("-") or "look"
