"""What was installed, so that it can be removed exactly: ``install.json`` in the user's data folder, written last."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .. import engine_python
from .first_start import Inventory

NAME = "install.json"


@dataclass
class Record:
    """What there is to remove.

    folders: installed folders, whole.  files: single files.  made: folders that were not there before,
    outermost first, to remove when they are empty.  first_starts: profiles that GIMP made for us, as it left them.
    gimps: those found by the last run, for `camera-looks report`.
    """

    folders: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    first_starts: dict[str, Inventory] = field(default_factory=dict)
    gimps: list[str] = field(default_factory=list)

    def add_folder(self, folder: Path) -> None:
        if str(folder) not in self.folders:
            self.folders.append(str(folder))

    def add_file(self, file: Path) -> None:
        if str(file) not in self.files:
            self.files.append(str(file))

    def make(self, folder: Path) -> None:
        """Make a folder and those above it, remembering the ones that were not there."""
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        self.made += [str(place) for place in reversed(missing) if str(place) not in self.made]


def read(data: Path) -> Record:
    """The record of earlier runs; an empty one where there is none that can be read."""
    try:
        return Record(**json.loads((data / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Record()


def write(record: Record, data: Path) -> None:
    part = data / f"{NAME}.part"
    part.write_text(json.dumps(asdict(record), indent=1) + "\n", encoding="utf-8")
    part.replace(data / NAME)


def interpreters(record: Record) -> set[str]:
    """Every interpreter that an installed folder names."""
    found = set()
    for folder in record.folders:
        engines = engine_python.recorded(Path(folder))
        found |= {str(python) for key, python in engines.items() if key != "version"}
    return found
