"""Import: list and preview the looks in a file or folder.

A file is a LUT, a recipe, or a pack of them.  A pack, a folder, or a file of several LUTs becomes a folder of looks
that is named like it, with the folders that are inside.  Looks are read one at a time, when they are asked for: a
collection of any size takes the memory of its largest file.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..boundary import explain_errors
from ..errors import LutError, LutFormatError, RecipeError
from ..files.names import fold_name, make_portable
from ..files.regular import ReopenedFile, open_regular, read_bytes
from ..language import _
from ..table import Lut
from .look import Look
from .own_looks import DEPTH, RECIPE, find_base_name
from .recipe import read_recipe
from .recipe_text import MAX_BYTES, is_file_name

if TYPE_CHECKING:
    from ..formats.collection import Collection

LONGEST, MOST_BYTES = 100, 200  # characters and bytes of a name without its ending; file systems hold 255 bytes


@dataclass(frozen=True)
class Offer:
    """A look that can be stored.

    source: what messages call it.  inner: its name in a collection or in a file of several, else "".  place: where it
    goes in the folder of looks.  data: the file's bytes.  parse: them → a LUT or a recipe's look.  The last two raise
    LutError.  base: the bytes of the table that a recipe starts from and that is stored beside it, and its name.
    """

    source: str
    inner: str
    place: PurePosixPath
    data: Callable[[], bytes]
    parse: Callable[[bytes], Lut | Look]
    base: tuple[str, Callable[[], bytes]] | None = None


@dataclass
class Offers:
    """The looks in a file or folder, in its order.

    folder: inside that of the looks, or "".  skipped: by name, why one is not offered; it grows as looks are listed.
    """

    folder: str
    looks: list[Offer] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def read_offers(file: Path) -> Offers:
    """List the looks in a file or folder; most are parsed when asked for.  Raises LutFormatError."""
    from ..formats import PACK, find_format, read_contents, require_format
    from ..formats.collection import Tree
    from ..formats.format import HEAD_BYTES
    from ..formats.pack import Pack

    with explain_errors(file):
        if file.is_dir():
            return read_collection(file, safe_name(file.absolute().name), Tree(file, find_format))
        if file.suffix.lower() == RECIPE:
            return Offers("", [offer_recipe_file(file)])
        with open_regular(file) as opened:
            kind = require_format(file, opened.read(HEAD_BYTES))
        if kind is PACK:
            return read_collection(file, safe_name(file.stem), Pack(ReopenedFile(file), find_format))
        kind, data = read_contents(file)[:2]
        luts = kind.read_all(data) if kind.read_all is not None else {}
        if len(luts) > 1:
            folder = safe_name(file.stem)
            return Offers(folder, list(split_luts(luts, str(file), PurePosixPath(folder))))
        place = PurePosixPath(safe_name(file.stem) + file.suffix)
        return Offers("", [Offer(str(file), "", place, lambda: data, kind.read)])


def offer_recipe_file(file: Path) -> Offer:
    """Offer a recipe, with the table of its name that it starts from."""
    data = read_bytes(file, MAX_BYTES)
    place = PurePosixPath(safe_name(file.stem) + RECIPE)
    base = find_base_name(data.decode("utf-8-sig", "replace"))
    beside = file.with_name(base) if base and is_file_name(base) and "/" not in base and "\\" not in base else None
    if beside is None or fold_name(beside.stem) != fold_name(file.stem) or not beside.is_file():
        return Offer(str(file), "", place, lambda: data, lambda data: parse_recipe(file))
    part = (beside.name, partial(read_bytes, beside))
    return Offer(str(file), "", place, lambda: data, partial(parse_recipe_and_base, str(place), part), part)


def read_collection(file: Path, name: str, opened: Collection) -> Offers:
    """List the looks in a pack or a folder."""
    from ..formats.collection import find_luts

    result = Offers(name, skipped=opened.skipped)
    folder = PurePosixPath(name)
    found = dict(find_luts(opened))
    names = [place for place in opened.names() if place in found or place.suffix.lower() == RECIPE]
    inside = find_common_folder(names, name)
    recipes = {place: find_base(place, opened) for place in names if place.suffix.lower() == RECIPE}
    for place in names:
        source, target = f"{file}: {place}", folder / place_in_tree(place.relative_to(inside))
        if place in recipes:
            opened.skipped.pop(str(place), None)  # it is no LUT, but a look
            base = recipes[place]
            part = None if base is None else (base.name, partial(opened.contents, base))
            parse = partial(parse_recipe_and_base, place.name, part)
            result.looks.append(Offer(source, str(place), target, partial(opened.contents, place), parse, part))
        elif place not in recipes.values():
            result.looks += offer_luts(place, found[place].read, found[place].read_all, opened, file, target)
    if not result.looks and not result.skipped:
        raise LutFormatError("", None, _("expected LUT files or recipes, found none"))
    return result


def offer_luts(
    name: PurePosixPath,
    read: Callable[[bytes], Lut],
    read_all: Callable[[bytes], Mapping[str, Lut]] | None,
    opened: Collection,
    file: Path,
    target: PurePosixPath,
) -> Iterator[Offer]:
    """Offer the LUT in a file of a collection, or those in a file of several."""
    luts: Mapping[str, Lut] = {}
    if read_all is not None:
        try:
            with explain_errors():
                luts = read_all(opened.contents(name))
        except LutError as error:
            opened.skipped[str(name)] = str(error)
            return
    if len(luts) > 1:
        yield from split_luts(luts, str(file), target.with_suffix(""), str(name.with_suffix("")))
    else:
        yield Offer(f"{file}: {name}", str(name), target, partial(opened.contents, name), read)


def split_luts(luts: Mapping[str, Lut], source: str, folder: PurePosixPath, stem: str = "") -> Iterator[Offer]:
    """Convert each LUT of a file that holds several to a .cube file.  stem: of the file, where it lies in a pack."""
    from ..formats import cube

    for inner in luts:
        name = f"{stem}/{inner}" if stem else inner
        place = folder / flatten_name(PurePosixPath(inner + ".cube"))
        yield Offer(f"{source}: {name}", name, place, partial(convert_to_cube, luts, inner), cube.FORMAT.read)


def convert_to_cube(luts: Mapping[str, Lut], name: str) -> bytes:
    from ..formats import cube

    assert cube.FORMAT.write is not None
    return cube.FORMAT.write(luts[name])


def find_base(recipe: PurePosixPath, opened: Collection) -> PurePosixPath | None:
    """Find the table of a recipe's own name that it starts from, in its own folder of a collection."""
    try:
        text = opened.contents(recipe, MAX_BYTES).decode("utf-8-sig", "replace")
    except LutError:
        return None
    base = find_base_name(text)
    near = [place for place in opened.names() if place.parent == recipe.parent and place.suffix.lower() != RECIPE]
    return next((place for place in near if base and fold_name(place.name) == fold_name(base)), None)


