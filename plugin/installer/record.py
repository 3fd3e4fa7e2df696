"""The record of what was installed, to remove it exactly: ``install.json`` in the user's data folder, written last."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from ..engine.launch import read_record
from . import durable, manifest
from .install_error import InstallError

NAME = "install.json"
Inventory = dict[str, list[int]]


@dataclass
class Record:
    """Everything to remove.

    folders: installed folders, whole.  files: the digests of single files.  made: folders that were not there before,
    outermost first, to remove when they are empty.  first_starts: profiles that GIMP made for us, as it left them.
    gimps: those found by the last run, for `camera-looks report`.
    """

    folders: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    first_starts: dict[str, Inventory] = field(default_factory=dict)
    gimps: list[str] = field(default_factory=list)

    def add_folder(self, folder: Path) -> None:
        if str(folder) not in self.folders:
            self.folders.append(str(folder))

    def add_file(self, file: Path) -> None:
        self.files[str(file)] = manifest.file_digest(file)

    def make(self, folder: Path) -> None:
        """Make a folder and those above it, and remember which are new."""
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        for place in missing:
            if place.is_symlink():
                raise InstallError(
                    f"{place} is a link to {place.readlink()}, which is not there: make that folder or remove the "
                    "link, then run install.py again."
                )
        folder.mkdir(parents=True, exist_ok=True)
        self.remember_made(reversed(missing))

    def remember_made(self, folders: Iterable[Path]) -> None:
        self.made += [str(place) for place in folders if str(place) not in self.made]


def load_record(data: Path) -> Record:
    """Read the record of earlier runs; of a damaged one, what can be read."""
    found = manifest.read_json(data / NAME)
    files = found.get("files")
    if isinstance(files, list):  # as versions before 0.2 wrote them
        found["files"] = {str(name): "" for name in files}
    known = Record()
    for part in fields(known):
        usual = getattr(known, part.name)
        value = found.get(part.name)
        if isinstance(value, list) and isinstance(usual, list):
            setattr(known, part.name, [name for name in value if isinstance(name, str)])
        elif isinstance(value, dict) and isinstance(usual, dict):
            setattr(known, part.name, value)
    return known


def save_record(record: Record, data: Path) -> None:
    durable.write_text(data / NAME, json.dumps(asdict(record), indent=1) + "\n")


def list_interpreters(folders: Iterable[Path]) -> set[str]:
    """List every interpreter that installed folders name."""
    found = set()
    for folder in folders:
        engines = read_record(folder)
        found |= {str(python) for key, python in engines.items() if key != "version"}
    return found


def list_inventory(profile: Path) -> Inventory:
    """List a profile's files with size and date, and its folders with an empty list."""
    found: Inventory = {}
    for folder, folders, files in os.walk(profile):
        for name in folders:
            found[str((Path(folder) / name).relative_to(profile))] = []
        for name in files:
            status = (Path(folder) / name).lstat()
            found[str((Path(folder) / name).relative_to(profile))] = [status.st_size, status.st_mtime_ns]
    return found
