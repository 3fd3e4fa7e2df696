"""``import``: LUT files, packs of them and recipes become looks of the user's own."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..boundary import explain_errors
from ..errors import LutError
from ..shared import folders
from ..table import Lut
from .command import Command
from .plan import expanded
from .terminal import say, warn

SHOWN = 20  # sentences on what is skipped


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="LUT files of any supported format, packs (.zip), recipes"
    )
    parser.add_argument("--to", metavar="FOLDER", help="where to (default: the folder of your own looks)")


def run(arguments: argparse.Namespace) -> int:

    base = Path(arguments.to) if arguments.to else folders.user_looks()
    failed = False
    for file in [path for text in arguments.files for path in expanded(text)]:
        try:
            outcome = imported(file, base)
        except LutError as error:
            warn(f"camera-looks: {error}")
            failed = True
            continue
        say(*summary(outcome))
        failed = failed or not (outcome.written or outcome.known)
    return int(failed)


@dataclass
class Outcome:
    """What became of a file.  known: LUTs that were there before;  skipped: by name, why a file is not imported."""

    folder: Path
    written: list[Path] = field(default_factory=list)
    known: list[Path] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def imported(file: Path, base: Path) -> Outcome:
    """Put what a file brings into a folder.  Raises LutError for a file that brings nothing."""
    from ..looks.importing import read_offers, write_new_file

    offers = read_offers(file)
    outcome = Outcome(base / offers.folder, skipped=offers.skipped)
    for offer in offers.looks:
        try:
            with explain_errors(offer.source if not offers.folder else ""):
                data = offer.data()
                found = offer.parse(data)
            if isinstance(found, Lut):
                outcome.notes.extend(f"{offer.inner}: {note}" if offer.inner else note for note in found.notes)
            target, known = write_new_file(outcome.folder, offer.name, data, outcome.written)
            (outcome.known if known else outcome.written).append(target)
        except LutError as error:
            if not offers.folder:
                raise
            outcome.skipped[offer.inner] = str(error)
    return outcome


def summary(outcome: Outcome) -> Iterator[str]:
    """What was done, what was not and why, and what the LUTs hold only nearly."""
    count = len(outcome.written)
    if count == 1:
        yield f"{outcome.written[0]} written."
    elif count:
        yield f"{count} LUTs written to {outcome.folder}."
    if outcome.known:
        yield f"{len(outcome.known)} already there." if count else f"Nothing new: {outcome.folder} has it all."
    if not (count or outcome.known):
        yield "Nothing written."
    yield from limited([f"Skipped: {name}: {reason}" for name, reason in outcome.skipped.items()])
    yield from limited([f"Note: {note}" for note in outcome.notes])


def limited(lines: list[str]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"… and {len(lines) - SHOWN} more."


COMMAND = Command(
    "import",
    "LUT files and packs as looks of your own",
    "Put LUT files into the folder of your own looks, where GIMP and the other commands find them. "
    "A pack (.zip) becomes a folder of looks. Nothing that is there is replaced.",
    arguments,
    run,
    'camera-looks import film.cube "Film pack.zip"\ncamera-looks import pack.zip --to luts/',
)
