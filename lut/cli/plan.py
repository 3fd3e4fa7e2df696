"""Which files become which: what stands on the command line, spelled out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import LutError, LutFormatError
from ..images.formats import EXTENSIONS, NAMES


@dataclass(frozen=True, order=True)
class Task:
    """One photograph: where it is, and where its developed version goes."""

    source: Path
    target: Path


def tasks(inputs: Sequence[str], out: str, extension: str | None = None) -> list[Task]:
    """A file to a file, or anything into a folder; a folder's own folders are mirrored there.

    extension: of the files in the folder (``.png``), by default each one's own.  Raises LutError for a plan that
    cannot be meant.
    """
    sources = [path for text in inputs for path in expanded(text)]
    if not is_folder(sources, out):
        if extension is not None:
            raise LutError(f"expected a folder with --format, found the file name {out}")
        return [Task(sources[0], Path(out))]
    folder = Path(out)
    if folder.is_file() or folder.suffix.lower() in EXTENSIONS:
        raise LutError(f"expected a folder for more than one picture, found the file name {out}")
    found = dict.fromkeys(  # a photograph that is named twice is developed once
        Task(path, folder / (inside.with_suffix(extension) if extension else inside))
        for source in sources
        for path, inside in pictures(source, folder)
    )
    check(list(found))
    return list(found)


def expanded(text: str) -> list[Path]:
    """The path, or what its wildcards stand for where the shell has left them (Windows')."""
    path = Path(text)
    if path.exists() or not set("*?[") & set(path.name):
        return [path]
    return sorted(path.parent.glob(path.name)) or [path]


def is_folder(sources: list[Path], out: str) -> bool:
    """Whether OUT names a folder: since it is one, says so, or has to hold several pictures."""
    path = Path(out)
    says_so = out.endswith(("/", os.sep)) or path.suffix == ""
    return len(sources) > 1 or sources[0].is_dir() or path.is_dir() or says_so


def pictures(source: Path, out: Path) -> Iterator[tuple[Path, Path]]:
    """Each picture at or below a path, and its name inside OUT.  What an earlier run put into OUT is none of them."""
    if not source.is_dir():
        yield source, Path(source.name)
        return
    own = out.resolve() if out.resolve() != source.resolve() else None
    empty = True
    for folder, names, files in os.walk(source, onerror=unreadable):
        here = Path(folder)
        names[:] = sorted(name for name in names if not name.startswith(".") and (here / name).resolve() != own)
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in EXTENSIONS:
                empty = False
                yield here / name, (here / name).relative_to(source)
    if empty:
        raise LutFormatError(source, None, f"expected pictures ({NAMES}), found none in this folder")


def unreadable(error: OSError) -> None:
    raise error


def check(found: list[Task]) -> None:
    """Raise where two pictures would become one file, or one would replace another's source."""
    origin: dict[Path, Path] = {}
    sources = {task.source.resolve() for task in found}
    for task in found:
        target = task.target.resolve()
        if target in origin:
            raise LutError(f"{origin[target]} and {task.source} would both become {task.target}")
        if target in sources and target != task.source.resolve():
            raise LutError(f"{task.source} would replace {task.target}, which is to be developed itself")
        origin[target] = task.source