def parse_recipe(file: Path) -> Look:
    """Return the look of a recipe that needs no other file."""
    look = read_recipe(file)
    if look.base is not None and is_file_name(look.base.name):
        sentence = _("starts from {base}: put both files into the folder of your looks")
        raise RecipeError(file, None, sentence.format(base=look.base.name))
    return look


def parse_recipe_and_base(name: str, base: tuple[str, Callable[[], bytes]] | None, data: bytes) -> Look:
    """Return the look of a recipe's bytes.  Its base is a file of its name beside it, a look of ours, or none."""
    with tempfile.TemporaryDirectory(prefix="camera-looks-") as folder:
        file = Path(folder, safe_name(Path(name).stem) + RECIPE)
        file.write_bytes(data)
        if base is None:
            return parse_recipe(file)
        if fold_name(Path(base[0]).stem) != fold_name(Path(name).stem):
            sentence = _("starts from {base}: put both files into the folder of your looks")
            raise LutFormatError("", None, sentence.format(base=base[0]))
        file.with_name(base[0]).write_bytes(base[1]())
        return read_recipe(file)


def find_common_folder(names: list[PurePosixPath], name: str) -> PurePosixPath:
    """Return the folder that a collection has inside and that is called like itself: it says nothing new."""
    tops = {place.parts[0] for place in names}
    only = tops.pop() if len(tops) == 1 else ""
    is_folder = PurePosixPath(only) not in names
    return PurePosixPath(only if is_folder and fold_name(safe_name(only)) == fold_name(name) else "")


def place_in_tree(name: PurePosixPath) -> PurePosixPath:
    """Return where a file of a collection goes: in the same folders, under names that every system takes.

    Folders that are too deep to be listed become a part of the file's name.
    """
    folders = name.parent.parts
    kept = folders[: DEPTH - 2]  # the folder of all looks is one, and the collection's own
    rest = PurePosixPath(*folders[len(kept) :], name.name)
    return PurePosixPath(*map(safe_name, kept), flatten_name(rest))


def flatten_name(name: PurePosixPath) -> str:
    """Return a file's name for a folder without folders: ``Film/Warm.cube`` is ``Film - Warm.cube``."""
    return safe_name(" - ".join(name.with_suffix("").parts)) + name.suffix.lower()


def safe_name(name: str) -> str:
    """Return a name that every system takes, without ending, in Unicode's composed form."""
    composed = unicodedata.normalize("NFC", name)
    return make_portable(make_portable(composed)[:LONGEST].encode()[:MOST_BYTES].decode(errors="ignore")) or "LUT"
