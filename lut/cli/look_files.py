"""Open the looks, LUT files and photographs that a command names, and write its LUT."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import LutFormatError
from .terminal import say

if TYPE_CHECKING:
    from ..images import ColorError, Picture
    from ..images.picture import PictureFormat
    from ..looks import Look
    from ..looks.lut_space import LutSpace
    from ..table import Lut

RECIPE = ".toml"
RECIPE_SIZE = 33
TABLES = 16  # of a recipe, by scene: pictures by day share one
WAY_ROUND = "--ignore-profile uses the stored numbers without conversion"


@dataclass(frozen=True)
class Source:
    """A look, and its tables: ``table(weights)`` for a scene, ``table(None)`` by day or where there are no scenes.

    for_raw: the table for raw files, whose numbers are a scene's light, where it is another one.
    """

    look: Look
    table: Callable[[Mapping[str, float] | None], Lut]
    for_raw: Lut | None = None


def load_look(text: str) -> Look:
    """Load a look by its id, or read a recipe file."""
    from .. import looks

    return looks.read_recipe(text) if is_recipe(text) else looks.load(text)


def open_look(text: str) -> Source:
    """Open a look, by its id or recipe file, with its tables."""
    look = load_look(text)
    if look.placed is not None:
        return Source(look, lambda scene: look.table("day"), look.placed.for_raw)
    if not is_recipe(text):
        from ..engine.baked_looks import find_look, find_table

        return Source(look, lambda scene: find_table(find_look(text), scene))

    @lru_cache(maxsize=TABLES)
    def bake(weights: tuple[tuple[str, float], ...]) -> Lut:
        return look.bake(RECIPE_SIZE, dict(weights))

    return Source(look, lambda scene: bake(tuple(look.weights(scene).items())))


def open_lut(text: str, space: LutSpace | None = None) -> Source:
    """Open a LUT file, as a look that has nothing but its table.  space: that it is made for, sRGB by default."""
    from .. import formats
    from ..looks import Look

    if is_recipe(text):
        sentence = "expected a LUT file, found a recipe: `apply --look` takes it, and `bake` makes a LUT of it"
        raise LutFormatError(text, None, sentence)
    own = formats.read(text)
    look = Look("", Path(text).stem)
    if space is None:
        return Source(look, lambda scene: own)
    table = space.place(own)
    return Source(look, lambda scene: table, space.place(own, scene_light=True))


def open_look_or_lut(text: str) -> Source:
    """Open a look by its id, a recipe or a LUT file, told apart by the text."""
    return open_lut(text) if names_lut(text) else open_look(text)


def load_look_or_lut(text: str) -> Look:
    """Load a look by its id, a recipe, or a LUT file as a look that has nothing but its table."""
    from ..looks.look import FileLook

    return FileLook("", Path(text).stem, path=Path(text)) if names_lut(text) else load_look(text)


def names_lut(text: str) -> bool:
    """Return True if a text names a LUT file, and neither a look nor a recipe."""
    return not is_recipe(text) and bool(Path(text).suffix or Path(text).exists())


def is_recipe(text: str) -> bool:
    return text.lower().endswith(RECIPE)


def read_photo(
    path: str | PathLike[str],
    ignore_profile: bool,
    target: PictureFormat | None = None,
    processes: int = 1,
    sdr: bool = False,
) -> Picture:
    """Read a photograph.  A ColorError also names the option that helps."""
    from .. import images

    try:
        return images.read(path, target, processes, ignore_profile, sdr=sdr)
    except images.ColorError as error:
        raise name_way_round(error) from None


def name_way_round(error: ColorError) -> ColorError:
    """Return an error about a color profile that also names the option that helps."""
    return type(error)(error.path, error.line, f"{error.sentence}; {WAY_ROUND}")


def refuse_source(out: str | Path, sources: Iterable[str | Path], sentence: str) -> None:
    """Raise LutFormatError where the file to write is one of the files that are read.  sentence: {} is that file."""
    place = Path(out)
    for source in sources:
        if place.exists() and Path(source).exists() and place.samefile(source):
            raise LutFormatError(out, None, sentence.format(source))


def write_lut(lut: Lut, out: str, *sources: str) -> None:
    """Write a LUT, and print its notes.  Raises LutFormatError where OUT is one of the files it was made from."""
    from .. import formats

    refuse_source(out, sources, "is {} itself; expected another name")
    formats.write(lut, out)
    say(f"{out} written.")
    say_notes(lut.notes)


def say_notes(notes: Iterable[str]) -> None:
    for note in notes:
        say(f"Note: {note.rstrip('.')}.")


def say_left_out(look: Look) -> None:
    """Print which parts of a look a LUT cannot hold."""
    from ..looks.exporting import describe_left_out

    say_notes(filter(None, [describe_left_out(look)]))
