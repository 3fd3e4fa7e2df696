"""Zip files that are the same bytes whenever and wherever they are made of the same commit.

Members are sorted, and have one date and one of two modes, whatever the folder that they come from has.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..programs.run_program import TookTooLong
from . import origin
from .build import NAME
from .errors import InstallError
from .runner import Runner

PROGRAMS = ("install.py", f"{NAME}.py")
GIT_SECONDS = 60
OLDEST = 315619200  # 1980-01-02 in seconds since 1970: zip files know none before it, in any time zone
DATE = "SOURCE_DATE_EPOCH"  # as https://reproducible-builds.org/specs/source-date-epoch has it


@dataclass(frozen=True)
class Archive:
    """date: of all members, in seconds since 1970."""

    file: zipfile.ZipFile
    date: int

    def put(self, source: Path, name: str) -> None:
        """Add a file or a folder, with the right to be executed where a program needs it."""
        for inside, path in sorted(contents(source, name)):
            item = zipfile.ZipInfo(inside, time.gmtime(max(self.date, OLDEST))[:6])
            item.create_system = 3  # Unix: else the modes are lost that Windows would not write
            item.external_attr = (0o100755 if path.name in PROGRAMS else 0o100644) << 16
            item.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            self.file.writestr(item, path.read_bytes())


@contextlib.contextmanager
def written(file: Path, date: int) -> Iterator[Archive]:
    """A zip file that is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    try:
        with zipfile.ZipFile(part, "w") as archive:
            yield Archive(archive, date)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def contents(source: Path, name: str) -> Iterator[tuple[str, Path]]:
    if source.is_file():
        yield name, source
    for path in source.rglob("*"):
        inside = path.relative_to(source)
        if path.is_file() and not left_out(inside.parts):
            yield f"{name}/{inside.as_posix()}", path


def left_out(parts: Iterable[str]) -> bool:
    return any(part == "__pycache__" or re.match(r"\.", part) for part in parts)


def source_date(checkout: Path, runner: Runner) -> int:
    """What the environment asks for, else the commit's date, else the newest file's, in seconds since 1970.

    Each version needs another one: GIMP asks a plug-in for its menu only when the date of its file has changed.
    """
    asked = os.environ.get(DATE, "")
    if asked:
        if not re.fullmatch(r"[0-9]{1,11}", asked):
            raise InstallError(f"{DATE}: expected seconds since 1970, found {asked!r}.")
        return int(asked)
    if (checkout / ".git").exists():
        with contextlib.suppress(OSError, TookTooLong):
            git = ("git", "-C", checkout)
            changed = runner.run([*git, "status", "--porcelain"], GIT_SECONDS)
            date = runner.run([*git, "log", "-1", "--format=%ct"], GIT_SECONDS).last_line
            if changed.code == 0 and not changed.output and date.isdigit():
                return int(date)
    files = (path for name in ("plugin", "lut") for path in origin.source(checkout, name).rglob("*.py"))
    return max((int(path.stat().st_mtime) for path in files), default=OLDEST)
