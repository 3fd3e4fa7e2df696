"""How commands that make a LUT end: the file is written, and what is to be known of it is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import LutFormatError
from ..shared.amounts import FINISHING
from .terminal import say

if TYPE_CHECKING:
    from ..looks import Look
    from ..table import Lut


def save(lut: Lut, out: str, *sources: str) -> None:
    """Write a LUT, and print its notes.  Raises LutFormatError where OUT is one of the files it was made from."""
    from .. import formats

    place = Path(out)
    for source in sources:
        if place.exists() and Path(source).exists() and place.samefile(source):
            raise LutFormatError(out, None, f"is {source} itself; expected another name")
    formats.write(lut, out)
    say(f"{out} written.")
    for note in lut.notes:
        say(f"Note: {note.rstrip('.')}.")


def say_what_is_left_out(look: Look) -> None:
    """What a look has besides its table."""
    if held := [step.words for step in FINISHING if look.amount(step.name)] + (["crop"] if look.crop else []):
        say(f"Note: a LUT cannot hold the look's {' and '.join(held)}.")
