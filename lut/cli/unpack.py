"""``import``: LUT files, and packs of them, become looks of the user's own."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..errors import LutError
from .command import Command
from .plan import expanded

if TYPE_CHECKING:
    from ..table import Lut

FORBIDDEN = re.compile(r'[<>:"/\\|?*]')  # in names of files, by Windows; a pack's own are checked before
LONGEST = 100  # characters of a name; file systems hold 255 bytes
MOST = 1000  # names that are tried for a file
SHOWN = 20  # sentences on what is skipped


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="LUT files of any supported format, or packs (.zip)")
    parser.add_argument("--to", metavar="FOLDER", help="where to (default: the folder of your own looks)")


def run(arguments: argparse.Namespace) -> int:
    from ..looks import own

    base = Path(arguments.to) if arguments.to else own.folder()
    failed = False
    for file in [path for text in arguments.files for path in expanded(text)]:
        try:
            outcome = imported(file, base)
        except LutError as error:
            print(f"camera-looks: {error}", file=sys.stderr)
            failed = True
            continue
        for line in summary(outcome):
            print(line)
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
    """Put the LUTs of a file into a folder: one LUT as it is, several into a folder inside that is named like the file.

    Nothing that is there is replaced.
    """
    from ..formats import contents, pack, told

    with told(file):
        kind, data, _ = contents(file)
        if kind is pack.FORMAT:
            outcome = Outcome(base / fitting(file.stem))
            opened = pack.Pack(data)
            for found in pack.found(opened):
                several = len(found.luts) > 1
                for name, content in written(found.luts, outcome) if several else [(joined(found.name), found.data)]:
                    place(outcome, name, content)
                outcome.notes.extend(f"{found.name}: {note}" for lut in found.luts.values() for note in lut.notes)
            outcome.skipped.update(opened.skipped)
        elif kind.read_all is not None and len(luts := kind.read_all(data)) > 1:
            outcome = Outcome(base / fitting(file.stem))
            for name, content in written(luts, outcome):
                place(outcome, name, content)
        else:
            outcome = Outcome(base)
            outcome.notes.extend(kind.read(data).notes)
            place(outcome, fitting(file.stem) + file.suffix, data)
    return outcome


def written(luts: dict[str, Lut], outcome: Outcome) -> Iterator[tuple[str, bytes]]:
    """The LUTs of a file that holds several, as a .cube file each."""
    from ..formats import cube

    for name, lut in luts.items():
        try:
            assert cube.FORMAT.write is not None
            yield joined(PurePosixPath(name + ".cube")), cube.FORMAT.write(lut)
        except LutError as error:
            outcome.skipped[name] = str(error)


def joined(name: PurePosixPath) -> str:
    """A file's name for a folder without folders: ``Film/Warm.cube`` is ``Film - Warm.cube``."""
    return fitting(" - ".join(name.with_suffix("").parts)) + name.suffix.lower()


def fitting(name: str) -> str:
    """A name that every system takes, without ending."""
    return FORBIDDEN.sub("-", name).strip(" .")[:LONGEST].strip(" .") or "LUT"


def place(outcome: Outcome, name: str, data: bytes) -> None:
    """Write a file under that name, or with a number if there is another one; not at all if it is there."""
    from ..formats.saving import save

    outcome.folder.mkdir(parents=True, exist_ok=True)
    path = Path(name)
    for number in range(1, MOST):
        target = outcome.folder / (name if number == 1 else f"{path.stem} ({number}){path.suffix}")
        try:
            target.open("xb").close()
        except FileExistsError:
            if target not in outcome.written and same(target, data):
                outcome.known.append(target)
                return
            continue
        try:
            save(data, target)
        except BaseException:
            target.unlink()
            raise
        outcome.written.append(target)
        return
    outcome.skipped[name] = f"there are {MOST} files of that name"


def same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


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
    "camera-looks import film.cube 'Film pack.zip'\ncamera-looks import pack.zip --to luts/",
)
