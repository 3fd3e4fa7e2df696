"""``import``: store LUT files, packs and recipes as looks of the user's own."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import LutError, LutFormatError
from ...shared import folders
from ..batch.plan import expand_wildcards
from ..batch.progress import Progress
from ..command import Command
from ..options import add_lut_space
from ..terminal import say, warn

if TYPE_CHECKING:
    from ...looks.storing import Store

SHOWN = 20  # sentences on what is skipped
NAMED = 8  # LUTs that are there under other names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="LUT files of any supported format, packs (.zip), folders, recipes"
    )
    parser.add_argument("--to", metavar="FOLDER", help="where to (default: the folder of your own looks)")
    add_lut_space(parser, "each LUT")


def run(arguments: argparse.Namespace) -> int:
    from ...looks.storing import open_store

    base = Path(arguments.to) if arguments.to else folders.user_looks()
    failed = False
    with open_store(base, arguments.lut_space) as store:
        for file in [path for text in arguments.files for path in expand_wildcards(text)]:
            outcome = Outcome(base)
            try:
                import_file(file, store, outcome)
            except LutError as error:
                warn(f"camera-looks: {error}")
                failed = True
                continue
            except BaseException:
                say(*describe_outcome(outcome))  # it stays, and the next import goes on behind it
                raise
            say(*describe_outcome(outcome))
            failed = failed or not (outcome.written or outcome.known or outcome.same)
    return int(failed)


@dataclass
class Outcome:
    """The result of one import.

    known: LUTs that were there before.  same: by name, the file that has its table.  skipped: by name, why a LUT is
    not imported.
    """

    folder: Path
    written: list[Path] = field(default_factory=list)
    known: list[Path] = field(default_factory=list)
    same: dict[str, Path] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def import_file(file: Path, store: Store, outcome: Outcome) -> None:
    """Store the looks of a file or folder.  Raises LutError for a file that holds none."""
    from ...looks.importing import read_offers
    from ...looks.storing import SAME, WRITTEN

    offers = read_offers(file)
    outcome.folder, outcome.skipped = store.base / offers.folder, offers.skipped
    with Progress(len(offers.looks), quiet=len(offers.looks) < 2) as progress:
        for offer in offers.looks:
            try:
                stored = store.put(offer)
            except LutError as error:
                if not offers.folder:
                    raise
                outcome.skipped[offer.inner] = explain_skipped(error, offer.source)
                progress.step(offer.inner, failed=True)
                continue
            progress.step(offer.inner)
            if stored.state == SAME:
                outcome.same[offer.inner or str(file)] = stored.path.relative_to(store.base)
            else:
                (outcome.written if stored.state == WRITTEN else outcome.known).append(stored.path)
            outcome.notes.extend(f"{offer.inner}: {note}" if offer.inner else note for note in stored.notes)


def explain_skipped(error: LutError, source: str) -> str:
    """Return an error's sentence without the file's name, which stands before it."""
    if isinstance(error, LutFormatError) and error.path == source:
        return str(error.at(""))
    return str(error)


def describe_outcome(outcome: Outcome) -> Iterator[str]:
    """Return the lines to print: what was written, what was skipped and why, and the LUTs' notes."""
    count = len(outcome.written)
    if count == 1:
        yield f"{outcome.written[0]} written."
    elif count:
        yield f"{count} LUTs written to {outcome.folder}."
    if outcome.known:
        yield f"{len(outcome.known)} already there." if count else f"Nothing new: {outcome.folder} has it all."
    if outcome.same:
        names = [f"{name} is {path}" for name, path in outcome.same.items()]
        more = f"; and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield f"{len(names)} there already under other names: {'; '.join(names[:NAMED])}{more}."
    if not (count or outcome.known or outcome.same):
        yield "Nothing written."
    yield from first_lines([f"Skipped: {name}: {reason}" for name, reason in outcome.skipped.items()])
    yield from first_lines([f"Note: {note}" for note in outcome.notes])


def first_lines(lines: list[str]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"… and {len(lines) - SHOWN} more."


COMMAND = Command(
    "import",
    "LUT files, packs and folders as looks of your own",
    "Put LUT files into the folder of your own looks, where GIMP and the other commands find them. "
    "A pack (.zip) or a folder becomes a folder of looks, with the folders inside. Nothing that is there is replaced, "
    "and a LUT that is there under another name is told. After an interruption, the same command does the rest. With "
    "--lut-space, a recipe beside each LUT keeps the color space that it is made for.",
    add_arguments,
    run,
    'camera-looks import film.cube "Film pack.zip"\n'
    "camera-looks import pack.zip --to luts/\n"
    "camera-looks import HaldCLUT/\n"
    "camera-looks import VLog_to_V709.cube --lut-space v-log:rec709",
)
