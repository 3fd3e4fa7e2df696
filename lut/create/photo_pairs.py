"""Find pairs of photographs, before and after, in files and folders, and read them one at a time.

A raw file and a picture of the same name are a pair: IMG_1.DNG and IMG_1.JPG.  A raw file without such a picture is a
pair with the camera's own rendering inside of it.  Other files that are named one by one are pairs in that order.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError, LutFormatError
from ..files.names import fold_name
from ..images import file_kinds, raw_formats, reading
from ..images.raw_rendering import read_rendering
from ..kernel.blending import CODE_MAX
from ..language import _
from .pair import Pair, match_pair
from .samples import WORKING_PIXELS, reduce_pixels

# What phones, and Android's and Google's programs, add to the name of a photograph, at the end: a copy's or a version's
# number, Samsung's and Xiaomi's mark of raw files, the Pixels' marks of both, and of motion photos.
ADDED = re.compile(r"(~\d+| ?\(\d+\)|[ _-]raw|\.raw-\d+|\.cover|\.original|\.mp|\.dng)$")
JPEG = (".jpg", ".jpeg")


@dataclass(frozen=True)
class PhotoPair:
    """A photograph before and after.  after: None for the rendering inside of the raw file before."""

    before: Path
    after: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.before,) if self.after is None else (self.before, self.after)

    @property
    def name(self) -> str:
        if self.after is None:
            return _("{raw} and its own rendering").format(raw=self.before.name)
        return _("{before} and {after}").format(before=self.before.name, after=self.after.name)


def find_photo_pairs(paths: Iterable[str | PathLike[str]]) -> tuple[list[PhotoPair], tuple[str, ...]]:
    """Find the pairs among files and folders; folders are gone through with those inside of them.

    Returns the pairs, and a note for each file that is left out.  Raises LutError where there is no pair, or a named
    file has no partner; OSError for what is not there.
    """
    named: list[Path] = []
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += list_pictures(path)
        else:
            path.stat()
            named.append(path)
    every = list(dict.fromkeys((*named, *found)))
    raws = [path for path in every if is_raw_name(path)]
    free = [path for path in every if not is_raw_name(path)]
    pairs, notes = pair_by_name(raws, free)
    paired = {file for pair in pairs for file in pair.files}
    left_out = {path for path in free if path not in paired and fits_any(path, pairs)}
    settled = paired | left_out
    rest = [path for path in dict.fromkeys(named) if path not in settled]
    pairs += pair_by_order(rest)
    paired |= {file for pair in pairs for file in pair.files}
    pairs += [PhotoPair(path) for path in found if is_raw_name(path) and path not in paired]
    settled = paired | left_out
    alone = [path for path in found if not is_raw_name(path) and path not in settled]
    notes += [_("{file} is left out: no raw file has its name").format(file=path) for path in alone]
    if not pairs:
        raise LutError(_("expected raw files, or pairs of pictures, found none"))
    order = {path: index for index, path in enumerate(every)}
    return sorted(pairs, key=lambda pair: order[pair.before]), tuple(notes)


def list_pictures(folder: Path) -> list[Path]:
    """List the pictures in a folder and in those inside of it, by name; nothing hidden.  Raises OSError."""

    def fail(error: OSError) -> None:
        raise error

    result = []
    for place, inner, files in os.walk(folder, onerror=fail):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        names = sorted(name for name in files if not name.startswith("."))
        result += [Path(place, name) for name in names if Path(name).suffix.lower() in file_kinds.EXTENSIONS]
    return result


def is_raw_name(path: Path) -> bool:
    return path.suffix.lower() in raw_formats.EXTENSIONS


@lru_cache(maxsize=4096)  # each file of a folder is compared with each raw file
def photograph_name(path: Path) -> str:
    """Return what the names of a photograph's files have in common, folded."""
    stem = fold_name(path.stem)
    while (shorter := ADDED.sub("", stem)) not in (stem, ""):
        stem = shorter
    return stem


