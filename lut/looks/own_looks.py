"""The user's own looks: recipes and LUT files in one folder, each a look with an id of its own.

A file ``Evening Light.toml`` is ``my-evening-light``; what lies in folders inside (packs, collections) is named after
them as well, and each folder is a group.  A LUT file that the recipe of the same name starts from is a part of that
look.  Nothing is registered anywhere: what lies there is a look, and what is taken away is none.

Ids are made of names in Unicode's composed form (NFC).  macOS has names decomposed (NFD, "é" as e and an accent), and
so have files that come from there: with ids made of them as they are, the same look would have another id elsewhere.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..boundary import explain_errors
from ..errors import LutError, LutFormatError
from ..files.json_input import read_object
from ..files.regular import read_bytes
from ..language import _
from ..shared.folders import former_ids, user_looks
from ..shared.look_names import OWN

if TYPE_CHECKING:
    from .look import Look

RECIPE, PACK = ".toml", ".zip"
NO_LOOKS = {PACK, ".jpg", ".jpeg"}  # a pack is imported first; a JPEG beside LUTs shows what they do
DEPTH = 8  # the folder itself, packs in it, and the folders in these
MOST = 5000  # files: a folder that holds more was not meant for looks
MOST_LOOKS = 10_000  # in all folders


def look_files() -> dict[str, Path]:
    """List every look's file by the look's id, in the order of names."""
    return assign_ids(leave_out_bases(list(find_candidates(user_looks()))), "NFC")


def leave_out_bases(places: list[Path]) -> list[Path]:
    """Leave out LUT files that the recipe of the same name starts from."""
    recipes = {composed(place.with_suffix("")): place for place in places if place.suffix.lower() == RECIPE}
    return [place for place in places if not is_base(place, recipes.get(composed(place.with_suffix(""))))]


def composed(name: Path | str) -> str:
    return unicodedata.normalize("NFC", str(name))


def is_base(place: Path, recipe: Path | None) -> bool:
    """Return True if a recipe starts from a file beside it."""
    if recipe is None or recipe == place:
        return False
    from .recipe_text import read_text

    try:
        text = read_text(recipe)
    except LutError:  # which the catalog tells
        return False
    return composed(find_base_name(text)) == composed(place.name)


def find_base_name(recipe: str) -> str:
    """Return the name of the look or file that a recipe's text starts from; empty where it names none."""
    from .recipe_text import parse_document

    try:
        base = parse_document(recipe).get("base")
    except LutError:
        return ""
    name = base.get("from") if isinstance(base, dict) else base
    return name if isinstance(name, str) else ""


def assign_ids(places: list[Path], form: Literal["NFC", "NFD"]) -> dict[str, Path]:
    """Assign ids to files, with names in that normal form of Unicode."""
    found: dict[str, Path] = {}
    for place in places:
        inside = place.relative_to(user_looks()).with_suffix("")
        name = OWN + slug(Path(unicodedata.normalize(form, str(inside))))
        if name in found:  # film.cube beside film.toml
            name += "-" + slug(Path(place.suffix))
        found.setdefault(name, place)
    return found


def renamed_ids(known: Mapping[str, Path] | None = None) -> dict[str, str]:
    """Return the ids that looks have now by former ones.

    These are of looks that were renamed, and what earlier versions gave to decomposed names, and beside bases.
    known: what ``look_files`` gave.
    """
    now = look_files() if known is None else known
    ids = {place: identifier for identifier, place in now.items()}
    every = list(find_candidates(user_looks()))
    before = assign_ids(every, "NFD") | assign_ids(every, "NFC")
    found = {former: ids[place] for former, place in before.items() if place in ids} | read_former_ids()
    return {former: present for former, present in found.items() if former not in now and present in now}


def read_former_ids() -> dict[str, str]:
    """Read the ids of looks that were renamed, by their former ones; empty where nothing can be understood."""
    place = former_ids()
    try:
        with explain_errors(place):
            found = read_object(read_bytes(place))
    except LutError:
        return {}
    return {former: present for former, present in found.items() if isinstance(present, str)}


def keep_former_id(former: str, present: str) -> None:
    """Note that a look has got another id."""
    from ..files.saving import save_file

    known = read_former_ids()
    found = {each: present if now == former else now for each, now in known.items()} | {former: present}
    found.pop(present, None)
    save_file(json.dumps(found, indent=1).encode(), former_ids())


def find_part(path: Path, look: Look) -> Path | None:
    """Return the LUT file that a recipe's look starts from and that is a part of it; None where there is none."""
    if look.base is None or path.suffix.lower() != RECIPE or composed(Path(look.base.name).stem) != composed(path.stem):
        return None
    part = path.with_name(look.base.name)
    return part if part.is_file() else None


def find_file(identifier: str) -> tuple[str, Path] | None:
    """Find a look's id and file by its id or a former one; None where there is none."""
    known = look_files()
    if identifier not in known:
        identifier = renamed_ids(known).get(identifier, identifier)
    return (identifier, known[identifier]) if identifier in known else None


def find_candidates(place: Path) -> Iterator[Path]:
    """Yield recipes and LUT files in a folder and those inside, by their extensions, without hidden ones."""
    return islice(walk_folder(place, DEPTH, set()), MOST_LOOKS)


