"""The machine as detection sees it: system, environment and folders.

Detection reads a Machine and nothing else, so that a test can describe machines that it does not run on.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..programs.run_program import TookTooLong, run_program
from . import quarantine, windows_registry

VERSION_SECONDS = 30
GIMP_ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"  # GLib prints in the ANSI code page there


@dataclass(frozen=True)
class Machine:
    """system: as ``sys.platform`` has it: linux, darwin or win32.

    names: what a folder holds, nothing when there is no such folder.
    version: what a GIMP's command answers to ``--version``, for example 3.0.4; None when it is no GIMP.
    listed: the folders in which the system's own list of programs has GIMPs.
    held_back: whether the system may ask its user before it lets a program start, and not start it otherwise.
    """

    system: str
    environment: Mapping[str, str]
    home: PurePath
    names: Callable[[PurePath], Sequence[str]]
    version: Callable[[Sequence[str]], str | None]
    listed: Callable[[], Sequence[PurePath]] = tuple
    held_back: Callable[[PurePath], bool] = lambda program: False

    def path(self, text: str | PurePath) -> PurePath:
        """Make a path of this machine's kind; a relative one starts at the home folder."""
        return self.home / text

    def holds(self, path: PurePath) -> bool:
        return self.folded(path.name) in map(self.folded, self.names(path.parent))

    def folded(self, name: str) -> str:
        """Fold a file's name for comparison: Windows and macOS take GIMP.EXE for gimp.exe."""
        return name if self.system == "linux" else name.casefold()

    def search_path(self) -> list[PurePath]:
        separator = ";" if self.system == "win32" else ":"
        entries = self.environment.get("PATH", "").split(separator)
        if self.system == "win32":
            entries = [entry.strip('"') for entry in entries]
        return [self.path(entry) for entry in entries if entry]


def describe_machine() -> Machine:
    folders, held_back = windows_registry.find_program_folders, quarantine.is_held_back
    return Machine(sys.platform, os.environ, Path.home(), list_names, ask_version, folders, held_back)


def list_names(folder: PurePath) -> Sequence[str]:
    try:
        return sorted(entry.name for entry in Path(folder).iterdir())
    except OSError:
        return ()


def ask_version(command: Sequence[str]) -> str | None:
    try:
        answer = run_program([*command, "--version"], VERSION_SECONDS, encoding=GIMP_ENCODING, errors_apart=True)
    except (OSError, TookTooLong):
        return None
    found = re.search(r"\b(\d+\.\d+\.\d+)", answer.output)
    return found[1] if found else None
