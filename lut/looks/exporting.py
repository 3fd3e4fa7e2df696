"""Export: make the file of a look that another program or a camera loads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..color.difference import compare_luts
from ..errors import LutError, LutFormatError
from ..language import _, join_names
from ..shared.amounts import FINISHING
from ..table import Lut
from .export_targets import TIMES, Target, TargetFile
from .look import FileLook, Look
from .lut_space import LutSpace
from .skin import protect

APPLIED_SIZE = 33  # of the table that `apply` bakes
FINE = 32  # from here on, a recipe's table is as near to the recipe as the one that `apply` bakes
ALMOST = 1.0  # of 255 levels: a file that is nearer to the look needs no note
IN_ASCII = ("cube", "vlt")  # formats whose text is
UNNAMED = "LUT"
TWICE = re.compile(r"\b(\w+) \1\b")  # of titles: Xiaomi × Leica, and Leica Sepia
SHORT = 20  # letters: with fewer, a name is the look's alone, without its partnership


@dataclass(frozen=True)
class Rendering:
    """The rendering of a look to export: weights by scene (None is the day), and amounts from 0 to 1.

    space: that a LUT file is made for; None for sRGB.
    """

    scene: Mapping[str, float] | None = None
    strength: float = 1.0
    protect_skin: float = 0.0
    space: LutSpace | None = None

    def bake(self, look: Look, size: int) -> Lut:
        """Bake a look into a plain table from 0 to 1 of that size."""
        return self.table(look, size).baked(size).blended(self.strength)

    def shown(self, look: Look) -> Lut:
        """Return what `apply` shows of a look."""
        table = self.table(look, APPLIED_SIZE)
        return table if self.strength == 1 else table.baked().blended(self.strength)

    def table(self, look: Look, size: int) -> Lut:
        """Return the look's table at full strength: of that size for a recipe, the file's own for a LUT."""
        protected = self.protect_skin and not look.monochrome
        table = look.bake(APPLIED_SIZE if protected else size, self.scene)
        if self.space is not None:
            table = self.space.place(table)
        return protect(table, self.protect_skin) if protected else table


def choose_size(target: Target, file: TargetFile, asked: int | None) -> int:
    """Return the lattice size to write.  Raises LutError for one that the target can't load."""
    if asked is None or asked in file.sizes:
        return asked or file.sizes[0]
    expected = _(" or ").join(map(str, sorted(file.sizes)))
    sentence = _("expected {expected} lattice points a side in a {extension} for {target}, found {size}")
    raise LutError(sentence.format(expected=expected, extension=file.extension, target=target.name, size=asked))


def make_file(look: Look, rendering: Rendering, file: TargetFile, size: int) -> tuple[bytes, list[str]]:
    """Make the bytes of a file, and sentences on what it does not hold.  Raises LutError."""
    from ..formats import choose_format, encode

    baked = rendering.bake(look, size)
    title = make_ascii(look.title) if file.kind in IN_ASCII else look.title
    place = Path(f"look{file.extension}")
    data = encode(replace(baked, table=np.clip(baked.table, 0, 1), title=title), place, file.kind)
    notes = list(baked.notes)
    if isinstance(look, FileLook) or size < FINE:
        notes += describe_loss(rendering.shown(look), choose_format(place, file.kind).read(data), size)
    return data, notes


def describe_loss(exact: Lut, written: Lut, size: int) -> Iterator[str]:
    """Yield a sentence where a file is farther from the look than anybody could overlook."""
    off = compare_luts(exact, written)
    if off.largest > ALMOST:
        sentence = _("{size} points a side hold this look to {mean:.2g} of 255 levels on average, {most:.2g} at most")
        yield sentence.format(size=size, mean=off.mean, most=off.largest)


def make_ascii(text: str) -> str:
    """Write a text without the letters that ASCII lacks: é as e, × as x, others not at all."""
    return " ".join(unicodedata.normalize("NFKD", text.translate(TIMES)).encode("ascii", "ignore").decode().split())


def name_file(look: Look, target: Target) -> str:
    """Return a name for a look's file, without extension, that the target takes."""
    title = TWICE.sub(r"\1", look.title)
    return target.fit_name(look.name if target.longest < SHORT else title) or target.fit_name(UNNAMED)


def check_name(target: Target, place: Path) -> TargetFile:
    """Return the kind of file of that name.  Raises LutFormatError for a name that the target does not take."""
    try:
        file = target.find_file(place.suffix)
    except LutError as error:
        raise LutFormatError(place, None, str(error)) from None
    if fault := target.find_name_fault(place.stem):
        better = target.fit_name(place.stem) or target.fit_name(UNNAMED)
        sentence = _("{fault}; expected a name such as {better}")
        raise LutFormatError(place, None, sentence.format(fault=fault, better=f"{better}{place.suffix}"))
    return file


def describe_left_out(look: Look) -> str:
    """Say in one sentence which parts of a look a LUT cannot hold; empty where it holds all."""
    words = {
        "vignette": _("vignette"),
        "grain": _("grain"),
        "glow": _("glow"),
        "local_tone": _("local tone"),
        "crop": _("crop"),
    }
    held = [step.name for step in FINISHING if look.amount(step.name)] + (["crop"] if look.crop else [])
    if not held:
        return ""
    return _("a LUT cannot hold the look's {parts}").format(parts=join_names([words[name] for name in held]))
