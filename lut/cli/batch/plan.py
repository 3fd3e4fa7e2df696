"""Plan a batch: find the photographs that the command line names, and the target of each."""

from __future__ import annotations

import glob
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import LutError, LutFormatError
from ...files.names import find_fault, fold_name
from ...images.file_kinds import EXTENSIONS, NAMES, READ_ONLY

FOR_READ_ONLY = ".jpg"  # what becomes of a raw file or a HEIC, unless it is said


@dataclass(frozen=True, order=True)
class Task:
    """One photograph: where it is, and where its developed version goes."""

    source: Path
    target: Path

    @property
    def in_place(self) -> bool:
        """True if the target is the photograph itself, under whatever name."""
        if path_key(self.source) == path_key(self.target):
            return True
        with suppress(OSError):
            return self.source.samefile(self.target)
        return False


@dataclass
class Plan:
    """The tasks of a batch, in order, each once.  single: of the one file that was named.

    unread: a sentence for each thing that cannot be looked into.  linked: a sentence for each link to a folder that is
    gone through already.  others: how many files of other kinds the folders hold, by extension.
    """

    tasks: list[Task] = field(default_factory=list)
    single: bool = False
    unread: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def plan_tasks(
    inputs: Sequence[str],
    out: str,
    extension: str | None = None,
    made: Callable[[Path, Path], bool] = lambda target, origin: False,
) -> Plan:
    """Plan a file to a file, or anything into a folder, where a folder's own folders are mirrored.

    extension: of the files in the folder (``.png``), by default each one's own.  made: tells whether an earlier run
    made a target from a photograph.  Raises LutError for a plan that cannot be meant.
    """
    if not all((*inputs, out)):  # "$FOLDER" that is not set would mean the folder that the shell is in
        raise LutError("expected a file or a folder, found an empty name")
    if fault := find_fault(out):
        raise LutFormatError(out, None, fault)
    sources = [path for text in inputs for path in expand_wildcards(text)]
    single = len(sources) == 1 and not sources[0].is_dir()
    if not names_folder(sources, out):
        if extension is not None:
            raise LutError(f"expected a folder with --format, found the file name {out}")
        return Plan([Task(sources[0], Path(out))], single)
    folder = Path(out)
    if (folder.exists() and not folder.is_dir()) or folder.suffix.lower() in EXTENSIONS:
        raise LutError(f"expected a folder for more than one picture, found the file name {out}")
    plan = Plan(single=single)
    found: dict[tuple[str, str], Task] = {}
    for source in sources:
        for path, inside in find_pictures(source, folder, plan):
            task = Task(path, folder / name_developed(inside, extension))
            found.setdefault((path_key(task.source), path_key(task.target)), task)  # named twice, in whatever spelling
    plan.tasks = keep_apart(drop_results(list(found.values()), made))
    if not plan.tasks and len(plan.unread) == 1:
        raise LutError(plan.unread[0])
    check_clashes(plan.tasks)
    return plan


def drop_results(tasks: list[Task], made: Callable[[Path, Path], bool]) -> list[Task]:
    """Drop what an earlier run made of another photograph in the same folder (``D D --format png``)."""
    origins = defaultdict(list)
    for task in tasks:
        origins[path_key(task.target)].append(task.source)
    return [
        task
        for task in tasks
        if len(found := origins[path_key(task.target)]) == 1
        or not task.in_place
        or not any(made(task.target, origin) for origin in found if origin != task.source)
    ]


def name_developed(path: Path, extension: str | None) -> Path:
    """Return the name of a developed photograph: with that extension, or its own where that can be written."""
    extension = extension or (FOR_READ_ONLY if path.suffix.lower() in READ_ONLY else None)
    return path.with_suffix(extension) if extension else path


def keep_apart(tasks: list[Task]) -> list[Task]:
    """Give a raw file beside a photograph of the same name a target of its own: IMG_1.dng.jpg beside IMG_1.jpg."""
    taken = Counter(path_key(task.target) for task in tasks)

    def target(task: Task) -> Path:
        alone = task.source.suffix.lower() not in READ_ONLY or taken[path_key(task.target)] == 1
        return task.target if alone else task.target.with_name(task.source.name + task.target.suffix)

    return [Task(task.source, target(task)) for task in tasks]


