"""Rename the user's own looks, and copy any look into a recipe of the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..errors import LutError
from ..files.regular import read_bytes
from ..files.saving import save_file
from ..language import _
from ..looks import Look, own_looks
from ..looks.look import FileLook
from ..looks.look_recipe import write_look
from ..looks.recipe_edits import set_base, set_name
from ..looks.recipe_text import find_beside, is_file_name, read_text
from ..looks.template import quote_toml
from ..shared.look_names import OWN
from .baked_looks import load_look
from .creation import reserve_name

MOST = 1000  # names that are tried for a copy


def rename_look(identifier: str, name: str) -> str:
    """Give one of the user's own looks another name, and its files as well.  Return its id.

    Raises LutError, and changes nothing, where the name is taken, or another recipe starts from the look's file.
    """
    identifier, path, look = read_own(identifier)
    name = " ".join(name.split())
    part = own_looks.find_part(path, look)
    files = [file for file in (part, path) if file is not None]
    for recipe, file in find_users(files):
        sentence = _("“{recipe}” starts from {file}, and would no longer find it.")
        raise LutError(sentence.format(recipe=recipe.stem, file=file.name))
    place = reserve_name(name, path.suffix, path.parent, own=path)
    if path.suffix.lower() == own_looks.RECIPE:
        text = set_name(read_text(path), name)
        save_file((set_base(text, place.stem + part.suffix) if part else text).encode(), path)
    for file in files:
        file.rename(place.with_suffix(file.suffix))
    present = find_id(place)
    if present != identifier:
        own_looks.keep_former_id(identifier, present)
    return present


def copy_look(identifier: str, name: str = "") -> tuple[str, Path]:
    """Copy a look into a recipe in the user's folder, with the LUT that it starts from.  Return its id and file.

    name: of the copy; by default the look's own, with a word for the copy.
    """
    if not identifier.startswith(OWN):
        look = load_look(identifier)
        place = choose_name(name, look.name)
        save_file(write_look(look, name or place.stem).encode(), place)
        return find_id(place), place
    _identifier, path, look = read_own(identifier)
    place = choose_name(name, look.name, path.parent)
    called = name or place.stem
    lut_file = path if isinstance(look, FileLook) else own_looks.find_part(path, look)
    beside = place.with_suffix(lut_file.suffix) if lut_file else None
    if isinstance(look, FileLook):
        assert beside is not None
        text = f"name = {quote_toml(called)}\nbase = {quote_toml(beside.name)}\nsteps = [\n]\n"
    else:
        text = set_name(read_text(path), called)
        text = set_base(text, beside.name) if beside else text
    if lut_file and beside:
        save_file(read_bytes(lut_file), beside)
    save_file(text.encode(), place)
    return find_id(place), place


def choose_name(name: str, original: str, folder: Path | None = None) -> Path:
    """Choose the recipe's file: of that name, or of the first one after the original's that is free."""
    if name:
        return reserve_name(name, own_looks.RECIPE, folder)
    for number in range(1, MOST):
        called = _("{look} copy").format(look=original) if number == 1 else f"{original} {number}"
        try:
            return reserve_name(called, own_looks.RECIPE, folder)
        except LutError:
            if number == MOST - 1:
                raise
    raise AssertionError


def read_own(identifier: str) -> tuple[str, Path, Look]:
    found = own_looks.require_file(identifier)
    return (*found, own_looks.read_look(*found))


def find_users(files: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Find other recipes that start from one of these files: each with the file."""
    wanted = {file.resolve(): file for file in files}
    for recipe in own_looks.find_candidates(files[0].parent):
        if recipe.suffix.lower() != own_looks.RECIPE or recipe in files:
            continue
        try:
            base = own_looks.find_base_name(read_text(recipe))
            place = find_beside(base, str(recipe)) if base and is_file_name(base) else None
        except LutError:  # which the catalog tells
            continue
        if place in wanted:
            yield recipe, wanted[place]


def find_id(place: Path) -> str:
    return next(identifier for identifier, path in own_looks.look_files().items() if path == place)
