"""Tell our files from those of others: each installed folder holds a list of its files with their digests.

``manifest.json`` says, too, whether the folder has passed its check, and which of those that passed it is the last.
Folders of versions before there was such a list are recognised by what is in them.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from . import durable
from .build import NAME as FOLDER
from .files import is_in_use, patiently

NAME = "manifest.json"
START = f"{FOLDER}.py"
# What folders without a list hold.
TOP = (START, "catalog.json", "engine.json", FOLDER, f"{FOLDER}.cmd")
PACKAGES = ("lut", "plugin")
SIGNS = ("installed.py", "gimp3/plugin.py", "gimp2/menu.py")  # of 0.1, and since
SUFFIXES = (".py", ".toml", ".mo", ".txt", ".md", "")


@dataclass(frozen=True)
class Manifest:
    """passed: counts the checks that a place's folders have passed; 0 for one that nobody checked here, such as an
    archive's; None for one that has yet to pass.  files: SHA-256 by path; empty while the folder is being filled.
    """

    passed: int | None = None
    files: dict[str, str] = field(default_factory=dict)


def begin(folder: Path) -> None:
    """Make a folder that says of itself that it has not passed its check."""
    folder.mkdir(exist_ok=True)
    save(folder, Manifest())


def seal(folder: Path, passed: int | None = None) -> None:
    """List what a filled folder holds."""
    save(folder, Manifest(passed, {name: digest(folder / name) for name in names(folder) if not is_made(name)}))


def mark_passed(folder: Path, number: int) -> None:
    known = read(folder)
    seal(folder, number) if known is None else save(folder, Manifest(number, known.files))


def save(folder: Path, manifest: Manifest) -> None:
    durable.write(folder / NAME, json.dumps({"program": FOLDER, **asdict(manifest)}, indent=1) + "\n")


def read(folder: Path) -> Manifest | None:
    """A folder's list; None where there is none of ours that can be read."""
    found = read_json(folder / NAME)
    if found.get("program") != FOLDER:
        return None
    passed, files = found.get("passed"), found.get("files")
    if not isinstance(files, dict) or not (passed is None or type(passed) is int):
        return None
    return Manifest(passed, {str(name): str(value) for name, value in files.items()})


def read_json(path: Path) -> dict[str, object]:
    """The object in a file; an empty one where there is none."""
    try:
        text = patiently(lambda: path.read_text(encoding="utf-8")) if path.is_file() else "null"
        found = json.loads(text)
    except OSError as error:
        if is_in_use(error):
            raise  # whose folder it is in nobody knows then
        return {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def is_ours(folder: Path, least: int = 2) -> bool:
    """Whether we wrote this folder.  least: how many of four signs one without a list must show."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    if read(folder) is not None:
        return True
    signs = (
        (folder / "lut/__init__.py").is_file() and (folder / "lut/looks").is_dir(),
        any((folder / "plugin" / name).is_file() for name in SIGNS),
        isinstance(read_json(folder / "catalog.json").get("looks"), list),
        bool({"version", "python"} & read_json(folder / "engine.json").keys()),
    )
    return sum(signs) >= least


def is_empty(folder: Path) -> bool:
    """Whether nothing is in a folder, or only what makes itself: the list that was about to be begun, and bytecode.

    An engine that outlives the run that started it writes bytecode to where that has been, with all folders above it.
    """
    if folder.is_symlink() or not folder.is_dir():
        return False
    return all(map(is_made, names(folder)))


def damage(folder: Path) -> tuple[list[str], list[str]]:
    """The files of ours that are missing in an installed folder, and those whose content is another."""
    known = read(folder)
    there = {} if known is None else {name: is_regular(folder / name) for name in sorted(known.files)}
    missing = [name for name, regular in there.items() if not regular]
    changed = [
        name for name, regular in there.items() if known and regular and digest(folder / name) != known.files[name]
    ]
    return missing, changed


def strangers(folder: Path) -> list[str]:
    """What is in a folder of ours and was not written by us: files that others put there, or changed."""
    known = read(folder)
    if known is None:
        return [name for name in names(folder) if not (is_made(name) or is_usual(name))]
    if not known.files:
        return []  # nobody has seen a folder that is still being filled
    changed = damage(folder)[1]
    return [name for name in names(folder) if not is_made(name) and (name not in known.files or name in changed)]


def is_made(name: str) -> bool:
    """Whether Python or we keep such a file beside those that are listed."""
    return name in (NAME, f"{NAME}.part") or name.endswith((".pyc", ".pyo"))


def is_usual(name: str) -> bool:
    """Whether a folder without a list has such a file from us."""
    path = PurePosixPath(name)
    return name in TOP or (path.parts[0] in PACKAGES and len(path.parts) > 1 and path.suffix in SUFFIXES)


def names(folder: Path) -> Iterator[str]:
    """Every file and link in a folder, as a path with slashes."""
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in sorted([*files, *links]):
            yield Path(place, name).relative_to(folder).as_posix()


def is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def digest(path: Path) -> str:
    """A file's SHA-256; nothing where it cannot be read."""
    try:
        return hashlib.sha256(patiently(path.read_bytes)).hexdigest()
    except OSError as error:
        if is_in_use(error):
            raise  # it is not another one for that
        return ""