def expand_wildcards(text: str) -> list[Path]:
    """Return the path, or the files that its wildcards match where the shell left them (Windows', or in quotes)."""
    if Path(text).exists() or not glob.has_magic(text):
        return [Path(text)]
    found = glob.glob(text, recursive=True)  # noqa: PTH207 - takes absolute patterns, too
    return [Path(path) for path in sorted(found)] or [Path(text)]


def names_folder(sources: list[Path], out: str) -> bool:
    """Return True if OUT names a folder: it is one, ends like one, or has to hold several pictures."""
    path = Path(out)
    says_so = out.endswith(("/", os.sep)) or path.suffix == ""
    return len(sources) > 1 or sources[0].is_dir() or path.is_dir() or says_so


def find_pictures(source: Path, out: Path, plan: Plan) -> Iterator[tuple[Path, Path]]:
    """Yield each picture at or below a path, with its name inside OUT.  Skip the pictures in OUT itself.

    plan: other files and faults are added to it.
    """
    if not source.is_dir():
        yield source, Path(source.name)
        return
    empty, unread = True, len(plan.unread)
    for entry in walk_folder(source, out, plan):
        path, extension = Path(entry.path), Path(entry.name).suffix.lower()
        if extension in EXTENSIONS:
            empty = False
            yield path, path.relative_to(source)
        elif broken := describe_broken_link(path):  # perhaps to a folder
            plan.unread.append(broken)
        else:
            plan.others[extension or "no extension"] += 1
    if empty and len(plan.unread) == unread:
        plan.unread.append(f"{source}: expected pictures ({NAMES}), found none in this folder")


def walk_folder(source: Path, out: Path, plan: Plan) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a folder and of those below it, each folder once.

    A linked folder is gone through like another one, but only after those that are there themselves.
    """
    own = path_key(out)
    seen: dict[str, Path] = {}
    folders: list[Path] = [source]
    links: list[Path] = []
    while folders or links:
        folder = folders.pop() if folders else links.pop(0)
        real = path_key(folder)
        if real == own != path_key(source):
            continue
        if real in seen:
            plan.linked.append(f"{folder} is left out: it leads to {seen[real]}, which is gone through already")
            continue
        seen[real] = folder
        try:
            with os.scandir(folder) as found:
                entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda one: one.name)
        except OSError as error:
            plan.unread.append(f"{folder}: {error.strerror}")
            continue
        inside = []
        for entry in entries:
            if not is_dir(entry):
                yield entry
            elif entry.is_symlink():
                links.append(Path(entry.path))
            else:
                inside.append(Path(entry.path))
        folders += reversed(inside)


def is_dir(entry: os.DirEntry[str]) -> bool:
    """Return True for a folder, and for a link to one."""
    with suppress(OSError):  # a link that leads to itself
        return entry.is_dir()
    return False


def describe_broken_link(path: Path) -> str:
    """Return a sentence on a link that leads nowhere; empty for anything else."""
    try:
        path.stat()
    except OSError as error:
        return f"{path}: {error.strerror}" if path.is_symlink() else ""
    return ""


def check_clashes(found: list[Task]) -> None:
    """Raise LutError where two pictures would become one file, or one would replace another's source."""
    origin: dict[str, Path] = {}
    sources = {path_key(task.source): task.source for task in found}
    clashes = []
    for task in found:
        target = path_key(task.target)
        if target in origin:
            clashes.append(f"{origin[target]} and {task.source} would both become {task.target}")
        elif target in sources and target != path_key(task.source):
            clashes.append(f"{task.source} would replace {task.target}, which is to be developed itself")
        origin[target] = task.source
    if clashes:
        more = f" (and {len(clashes) - 1} more)" if len(clashes) > 1 else ""
        raise LutError(f"{clashes[0]}{more}; nothing was done: develop them into several folders")


def path_key(path: Path) -> str:
    """Return a text that is equal for all spellings of one path, on systems that do not tell A from a, or é from e´."""
    text = os.path.realpath(path)  # unlike Path.resolve, takes links that lead to themselves
    return fold_name(text) if sys.platform in ("win32", "darwin") else text
