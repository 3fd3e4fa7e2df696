"""Create looks: a draft is made of pictures or a file, tried on the picture, and saved under a name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import formats
from ..errors import LutError, LutFormatError
from ..files.names import fold_name, make_portable
from ..files.saving import save_file
from ..language import _
from ..looks import Look, own_looks, read_recipe
from ..looks.importing import parse_recipe, read_offers
from ..looks.recipe_text import read_text
from ..shared import folders
from ..shared.printable import printable
from ..table import Lut
from . import effects_lattice
from .messages import TYPES, Memory, ProtocolError

if TYPE_CHECKING:
    from ..create import FittedLut

HALF_LEVEL = 0.5 / 255
LONGEST_NAME = 60
DIGITS = 32  # of the hash in the name of a live filter's file


OnProgress = Callable[[float], None]  # takes the share of the work that is done, 0..1
Way = Callable[[Mapping[str, Any], list[NDArray[Any]], OnProgress], "Draft | None"]


def ignore_progress(share: float) -> None:
    """Take what nobody has asked for."""


@dataclass(frozen=True)
class Draft:
    """A look that is being made.

    lut, look: to apply.  report: sentences about it; details: those with its figures.
    recipe: the text to save instead of the table.  fitted: what a fit found, whose local step is the look's finish.
    """

    lut: Lut
    report: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    look: Look = Look("", "")  # noqa: RUF009 - frozen
    recipe: str | None = None
    fitted: FittedLut | None = None

    @classmethod
    def of_fit(cls, fitted: FittedLut, notes: Sequence[str] = ()) -> Draft:
        """Make a draft of what was fitted.  notes: sentences before the fit's own."""
        found, figures = (fitted.report.summary, fitted.report.details) if fitted.report else ((), ())
        look = Look("", "", finish=(fitted.finish,) if fitted.finish else ())
        return cls(fitted, (*notes, *found), figures, look, fitted=fitted)

    @property
    def has_local_tone(self) -> bool:
        """True if a local step was found, which only a recipe can keep."""
        return self.fitted is not None and self.fitted.finish is not None


def create_draft(message: dict[str, Any], material: Memory | None, progress: OnProgress) -> Draft | None:
    """Make the draft that a ``create`` message asks for; None where no LUT can hold the layer's effects.

    progress: called with the share that is done, 0..1, by ways that take long.
    """
    way = message.get("way")
    if way not in WAYS:
        raise ProtocolError(f"engine: expected one of {', '.join(WAYS)}; found {way!r}")
    pictures = [find_picture(place, material) for place in message.get("pictures", ())]
    return WAYS[way](message, pictures, progress)


def fit_to_pairs(message: Mapping[str, Any], pictures: list[NDArray[Any]], progress: OnProgress) -> Draft:
    from ..create import fit_pairs

    return Draft.of_fit(fit_pairs(list(zip(pictures[::2], pictures[1::2], strict=True))))


def match_reference(message: Mapping[str, Any], pictures: list[NDArray[Any]], progress: OnProgress) -> Draft:
    from ..create import match

    photo, *references = pictures
    matched = match(photo, references, strength=message["strength"])
    told = (matched.report.summary, matched.report.details) if matched.report else ((), ())
    return Draft(matched, *told)


