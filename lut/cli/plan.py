"""Which files become which: what stands on the command line, spelled out."""

from __future__ import annotations

import glob
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import LutError, LutFormatError
from ..images.formats import EXTENSIONS, NAMES


@dataclass(frozen=True, order=True)
class Task:
    """One photograph: where it is, and where its developed version goes."""

    source: Path
    target: Path


@dataclass
class Plan:
    """folder: where the pictures go.  tasks: in order, each once.

    unread: a sentence for each folder that cannot be looked into.  others: how many files of other kinds the folders
    hold, by extension.
    """

    folder: Path
    tasks: list[Task] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def planned(inputs: Sequence[str], out: str, extension: str | None = None) -> Plan:
    """A file to a file, or anything into a folder; a folder's own folders are mirrored there.

    extension: of the files in the folder (``.png``), by default each one's own.  Raises LutError for a plan that
    cannot be meant.
    """
    sources = [path for text in inputs for path in expanded(text)]
    if not is_folder(sources, out):
        if extension is not None:
            raise LutError(f"expected a folder with --format, found the file name {out}")
        return Plan(Path(out).parent, [Task(sources[0], Path(out))])
    folder = Path(out)
    if folder.is_file() or folder.suffix.lower() in EXTENSIONS:
        raise LutError(f"expected a folder for more than one picture, found the file name {out}")
    plan = Plan(folder)
    found = dict.fromkeys(  # a photograph that is named twice is developed once
        Task(path, folder / (inside.with_suffix(extension) if extension else inside))
        for source in sources
        for path, inside in pictures(source, folder, plan)
    )
    plan.tasks = list(found)
    check(plan.tasks)
    return plan


def expanded(text: str) -> list[Path]:
    """The path, or what its wildcards stand for where the shell has left them (Windows', or in quotes)."""
    if Path(text).exists() or not glob.has_magic(text):
        return [Path(text)]
    found = glob.glob(text, recursive=True)  # noqa: PTH207 - takes absolute patterns, too
    return [Path(path) for path in sorted(found)] or [Path(text)]


def is_folder(sources: list[Path], out: str) -> bool:
    """Whether OUT names a folder: since it is one, says so, or has to hold several pictures."""
    path = Path(out)
    says_so = out.endswith(("/", os.sep)) or path.suffix == ""
    return len(sources) > 1 or sources[0].is_dir() or path.is_dir() or says_so


def pictures(source: Path, out: Path, plan: Plan) -> Iterator[tuple[Path, Path]]:
    """Each picture at or below a path, and its name inside OUT.  What an earlier run put into OUT is none of them.

    plan: gets to know what else there is.
    """
    if not source.is_dir():
        yield source, Path(source.name)
        return
    own = out.resolve() if out.resolve() != source.resolve() else None
    empty, unread = True, len(plan.unread)

    def unreadable(error: OSError) -> None:
        plan.unread.append(f"{error.filename}: {error.strerror}")

    for folder, names, files in os.walk(source, onerror=unreadable):
        here = Path(folder)
        names[:] = sorted(name for name in names if not name.startswith(".") and (here / name).resolve() != own)
        for name in sorted(files):
            extension = Path(name).suffix.lower()
            if name.startswith("."):
                continue
            if extension not in EXTENSIONS:
                plan.others[extension or "no extension"] += 1
                continue
            empty = False
            yield here / name, (here / name).relative_to(source)
    if empty and len(plan.unread) == unread:
        raise LutFormatError(source, None, f"expected pictures ({NAMES}), found none in this folder")


def check(found: list[Task]) -> None:
    """Raise where two pictures would become one file, or one would replace another's source."""
    origin: dict[str, Path] = {}
    sources = {same(task.source): task.source for task in found}
    clashes = []
    for task in found:
        target = same(task.target)
        if target in origin:
            clashes.append(f"{origin[target]} and {task.source} would both become {task.target}")
        elif target in sources and target != same(task.source):
            clashes.append(f"{task.source} would replace {task.target}, which is to be developed itself")
        origin[target] = task.source
    if clashes:
        more = f" (and {len(clashes) - 1} more)" if len(clashes) > 1 else ""
        raise LutError(f"{clashes[0]}{more}; nothing was done: develop them into several folders")


def same(path: Path) -> str:
    """A text that is equal for paths which are one file, on systems that do not tell A from a, or é from e and ´."""
    text = str(path.resolve())
    return unicodedata.normalize("NFC", text).casefold() if sys.platform in ("win32", "darwin") else text
