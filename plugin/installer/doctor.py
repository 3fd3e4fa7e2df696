"""What is wrong with an installation, and what mends it.

GIMP passes over a plug-in that it cannot start without a word, so each of these looks the same to a user: no menu.
Findings are looked for in the files alone; that a healthy installation gives the right pixels is proved by installing.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import engine_python, folders
from . import build, detect, interpreter, python_for_gimp2, swap
from .build import NAME
from .channels import Channel
from .detect import Gimp
from .machine import Machine
from .report import short
from .runner import Runner

START = f"{NAME}.py"
PARTS = ("lut", "plugin", "catalog.json", START)
# The plug-ins of everybody on a machine, seen from the folder of GIMP's program.
SYSTEM_FOLDERS = (
    *("lib/gimp/{api}/plug-ins", "lib64/gimp/{api}/plug-ins", "lib/*/gimp/{api}/plug-ins"),
    "Resources/lib/gimp/{api}/plug-ins",
)


@dataclass(frozen=True)
class Finding:
    """sentence: what is wrong.  mend: what to do about it; None when installing again mends it.

    advice: what the user has to do, for what is not ours to change.
    """

    sentence: str
    mend: Callable[[], object] | None = None
    advice: str = ""


def examine(machine: Machine, checkout: Path, version: str, runner: Runner) -> Iterator[Finding]:
    """Everything that is wrong for this user.  checkout, version: of the Camera Looks that examines."""
    two = (checkout / build.START_TWO).exists()
    gimps = [gimp for gimp in detect.survey(machine).gimps if two or not gimp.two]
    plug_ins = dict.fromkeys(
        [Path(gimp.profile) / "plug-ins" for gimp in gimps]
        + [Path(profile.folder) / "plug-ins" for profile in detect.profiles(machine) if two or profile.minor != "2.10"]
    )
    for folder in plug_ins:
        yield from strays(folder)
    there = [folder for folder in plug_ins if not misplaced(folder)]  # of the others the rest is told once they are
    gimps = [gimp for gimp in gimps if Path(gimp.profile) / "plug-ins" in there]
    for gimp in gimps:
        yield from of_gimp(machine, gimp)
    for folder in there:
        if (folder / NAME).is_dir():
            yield from installed(folder / NAME, version)
    yield from engines(gimps, runner)
    yield from of_the_user()


def of_gimp(machine: Machine, gimp: Gimp) -> Iterator[Finding]:
    profile = Path(gimp.profile)
    folder = profile / "plug-ins" / NAME
    if not profile.exists():
        yield Finding(f"{gimp} has not been started yet, and has no Camera Looks.")
    elif not folder.is_dir():
        yield Finding(f"{gimp} has no Camera Looks: {short(folder)} is not there.")
    elif not path_has(profile / "gimprc", profile / "plug-ins"):
        yield Finding(
            f"{gimp} does not look for plug-ins in {short(folder.parent)}.",
            advice="Add that folder in GIMP under Edit ▸ Preferences ▸ Folders ▸ Plug-ins.",
        )
    elif gimp.two and not gimp.gimpfu:
        lost = [path for path in python_for_gimp2.files("") if not (profile / path).exists()]
        if lost:
            yield Finding(f"{gimp} cannot start scripts: {' and '.join(map(str, lost))} in its profile are gone.")
    for other in system_wide(machine, gimp):
        if folder.is_dir():
            yield Finding(
                f"{gimp} finds Camera Looks twice: {short(folder)}, and for everybody {other}.",
                advice="Remove one of them: yours with install.py --uninstall, the other with your system's packages.",
            )


def system_wide(machine: Machine, gimp: Gimp) -> list[Path]:
    """Installations for everybody that this GIMP finds."""
    if gimp.channel.sandbox:
        return []
    prefix = machine.path(gimp.command[0]).parent.parent
    patterns = [str(prefix / pattern.format(api="2.0" if gimp.two else "3.0")) for pattern in SYSTEM_FOLDERS]
    return [
        Path(folder / NAME)
        for folder in dict.fromkeys(detect.expanded(machine, patterns))
        if machine.holds(folder / NAME)
    ]


def path_has(gimprc: Path, plug_ins: Path) -> bool:
    """Whether GIMP's own setting, where the user has changed it, still has the profile's folder of plug-ins."""
    try:
        text = gimprc.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    setting = re.search(r'^\(plug-in-path\s+"([^"]*)"', text, re.MULTILINE)
    return setting is None or "${gimp_dir}/plug-ins" in setting[1] or str(plug_ins) in setting[1]


def copies(plug_ins: Path) -> list[Path]:
    """Folders with the whole plug-in in them, at their place or not."""
    starts = sorted([*plug_ins.glob(f"*/{START}"), *plug_ins.glob(f"*/{NAME}/{START}")])
    return [
        start.parent for start in starts if (start.parent / "lut").is_dir() and not start.parent.name.startswith(".")
    ]


def misplaced(plug_ins: Path) -> bool:
    """Whether the plug-in is there, and not where GIMP starts it."""
    return not (plug_ins / NAME / START).exists() and bool(copies(plug_ins))


def strays(plug_ins: Path) -> Iterator[Finding]:
    """Copies that GIMP does not start, since folder and file have to share a name."""
    target = plug_ins / NAME
    lost = misplaced(plug_ins)
    for found in copies(plug_ins):
        if found == target or (found.is_relative_to(target) and not lost):
            continue
        if found.is_relative_to(target):
            yield Finding(
                f"{short(found)} lies one folder too deep: GIMP does not start it.",
                lambda found=found: lift(found, target),
            )
        elif lost:
            yield Finding(
                f"{short(found)} has the wrong name: GIMP starts it only as {NAME}/{START}.",
                lambda found=found: lift(found, target),
            )
        else:
            yield Finding(
                f"{short(found)} is a second copy that GIMP does not start.", lambda found=found: swap.remove(found)
            )
        lost = False  # what is found after the first is one too many
    if (plug_ins / START).is_file():
        yield Finding(
            f"{short(plug_ins / START)} lies outside of its folder, and does not work there.",
            (plug_ins / START).unlink,
        )
    for left in sorted(plug_ins.glob(f".{NAME}.*")):
        yield Finding(f"{short(left)} was left by an installation that was interrupted.", lambda: swap.recover(target))


def lift(found: Path, target: Path) -> None:
    """Put a folder at its place, which may be the one that it lies in."""
    aside = target.with_name(f".{NAME}.new")
    swap.remove(aside)
    found.rename(aside)
    swap.remove(target)
    aside.rename(target)


def installed(folder: Path, version: str) -> Iterator[Finding]:
    """What is wrong in an installed folder."""
    missing = [part for part in PARTS if not (folder / part).exists()]
    start = folder / START
    if missing:
        yield Finding(f"{short(folder)} lacks {' and '.join(missing)}.")
    elif os.name == "posix" and not os.access(start, os.X_OK):
        yield Finding(f"{short(start)} may not be executed: GIMP does not start it.", lambda: allow(start))
    elif not catalog_is_whole(folder):
        yield Finding(f"{short(folder / 'catalog.json')} cannot be read: there is no menu without it.")
    elif is_stale(folder):
        yield Finding(
            f"GIMP keeps an old menu of Camera Looks in {short(folder.parents[1] / 'pluginrc')}.",
            lambda: os.utime(start),  # GIMP asks a plug-in again when its date has changed
        )
    found = engine_python.recorded(folder).get("version", version)
    if found != version:
        yield Finding(f"{short(folder)} is version {found}, this is {version}.")


def allow(start: Path) -> None:
    start.chmod(start.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    os.utime(start)


def catalog_is_whole(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / "catalog.json").read_text(encoding="utf-8"))["looks"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def is_stale(folder: Path) -> bool:
    """Whether GIMP believes that it knows this very file, and knows other looks than it has."""
    try:
        text = (folder.parents[1] / "pluginrc").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    entries = re.split(r"^\(plug-in-def ", text, flags=re.MULTILINE)[1:]
    ours = next((entry for entry in entries if re.match(rf'"[^"]*{NAME}/{START}"', entry)), None)
    if ours is None:
        return False  # GIMP asks at its next start
    date = re.match(r'"[^"]*" (\d+)', ours)
    if date is None or int(date[1]) != int((folder / START).stat().st_mtime):
        return False
    known = set(re.findall(r'^\s*\(proc-def "([^"]+)"', ours, re.MULTILINE))
    return not {f"{NAME}-{look['id']}" for look in build.looks(folder)} <= known


def engines(gimps: list[Gimp], runner: Runner) -> Iterator[Finding]:
    """Interpreters that do not compute any more."""
    asked: set[tuple[str, str]] = set()
    for gimp in gimps:
        folder = Path(gimp.profile) / "plug-ins" / NAME
        if not folder.is_dir():
            continue
        record = engine_python.recorded(folder)
        python = str(record.get(gimp.channel.key, ""))
        if not python:
            if record or gimp.channel.sandbox or engine_python.search() is None:
                yield Finding(f"{gimp} has no Python with numpy and Pillow for {short(folder)}.")
        elif (gimp.channel.key, python) not in asked:
            asked.add((gimp.channel.key, python))
            yield from engine(gimp.channel, python, runner)


def engine(channel: Channel, python: str, runner: Runner) -> Iterator[Finding]:
    found = interpreter.inspect(python, runner, channel)
    if found is None:
        yield Finding(f"The engine's Python, {short(python)}, is gone or does not start.")
    elif found.lacks():
        yield Finding(f"The engine's Python, {short(python)}, lacks {' and '.join(found.lacks())}.")


def of_the_user() -> Iterator[Finding]:
    """Folders of ours that cannot be used."""
    for folder in (folders.data(), folders.cache()):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            yield Finding(f"{short(folder)} cannot be written.", lambda folder=folder: folder.chmod(0o755))
    place = folders.runtime_place()
    if os.name == "posix" and place.exists() and place.stat().st_mode & 0o077:
        yield Finding(
            f"{short(place)} can be entered by others: each look starts an engine of its own, and is slower.",
            lambda: place.chmod(0o700),
        )
