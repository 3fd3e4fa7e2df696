"""Zip files to hand on: the project with wheels, to install offline, and the plug-in alone, to copy by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..engine.interpreter import Interpreter
from ..programs.commands import short
from . import advice, archive, build, environment, interpreter, origin, ours, wheels
from .build import Engine
from .errors import InstallError
from .report import Report
from .runner import Runner

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


def targets(names: Sequence[str], runner: Runner) -> list[Interpreter]:
    """The interpreters to bring wheels for: of the platforms named, such as windows or windows@3.12."""
    found = []
    for name in names or [this_platform(runner)]:
        platform, _, version = name.partition("@")
        wanted = [python for python in PYTHONS if version in ("", f"{python[0]}.{python[1]}")]
        if platform not in PLATFORMS or not wanted:
            raise InstallError(
                f"--for {name}: expected one of {', '.join(PLATFORMS)}, alone or with a Python as in windows@3.12."
            )
        tag, machine, release = PLATFORMS[platform]
        found += [Interpreter("", (*python, 0), False, {}, (), tag, machine, release) for python in wanted]
    return found


def this_platform(runner: Runner) -> str:
    python = interpreter.base(runner)
    system = python.platform.split("-")[0]
    for name, (platform, machine, _) in PLATFORMS.items():
        if platform.split("-")[0] == system and machine == python.machine:
            return name
    raise InstallError(f"No wheels are known for this machine ({python.platform}): name others with --for.")


def make_bundle(
    checkout: Path, file: Path, version: str, pythons: list[Interpreter], report: Report, runner: Runner
) -> None:
    """The project and, for each of these interpreters, numpy and Pillow."""
    with tempfile.TemporaryDirectory(prefix="camera-looks-") as name:
        folder = Path(name, "wheels")
        pip = environment.pip_beside(Path(name, "pip"), runner)
        for python in pythons:
            what = f"numpy and Pillow for Python {python.version[0]}.{python.version[1]} on {python.platform}"
            with report.step("Fetch", what):
                wheels.download(folder, pip, python, runner)
        inside = f"{build.NAME}-{version}"
        with archive.written(file, archive.source_date(checkout, runner)) as zipped:
            for part in PROJECT:
                zipped.put(origin.source(checkout, part), f"{inside}/{part}")
            zipped.put(folder, f"{inside}/wheels")
    report.line("Bundle", f"{short(file)} ({file.stat().st_size / 1e6:.0f} MB)")
    systems = ["win32" if python.platform.startswith("win") else "linux" for python in pythons]
    report.say(f"\n{advice.from_bundle(systems)}")


def make_archive(checkout: Path, file: Path, version: str, engine: Engine, report: Report, runner: Runner) -> None:
    """The plug-in's folder as GIMP wants it.  Without a record of an interpreter it looks for one at run time."""
    with tempfile.TemporaryDirectory(prefix="camera-looks-") as name:
        folder = Path(name, build.NAME)
        folder.mkdir()
        build.plugin(checkout, folder, version, [engine], runner)
        (folder / "engine.json").unlink()
        ours.seal(folder, passed=0)
        with archive.written(file, archive.source_date(checkout, runner)) as zipped:
            zipped.put(folder, build.NAME)
            zipped.put(checkout / "LICENSE", f"{build.NAME}/LICENSE")
    report.line("Archive", f"{short(file)} ({file.stat().st_size / 1e6:.1f} MB)")
    report.say(
        f"\nTo use it: unzip it into the plug-ins folder of a GIMP 3 profile, so that there is plug-ins/{build.NAME}/"
        f"{build.NAME}.py, and start GIMP.\nIt needs some Python 3.10 or newer with numpy and Pillow on the machine."
    )
