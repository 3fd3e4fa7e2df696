"""A machine as detection sees it: its system, environment and folders.

Detection reads a Machine and nothing else, so that a test can describe machines that it does not run on.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..run_program import TookTooLong, run_program

VERSION_SECONDS = 30
GIMP_ENCODING = "mbcs" if sys.platform == "win32" else "utf-8"  # GLib prints in the ANSI code page there


@dataclass(frozen=True)
class Machine:
    """system: as ``sys.platform`` has it: linux, darwin or win32.

    names: what a folder holds, nothing when there is no such folder.
    version: what a GIMP's command answers to ``--version``, for example 3.0.4; None when it is no GIMP.
    """

    system: str
    environment: Mapping[str, str]
    home: PurePath
    names: Callable[[PurePath], Sequence[str]]
    version: Callable[[Sequence[str]], str | None]

    def path(self, text: str | PurePath) -> PurePath:
        """A path of this machine's kind; a relative one starts at the home folder."""
        return self.home / text

    def holds(self, path: PurePath) -> bool:
        return path.name in self.names(path.parent)

    def search_path(self) -> list[PurePath]:
        separator = ";" if self.system == "win32" else ":"
        return [self.path(entry) for entry in self.environment.get("PATH", "").split(separator) if entry]


def this_machine() -> Machine:
    return Machine(sys.platform, os.environ, Path.home(), names, gimp_version)


def names(folder: PurePath) -> Sequence[str]:
    try:
        return sorted(entry.name for entry in Path(folder).iterdir())
    except OSError:
        return ()


def gimp_version(command: Sequence[str]) -> str | None:
    try:
        answer = run_program([*command, "--version"], VERSION_SECONDS, encoding=GIMP_ENCODING, errors_apart=True)
    except (OSError, TookTooLong):
        return None
    found = re.search(r"\b(\d+\.\d+\.\d+)", answer.output)
    return found[1] if found else None
