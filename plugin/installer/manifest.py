"""The manifest of an installed folder: a list of our files with their digests, to tell them from others'.

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
from .locked_files import is_in_use, retry_in_use

NAME = "manifest.json"
START = f"{FOLDER}.py"
# What folders without a list hold.
TOP = (START, "catalog.json", "engine.json", FOLDER, f"{FOLDER}.cmd")
PACKAGES = ("lut", "plugin")
SIGNS = ("installed.py", "gimp3/plugin.py", "gimp2/menu.py")  # of 0.1, and since
SUFFIXES = (".py", ".toml", ".mo", ".npy", ".txt", ".md", ".html", ".xml", "")


@dataclass(frozen=True)
class Manifest:
    """passed: counts the checks that a place's folders have passed; 0 for one that nobody checked here, such as an
    archive's; None for one that has yet to pass.  files: SHA-256 by path; empty while the folder is being filled.
    """

    passed: int | None = None
    files: dict[str, str] = field(default_factory=dict)


def begin_folder(folder: Path) -> None:
    """Make a folder whose manifest says that it has not passed its check."""
    folder.mkdir(exist_ok=True)
    write_manifest(folder, Manifest())


def seal_folder(folder: Path, passed: int | None = None) -> None:
    """Write the manifest of a filled folder."""
    write_manifest(
        folder,
        Manifest(passed, {name: file_digest(folder / name) for name in list_files(folder) if not is_by_product(name)}),
    )


def mark_passed(folder: Path, number: int) -> None:
    known = read_manifest(folder)
    seal_folder(folder, number) if known is None else write_manifest(folder, Manifest(number, known.files))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    durable.write_text(folder / NAME, json.dumps({"program": FOLDER, **asdict(manifest)}, indent=1) + "\n")


def read_manifest(folder: Path) -> Manifest | None:
    """Read a folder's manifest; None if there is none of ours, or it cannot be read."""
    found = read_json(folder / NAME)
    if found.get("program") != FOLDER:
        return None
    passed, files = found.get("passed"), found.get("files")
    if not isinstance(files, dict) or not (passed is None or type(passed) is int):
        return None
    return Manifest(passed, {str(name): str(value) for name, value in files.items()})


def read_json(path: Path) -> dict[str, object]:
    """Read the JSON object in a file; empty if there is none."""
    try:
        text = retry_in_use(lambda: path.read_text(encoding="utf-8")) if path.is_file() else "null"
        found = json.loads(text)
    except OSError as error:
        if is_in_use(error):
            raise  # whose folder it is in nobody knows then
        return {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def is_ours(folder: Path, least: int = 2) -> bool:
    """Return True if we wrote this folder.  least: how many of four signs one without a manifest must show."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    if read_manifest(folder) is not None:
        return True
    signs = (
        (folder / "lut/__init__.py").is_file() and (folder / "lut/looks").is_dir(),
        any((folder / "plugin" / name).is_file() for name in SIGNS),
        isinstance(read_json(folder / "catalog.json").get("looks"), list),
        bool({"version", "python"} & read_json(folder / "engine.json").keys()),
    )
    return sum(signs) >= least


def is_empty(folder: Path) -> bool:
    """Return True if a folder holds nothing but by-products: a manifest that was about to be written, and bytecode.

    An engine that outlives the run that started it writes bytecode to where that has been, with all folders above it.
    """
    if folder.is_symlink() or not folder.is_dir():
        return False
    return all(map(is_by_product, list_files(folder)))


def find_damage(folder: Path) -> tuple[list[str], list[str]]:
    """List our files that are missing in an installed folder, and those that were changed."""
    known = read_manifest(folder)
    there = {} if known is None else {name: is_regular(folder / name) for name in sorted(known.files)}
    missing = [name for name, regular in there.items() if not regular]
    changed = [
        name for name, regular in there.items() if known and regular and file_digest(folder / name) != known.files[name]
    ]
    return missing, changed


def find_strangers(folder: Path) -> list[str]:
    """List the files in a folder of ours that others put there or changed."""
    known = read_manifest(folder)
    if known is None:
        return [name for name in list_files(folder) if not (is_by_product(name) or is_old_file(name))]
    if not known.files:
        return []  # nobody has seen a folder that is still being filled
    changed = find_damage(folder)[1]
    return [
        name for name in list_files(folder) if not is_by_product(name) and (name not in known.files or name in changed)
    ]


def is_by_product(name: str) -> bool:
    """Return True for files that Python or we keep beside those that are listed."""
    return name in (NAME, f"{NAME}.part") or name.endswith((".pyc", ".pyo"))


def is_old_file(name: str) -> bool:
    """Return True for files of ours in a folder without a manifest."""
    path = PurePosixPath(name)
    return name in TOP or (path.parts[0] in PACKAGES and len(path.parts) > 1 and path.suffix in SUFFIXES)


def list_files(folder: Path) -> Iterator[str]:
    """List every file and link in a folder, as a path with slashes."""
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in sorted([*files, *links]):
            yield Path(place, name).relative_to(folder).as_posix()


def is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def file_digest(path: Path) -> str:
    """Return a file's SHA-256; empty if it cannot be read."""
    try:
        return hashlib.sha256(retry_in_use(path.read_bytes)).hexdigest()
    except OSError as error:
        if is_in_use(error):
            raise  # it is not another one for that
        return ""
