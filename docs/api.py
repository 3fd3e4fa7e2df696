"""Write docs/api.md from the docstrings of the library's public functions: ``python docs/api.py``."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "api.md"
sys.path.insert(0, str(DOCS.parent))

import lut
from lut import apply_lut, create, formats, images, looks

INTRODUCTION = """\
# The library's functions

<!-- Made by docs/api.py from the docstrings: change those. -->

[The Python library](library.md) shows how they go together. Examples begin with `import lut`, `import numpy as np` and
`from pathlib import Path`. Arrays have their shapes in parentheses: H and W are a picture's height and width in pixels,
N the lattice points along each axis.
"""
SECTIONS: dict[str, dict[str, Any]] = {
    "Read and write LUT files": {
        "lut.read": lut.read,
        "lut.formats.read_all": formats.read_all,
        "lut.write": lut.write,
    },
    "Apply a LUT": {"lut.apply": lut.apply, "lut.apply_lut.Applier": apply_lut.Applier},
    "LUTs": {
        "lut.Lut": lut.Lut,
        "lut.Lut.identity": lut.Lut.identity,
        "lut.Lut.from_shaper": lut.Lut.from_shaper,
        "lut.Lut.__call__": lut.Lut.__call__,
        "lut.Lut.resized": lut.Lut.resized,
        "lut.Lut.baked": lut.Lut.baked,
        "lut.Lut.blended": lut.Lut.blended,
        "lut.Lut.then": lut.Lut.then,
        "lut.Shaper": lut.Shaper,
    },
    "Looks": {
        "lut.looks.load": looks.load,
        "lut.looks.all_looks": looks.all_looks,
        "lut.looks.read_recipe": looks.read_recipe,
        "lut.looks.Look": looks.Look,
        "lut.looks.Look.bake": looks.Look.bake,
        "lut.looks.measure_scene": looks.measure_scene,
        "lut.looks.gray_result": looks.gray_result,
        "lut.looks.in_space": looks.in_space,
        "lut.looks.measure": looks.measure,
        "lut.looks.violations": looks.violations,
        "lut.looks.skin_violations": looks.skin_violations,
    },
    "Make LUTs": {
        "lut.fit": lut.fit,
        "lut.create.fit_pairs": create.fit_pairs,
        "lut.create.match": create.match,
        "lut.create.mixed": create.mixed,
        "lut.create.inverse": create.inverse,
        "lut.create.simplified": create.simplified,
    },
    "Photographs in files": {
        "lut.images.Picture": images.Picture,
        "lut.images.read": images.read,
        "lut.images.read_srgb": images.read_srgb,
        "lut.images.write": images.write,
        "lut.images.encode": images.encode,
    },
    "Errors": {
        "lut.LutError": lut.LutError,
        "lut.LutFormatError": lut.LutFormatError,
        "lut.RecipeError": lut.RecipeError,
        "lut.PixelError": lut.PixelError,
    },
}
HEADER = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)


class Section(NamedTuple):
    title: str
    text: str


def public() -> dict[str, Any]:
    """Every public function and class by its full name, in the page's order."""
    return {name: each for group in SECTIONS.values() for name, each in group.items()}


def sections(docstring: str) -> list[Section]:
    """Split a numpydoc docstring; the text in front of the first heading has no title."""
    parts = HEADER.split(docstring)
    return [Section("", parts[0].strip()), *map(Section, parts[1::2], (text.strip() for text in parts[2::2]))]


def items(text: str) -> Iterator[str]:
    """The entries of a section, one line each: the name as code, then its description."""
    for entry in re.split(r"\n(?=\S)", text):
        head, *description = entry.split("\n")
        name, colon, kind = head.partition(" : ")
        words = " ".join(line.strip() for line in description)
        yield f"- `{name}`{f' ({kind})' if colon else ''}{f': {words}' if words else ''}".replace("``", "`")


def as_markdown(section: Section) -> str:
    if section.title == "Examples":
        return f"```pycon\n{section.text}\n```\n"
    if not section.title:
        return section.text.replace("``", "`") + "\n"
    return f"**{section.title}**\n\n" + "\n".join(items(section.text)) + "\n"


def signature(name: str, each: Any) -> str:
    """The call as one writes it, without types, which the parameters have."""
    if isinstance(each, type) and issubclass(each, Exception):
        return name
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in inspect.signature(each).parameters.values()
        if parameter.name != "self"
    ]
    shown = [
        f"{each.name}=…" if "object at" in str(each) or "<factory>" in str(each) else str(each) for each in parameters
    ]
    return f"{name.removesuffix('.__call__')}({', '.join(shown)})"


def entry(name: str, each: Any) -> str:
    docstring = inspect.getdoc(each)
    assert docstring, f"{name} has no docstring"
    body = "\n".join(map(as_markdown, sections(docstring)))
    return f"\n### `{name}`\n\n`{signature(name, each)}`\n\n{body}"


def page() -> str:
    parts = [INTRODUCTION]
    for title, group in SECTIONS.items():
        parts.append(f"\n## {title}\n")
        parts += [entry(name, each) for name, each in group.items()]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
