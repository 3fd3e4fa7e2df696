"""``import``: store LUT files, packs and recipes as looks of the user's own."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...boundary import explain_errors
from ...errors import LutError
from ...shared import folders
from ...table import Lut
from ..batch.plan import expand_wildcards
from ..command import Command
from ..terminal import say, warn

SHOWN = 20  # sentences on what is skipped


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="LUT files of any supported format, packs (.zip), recipes"
    )
    parser.add_argument("--to", metavar="FOLDER", help="where to (default: the folder of your own looks)")


def run(arguments: argparse.Namespace) -> int:
    base = Path(arguments.to) if arguments.to else folders.user_looks()
    failed = False
    for file in [path for text in arguments.files for path in expand_wildcards(text)]:
        try:
            outcome = import_file(file, base)
        except LutError as error:
            warn(f"camera-looks: {error}")
            failed = True
            continue
        say(*describe_outcome(outcome))
        failed = failed or not (outcome.written or outcome.known)
    return int(failed)


@dataclass
class Outcome:
    """The result of one import.  known: LUTs that were there before;  skipped: by name, why a LUT is not imported."""

    folder: Path
    written: list[Path] = field(default_factory=list)
    known: list[Path] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def import_file(file: Path, base: Path) -> Outcome:
    """Store the looks of a file in a folder.  Raises LutError for a file that holds none."""
    from ...looks.importing import read_offers, write_new_file

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


def describe_outcome(outcome: Outcome) -> Iterator[str]:
    """Return the lines to print: what was written, what was skipped and why, and the LUTs' notes."""
    count = len(outcome.written)
    if count == 1:
        yield f"{outcome.written[0]} written."
    elif count:
        yield f"{count} LUTs written to {outcome.folder}."
    if outcome.known:
        yield f"{len(outcome.known)} already there." if count else f"Nothing new: {outcome.folder} has it all."
    if not (count or outcome.known):
        yield "Nothing written."
    yield from first_lines([f"Skipped: {name}: {reason}" for name, reason in outcome.skipped.items()])
    yield from first_lines([f"Note: {note}" for note in outcome.notes])


def first_lines(lines: list[str]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"… and {len(lines) - SHOWN} more."


COMMAND = Command(
    "import",
    "LUT files and packs as looks of your own",
    "Put LUT files into the folder of your own looks, where GIMP and the other commands find them. "
    "A pack (.zip) becomes a folder of looks. Nothing that is there is replaced.",
    add_arguments,
    run,
    'camera-looks import film.cube "Film pack.zip"\ncamera-looks import pack.zip --to luts/',
)
