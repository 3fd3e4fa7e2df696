"""Write what a fit found: a LUT file, or a recipe that has the LUT as its base and the local step after it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from .. import formats
from ..files.saving import save_file
from ..looks.parameter import to_toml
from ..looks.recipe import LONGEST, RECIPE
from .fit_lut import FittedLut

TABLE = ".cube"


def written_files(out: Path) -> tuple[Path, ...]:
    """Return the files that ``write_fitted`` writes for a name: a recipe comes with its table."""
    return (out.with_suffix(TABLE), out) if out.suffix.lower() == RECIPE else (out,)


def write_fitted(lut: FittedLut, out: Path) -> None:
    """Write a fitted LUT; as a recipe beside its table if ``out`` is named so."""
    table, *recipe = written_files(out)
    formats.write(lut, table)
    for place in recipe:
        save_file(recipe_text(lut, table).encode(), place)


def recipe_text(lut: FittedLut, table: Path) -> str:
    """Return a recipe that starts from a table beside it."""
    name = "".join(filter(str.isprintable, lut.title)).strip()[:LONGEST] or table.stem[:LONGEST]
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in (("name", name), ("base", table.name))]
    if lut.finish is not None:
        lines.append(f"finish = {to_toml([{'local_tone': asdict(lut.finish)}])}")
    return "\n".join([*lines, ""])