def collect_effects(message: Mapping[str, Any], pictures: list[NDArray[Any]], progress: OnProgress) -> Draft | None:
    for each in pictures:
        if each.shape[:2] != effects_lattice.picture_shape(message["size"]) or each.dtype != np.float32:
            raise ProtocolError("engine: create: expected pictures as 'arrange' made them, found others")
    found = effects_lattice.collect_lut(message["size"], pictures)
    if found is None:
        return None
    half = found.resized((found.size + 1) // 2)
    enough = np.abs(half.resized(found.size).table - found.table).max() <= HALF_LEVEL
    chosen = half if enough else found
    report = _("The effects are held by a table of {size} × {size} × {size} colors.").format(size=chosen.size)
    return Draft(chosen, (report,))


def read_hald(message: Mapping[str, Any], pictures: list[NDArray[Any]], progress: OnProgress) -> Draft:
    from ..formats import hald

    found = hald.from_pixels(pictures[0])
    return Draft(found, found.notes)


def read_file(message: Mapping[str, Any], pictures: list[NDArray[Any]], progress: OnProgress) -> Draft:
    path = Path(message["file"])
    if path.suffix.lower() == own_looks.RECIPE:
        look = read_recipe(path) if path.parent == folders.user_looks() else parse_recipe(path)
        return Draft(look.bake(), look=look, recipe=read_text(path))
    brought = len(read_offers(path).looks)
    if brought > 1:
        sentence = _("expected one look, found {count}: Import LUTs… takes them all")
        raise LutFormatError(path, None, sentence.format(count=brought))
    found = formats.read(path)
    return Draft(found, found.notes)


def find_photos(files: Sequence[str]) -> dict[str, Any]:
    """Find the pairs in files and folders: the names of each, and in sentences what is left out.  Raises LutError."""
    from ..create.photo_pairs import find_photo_pairs

    pairs, notes = find_photo_pairs(files)
    return {"pairs": [(pair.before.name, pair.after.name if pair.after else None) for pair in pairs], "missing": notes}


def learn_from_photos(message: Mapping[str, Any], pictures: list[NDArray[Any]], progress: OnProgress) -> Draft:
    from ..create.fit_photos import fit_photos
    from ..create.photo_pairs import find_photo_pairs

    pairs, _notes = find_photo_pairs(message["files"])
    done, parts = count(1), len(pairs) + 1  # the fit is the last
    progress(0.0)
    found = fit_photos(
        pairs,
        step=lambda pair, failed: progress(next(done) / parts),
        fitting=lambda share: progress((len(pairs) + share) / parts),
    )
    sentences = [_("Not used: {sentence}").format(sentence=error) for error in found.failures.values()]
    if found.failures and len(found.used) > 1:  # others have their numbers in what follows
        label = _("Pair {number}: {sentence}")
        sentences += [label.format(number=number, sentence=pair.name) for number, pair in enumerate(found.used, 1)]
    title = name_camera(found.used[0].before) or _("My phone")
    return Draft.of_fit(replace(found.lut, title=title), sentences)


def name_camera(file: Path) -> str:
    """Return the model of the camera that wrote a raw file; empty where that is unknown."""
    from ..files.regular import read_bytes
    from ..images.raw_formats import is_raw
    from ..images.raw_metadata import read_model

    data = read_bytes(file)
    model = read_model(data) if is_raw(data, file.suffix.lower()) else ""
    return " ".join(printable(model).split())[:LONGEST_NAME]


WAYS: dict[str, Way] = {
    "pairs": fit_to_pairs,
    "reference": match_reference,
    "effects": collect_effects,
    "hald": read_hald,
    "file": read_file,
    "photos": learn_from_photos,
}


def find_picture(place: Mapping[str, Any], material: Memory | None) -> NDArray[Any]:
    """Return a picture that a message names: a file, or pixels in the memory for material."""
    if "file" in place:
        from ..images import read_srgb

        return read_srgb(place["file"])
    if material is None:
        raise ProtocolError("engine: expected 'memory' for material before 'create'")
    dtype = TYPES.get(place["type"])
    if dtype is None:
        raise ProtocolError(f"engine: expected pixels of {', '.join(TYPES)}; found {place['type']!r}")
    return material.pixels(place["source"], place["rows"], place["width"], place["channels"], dtype)


def write_hald(path: Path, level: int, bits: int) -> None:
    """Write an identity Hald picture of level² colors a side."""
    formats.write(Lut.identity(level * level), path, kind=f"hald{bits}")


def write_recipe(name: str) -> Path:
    """Write a recipe that explains itself to the user's folder; nothing is replaced there."""
    from ..looks.template import write_template

    place = reserve_name(name, own_looks.RECIPE)
    save_file(write_template(" ".join(name.split())).encode(), place)
    return place


def save_draft(
    made: Draft, name: str, export: str | None = None, keep_local_tone: bool = True
) -> tuple[Path, tuple[str, ...]]:
    """Save a draft in the user's folder, and export it as well where that is asked for.

    Returns the look's file, and what had to be changed for the export's format.  A local step that is kept makes it a
    recipe, with its table beside it.  Nothing is replaced in the user's folder: LutError where the name is taken, or
    is none.
    """
    fitted = made.fitted if keep_local_tone and made.has_local_tone else None
    place = reserve_name(name, ".cube" if made.recipe is None and fitted is None else own_looks.RECIPE)
    title = " ".join(name.split())
    titled = made.lut.labeled(title)
    changes = export_lut(titled, Path(export)) if export else ()
    if made.recipe is not None:
        save_file(made.recipe.encode(), place)
    elif fitted is None:
        formats.write(titled, place)
    else:
        from ..create.fitted_files import write_fitted, written_files

        try:
            write_fitted(replace(fitted, title=title), place)
        except BaseException:
            for file in written_files(place):  # none of which was there
                file.unlink(missing_ok=True)
            raise
        if export:
            changes += (_("{file}: without the local tone, which no LUT can hold").format(file=Path(export).name),)
    return place, changes


def export_lut(lut: Lut, place: Path) -> tuple[str, ...]:
    """Write a LUT in the format that the name says, as near to it as that can be; return what was changed for it."""
    from ..formats.fitting import fit_to_format

    try:
        fitting = fit_to_format(lut, place)
    except LutFormatError as error:
        raise error.at(place) from error
    except LutError as error:
        raise LutFormatError(place, None, str(error)) from error
    formats.save_lut_file(fitting.data, place)
    return tuple(f"{place.name}: {change}" for change in fitting.changes)


def reserve_name(name: str, extension: str, folder: Path | None = None, own: Path | None = None) -> Path:
    """Return where a look of that name goes in the user's folder, and make the folder; LutError where it won't do.

    folder: in the user's folder, for another place.  own: the file that is to get the name.
    """
    words = " ".join(name.split())
    stem = make_portable(words)
    if not stem or not words.isprintable() or len(stem) > LONGEST_NAME:
        sentence = _("Give the look a name of 1 to {most} letters.")
        raise LutError(sentence.format(most=LONGEST_NAME))
    folder = folder or folders.user_looks()
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{stem}{extension}"
    for taken in (place, *own_looks.look_files().values()):
        if taken.parent != folder or fold_name(taken.stem) != fold_name(stem) or not taken.exists():
            continue
        if own is None or not taken.samefile(own):
            sentence = _("There is already a look named “{name}” in your folder: choose another name.")
            raise LutError(sentence.format(name=taken.stem))
    return place


def write_filter_table(lut: Lut, title: str) -> tuple[Path, tuple[str, ...]]:
    """Write a table to a .cube file in the user's data, named after what it holds, for a live filter.

    An image names the file for as long as it has the filter: none is ever changed or taken away.  Returns the file,
    and what was changed for its format.  Raises LutError.
    """
    from ..formats.fitting import fit_to_format

    fitting = fit_to_format(lut.labeled(title), Path("filter.cube"))
    place = folders.data() / "filters" / f"{hashlib.sha256(fitting.data).hexdigest()[:DIGITS]}.cube"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        formats.save_lut_file(fitting.data, place)
    return place, fitting.changes