def walk_folder(place: Path, depth: int, seen: set[tuple[int, int]]) -> Iterator[Path]:
    """Yield the candidates in a folder.  seen: the folders that were there already, to which links may lead again."""
    entries = list_entries(place)
    if not entries or is_seen(place, seen):
        return
    from .. import formats

    readable = {extension for kind in formats.FORMATS for extension in (*kind.extensions, *kind.read_only)}
    known = {RECIPE, *readable} - NO_LOOKS
    for entry in entries:
        if entry_is(entry, os.DirEntry.is_dir) and depth > 1:
            yield from walk_folder(Path(entry.path), depth - 1, seen)
        elif entry_is(entry, os.DirEntry.is_file) and Path(entry.name).suffix.lower() in known:
            yield Path(entry.path)


def is_seen(place: Path, seen: set[tuple[int, int]]) -> bool:
    """Return True if a folder was there before; add it."""
    try:
        status = place.stat()
    except OSError:
        return True
    identity = status.st_dev, status.st_ino
    if identity in seen:
        return True
    seen.add(identity)
    return False


def entry_is(entry: os.DirEntry[str], kind: Callable[[os.DirEntry[str]], bool]) -> bool:
    """Return True if an entry is, or links to, a file or folder of that kind; a ring of links leads nowhere."""
    try:
        return kind(entry)
    except OSError:
        return False


def list_left_out() -> Iterator[str]:
    """Yield a sentence on each pack in the folder itself, and on each folder that cannot be listed whole."""
    place = user_looks()
    for entry in list_entries(place):
        if Path(entry.name).suffix.lower() == PACK and not entry_is(entry, os.DirEntry.is_dir):
            yield _("{pack}: a pack is not read where it lies: import it").format(pack=entry.path)
    if not place.exists():
        return
    yield from list_faults(place, DEPTH, set())
    if sum(1 for _found in islice(walk_folder(place, DEPTH, set()), MOST_LOOKS + 1)) > MOST_LOOKS:
        sentence = f"expected at most {MOST_LOOKS:,} looks in all folders: those behind {MOST_LOOKS:,} are left out"
        yield str(LutFormatError(place, None, sentence))


def list_faults(place: Path, depth: int, seen: set[tuple[int, int]]) -> Iterator[str]:
    """Yield a sentence on each folder that is too large, too deep or not to be read."""
    if is_seen(place, seen):
        return
    try:
        with explain_errors(place):
            entries = list_visible(place)
            if (count := len(entries)) > MOST:
                sentence = f"expected at most {MOST:,} files, found {count:,}: those behind {MOST:,} are left out"
                raise LutFormatError(place, None, sentence)
    except LutError as error:
        yield str(error)
        entries = list_entries(place)
    for entry in entries:
        if entry_is(entry, os.DirEntry.is_dir):
            if depth > 1:
                yield from list_faults(Path(entry.path), depth - 1, seen)
            else:
                sentence = f"expected folders at most {DEPTH - 1} deep: what is in this one is left out"
                yield str(LutFormatError(entry.path, None, sentence))


def list_entries(place: Path) -> list[os.DirEntry[str]]:
    """List what is in a folder and not hidden, in the order of names, up to ``MOST``."""
    try:
        return list_visible(place)[:MOST]
    except OSError:
        return []


def list_visible(place: Path) -> list[os.DirEntry[str]]:
    with os.scandir(place) as found:
        return sorted((one for one in found if not one.name.startswith(".")), key=lambda one: one.name.casefold())


def load_own_look(identifier: str) -> Look:
    """Load the user's look of that id.  Raises RecipeError or LutError where its file is broken or gone."""
    return read_look(*require_file(identifier))


def require_file(identifier: str) -> tuple[str, Path]:
    """Find a look's id and file by its id or a former one.  Raises LutError where there is none."""
    found = find_file(identifier)
    if found is None:
        sentence = _("There is no look of your own {look!r}: its file was renamed or deleted.")
        raise LutError(sentence.format(look=identifier))
    return found


def read_look(identifier: str, path: Path) -> Look:
    """Read the look in a file, under that id; a LUT file is parsed when its table is asked for."""
    from .look import MY_LOOKS, FileLook
    from .recipe import read_recipe

    # A folder is a group of its own: its heading is the way there.
    inside = path.parent.relative_to(user_looks()).parts if path.parent.is_relative_to(user_looks()) else ()
    group = " / ".join(inside or (path.parent.name,))
    maker = MY_LOOKS if path.parent == user_looks() else f"{MY_LOOKS} · {group}"
    origin = _("From {file}.").format(file=path.name)
    if path.suffix.lower() == RECIPE:
        look = read_recipe(path)
        return replace(look, id=identifier, maker=maker, character=look.character or origin)
    return FileLook(identifier, path.stem, maker, character=origin, path=path)


def slug(path: Path) -> str:
    """Return a path as lower-case ASCII letters, digits and hyphens, which procedures' names are made of."""
    text = "-".join(path.parts).lower()
    plain = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    # A name in another script leaves nothing: its code points tell it apart.
    return plain or "-".join(f"{ord(letter):x}" for letter in text if letter.isalnum())[:80] or "look"
