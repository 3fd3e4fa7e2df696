"""Change single texts of a recipe, and leave all else as it was written: comments, order and spaces."""

from __future__ import annotations

import re
from typing import Any

from ..errors import LutError
from ..language import _
from .recipe_text import parse_document
from .template import quote_toml
from .toml_positions import Place, find_lines

QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*')"""


def set_name(text: str, name: str) -> str:
    """Give the look of a recipe another name.  Raises LutError where that is beyond a change of one line."""
    document = parse_document(text)
    looks = document.get("look")
    inside = isinstance(looks, list) and len(looks) == 1 and isinstance(looks[0], dict) and "name" in looks[0]
    place: Place = ("look", 0, "name") if inside else ("name",)
    if inside or "name" in document:
        return replace_text(text, place, name)
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
    lines.insert(first, f"name = {quote_toml(name)}")
    return check_change("\n".join(lines), {**document, "name": name})


def set_base(text: str, file: str) -> str:
    """Have a recipe start from another file.  Raises LutError where that is beyond a change of one line."""
    document = parse_document(text)
    looks = document.get("look")
    inside = isinstance(looks, list) and len(looks) == 1 and isinstance(looks[0], dict) and "base" in looks[0]
    table: dict[str, Any] = looks[0] if isinstance(looks, list) and inside else document
    place: Place = ("look", 0, "base") if inside else ("base",)
    return replace_text(text, (*place, "from") if isinstance(table["base"], dict) else place, file)


def replace_text(text: str, place: Place, value: str) -> str:
    """Replace the text of a key in its line."""
    document, found = parse_document(text), find_lines(text)
    lines = text.split("\n")
    number = found[place] - 1
    key = re.compile(rf"((?:^|[\s{{,.])(?:{place[-1]}|\"{place[-1]}\")\s*=\s*){QUOTED}")
    lines[number] = key.sub(lambda match: match[1] + quote_toml(value), lines[number], count=1)
    table: Any = document
    for part in place[:-1]:
        table = table[part]
    table[place[-1]] = value
    return check_change("\n".join(lines), document)


def check_change(text: str, expected: dict[str, Any]) -> str:
    """Return a changed text if that is what it says now; LutError otherwise."""
    try:
        found = parse_document(text)
    except LutError:
        found = {}
    if found != expected:
        raise LutError(_("The recipe is written in a way that only a text editor can change: edit the recipe."))
    return text