def pair_by_name(raws: Sequence[Path], others: Sequence[Path]) -> tuple[list[PhotoPair], list[str]]:
    """Pair raw files with the pictures that fit best, and note which others are left out for these."""
    homes = {(path.parent, photograph_name(path)) for path in raws}
    pairs: list[PhotoPair] = []
    used: set[Path] = set()
    for raw in raws:
        name = photograph_name(raw)
        fitting = [path for path in others if path not in used and photograph_name(path) == name]
        fitting = [path for path in fitting if path.parent == raw.parent or (path.parent, name) not in homes]
        if fitting:
            best = min(fitting, key=lambda path: rank(path, raw))
            used.add(best)
            pairs.append(PhotoPair(raw, best))
    sentence = _("{file} is left out: {used} is used for {raw}")
    notes = []
    for path in others:
        if path not in used and (pair := fits_any(path, pairs)):
            assert pair.after is not None
            notes.append(sentence.format(file=path, used=pair.after.name, raw=pair.before.name))
    return pairs, notes


def rank(path: Path, raw: Path) -> tuple[bool, bool, int, bool, str]:
    """Order the pictures of a photograph: beside the raw file, of its very name, the shortest name, JPEG first."""
    same = fold_name(path.stem) == fold_name(raw.stem)
    return path.parent != raw.parent, not same, len(path.stem), path.suffix.lower() not in JPEG, str(path)


def fits_any(path: Path, pairs: Iterable[PhotoPair]) -> PhotoPair | None:
    """Return the pair of the same photograph, the one in the same folder first."""
    same = [pair for pair in pairs if photograph_name(pair.before) == photograph_name(path)]
    return min(same, key=lambda pair: pair.before.parent != path.parent, default=None)


def pair_by_order(files: Sequence[Path]) -> list[PhotoPair]:
    """Pair files in the order in which they were named; a raw file may stand alone.  Raises LutFormatError."""
    pairs = []
    rest = list(files)
    while rest:
        before = rest.pop(0)
        if rest and not is_raw_name(rest[0]):
            pairs.append(PhotoPair(before, rest.pop(0)))
        elif is_raw_name(before):
            pairs.append(PhotoPair(before))
        else:
            sentence = _("expected a raw file, or the same picture with the look behind it")
            raise LutFormatError(before, None, sentence)
    return pairs


def read_pair(pair: PhotoPair, ignore_profile: bool = False) -> tuple[NDArray[Any], NDArray[Any], int]:
    """Read a pair as sRGB pixels (H, W, 3 or 4), as ``match_pair`` takes them.

    A large raw file is developed at half its size, and averaged to the size that is worked at.  Also returns how many
    of the file's pixels each pixel before is wide.  Raises LutError and OSError.
    """
    before, reduced = read_before(pair.before, ignore_profile)
    if pair.after is None:
        after = read_rendering(pair.before, ignore_profile)
    else:
        after = reading.read(pair.after, ignore_profile=ignore_profile)
    return before, reading.convert_pixels_to_srgb(after), reduced


def read_before(path: Path, ignore_profile: bool) -> tuple[NDArray[Any], int]:
    file = reading.open_checked(path)
    pixels = reading.convert_pixels_to_srgb(reading.decode(file, ignore_profile, WORKING_PIXELS))
    height, width = pixels.shape[:2]
    reduced = round(float(np.sqrt(np.prod(file.size) / (height * width))))
    factor = round(float(np.sqrt(height * width / WORKING_PIXELS)))
    if reduced > 1 and factor > 1:
        return reduce_pixels(pixels, factor, float(CODE_MAX[pixels.dtype])), factor * reduced
    return pixels, max(reduced, 1)


def match_photos(pair: PhotoPair, ignore_profile: bool = False) -> Pair:
    """Read a pair and register it.  Raises LutError and OSError."""
    before, after, reduced = read_pair(pair, ignore_profile)
    found = match_pair(before, after)
    return replace(found, widths=(reduced * found.widths[0], found.widths[1]))
