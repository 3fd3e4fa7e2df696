"""Zip files: the project with wheels, to install offline; the plug-in alone, to copy by hand.

They are the same bytes whenever and wherever they are made of the same commit: members are sorted, and have one date
and one of two modes, whatever the folder that they come from has.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..engine.interpreter import Interpreter
from ..programs.commands import short
from ..programs.run_program import TookTooLong
from . import advice, build, choose_python, environment, manifest, origin, wheels
from .build import Engine
from .console import Report
from .install_error import InstallError
from .runner import Runner

PROGRAMS = ("install.py", f"{build.NAME}.py")
GIT_SECONDS = 60
OLDEST = 315619200  # 1980-01-02 in seconds since 1970: zip files know none before it, in any time zone
DATE = "SOURCE_DATE_EPOCH"  # as https://reproducible-builds.org/specs/source-date-epoch has it


# By the name that the user gives: what wheels for it are called after, with the oldest system that they should run on.
PLATFORMS = {
    "linux-x86_64": ("linux-x86_64", "x86_64", "2.28"),
    "linux-aarch64": ("linux-aarch64", "aarch64", "2.28"),
    "windows": ("win-amd64", "AMD64", ""),
    "windows-arm64": ("win-arm64", "ARM64", ""),
    "macos-arm64": ("macosx-11.0-arm64", "arm64", "11.0"),
    "macos-x86_64": ("macosx-10.13-x86_64", "x86_64", "10.13"),
}
PYTHONS = ((3, 10), (3, 11), (3, 12), (3, 13), (3, 14))
PROJECT = (
    *("install.py", "lut", "plugin", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"),
    *("docs/photos/astronaut.png", "docs/photos/mountain.jpg", "docs/photos/ATTRIBUTION.md"),
)


@dataclass(frozen=True)
class Archive:
    """date: of all members, in seconds since 1970."""

    file: zipfile.ZipFile
    date: int

    def put(self, source: Path, name: str) -> None:
        """Add a file or a folder, with the right to be executed where a program needs it."""
        for inside, path in sorted(list_contents(source, name)):
            item = zipfile.ZipInfo(inside, time.gmtime(max(self.date, OLDEST))[:6])
            item.create_system = 3  # Unix: else the modes are lost that Windows would not write
            item.external_attr = (0o100755 if path.name in PROGRAMS else 0o100644) << 16
            item.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            self.file.writestr(item, path.read_bytes())


@contextlib.contextmanager
def write_archive(file: Path, date: int) -> Iterator[Archive]:
    """Write a zip file that is complete or not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    try:
        with zipfile.ZipFile(part, "w") as archive:
            yield Archive(archive, date)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def list_contents(source: Path, name: str) -> Iterator[tuple[str, Path]]:
    if source.is_file():
        yield name, source
    for path in source.rglob("*"):
        inside = path.relative_to(source)
        if path.is_file() and not is_left_out(inside.parts):
            yield f"{name}/{inside.as_posix()}", path


def is_left_out(parts: Iterable[str]) -> bool:
    return any(part == "__pycache__" or re.match(r"\.", part) for part in parts)


def find_source_date(checkout: Path, runner: Runner) -> int:
    """Find the date of an archive's members (seconds since 1970): SOURCE_DATE_EPOCH, the commit's or the newest file's.

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
    files = (path for name in ("plugin", "lut") for path in origin.source_path(checkout, name).rglob("*.py"))
    return max((int(path.stat().st_mtime) for path in files), default=OLDEST)


def parse_targets(names: Sequence[str], runner: Runner) -> list[Interpreter]:
    """List the interpreters of the named platforms, such as windows or windows@3.12, to bring wheels for."""
    found = []
    for name in names or [name_this_platform(runner)]:
        platform, _, version = name.partition("@")
        wanted = [python for python in PYTHONS if version in ("", f"{python[0]}.{python[1]}")]
        if platform not in PLATFORMS or not wanted:
            raise InstallError(
                f"--for {name}: expected one of {', '.join(PLATFORMS)}, alone or with a Python as in windows@3.12."
            )
        tag, machine, release = PLATFORMS[platform]
        found += [Interpreter("", (*python, 0), False, {}, (), tag, machine, release) for python in wanted]
    return found


def name_this_platform(runner: Runner) -> str:
    python = choose_python.find_base(runner)
    system = python.platform.split("-")[0]
    for name, (platform, machine, _) in PLATFORMS.items():
        if platform.split("-")[0] == system and machine == python.machine:
            return name
    raise InstallError(f"No wheels are known for this machine ({python.platform}): name others with --for.")


def make_bundle(
    checkout: Path, file: Path, version: str, pythons: list[Interpreter], report: Report, runner: Runner
) -> None:
    """Zip the project with numpy and Pillow for each of these interpreters."""
    with tempfile.TemporaryDirectory(prefix="camera-looks-") as name:
        folder = Path(name, "wheels")
        pip = environment.find_pip(Path(name, "pip"), runner)
        for python in pythons:
            what = f"numpy and Pillow for Python {python.version[0]}.{python.version[1]} on {python.platform}"
            with report.step("Fetch", what):
                wheels.download_wheels(folder, pip, python, runner)
        inside = f"{build.NAME}-{version}"
        with write_archive(file, find_source_date(checkout, runner)) as zipped:
            for part in PROJECT:
                zipped.put(origin.source_path(checkout, part), f"{inside}/{part}")
            zipped.put(folder, f"{inside}/wheels")
    report.line("Bundle", f"{short(file)} ({file.stat().st_size / 1e6:.0f} MB)")
    systems = ["win32" if python.platform.startswith("win") else "linux" for python in pythons]
    report.say(f"\n{advice.advise_bundle(systems)}")


def make_archive(checkout: Path, file: Path, version: str, engine: Engine, report: Report, runner: Runner) -> None:
    """Zip the plug-in's folder for GIMP 3.  It records no interpreter, and so looks for one at run time."""
    with tempfile.TemporaryDirectory(prefix="camera-looks-") as name:
        folder = Path(name, build.NAME)
        folder.mkdir()
        build.fill_plugin(checkout, folder, version, [engine], runner)
        (folder / "engine.json").unlink()
        manifest.seal_folder(folder, passed=0)
        with write_archive(file, find_source_date(checkout, runner)) as zipped:
            zipped.put(folder, build.NAME)
            zipped.put(checkout / "LICENSE", f"{build.NAME}/LICENSE")
    report.line("Archive", f"{short(file)} ({file.stat().st_size / 1e6:.1f} MB)")
    report.say(
        f"\nTo use it: unzip it into the plug-ins folder of a GIMP 3 profile, so that there is plug-ins/{build.NAME}/"
        f"{build.NAME}.py, and start GIMP.\nIt needs some Python 3.10 or newer with numpy and Pillow on the machine."
    )
