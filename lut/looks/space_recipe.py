"""Keep the color space that a LUT file is made for: as a recipe beside it, with which it is one look."""

from __future__ import annotations

import json
from pathlib import Path

from .. import formats
from ..errors import LutFormatError
from ..files.saving import save_file
from ..language import _
from .lut_space import LutSpace
from .own_looks import RECIPE


def write_space_recipe(file: Path, space: LutSpace) -> bool:
    """Write the recipe beside a LUT file, and return True; False if it is there already.

    Raises LutFormatError, and writes nothing, where another recipe has its name.
    """
    place, text = file.with_suffix(RECIPE), make_space_recipe(file, space).encode()
    if place.exists() and place.read_bytes() == text:
        return False
    refuse_other_recipe(file)
    save_file(text, place)
    return True


def keeps_space(file: Path, space: LutSpace | None) -> bool:
    """Return True if a LUT file is a look in that color space; None is sRGB, without a recipe."""
    place = file.with_suffix(RECIPE)
    if space is None or not place.exists():
        return space is None and not place.exists()
    return place.read_bytes() == make_space_recipe(file, space).encode()


def refuse_other_recipe(file: Path) -> None:
    """Raise LutFormatError where there is a recipe of a LUT file's name."""
    place = file.with_suffix(RECIPE)
    if place.exists():
        sentence = _("is there already; expected no recipe of that name, to keep the color space of {lut} in it")
        raise LutFormatError(place, None, sentence.format(lut=file.name))


def make_space_recipe(file: Path, space: LutSpace) -> str:
    """Return the recipe of a LUT file in a space, with the space of its results, guessed or not."""
    chosen = LutSpace(space.space, space.find_out(formats.read(file)))
    lines = {"from": file.name, "space": str(chosen)}
    fields = (f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in lines.items())
    return "\n".join([f"name = {json.dumps(file.stem, ensure_ascii=False)}", "", "[base]", *fields, ""])
